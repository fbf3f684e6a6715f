namespace Semblance.Describe.Generation.Making;

/// <summary>A postcode of the row's city.</summary>
internal sealed class Postcode(ColumnContext context) : ColumnGenerator
{
    private readonly CompiledPattern[] _patterns = [.. context.Words.Cities.Select(city => new CompiledPattern(city.Postcode))];
    private readonly int _place = Places.IndexFor(context);

    // The address of the same place has the same postcode.
    private readonly Draws _draws = context.SharedDraws("postcode:" + context.Text("place"));

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Text, block.Count);
        ReadOnlySpan<long> rows = block.Rows, places = block.Latent(_place);
        for (int i = 0; i < rows.Length; i++)
        {
            CompiledPattern pattern = _patterns[places[i]];
            into.EndText(pattern.Write(_draws.At(rows[i]), into.BeginText(pattern.MostBytes)));
        }
    }
}

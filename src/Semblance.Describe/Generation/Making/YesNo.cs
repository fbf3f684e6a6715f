namespace Semblance.Describe.Generation.Making;

/// <summary>true in a share of the rows.</summary>
internal sealed class YesNo(ColumnContext context) : ColumnGenerator
{
    private readonly double _share = context.Number("true_share", 0.5);
    private readonly Draws _draws = context.Draws;

    /// <inheritdoc/>
    public override VectorKind Kind { get; } = context.Kind is VectorKind.Whole ? VectorKind.Whole : VectorKind.Boolean;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(Kind, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            into.Numbers[i] = Draws.Unit(_draws.At(rows[i])) < _share ? 1 : 0;
        }
    }
}

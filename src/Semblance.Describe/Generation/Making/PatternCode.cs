namespace Semblance.Describe.Generation.Making;

/// <summary>Codes by pattern; distinct ones are a shuffle of the row number written in the pattern's digits.</summary>
internal sealed class PatternCode : ColumnGenerator
{
    private readonly CompiledPattern _pattern;
    private readonly Draws _draws;
    private readonly Shuffle? _shuffle;

    private PatternCode(ColumnContext context, string pattern)
    {
        _pattern = new CompiledPattern(pattern);
        _draws = context.Draws;
        _shuffle = context.IsUnique ? context.Distinct(_pattern.Capacity) : null;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Text;

    /// <summary>Creates the generator of a pattern.</summary>
    public static PatternCode Create(ColumnContext context, string pattern) => new(context, pattern);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Text, rows.Length);
        foreach (long row in rows)
        {
            Span<byte> text = into.BeginText(_pattern.MostBytes);
            into.EndText(_shuffle is { } shuffle ? _pattern.WriteNumber(shuffle[(ulong)row], _draws.At(row), text) : _pattern.Write(_draws.Sequence(row), text));
        }
    }
}

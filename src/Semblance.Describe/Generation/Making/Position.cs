namespace Semblance.Describe.Generation.Making;

/// <summary>1, 2, 3, ... among the rows of one parent.</summary>
internal sealed class Position(ColumnContext context) : ColumnGenerator
{
    private readonly ForeignKey _key = context.Table.Columns[context.Table.IndexOf(context.Text("of"))].ForeignKey!;

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Whole;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Whole, block.Count);
        ReadOnlySpan<long> rows = block.Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            into.Numbers[i] = _key.Map.PositionOf(rows[i]) + 1;
        }
    }
}

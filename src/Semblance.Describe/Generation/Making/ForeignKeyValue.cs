namespace Semblance.Describe.Generation.Making;

/// <summary>The key of the parent's row, which is computed from this row's number.</summary>
internal sealed class ForeignKeyValue(ColumnContext context) : ColumnGenerator
{
    private readonly ForeignKey _key = context.Table.Columns[context.Table.IndexOf(context.Column.Name)].ForeignKey!;
    private readonly int _column = context.Table.IndexOf(context.Column.Name);

    /// <inheritdoc/>
    public override VectorKind Kind { get; } = context.Kind;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        long[] parents = block.ParentRows(_column);
        _key.Map.ParentsOf(block.Rows, parents.AsSpan(0, block.Count));
        // Keys are made in a block of their own: block.Parent needs to know first which of these values will be missing.
        Block keys = block.KeyRows(_column);
        keys.Take(parents.AsSpan(0, block.Count));
        into.CopyFrom(keys.Column(_key.Parent.KeyIndex));
    }
}

namespace Semblance.Describe.Generation.Making;

/// <summary>The sum of a column over the child rows that refer to a row, or their number. A parent without children has 0.</summary>
internal sealed class ChildSum : ColumnGenerator
{
    private const int RowsAtATime = 1024;

    private readonly CompiledTable _child;
    private readonly int _key;
    private readonly int _column = -1;
    private readonly int _slot;

    public ChildSum(ColumnContext context, bool countsRows)
    {
        string entity = context.Text("entity");
        _child = context.Tables.First(table => table.Entity.Name == entity);
        string by = context.Text("by") is { Length: > 0 } given ? given : context.Names.ForeignKeys(entity, context.Table.Entity.Name).First();
        _key = _child.IndexOf(by);
        if (!countsRows)
        {
            _column = _child.IndexOf(context.Text("column"));
        }
        _slot = context.Table.ChildBlocks++;
        Kind = countsRows ? VectorKind.Whole : VectorKind.Decimal;
    }

    /// <inheritdoc/>
    public override VectorKind Kind { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ChildRows children = block.Children(_slot, _child);
        into.Reset(Kind, block.Count);
        ReadOnlySpan<long> rows = block.Rows;
        int decimals = 0;
        for (int from = 0; from < rows.Length; from += RowsAtATime)
        {
            int count = Math.Min(RowsAtATime, rows.Length - from);
            children.Take(rows.Slice(from, count), _child.Columns[_key].ForeignKey!.Map);
            Vector key = children.Block.Column(_key);
            Vector? values = _column < 0 ? null : children.Block.Column(_column);
            decimals = values?.Decimals ?? 0;
            for (int i = 0; i < count; i++)
            {
                (int start, int end) = children.Of(i);
                long sum = 0;
                for (int k = start; k < end; k++)
                {
                    if (!key.IsMissing(k) && (values is null || !values.IsMissing(k)))
                    {
                        sum += values?.Numbers[k] ?? 1;
                    }
                }
                into.Numbers[from + i] = sum;
            }
        }
        into.SetDecimals(decimals);
    }
}

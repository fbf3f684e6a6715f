namespace Semblance.Data.Parquet.Writing;

/// <summary>
/// Cuts a stream of blocks into row groups that depend on the rows alone, however the blocks are cut: by a number of rows, and before
/// that by the bytes of their texts, looked at every few rows.
/// </summary>
/// <param name="columns">The number of columns.</param>
/// <param name="limits">How large a row group may become.</param>
internal sealed class RowGroupCutter(int columns, WriteLimits limits)
{
    private readonly int _rows = limits.RowsPerGroup(columns);
    private readonly List<RowSlice> _slices = [];
    private int _count;
    private long _textBytes;

    /// <summary>The row groups, each as slices of blocks.</summary>
    public IEnumerable<(IReadOnlyList<RowSlice> Rows, int Count)> Cut(IEnumerable<Table> blocks)
    {
        foreach (Table block in blocks)
        {
            for (int from = 0; from < block.RowCount;)
            {
                int step = limits.StepRows - (_count % limits.StepRows);
                int count = Math.Min(Math.Min(step, _rows - _count), block.RowCount - from);
                Add(block, from, count);
                from += count;
                bool full = _count == _rows || (_count % limits.StepRows == 0 && _textBytes >= limits.GroupTextBytes);
                if (full)
                {
                    yield return Take();
                }
            }
        }
        if (_count > 0)
        {
            yield return Take();
        }
    }

    private void Add(Table block, int from, int count)
    {
        if (_slices.Count > 0 && ReferenceEquals(_slices[^1].Block, block) && _slices[^1].From + _slices[^1].Count == from)
        {
            _slices[^1] = _slices[^1] with { Count = _slices[^1].Count + count };
        }
        else
        {
            _slices.Add(new RowSlice(block, from, count));
        }
        _count += count;
        foreach (Column column in block.Columns)
        {
            if (column is StringColumn strings)
            {
                _textBytes += strings.Values.ByteCount(from, count);
            }
        }
    }

    private (IReadOnlyList<RowSlice> Rows, int Count) Take()
    {
        (RowSlice[] Rows, int Count) group = ([.. _slices], _count);
        _slices.Clear();
        _count = 0;
        _textBytes = 0;
        return group;
    }
}

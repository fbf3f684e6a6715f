using Semblance.Describe.Generation;

namespace Semblance.Describe.Checking;

/// <summary>No two rows have the same values in some columns, and, for a primary key, none is missing. Memory: a hash for each row.</summary>
internal sealed class DistinctCheck(string name, int[] columns, bool isRequired) : RowCheck(name)
{
    private readonly HashSet<ulong> _seen = [];
    private readonly byte[] _number = new byte[40];

    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector[] vectors = Array.ConvertAll(columns, block.Column);
        for (int i = 0; i < block.Count; i++)
        {
            ulong hash = 0;
            bool isMissing = false;
            foreach (Vector vector in vectors)
            {
                isMissing |= vector.IsMissing(i);
                hash = Hash64.Mix(hash ^ (vector.Kind == VectorKind.Text ? Hash64.Of(vector.Text(i)) : Hash64.Of(_number.AsSpan(0, ValueWriter.Write(vector, i, _number)))));
            }
            if (isMissing ? isRequired : !_seen.Add(hash))
            {
                Broken++;
            }
        }
    }
}

/// <summary>A foreign key is the key of a row that the parent has.</summary>
internal sealed class ReferenceCheck(string name, int column, ForeignKey key) : RowCheck(name)
{
    private readonly Block _parents = new(key.Parent);

    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector values = block.Column(column);
        long[] rows = new long[block.Count];
        key.Map.ParentsOf(block.Rows, rows);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] >= key.Parent.Rows || (rows[i] < 0 && !values.IsMissing(i)))
            {
                Broken++;
                rows[i] = -1;
            }
        }
        _parents.Take(rows);
        Vector keys = _parents.Column(key.Parent.KeyIndex);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] >= 0 && !values.IsMissing(i) && !AreSame(values, i, keys, i))
            {
                Broken++;
            }
        }
    }
}

/// <summary>The rows of a child that are said to belong to a row do refer to it, and a column is their sum or number.</summary>
internal sealed class ChildrenCheck(string name, int column, CompiledTable child, int foreignKey, int summed) : RowCheck(name)
{
    private readonly ChildRows _children = new(child);

    /// <inheritdoc/>
    public override void Look(Block block)
    {
        Vector values = block.Column(column);
        ForeignKey key = child.Columns[foreignKey].ForeignKey!;
        _children.Take(block.Rows, key.Map);
        Vector references = _children.Block.Column(foreignKey);
        Vector keys = block.Column(block.Table.KeyIndex);
        Vector? parts = summed < 0 ? null : _children.Block.Column(summed);
        for (int i = 0; i < block.Count; i++)
        {
            if (values.IsMissing(i))
            {
                continue;
            }
            (int start, int end) = _children.Of(i);
            decimal sum = 0;
            bool areOwn = true;
            for (int k = start; k < end; k++)
            {
                if (!references.IsMissing(k))
                {
                    areOwn &= AreSame(references, k, keys, i);
                    sum += parts is null ? 1 : parts.IsMissing(k) ? 0 : Comparable(parts, k, byDay: false);
                }
            }
            // A whole-number total of sums with cents is rounded.
            decimal total = Comparable(values, i, byDay: false);
            if (!areOwn || Math.Abs(total - sum) > (values.Kind == VectorKind.Whole && parts is { Decimals: > 0 } ? 0.5m : 0))
            {
                Broken++;
            }
        }
    }
}

namespace Semblance.Describe.Generation.Relations;

/// <summary>
/// One-to-many: child rows are slots in a row, each parent owns a run of them, and a shuffle scatters the slots over the child table. Parent p's run
/// begins at min * p + floor(extra * W(p) / W), with W(p) the weights before p: exact in whole numbers, so all runs together are the child table,
/// and no parent has fewer than min or more than max. Memory: 16 bytes for each 16 parents.
/// </summary>
internal sealed class Spread : RelationMap
{
    private const int GroupBits = 4;
    private const int GroupSize = 1 << GroupBits;

    private readonly long _parents;
    private readonly long _children;
    private readonly long _min;
    private readonly long _extra;
    private readonly ulong _weight;
    private readonly SpreadWeights _weights;
    private readonly ulong[] _groupWeights;
    private readonly long[] _groupStarts;
    private readonly Shuffle? _shuffle;

    /// <summary>Shares the children out.</summary>
    /// <param name="parents">The rows of the parent.</param>
    /// <param name="children">The rows of the child, within min and max times parents.</param>
    /// <param name="min">The fewest children of a parent.</param>
    /// <param name="max">The most; null for no bound.</param>
    /// <param name="skew">See <see cref="Plans.PlanRelation.Skew"/>.</param>
    /// <param name="isGrouped">Whether children of one parent follow each other.</param>
    /// <param name="key">What decides.</param>
    public Spread(long parents, long children, long min, long? max, double skew, bool isGrouped, ulong key)
    {
        _parents = parents;
        _children = children;
        _min = min;
        _extra = children - (min * parents);
        _weights = new SpreadWeights(skew, key);
        if (max is { } most && most - min < _extra)
        {
            _weights = _weights.Capped(parents, _extra, most - min);
        }
        long groups = ((parents + GroupSize - 1) >> GroupBits) + 1;
        _groupWeights = new ulong[groups];
        _groupStarts = new long[groups];
        ulong sum = 0;
        for (long parent = 0; parent < parents; parent++)
        {
            if ((parent & (GroupSize - 1)) == 0)
            {
                _groupWeights[parent >> GroupBits] = sum;
            }
            sum += _weights[parent];
        }
        _weight = sum;
        _groupWeights[^1] = sum;
        for (long group = 0; group < groups; group++)
        {
            _groupStarts[group] = Start(Math.Min(group << GroupBits, parents), _groupWeights[group]);
        }
        _shuffle = isGrouped ? null : new Shuffle((ulong)children, Hash64.Mix(key ^ 0x5107));
    }

    /// <inheritdoc/>
    public override long ParentOf(long child) => Find(Slot(child)).Parent;

    /// <inheritdoc/>
    public override long PositionOf(long child)
    {
        long slot = Slot(child);
        return slot - Find(slot).Start;
    }

    /// <inheritdoc/>
    public override long ChildCount(long parent)
    {
        (long start, long end) = Run(parent);
        return end - start;
    }

    /// <inheritdoc/>
    public override void Children(long parent, Span<long> children)
    {
        long start = Run(parent).Start;
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = _shuffle is { } shuffle ? (long)shuffle.Inverse((ulong)(start + i)) : start + i;
        }
    }

    /// <summary>The parent of a child row, the child's place among its children, and their number.</summary>
    public (long Parent, long Position, long Count) Place(long child)
    {
        long slot = Slot(child);
        (long parent, long start, long end) = Find(slot);
        return (parent, slot - start, end - start);
    }

    private long Slot(long child) => _shuffle is { } shuffle ? (long)shuffle[(ulong)child] : child;

    private long Start(long parent, ulong weightBefore) => (_min * parent) + Share(weightBefore);

    private long Share(ulong weightBefore)
    {
        if (weightBefore == _weight)
        {
            return _extra;
        }
        ulong high = Math.BigMul((ulong)_extra, weightBefore, out ulong low);
        return high == 0 ? (long)(low / _weight) : (long)(ulong)(new UInt128(high, low) / _weight);
    }

    private (long Start, long End) Run(long parent)
    {
        long group = parent >> GroupBits;
        ulong weight = _groupWeights[group];
        for (long before = group << GroupBits; before < parent; before++)
        {
            weight += _weights[before];
        }
        return (Start(parent, weight), Start(parent + 1, weight + _weights[parent]));
    }

    private (long Parent, long Start, long End) Find(long slot)
    {
        // The last group that begins at or before the slot; groups without children begin where the next one does.
        long low = 0, high = _groupStarts.LongLength - 1;
        while (high - low > 1)
        {
            long middle = (low + high) >> 1;
            (low, high) = _groupStarts[middle] <= slot ? (middle, high) : (low, middle);
        }
        long parent = low << GroupBits;
        ulong weight = _groupWeights[low];
        long start = _groupStarts[low];
        while (true)
        {
            weight += _weights[parent];
            long end = Start(parent + 1, weight);
            if (end > slot)
            {
                return (parent, start, end);
            }
            start = end;
            parent++;
        }
    }
}

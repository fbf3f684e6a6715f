namespace Semblance.Describe.Generation.Relations;

/// <summary>
/// The second side of a many-to-many relation: the k-th link row of a parent refers to the k-th of as many different rows of the other entity, spread
/// over it by popularity. Links of one parent are stepped through the running sum of popularity at equal distances, and where two fall on the same
/// row, the later moves on.
/// </summary>
internal sealed class PairedSide : RelationMap
{
    private const int GroupBits = 4;

    private readonly Spread _first;
    private readonly SpreadWeights _weights;
    private readonly long _others;
    private readonly ulong[] _groupWeights;
    private readonly ulong _weight;
    private readonly ulong _key;

    /// <summary>Creates the side.</summary>
    /// <param name="first">The first side, none of whose parents has more links than there are others.</param>
    /// <param name="others">The rows of the other entity.</param>
    /// <param name="skew">How uneven their popularity is.</param>
    /// <param name="key">What decides.</param>
    public PairedSide(Spread first, long others, double skew, ulong key)
    {
        _first = first;
        _others = others;
        _key = key;
        _weights = new SpreadWeights(skew, key);
        _groupWeights = new ulong[(others >> GroupBits) + 1];
        for (long other = 0; other < others; other++)
        {
            if ((other & ((1 << GroupBits) - 1)) == 0)
            {
                _groupWeights[other >> GroupBits] = _weight;
            }
            _weight += _weights[other];
        }
        if ((others & ((1 << GroupBits) - 1)) == 0)
        {
            _groupWeights[^1] = _weight;
        }
    }

    /// <inheritdoc/>
    public override long ParentOf(long child)
    {
        (long parent, long position, long count) = _first.Place(child);
        Span<long> chosen = count <= 256 ? stackalloc long[(int)count] : new long[count];
        Choose(parent, chosen);
        return chosen[(int)position];
    }

    /// <inheritdoc/>
    public override void ParentsOf(ReadOnlySpan<long> children, Span<long> parents)
    {
        // Link rows that follow each other often have the same parent, whose list then serves them all.
        long last = -1;
        long[] chosen = [];
        int length = 0;
        for (int i = 0; i < children.Length; i++)
        {
            (long parent, long position, long count) = _first.Place(children[i]);
            if (parent != last)
            {
                if (chosen.Length < count)
                {
                    chosen = new long[Math.Max(count, 64)];
                }
                length = (int)count;
                Choose(parent, chosen.AsSpan(0, length));
                last = parent;
            }
            parents[i] = chosen[position];
        }
    }

    private void Choose(long parent, Span<long> chosen)
    {
        ulong step = _weight / (ulong)chosen.Length;
        ulong at = (ulong)Draws.Below(Hash64.Mix(_key ^ Hash64.Mix((ulong)parent)), Math.Max(step, 1));
        long last = -1;
        for (int i = 0; i < chosen.Length; i++, at += step)
        {
            last = Math.Max(Find(at), last + 1);
            chosen[i] = last;
        }
        // What was pushed past the end goes back by as much as it takes.
        long limit = _others - 1;
        for (int i = chosen.Length - 1; i >= 0 && chosen[i] > limit; i--)
        {
            chosen[i] = limit--;
        }
    }

    private long Find(ulong weight)
    {
        int low = 0, high = _groupWeights.Length;
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            (low, high) = _groupWeights[middle] <= weight ? (middle, high) : (low, middle);
        }
        long other = (long)low << GroupBits;
        ulong sum = _groupWeights[low];
        while (other < _others - 1 && sum + _weights[other] <= weight)
        {
            sum += _weights[other++];
        }
        return other;
    }
}

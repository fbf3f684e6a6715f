namespace Semblance.Numerics.Boosting;

/// <summary>The gradient histograms of one column for the nodes of the current level and of the level above.</summary>
internal sealed unsafe class ColumnHistograms
{
    // With this many rows per slot, two interleaved histograms are filled, so that runs of one code do not wait for their own last addition.
    private const int RowsPerSlotToInterleave = 4;

    private readonly CodeColumn _codes;
    private readonly int _slots;
    private readonly GradientPair[] _second;
    private GradientPair[] _current = [];
    private GradientPair[] _above = [];

    public ColumnHistograms(CodeColumn codes, int slots)
    {
        _codes = codes;
        _slots = slots;
        _second = new GradientPair[slots];
    }

    /// <summary>The histogram of a node of the current level.</summary>
    public ReadOnlySpan<GradientPair> Current(int node) => _current.AsSpan(node * _slots, _slots);

    /// <summary>Makes the current level the level above.</summary>
    public void StartLevel(int nodes)
    {
        (_current, _above) = (_above, _current);
        if (_current.Length < nodes * _slots)
        {
            _current = new GradientPair[nodes * _slots];
        }
    }

    /// <summary>Sums all rows, which are in their natural order.</summary>
    public void FillRoot(GradientPair[] pairs) => Fill(0, null, pairs, 0, pairs.Length);

    /// <summary>Sums a node's rows; <paramref name="rows"/> null stands for 0, 1, 2...</summary>
    public void Fill(int node, int[]? rows, GradientPair[] pairs, int begin, int count)
    {
        Span<GradientPair> histogram = _current.AsSpan(node * _slots, _slots);
        histogram.Clear();
        bool interleave = count >= RowsPerSlotToInterleave * _slots;
        _second.AsSpan().Clear();
        fixed (GradientPair* first = histogram)
        fixed (GradientPair* spare = _second)
        fixed (GradientPair* pair = pairs)
        fixed (int* row = rows)
        {
            GradientPair* second = interleave ? spare : first;
            if (_codes.Narrow is { } narrow)
            {
                fixed (byte* code = narrow)
                {
                    Sum(first, second, code, row == null ? null : row + begin, pair + begin, count);
                }
            }
            else
            {
                fixed (int* code = _codes.Wide)
                {
                    Sum(first, second, code, row == null ? null : row + begin, pair + begin, count);
                }
            }
        }
        if (interleave)
        {
            for (int slot = 0; slot < _slots; slot++)
            {
                histogram[slot] += _second[slot];
            }
        }
    }

    /// <summary>The larger child's histogram: the parent's less the smaller child's.</summary>
    public void Subtract(int parent, int small, int large)
    {
        ReadOnlySpan<GradientPair> whole = _above.AsSpan(parent * _slots, _slots);
        ReadOnlySpan<GradientPair> part = _current.AsSpan(small * _slots, _slots);
        Span<GradientPair> rest = _current.AsSpan(large * _slots, _slots);
        for (int slot = 0; slot < rest.Length; slot++)
        {
            rest[slot] = whole[slot] - part[slot];
        }
    }

    private static void Sum(GradientPair* first, GradientPair* second, byte* codes, int* rows, GradientPair* pairs, int count)
    {
        int i = 0;
        if (rows == null)
        {
            for (; i + 1 < count; i += 2)
            {
                first[codes[i]] += pairs[i];
                second[codes[i + 1]] += pairs[i + 1];
            }
            if (i < count)
            {
                first[codes[i]] += pairs[i];
            }
            return;
        }
        for (; i + 1 < count; i += 2)
        {
            first[codes[rows[i]]] += pairs[i];
            second[codes[rows[i + 1]]] += pairs[i + 1];
        }
        if (i < count)
        {
            first[codes[rows[i]]] += pairs[i];
        }
    }

    private static void Sum(GradientPair* first, GradientPair* second, int* codes, int* rows, GradientPair* pairs, int count)
    {
        for (int i = 0; i < count; i++)
        {
            GradientPair* target = (i & 1) == 0 ? first : second;
            target[codes[rows == null ? i : rows[i]]] += pairs[i];
        }
    }
}

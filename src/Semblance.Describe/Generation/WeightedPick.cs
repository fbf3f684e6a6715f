using System.Runtime.CompilerServices;

namespace Semblance.Describe.Generation;

/// <summary>Chooses an index in proportion to weights: a guide table to the right neighbourhood, then a step or two.</summary>
internal sealed class WeightedPick
{
    private const int GuideBits = 10;

    private readonly ulong[] _ends;
    private readonly int[] _guide;

    /// <summary>Prepares for weights that are at least 0, one of them above.</summary>
    public WeightedPick(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        _ends = new ulong[weights.Length];
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            last = weights[i] > 0 ? i : last;
            // Ends are inclusive and never fall; what rounding leaves at the top goes to the last index with a weight.
            double end = sum / total * (1UL << 53);
            _ends[i] = end >= 1 ? ((ulong)end << 11) - 1 : 0;
            if (weights[i] == 0 && i > 0)
            {
                _ends[i] = _ends[i - 1];
            }
        }
        for (int i = last; i < weights.Length; i++)
        {
            _ends[i] = ulong.MaxValue;
        }
        _guide = new int[1 << GuideBits];
        int at = 0;
        for (int i = 0; i < _guide.Length; i++)
        {
            while (_ends[at] < (ulong)i << (64 - GuideBits))
            {
                at++;
            }
            _guide[i] = at;
        }
    }

    /// <summary>The number of indices.</summary>
    public int Count => _ends.Length;

    /// <summary>The index that 64 random bits choose.</summary>
    public int this[ulong bits]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int i = _guide[bits >> (64 - GuideBits)];
            while (_ends[i] < bits)
            {
                i++;
            }
            return i;
        }
    }

    /// <summary>Weights that fall with the rank, as lists whose more usual entries come first have.</summary>
    /// <param name="count">The number of indices.</param>
    /// <param name="offset">The larger, the more alike: weight 1 / (rank + offset).</param>
    public static WeightedPick ByRank(int count, double offset)
    {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = 1 / (i + offset);
        }
        return new WeightedPick(weights);
    }
}

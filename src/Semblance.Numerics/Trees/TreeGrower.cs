using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Semblance.Numerics.Trees;

/// <summary>Grows one tree at a time on packed gradients, from histograms of which only the smaller child's is counted and the other's is the difference.</summary>
internal sealed class TreeGrower
{
    private readonly int[] _order = new int[256];
    private readonly double[] _orderKeys = new double[256];
    private readonly Stack<long[]> _pool = new();
    private int[] _work = [];
    private int[] _scratch = [];
    private int[] _offsets = [];
    private int _bins;
    private CodeMatrix _matrix = new([], 0, [], []);
    private BinaryBoosterOptions _options = new();
    private long[] _gradients = [];
    private double _unit;

    /// <summary>Prepares for trees on a matrix.</summary>
    public void Start(CodeMatrix matrix, BinaryBoosterOptions options)
    {
        _options = options;
        if (ReferenceEquals(matrix, _matrix))
        {
            return;
        }
        _matrix = matrix;
        _offsets = new int[matrix.Features];
        _bins = 0;
        for (int f = 0; f < matrix.Features; f++)
        {
            _offsets[f] = _bins;
            _bins += matrix.BinCounts[f];
        }
        _pool.Clear();
    }

    /// <summary>Grows a tree, or returns null if no split is worth its gain.</summary>
    /// <param name="rows">The matrix row of each example.</param>
    /// <param name="bag">The examples to learn from.</param>
    /// <param name="gradients">Per example slope and curvature, packed.</param>
    /// <param name="scale">The packed value of 1.</param>
    public BoostedTree? Grow(ReadOnlySpan<int> rows, ReadOnlySpan<int> bag, long[] gradients, double scale)
    {
        if (_work.Length < bag.Length)
        {
            _work = new int[bag.Length];
            _scratch = new int[bag.Length];
        }
        bag.CopyTo(_work);
        _gradients = gradients;
        _unit = 1 / scale;
        long total = 0;
        foreach (int example in bag)
        {
            total += gradients[example];
        }
        long[] histogram = Rent();
        Count(histogram, rows, 0, bag.Length);
        Split root = FindSplit(histogram, total);
        if (root.Feature < 0)
        {
            _pool.Push(histogram);
            return null;
        }
        var builder = new BoostedTree.Builder(_options.MaxDepth);
        Divide(builder, root, 0, 0, 0, bag.Length, total, histogram, rows);
        return builder.Build();
    }

    private long[] Rent() => _pool.TryPop(out long[]? histogram) ? histogram : new long[_bins];

    private static double Slope(long packed, double unit) => (packed >> 32) * unit;

    private static double Curvature(long packed, double unit) => (uint)packed * unit;

    /// <summary>Splits a node and goes on below it; takes over the histogram.</summary>
    private void Divide(BoostedTree.Builder builder, Split split, int node, int level, int start, int end, long total, long[] histogram, ReadOnlySpan<int> rows)
    {
        builder.Split(node, split.Feature, split.Threshold, split.LeftSet);
        int middle = Partition(rows, start, end, split, out long leftTotal);
        long rightTotal = total - leftTotal;
        level++;
        if (level == _options.MaxDepth)
        {
            _pool.Push(histogram);
            builder.Leaf(2 * node + 1, level, LeafValue(leftTotal));
            builder.Leaf(2 * node + 2, level, LeafValue(rightTotal));
            return;
        }
        bool leftIsSmaller = middle - start <= end - middle;
        long[] smaller = Rent();
        if (leftIsSmaller)
        {
            Count(smaller, rows, start, middle);
        }
        else
        {
            Count(smaller, rows, middle, end);
        }
        for (int i = 0; i < _bins; i++)
        {
            histogram[i] -= smaller[i];
        }
        Child(builder, 2 * node + 1, level, start, middle, leftTotal, leftIsSmaller ? smaller : histogram, rows);
        Child(builder, 2 * node + 2, level, middle, end, rightTotal, leftIsSmaller ? histogram : smaller, rows);
    }

    private void Child(BoostedTree.Builder builder, int node, int level, int start, int end, long total, long[] histogram, ReadOnlySpan<int> rows)
    {
        Split split = FindSplit(histogram, total);
        if (split.Feature < 0)
        {
            _pool.Push(histogram);
            builder.Leaf(node, level, LeafValue(total));
        }
        else
        {
            Divide(builder, split, node, level, start, end, total, histogram, rows);
        }
    }

    private float LeafValue(long total) =>
        (float)(-_options.LearningRate * Slope(total, _unit) / (Curvature(total, _unit) + _options.Lambda));

    private void Count(long[] histogram, ReadOnlySpan<int> rows, int start, int end)
    {
        Array.Clear(histogram);
        int features = _matrix.Features;
        ref long bins = ref MemoryMarshal.GetArrayDataReference(histogram);
        ref int offsets = ref MemoryMarshal.GetArrayDataReference(_offsets);
        ref byte codes = ref MemoryMarshal.GetArrayDataReference(_matrix.Codes);
        ref long gradients = ref MemoryMarshal.GetArrayDataReference(_gradients);
        for (int i = start; i < end; i++)
        {
            int example = _work[i];
            long value = Unsafe.Add(ref gradients, example);
            ref byte row = ref Unsafe.Add(ref codes, (nint)rows[example] * features);
            for (int f = 0; f < features; f++)
            {
                Unsafe.Add(ref bins, (nint)(uint)(Unsafe.Add(ref offsets, f) + Unsafe.Add(ref row, f))) += value;
            }
        }
    }

    /// <summary>Puts the examples that go left before the others, both in their order. Returns where the right ones begin.</summary>
    private int Partition(ReadOnlySpan<int> rows, int start, int end, in Split split, out long leftTotal)
    {
        int left = start, right = 0;
        leftTotal = 0;
        for (int i = start; i < end; i++)
        {
            int example = _work[i];
            byte code = _matrix.Codes[(nint)rows[example] * _matrix.Features + split.Feature];
            if (split.GoesLeft(code))
            {
                _work[left++] = example;
                leftTotal += _gradients[example];
            }
            else
            {
                _scratch[right++] = example;
            }
        }
        _scratch.AsSpan(0, right).CopyTo(_work.AsSpan(left));
        return left;
    }

    private Split FindSplit(long[] histogram, long total)
    {
        double unit = _unit, lambda = _options.Lambda, least = _options.MinHessian;
        double slope = Slope(total, unit), curvature = Curvature(total, unit);
        var best = new Split(-1, 0, null);
        if (curvature < 2 * least)
        {
            return best;
        }
        double bestValue = slope * slope / (curvature + lambda) + _options.MinGain;
        int bestFeature = -1, bestBin = 0;
        for (int f = 0; f < _matrix.Features; f++)
        {
            Span<long> bins = histogram.AsSpan(_offsets[f], _matrix.BinCounts[f]);
            bool categorical = _matrix.Categorical[f];
            int count = categorical ? OrderByMean(bins) : bins.Length;
            double penalty = categorical ? _options.LevelPenalty * Math.Max(0, count - 2) : 0;
            long sum = 0;
            for (int b = 0; b < count - 1; b++)
            {
                long bin = bins[categorical ? _order[b] : b];
                if (bin == 0)
                {
                    continue;
                }
                sum += bin;
                double left = Curvature(sum, unit);
                if (left < least)
                {
                    continue;
                }
                double right = curvature - left;
                if (right < least)
                {
                    break;
                }
                double leftSlope = Slope(sum, unit), rightSlope = slope - leftSlope;
                double value = leftSlope * leftSlope / (left + lambda) + rightSlope * rightSlope / (right + lambda) - penalty;
                if (value > bestValue)
                {
                    bestValue = value;
                    bestFeature = f;
                    bestBin = b;
                }
            }
        }
        if (bestFeature < 0)
        {
            return best;
        }
        ulong[]? set = null;
        if (_matrix.Categorical[bestFeature])
        {
            OrderByMean(histogram.AsSpan(_offsets[bestFeature], _matrix.BinCounts[bestFeature]));
            set = new ulong[4];
            for (int b = 0; b <= bestBin; b++)
            {
                set[_order[b] >> 6] |= 1UL << (_order[b] & 63);
            }
        }
        return new Split(bestFeature, (byte)bestBin, set);
    }

    /// <summary>
    /// Orders the codes that occur by their mean slope; the best two-part grouping is then a prefix (Fisher, "On grouping for maximum
    /// homogeneity", 1958). Means are shrunk so that rare codes do not fill the ends. Returns how many codes occur.
    /// </summary>
    private int OrderByMean(ReadOnlySpan<long> bins)
    {
        const double Shrinkage = 3;
        int count = 0;
        for (int b = 0; b < bins.Length; b++)
        {
            if (bins[b] != 0)
            {
                _orderKeys[count] = Slope(bins[b], _unit) / (Curvature(bins[b], _unit) + Shrinkage);
                _order[count++] = b;
            }
        }
        Array.Sort(_orderKeys, _order, 0, count);
        return count;
    }

    private readonly struct Split(int feature, byte threshold, ulong[]? leftSet)
    {
        public readonly int Feature = feature;
        public readonly byte Threshold = threshold;
        public readonly ulong[]? LeftSet = leftSet;

        public bool GoesLeft(byte code) => LeftSet is null ? code <= Threshold : (LeftSet[code >> 6] >> (code & 63) & 1) != 0;
    }
}

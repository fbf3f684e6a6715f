namespace Semblance.Numerics.Trees;

/// <summary>
/// Gradient boosting of a yes-or-no answer on byte-coded features, made for many small related problems: no set-up cost beyond
/// buffers that are kept, integer histograms (exact sums, whatever the order of rows), and splits that must be worth their gain, so
/// that a question without an answer costs one pass.
/// Not thread-safe: one instance a thread.
/// Sources: Friedman, "Stochastic gradient boosting", 2002 (subsampling); Chen and Guestrin, "XGBoost", 2016, eq. 6-7 (gains).
/// </summary>
public sealed class BinaryBooster
{
    private readonly TreeGrower _grower = new();
    private int[] _bag = [];
    private long[] _gradients = [];
    private double[] _scores = [];
    private float[] _slopes = [];
    private float[] _curvatures = [];

    /// <summary>Learns the answer to a question.</summary>
    /// <param name="matrix">The features.</param>
    /// <param name="rows">The rows of the matrix to learn from; ascending order reads memory best.</param>
    /// <param name="labels">Per entry of <paramref name="rows"/> whether the answer is yes.</param>
    /// <param name="options">How trees are grown.</param>
    /// <param name="random">The numbers that draw subsamples.</param>
    public BinaryEnsemble Fit(CodeMatrix matrix, ReadOnlySpan<int> rows, ReadOnlySpan<bool> labels, BinaryBoosterOptions options, ref RandomSequence random)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(options);
        int count = rows.Length;
        int positives = labels.Count(true);
        double bias = Elementary.Log((positives + 0.5) / (count - positives + 0.5));
        if (matrix.Features == 0 || positives == 0 || positives == count)
        {
            return new BinaryEnsemble(bias, []);
        }
        Reserve(count);
        _grower.Start(matrix, options);
        _scores.AsSpan(0, count).Fill(bias);
        int bagSize = Math.Max(1, (int)(count * options.Subsample));
        var trees = new List<BoostedTree>();
        while (trees.Count < options.MaxTrees)
        {
            DrawBag(count, bagSize, ref random);
            double scale = WriteGradients(labels, bagSize);
            if (_grower.Grow(rows, _bag.AsSpan(0, bagSize), _gradients, scale) is not BoostedTree tree)
            {
                break;
            }
            trees.Add(tree);
            tree.AddTo(matrix.Codes, matrix.Features, rows, _scores);
        }
        return new BinaryEnsemble(bias, [.. trees]);
    }

    private void Reserve(int count)
    {
        if (_bag.Length < count)
        {
            _bag = new int[count];
            _gradients = new long[count];
            _scores = new double[count];
            _slopes = new float[count];
            _curvatures = new float[count];
        }
    }

    /// <summary>
    /// First and second derivatives of the loss, in one integer: the slope in the upper half (signed), the curvature in the lower. The
    /// scale is such that no sum over rows can overflow its half. Returns it.
    /// </summary>
    private double WriteGradients(ReadOnlySpan<bool> labels, int bagSize)
    {
        double total = 0;
        for (int i = 0; i < bagSize; i++)
        {
            int r = _bag[i];
            double p = Elementary.Logistic(_scores[r]);
            double slope = labels[r] ? p - 1 : p;
            _slopes[i] = (float)slope;
            _curvatures[i] = (float)(p * (1 - p));
            total += Math.Abs(slope);
        }
        double scale = (1 << 30) / Math.Max(total, 1e-9);
        for (int i = 0; i < bagSize; i++)
        {
            _gradients[_bag[i]] = ((long)Math.Round(_slopes[i] * scale) << 32) + (long)Math.Round(_curvatures[i] * scale);
        }
        return scale;
    }

    /// <summary>Draws a subsample in ascending order: selection sampling (Knuth, TAOCP 2, algorithm S) with 16 random bits a row.</summary>
    private void DrawBag(int count, int bagSize, ref RandomSequence random)
    {
        int drawn = 0;
        ulong bits = 0;
        for (int r = 0; drawn < bagSize; r++)
        {
            if ((r & 3) == 0)
            {
                bits = random.NextUInt64();
            }
            long left = count - r, need = bagSize - drawn;
            if (need == left || (long)(bits & 0xFFFF) * left < need << 16)
            {
                _bag[drawn++] = r;
            }
            bits >>= 16;
        }
    }
}

using System.Runtime.Intrinsics;

namespace Semblance.Numerics.Boosting;

/// <summary>First and second derivative of the loss at one row, or sums of them.</summary>
internal readonly struct GradientPair(double gradient, double hessian)
{
    private readonly Vector128<double> _pair = Vector128.Create(gradient, hessian);

    private GradientPair(Vector128<double> pair)
        : this(0, 0) => _pair = pair;

    public double Gradient => _pair.GetElement(0);

    public double Hessian => _pair.GetElement(1);

    public static GradientPair operator +(GradientPair a, GradientPair b) => new(a._pair + b._pair);

    public static GradientPair operator -(GradientPair a, GradientPair b) => new(a._pair - b._pair);
}

/// <summary>
/// Grows one tree after another over the same rows, level by level. Rows of a node are neighbours in one array, kept in their order;
/// each column's histograms are filled by one thread, so every sum has one order.
/// </summary>
internal sealed class TreeGrower
{
    // Below this a sum of second derivatives is rounding left over by subtraction.
    private const double LeastHessian = 1e-6;

    // XGBoost's kRtEps: a gain below it is none.
    private const double LeastGain = 1e-6;

    // Gains nearer than this share are a tie, which the first column and code win: rounding must not choose between equal splits.
    private const double TieShare = 1e-10;

    private readonly FeatureBins _bins;
    private readonly CodeColumn[] _columns;
    private readonly BoosterOptions _options;
    private readonly double _minimumHessian;
    private readonly ColumnHistograms[] _histograms;
    private int[] _rows;
    private int[] _nextRows;
    private GradientPair[] _pairs;
    private GradientPair[] _nextPairs;

    public TreeGrower(FeatureMatrix features, BoosterOptions options)
    {
        _bins = features.Bins;
        _columns = features.Columns;
        _options = options;
        _minimumHessian = Math.Max(options.MinimumChildWeight, LeastHessian);
        _histograms = new ColumnHistograms[_columns.Length];
        for (int column = 0; column < _columns.Length; column++)
        {
            _histograms[column] = new ColumnHistograms(_columns[column], _bins.SlotCount(column));
        }
        _rows = new int[features.RowCount];
        _nextRows = new int[features.RowCount];
        _pairs = new GradientPair[features.RowCount];
        _nextPairs = new GradientPair[features.RowCount];
    }

    /// <summary>Grows a tree on the given derivatives and adds its weights to the margins of the same rows.</summary>
    public RegressionTree Grow(GradientPair[] gradients, double[] margins)
    {
        gradients.CopyTo(_pairs, 0);
        var total = default(GradientPair);
        for (int row = 0; row < _rows.Length; row++)
        {
            _rows[row] = row;
            total += gradients[row];
        }
        var nodes = new List<TreeNode> { default };
        var level = new List<OpenNode> { new(0, 0, _rows.Length, total, -1) };
        for (int depth = 0; depth < _options.Depth && level.Count > 0; depth++)
        {
            SplitCandidate[] best = FindSplits(level, depth);
            level = SplitNodes(level, best, nodes, margins);
        }
        foreach (OpenNode open in level)
        {
            MakeLeaf(open, nodes, margins);
        }
        return new RegressionTree([.. nodes]);
    }

    /// <summary>The best split of each open node of a level.</summary>
    private SplitCandidate[] FindSplits(List<OpenNode> level, int depth)
    {
        var candidates = new SplitCandidate[_columns.Length][];
        int[] rows = _rows;
        GradientPair[] pairs = _pairs;
        Workers.ForEach(_columns.Length, _options.Threads, column =>
        {
            ColumnHistograms histograms = _histograms[column];
            histograms.StartLevel(level.Count);
            var found = new SplitCandidate[level.Count];
            for (int i = 0; i < level.Count; i++)
            {
                OpenNode node = level[i];
                if (depth == 0)
                {
                    histograms.FillRoot(pairs);
                }
                else if (node.Parent >= 0)
                {
                    // Children of a split are neighbours in the level; the smaller is counted, the larger is what is left.
                    OpenNode sibling = level[i + 1];
                    if (!CanSplit(node) && !CanSplit(sibling))
                    {
                        i++;
                        continue;
                    }
                    int small = node.Count <= sibling.Count ? i : i + 1;
                    histograms.Fill(small, rows, pairs, level[small].Begin, level[small].Count);
                    histograms.Subtract(node.Parent, small, small == i ? i + 1 : i);
                    found[i] = FindSplit(column, histograms.Current(i), node.Total);
                    i++;
                    node = sibling;
                }
                found[i] = FindSplit(column, histograms.Current(i), node.Total);
            }
            candidates[column] = found;
        });
        var best = new SplitCandidate[level.Count];
        for (int i = 0; i < best.Length; i++)
        {
            foreach (SplitCandidate[] found in candidates)
            {
                best[i] = found[i].Gain > best[i].Gain + TieShare * (best[i].Gain + Score(level[i].Total)) ? found[i] : best[i];
            }
        }
        return best;
    }

    private double Score(GradientPair sum) => sum.Gradient * sum.Gradient / (sum.Hessian + _options.Lambda);

    private bool CanSplit(OpenNode node) => node.Total.Hessian >= 2 * _minimumHessian;

    private SplitCandidate FindSplit(int column, ReadOnlySpan<GradientPair> histogram, GradientPair total)
    {
        double parent = Score(total);
        var best = default(SplitCandidate);
        if (_bins.IsCategorical(column))
        {
            for (int code = 0; code < histogram.Length; code++)
            {
                Consider(ref best, column, code, false, total - histogram[code], histogram[code], parent);
            }
            return best;
        }
        ReadOnlySpan<GradientPair> bins = histogram[..^1];
        GradientPair missing = histogram[^1];
        var left = default(GradientPair);
        for (int code = 0; code < bins.Length - 1; code++)
        {
            left += bins[code];
            Consider(ref best, column, code, false, left, total - left, parent);
        }
        if (missing.Hessian >= LeastHessian)
        {
            left = missing;
            for (int code = 0; code < bins.Length - 1; code++)
            {
                left += bins[code];
                Consider(ref best, column, code, true, left, total - left, parent);
            }
            // All values left, missing right.
            Consider(ref best, column, bins.Length - 1, false, total - missing, missing, parent);
        }
        return best;
    }

    private void Consider(ref SplitCandidate best, int column, int code, bool missingLeft, GradientPair left, GradientPair right, double parent)
    {
        if (left.Hessian < _minimumHessian || right.Hessian < _minimumHessian)
        {
            return;
        }
        double a = left.Hessian + _options.Lambda, b = right.Hessian + _options.Lambda;
        double gain = (left.Gradient * left.Gradient * b + right.Gradient * right.Gradient * a) / (a * b) - parent;
        if (gain > best.Gain + TieShare * (best.Gain + parent) && gain > LeastGain && gain >= _options.Gamma)
        {
            best = new SplitCandidate(gain, column, code, missingLeft, left, right);
        }
    }

    /// <summary>Splits what has a split and makes leaves of the rest; returns the next level.</summary>
    private List<OpenNode> SplitNodes(List<OpenNode> level, SplitCandidate[] best, List<TreeNode> nodes, double[] margins)
    {
        var lefts = new int[level.Count];
        Workers.ForEach(level.Count, _options.Threads, i =>
        {
            if (best[i].Gain > 0)
            {
                lefts[i] = Partition(level[i], ToNode(best[i], 0));
            }
        });
        var next = new List<OpenNode>(level.Count * 2);
        for (int i = 0; i < level.Count; i++)
        {
            OpenNode open = level[i];
            if (best[i].Gain <= 0)
            {
                MakeLeaf(open, nodes, margins);
                continue;
            }
            int child = nodes.Count;
            nodes[open.Node] = ToNode(best[i], child);
            nodes.Add(default);
            nodes.Add(default);
            next.Add(new OpenNode(child, open.Begin, lefts[i], best[i].Left, i));
            next.Add(new OpenNode(child + 1, open.Begin + lefts[i], open.Count - lefts[i], best[i].Right, i));
        }
        (_rows, _nextRows) = (_nextRows, _rows);
        (_pairs, _nextPairs) = (_nextPairs, _pairs);
        return next;
    }

    private TreeNode ToNode(SplitCandidate split, int child)
    {
        int missing = _bins.IsCategorical(split.Column) ? -1 : _bins.SlotCount(split.Column) - 1;
        return new TreeNode(split.Column, split.Code, missing, split.MissingLeft, child, 0);
    }

    /// <summary>Writes a node's rows to the next arrays, left ones first, both in their order; returns how many go left.</summary>
    private int Partition(OpenNode open, TreeNode split) => _columns[split.Column].Narrow is { } narrow
        ? Partition(open, split, new NarrowCodes(narrow))
        : Partition(open, split, new WideCodes(_columns[split.Column].Wide!));

    private int Partition<TCodes>(OpenNode open, TreeNode split, TCodes codes)
        where TCodes : struct, ICodes
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(open.Begin, open.Count);
        ReadOnlySpan<GradientPair> pairs = _pairs.AsSpan(open.Begin, open.Count);
        int right = 0;
        foreach (int row in rows)
        {
            right += split.GoesRight(codes[row]) ? 1 : 0;
        }
        int leftAt = open.Begin;
        int rightAt = open.Begin + open.Count - right;
        for (int i = 0; i < rows.Length; i++)
        {
            bool goesRight = split.GoesRight(codes[rows[i]]);
            int at = goesRight ? rightAt : leftAt;
            _nextRows[at] = rows[i];
            _nextPairs[at] = pairs[i];
            rightAt += goesRight ? 1 : 0;
            leftAt += goesRight ? 0 : 1;
        }
        return open.Count - right;
    }

    private void MakeLeaf(OpenNode open, List<TreeNode> nodes, double[] margins)
    {
        double weight = -_options.LearningRate * open.Total.Gradient / (open.Total.Hessian + _options.Lambda);
        nodes[open.Node] = new TreeNode(0, 0, 0, false, 0, weight);
        foreach (int row in _rows.AsSpan(open.Begin, open.Count))
        {
            margins[row] += weight;
        }
    }

    private interface ICodes
    {
        int this[int row] { get; }
    }

    private readonly struct NarrowCodes(byte[] codes) : ICodes
    {
        public int this[int row] => codes[row];
    }

    private readonly struct WideCodes(int[] codes) : ICodes
    {
        public int this[int row] => codes[row];
    }

    /// <summary>A node that may yet be split: its rows, its sums, and its parent's place in the level above (-1 for the root).</summary>
    private readonly record struct OpenNode(int Node, int Begin, int Count, GradientPair Total, int Parent);

    private readonly record struct SplitCandidate(double Gain, int Column, int Code, bool MissingLeft, GradientPair Left, GradientPair Right);
}

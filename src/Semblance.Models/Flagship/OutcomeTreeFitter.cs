using System.Numerics;
using Semblance.Models.Encoding;
using Semblance.Numerics;
using Semblance.Numerics.Trees;

namespace Semblance.Models.Flagship;

/// <summary>
/// Lays out the questions that lead to the outcome of one column, and learns their answers from the earlier columns. Every node
/// has the rows that reach it, in ascending order.
/// </summary>
internal sealed class OutcomeTreeFitter(CodeMatrix matrix, BinaryBooster booster, FlagshipOptions options, Philox random, uint stream, CancellationToken cancellation)
{
    /// <summary>Tables of a few hundred rows divide their numeric ranges into at least this many parts if the rows tell them apart.</summary>
    private const int PartsOfSmallTables = 8;

    private const int LeastDepth = 2;

    private readonly List<OutcomeNode> _nodes = [];
    private bool[] _labels = [];

    /// <summary>Learns a categorical column.</summary>
    public OutcomeNode[] FitLevels(int[] codes, int levels, int[] rows)
    {
        var counts = new int[levels];
        foreach (int row in rows)
        {
            counts[codes[row]]++;
        }
        LevelGroup root = LevelGroup.Huffman(counts);
        Levels(root, rows, codes, new bool[levels]);
        return [.. _nodes];
    }

    /// <summary>Learns a numeric column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="sorted">Their present values in ascending order.</param>
    public OutcomeNode[] FitNumbers(EncodedColumn column, int[] rows, double[] sorted)
    {
        double[] values = column.Values!;
        int? pending = null;
        if (column.Codes is int[] missing)
        {
            for (int token = 1; token < column.Levels && rows.Length > 0; token++)
            {
                int code = token;
                if (Array.TrueForAll(rows, row => missing[row] == code))
                {
                    Add(pending, new OutcomeNode { Kind = OutcomeKind.Code, First = code });
                    return [.. _nodes];
                }
                Ask(ref pending, new OutcomeNode { Kind = OutcomeKind.AskMissing, First = code }, ref rows, row => missing[row] == code,
                    new OutcomeNode { Kind = OutcomeKind.Code, First = code });
            }
        }
        while (FrequentValue(values, rows) is double atom)
        {
            (int first, int end) = RanksOf(sorted, atom);
            Ask(ref pending, new OutcomeNode { Kind = OutcomeKind.AskValue, Value = atom }, ref rows, row => values[row] == atom,
                new OutcomeNode { Kind = OutcomeKind.Range, First = first, End = end });
        }
        int least = Math.Clamp(sorted.Length / PartsOfSmallTables, 10, options.MinRangeRows);
        Divide(pending, rows, values, sorted, least, (int)(options.CoarseShare * sorted.Length));
        return [.. _nodes];
    }

    /// <summary>Adds a node, as the right child of a pending question if there is one.</summary>
    private int Add(int? pending, OutcomeNode node)
    {
        _nodes.Add(node);
        if (pending is int parent)
        {
            _nodes[parent].Right = _nodes.Count - 1;
        }
        return _nodes.Count - 1;
    }

    /// <summary>Asks for one outcome; the rows that have it leave, and the question is then the pending one.</summary>
    private void Ask(ref int? pending, OutcomeNode question, ref int[] rows, Predicate<int> isLeft, OutcomeNode yes)
    {
        if (!Array.Exists(rows, isLeft))
        {
            return;
        }
        int node = Add(pending, question);
        question.Question = Learn(rows, isLeft, node);
        question.Left = Add(null, yes);
        pending = node;
        rows = Array.FindAll(rows, row => !isLeft(row));
    }

    private BinaryEnsemble Learn(int[] rows, Predicate<int> isLeft, int node)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_labels.Length < rows.Length)
        {
            _labels = new bool[rows.Length];
        }
        for (int i = 0; i < rows.Length; i++)
        {
            _labels[i] = isLeft(rows[i]);
        }
        RandomSequence sequence = random.At(stream, (ulong)node);
        int depth = Math.Clamp(BitOperations.Log2((uint)(rows.Length / options.RowsPerLeaf) | 1), LeastDepth, options.Booster.MaxDepth);
        return booster.Fit(matrix, rows, _labels.AsSpan(0, rows.Length), options.Booster with { MaxDepth = depth }, ref sequence);
    }

    /// <summary>The most frequent value if it has enough of the rows, but not all of them.</summary>
    private double? FrequentValue(double[] values, int[] rows)
    {
        if (rows.Length < 2)
        {
            return null;
        }
        var present = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            present[i] = values[rows[i]];
        }
        Array.Sort(present);
        int best = 0;
        double value = 0;
        for (int i = 0; i < present.Length;)
        {
            int j = i + 1;
            while (j < present.Length && present[j] == present[i])
            {
                j++;
            }
            if (j - i > best)
            {
                (best, value) = (j - i, present[i]);
            }
            i = j;
        }
        return best < present.Length && best > 1 && best >= options.AtomShare * present.Length ? value : null;
    }

    private static (int First, int End) RanksOf(double[] sorted, double value)
    {
        int first = SortedNumbers.LowerBound(sorted, value);
        int end = first;
        while (end < sorted.Length && sorted[end] == value)
        {
            end++;
        }
        return (first, end);
    }

    /// <summary>Divides a numeric range at its middle for as long as that pays.</summary>
    private int Divide(int? pending, int[] rows, double[] values, double[] sorted, int least, int coarse)
    {
        var present = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            present[i] = values[rows[i]];
        }
        Array.Sort(present);
        // An atom that was asked for before may lie inside the range; then it must be divided around it.
        int first = present.Length == 0 ? 0 : SortedNumbers.LowerBound(sorted, present[0]);
        bool whole = present.Length == 0 || RanksOf(sorted, present[^1]).End - first == present.Length;
        var range = new OutcomeNode { Kind = OutcomeKind.Range, First = first, End = first + present.Length };
        if (present.Length == 0 || present[0] == present[^1] || (present.Length < least && whole))
        {
            return Add(pending, range);
        }
        double split = present[Boundary(present)];
        BinaryEnsemble learnt = Learn(rows, row => values[row] < split, _nodes.Count);
        if (learnt.Trees.Length == 0 && present.Length < coarse && whole)
        {
            return Add(pending, range);
        }
        int node = Add(pending, new OutcomeNode { Kind = OutcomeKind.AskBelow, Value = split, Question = learnt });
        _nodes[node].Left = Divide(null, Array.FindAll(rows, row => values[row] < split), values, sorted, least, coarse);
        _nodes[node].Right = Divide(null, Array.FindAll(rows, row => values[row] >= split), values, sorted, least, coarse);
        return node;
    }

    /// <summary>The boundary between two different values that is nearest to the middle.</summary>
    private static int Boundary(double[] present)
    {
        int middle = present.Length / 2;
        for (int distance = 0; ; distance++)
        {
            int low = middle - distance, high = middle + distance;
            if (low > 0 && present[low - 1] != present[low])
            {
                return low;
            }
            if (high > 0 && high < present.Length && present[high - 1] != present[high])
            {
                return high;
            }
        }
    }

    private int Levels(LevelGroup group, int[] rows, int[] codes, bool[] isLeft)
    {
        if (group.Left is null || group.Right is null)
        {
            return Add(null, new OutcomeNode { Kind = OutcomeKind.Code, First = group.Level });
        }
        group.Left.Mark(isLeft, true);
        int node = Add(null, new OutcomeNode { Kind = OutcomeKind.AskLevels });
        _nodes[node].Question = Learn(rows, row => isLeft[codes[row]], node);
        int[] left = Array.FindAll(rows, row => isLeft[codes[row]]), right = Array.FindAll(rows, row => !isLeft[codes[row]]);
        group.Left.Mark(isLeft, false);
        _nodes[node].Left = Levels(group.Left, left, codes, isLeft);
        _nodes[node].Right = Levels(group.Right, right, codes, isLeft);
        return node;
    }
}

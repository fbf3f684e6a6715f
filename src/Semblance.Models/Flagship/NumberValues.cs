using Semblance.Numerics;

namespace Semblance.Models.Flagship;

/// <summary>
/// The values of a numeric column as ranks, without the rows that they came from: values that repeat are kept as they are (atoms),
/// a value that occurs once stands for the gap around it, from half-way to the value before to half-way to the next. The bounds are kept.
/// </summary>
internal sealed class NumberValues
{
    /// <summary>The most pieces kept; beyond, neighbouring single values are merged to one piece.</summary>
    private const int MostPieces = 16_384;

    /// <summary>
    /// The outermost ranks on each side, which stand for the smallest or largest value itself: so that a twin of as many rows spans the
    /// same bounds, as it hardly would if each bound were one rank of thousands.
    /// </summary>
    private const int EdgeRanks = 8;

    private const int FewestForEdges = 4_000;

    private readonly double[] _low;
    private readonly double[] _high;
    private readonly int[] _ends;
    private readonly double _step;
    private readonly Grid _grid;

    private NumberValues(double[] low, double[] high, int[] ends, double step)
    {
        _low = low;
        _high = high;
        _ends = ends;
        _step = step;
        _grid = new Grid(step);
    }

    /// <summary>Learns the values.</summary>
    /// <param name="sorted">The present values in ascending order.</param>
    /// <param name="step">Every value is a whole multiple of this; 0 if unknown.</param>
    public static NumberValues Learn(double[] sorted, double step)
    {
        int n = sorted.Length;
        var pieces = new List<(double Low, double High, int End)>();
        bool edges = n >= FewestForEdges;
        int first = edges && sorted[0] < sorted[EdgeRanks] ? EdgeRanks : 0;
        int last = edges && sorted[^1] > sorted[n - 1 - EdgeRanks] ? n - EdgeRanks : n;
        if (first > 0)
        {
            pieces.Add((sorted[0], sorted[0], first));
        }
        AddPieces(sorted, first, last, pieces);
        if (last < n)
        {
            pieces.Add((sorted[^1], sorted[^1], n));
        }
        return new NumberValues([.. pieces.Select(piece => piece.Low)], [.. pieces.Select(piece => piece.High)], [.. pieces.Select(piece => piece.End)], step);
    }

    private static void AddPieces(double[] sorted, int first, int last, List<(double Low, double High, int End)> pieces)
    {
        int merge = Math.Max(1, (sorted.Length + MostPieces - 1) / MostPieces);
        int singles = 0;
        for (int i = first; i < last;)
        {
            int end = i + 1;
            while (end < last && sorted[end] == sorted[i])
            {
                end++;
            }
            if (end - i > 1)
            {
                pieces.Add((sorted[i], sorted[i], end));
                singles = 0;
            }
            else if (singles > 0 && singles < merge)
            {
                pieces[^1] = (pieces[^1].Low, Halfway(sorted, end), end);
                singles++;
            }
            else
            {
                pieces.Add((Halfway(sorted, i), Halfway(sorted, end), end));
                singles = 1;
            }
            i = end;
        }
    }

    /// <summary>Half-way from the value before a rank to the value at it; the first or last value outside.</summary>
    private static double Halfway(double[] sorted, int rank) =>
        rank == 0 ? sorted[0] : rank == sorted.Length ? sorted[^1] : sorted[rank - 1] / 2 + sorted[rank] / 2;

    /// <summary>A value of a range of ranks.</summary>
    /// <param name="start">The first rank.</param>
    /// <param name="end">One past the last rank.</param>
    /// <param name="u">Where in the range, in [0, 1).</param>
    public double Draw(int start, int end, double u)
    {
        double position = start + u * (end - start);
        int rank = Math.Min((int)position, end - 1);
        int piece = PieceOf(rank);
        double low = _low[piece], high = _high[piece];
        if (low == high)
        {
            return low;
        }
        int first = piece == 0 ? 0 : _ends[piece - 1];
        return _grid.Round(low + (position - first) / (_ends[piece] - first) * (high - low));
    }

    /// <summary>
    /// The logarithm of the probability that <see cref="Draw"/> comes within half a grid step of a value. Where that is impossible it
    /// is below -30 and falls with the distance, so that the nearest of several impossible values is preferred.
    /// </summary>
    /// <param name="start">The first rank.</param>
    /// <param name="end">One past the last rank.</param>
    /// <param name="value">The value.</param>
    /// <param name="half">The least half of a step; that of the values themselves may be longer.</param>
    public double LogMass(int start, int end, double value, double half)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }
        double span = _high[^1] - _low[0];
        half = Math.Max(half, _step > 0 ? _step / 2 : 1e-9 * Math.Max(span, 1e-3));
        int first = PieceOf(start), last = PieceOf(end - 1), low = first, high = last;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = _high[middle] >= value - half ? (low, middle) : (middle + 1, high);
        }
        double mass = 0;
        double distance = Math.Max(Math.Max(_low[low] - value, value - _high[low]), 0);
        if (low > first)
        {
            distance = Math.Min(distance, Math.Abs(value - _high[low - 1]));
        }
        for (int piece = low; piece <= last && _low[piece] <= value + half; piece++)
        {
            int ranks = Math.Min(_ends[piece], end) - Math.Max(piece == 0 ? 0 : _ends[piece - 1], start);
            double width = _high[piece] - _low[piece];
            double inside = Math.Min(_high[piece], value + half) - Math.Max(_low[piece], value - half);
            mass += inside < 0 ? 0 : ranks * (width > 0 ? inside / width : 1);
        }
        return mass > 0 ? Elementary.Log(mass / (end - start)) : -30 - 4 * Elementary.Log(1 + distance / half);
    }

    /// <summary>Writes the values.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_step);
        writer.WriteDoubles(_low);
        writer.WriteDoubles(_high);
        writer.WriteInts(_ends);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NumberValues Read(BinaryReader reader)
    {
        double step = reader.ReadDouble();
        double[] low = reader.ReadDoubles(), high = reader.ReadDoubles();
        int[] ends = reader.ReadInts();
        if (low.Length != high.Length || low.Length != ends.Length)
        {
            throw new InvalidDataException("The pieces of a numeric column do not match.");
        }
        return new NumberValues(low, high, ends, step);
    }

    /// <summary>The number of ranks.</summary>
    public int Count => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>The first piece that ends after a rank.</summary>
    private int PieceOf(int rank)
    {
        int low = 0, high = _ends.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_ends[middle] > rank)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }
}

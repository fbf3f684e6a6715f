namespace Semblance.Models.Flagship;

/// <summary>
/// The values of a numeric column as ranks, without the rows that they came from: values that repeat are kept as they are (atoms),
/// a value that occurs once stands for the gap around it, from half-way to the value before to half-way to the next.
/// </summary>
internal sealed class NumberValues
{
    /// <summary>The most pieces kept; beyond, neighbouring single values are merged to one piece.</summary>
    private const int MostPieces = 16_384;

    private readonly double[] _low;
    private readonly double[] _high;
    private readonly int[] _ends;
    private readonly double _step;
    private readonly double _inverseStep;

    private NumberValues(double[] low, double[] high, int[] ends, double step)
    {
        _low = low;
        _high = high;
        _ends = ends;
        _step = step;
        // Below 1 a step is 1/k for a whole k, and dividing by k gives the very number that a decimal text is read as.
        _inverseStep = step is > 0 and < 1 ? Math.Round(1 / step) : 0;
    }

    /// <summary>Learns the values.</summary>
    /// <param name="sorted">The present values in ascending order.</param>
    /// <param name="step">Every value is a whole multiple of this; 0 if unknown.</param>
    public static NumberValues Learn(double[] sorted, double step)
    {
        int n = sorted.Length;
        var low = new List<double>();
        var high = new List<double>();
        var ends = new List<int>();
        int merge = Math.Max(1, (n + MostPieces - 1) / MostPieces);
        int singles = 0;
        for (int i = 0; i < n;)
        {
            int end = i + 1;
            while (end < n && sorted[end] == sorted[i])
            {
                end++;
            }
            double value = sorted[i];
            if (end - i > 1)
            {
                low.Add(value);
                high.Add(value);
                ends.Add(end);
                singles = 0;
            }
            else
            {
                double from = i > 0 ? sorted[i - 1] / 2 + value / 2 : value;
                double to = end < n ? value / 2 + sorted[end] / 2 : value;
                if (singles > 0 && singles < merge)
                {
                    high[^1] = to;
                    ends[^1] = end;
                    singles++;
                }
                else
                {
                    low.Add(from);
                    high.Add(to);
                    ends.Add(end);
                    singles = 1;
                }
            }
            i = end;
        }
        return new NumberValues([.. low], [.. high], [.. ends], step);
    }

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
        return Round(low + (position - first) / (_ends[piece] - first) * (high - low));
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

    private double Round(double value) =>
        _inverseStep > 0 ? Math.Round(value * _inverseStep) / _inverseStep : _step > 0 ? Math.Round(value / _step) * _step : value;

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

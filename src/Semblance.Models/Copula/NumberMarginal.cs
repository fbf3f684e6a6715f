using System.Runtime.CompilerServices;
using Semblance.Numerics.Distributions;

namespace Semblance.Models.Copula;

/// <summary>
/// The distribution of one numeric column as segments in ascending order, each with its count of training values: a single repeated
/// value (an atom, such as 0), or a range in which values are spread evenly. Ranges end halfway between neighbouring real values, so that
/// what is drawn fills the gaps around real values and seldom repeats one that occurs once.
/// </summary>
internal sealed class NumberMarginal
{
    /// <summary>With at most this many different values, every value that occurs twice is an atom.</summary>
    private const int FewValues = 2048;

    /// <summary>Values that are no atoms are spread over about this many ranges of equal count.</summary>
    private const int Ranges = 1024;

    /// <summary>How marginals are learnt, as an option of the families that have them.</summary>
    public static ChoiceOption Option { get; } =
        new("marginals", ["empirical", "fitted"], "How each number's distribution is learnt: as it is in the table, or as the family of distributions (normal, gamma, beta, ...) that fits it best.");

    private readonly double[] _low;
    private readonly double[] _high;

    /// <summary>Creates the marginal from its segments.</summary>
    public NumberMarginal(double[] low, double[] high, Ladder ladder)
    {
        _low = low;
        _high = high;
        Ladder = ladder;
    }

    /// <summary>The segments as steps of a normal variable.</summary>
    public Ladder Ladder { get; }

    /// <summary>Learns the distribution of the present values of a column.</summary>
    /// <param name="values">The values, NaN where missing.</param>
    /// <param name="fitted">Whether to take the family of distributions that fits best, rather than the values' own distribution.</param>
    public static NumberMarginal Learn(double[] values, bool fitted = false)
    {
        var sorted = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                sorted[count++] = value;
            }
        }
        Array.Sort(sorted, 0, count);
        return fitted ? Fitted(sorted.AsSpan(0, count)) : FromSorted(sorted.AsSpan(0, count));
    }

    /// <summary>
    /// The family of distributions that fits sorted values best, between their smallest and largest, as ranges of equal probability: what
    /// a normal variable needs to know of it.
    /// </summary>
    /// <param name="sorted">The values, at least two different ones.</param>
    public static NumberMarginal Fitted(ReadOnlySpan<double> sorted)
    {
        double low = sorted[0], high = sorted[^1];
        // To the unit interval and back, as the range of the largest numbers is beyond a double.
        double half = Math.Max((0.5 * high) - (0.5 * low), double.Epsilon), middle = Middle(low, high);
        var scaled = new double[sorted.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = 0.5 + (0.5 * ((sorted[i] - middle) / half));
        }
        // Lognormal and gamma distributions start at 0, wherever that is; without a shift where all values are positive.
        bool positive = low > 0 && double.IsFinite(1 / low) && double.IsFinite(high - low);
        var distribution = DistributionFit.Best(positive ? sorted : scaled);
        (double from, double to) = positive ? (low, high) : (scaled[0], scaled[^1]);
        double first = distribution.Cdf(from), last = distribution.Cdf(to);
        var lows = new List<double>();
        var highs = new List<double>();
        var counts = new List<long>();
        double edge = low;
        long pending = 0;
        for (int i = 1; i <= Ranges; i++)
        {
            double next = distribution.Quantile(first + ((last - first) * i / Ranges));
            next = i == Ranges ? high : Math.Clamp(positive ? next : middle + (half * ((2 * next) - 1)), edge, high);
            pending++;
            if (next > edge)
            {
                lows.Add(edge + 0.0);
                highs.Add(next + 0.0);
                counts.Add(pending);
                edge = next;
                pending = 0;
            }
        }
        if (pending > 0)
        {
            // The distribution piles up at the last value.
            counts[^1] += pending;
        }
        return new NumberMarginal([.. lows], [.. highs], new Ladder([.. counts]));
    }

    /// <summary>The value at a place of the ladder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ValueAt(double z)
    {
        int segment = Ladder.StepOf(z);
        double low = _low[segment], high = _high[segment];
        return low == high ? low : low + ((high - low) * Ladder.ShareOf(z, segment));
    }

    /// <summary>The segment that a value belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int SegmentOf(double value)
    {
        // The last segment that starts at or below the value.
        int low = 0, length = _low.Length;
        while (length > 1)
        {
            int half = length >> 1;
            low = _low[low + half] <= value ? low + half : low;
            length -= half;
        }
        return low;
    }

    /// <summary>The interval of the normal variable that gives a value: all of an atom's step, or one place inside a range.</summary>
    public (double Low, double High) IntervalOf(double value)
    {
        int segment = SegmentOf(value);
        double low = _low[segment], high = _high[segment];
        if (low == high)
        {
            return Ladder.Interval(segment);
        }
        double place = Ladder.At(segment, Math.Clamp((value - low) / (high - low), 0, 1));
        return (place, place);
    }

    /// <summary>The place of a value on the ladder, the inverse of <see cref="ValueAt"/>; of an atom the middle of its step.</summary>
    public double ScoreOf(double value)
    {
        int segment = SegmentOf(value);
        double low = _low[segment], high = _high[segment];
        return Ladder.At(segment, low == high ? 0.5 : Math.Clamp((value - low) / (high - low), 0, 1));
    }

    /// <summary>Writes the segments.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteDoubles(_low);
        writer.WriteDoubles(_high);
        writer.WriteLongs(Ladder.Counts);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NumberMarginal Read(BinaryReader reader) => new(reader.ReadDoubles(), reader.ReadDoubles(), new Ladder(reader.ReadLongs()));

    /// <summary>Learns the distribution of sorted values, at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static NumberMarginal FromSorted(ReadOnlySpan<double> sorted)
    {
        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        int atomCount = distinct <= FewValues ? 2 : Math.Max(2, sorted.Length / FewValues);
        var low = new List<double>();
        var high = new List<double>();
        var counts = new List<long>();
        int loose = CountLoose(sorted, atomCount);
        int perRange = Math.Max(1, (loose + Ranges - 1) / Ranges);

        int start = 0, runStart = -1;
        while (start < sorted.Length)
        {
            int end = EndOfEqual(sorted, start);
            if (end - start >= atomCount)
            {
                AddRanges(sorted, runStart, start, perRange, low, high, counts);
                runStart = -1;
                low.Add(sorted[start] + 0.0);
                high.Add(sorted[start] + 0.0);
                counts.Add(end - start);
            }
            else if (runStart < 0)
            {
                runStart = start;
            }
            start = end;
        }
        AddRanges(sorted, runStart, sorted.Length, perRange, low, high, counts);
        return new NumberMarginal([.. low], [.. high], new Ladder([.. counts]));
    }

    private static int CountLoose(ReadOnlySpan<double> sorted, int atomCount)
    {
        int loose = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = EndOfEqual(sorted, start);
            loose += end - start < atomCount ? end - start : 0;
            start = end;
        }
        return loose;
    }

    private static int EndOfEqual(ReadOnlySpan<double> sorted, int start)
    {
        int end = start + 1;
        while (end < sorted.Length && sorted[end] == sorted[start])
        {
            end++;
        }
        return end;
    }

    /// <summary>Spreads the values in [start, end), between two atoms or the ends of the column, over ranges.</summary>
    private static void AddRanges(ReadOnlySpan<double> sorted, int start, int end, int perRange, List<double> low, List<double> high, List<long> counts)
    {
        if (start < 0)
        {
            return;
        }
        double edge = start == 0 ? sorted[0] : Middle(sorted[start - 1], sorted[start]);
        while (start < end)
        {
            int stop = Math.Min(start + perRange, end);
            // Equal values stay together.
            while (stop < end && sorted[stop] == sorted[stop - 1])
            {
                stop++;
            }
            double next = stop == sorted.Length ? sorted[stop - 1] : Middle(sorted[stop - 1], sorted[stop]);
            low.Add(edge + 0.0);
            high.Add(next + 0.0);
            counts.Add(stop - start);
            edge = next;
            start = stop;
        }
    }

    /// <summary>Halfway, without overflow for the largest numbers.</summary>
    private static double Middle(double low, double high) => (0.5 * low) + (0.5 * high);
}

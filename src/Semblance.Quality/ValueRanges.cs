namespace Semblance.Quality;

/// <summary>Whether a column keeps to the values of the real one (adherence), and whether it reaches all of them (coverage).</summary>
/// <remarks>The definitions are those of SDMetrics' category and boundary adherence, category and range coverage. Missing values are left out.</remarks>
public static class ValueRanges
{
    /// <summary>The share of the values that are real levels, or lie between the least and the greatest real number; NaN where a column has no values.</summary>
    public static double Adherence(ViewColumn real, ViewColumn other)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(other);
        double present = 0, within = 0;
        if (real.Codes is { } codes)
        {
            bool[] known = Occurring(codes, real.Levels.Count);
            foreach (int code in other.Codes!)
            {
                present += code >= 0 ? 1 : 0;
                within += code >= 0 && known[code] ? 1 : 0;
            }
            return known.Contains(true) ? within / present : double.NaN;
        }
        (double low, double high) = Range(real.Values!);
        foreach (double value in other.Values!)
        {
            present += double.IsNaN(value) ? 0 : 1;
            within += value >= low && value <= high ? 1 : 0;
        }
        return low <= high ? within / present : double.NaN;
    }

    /// <summary>
    /// The share of the real levels that occur, or of the real range that is reached:
    /// max(0, 1 - (the part below that is not reached + the part above) / range). NaN where a column has no values.
    /// </summary>
    public static double Coverage(ViewColumn real, ViewColumn other)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(other);
        if (real.Codes is { } codes)
        {
            bool[] known = Occurring(codes, real.Levels.Count), reached = Occurring(other.Codes!, real.Levels.Count);
            int levels = known.Count(level => level);
            return levels == 0 ? double.NaN : (double)known.Zip(reached).Count(level => level is (true, true)) / levels;
        }
        (double low, double high) = Range(real.Values!);
        (double from, double to) = Range(other.Values!);
        if (!(low <= high && from <= to))
        {
            return double.NaN;
        }
        return low == high
            ? from <= low && low <= to ? 1 : 0
            : Math.Max(0, 1 - (Math.Max(0, from - low) + Math.Max(0, high - to)) / (high - low));
    }

    private static bool[] Occurring(int[] codes, int levels)
    {
        var occurs = new bool[levels];
        foreach (int code in codes)
        {
            if (code >= 0)
            {
                occurs[code] = true;
            }
        }
        return occurs;
    }

    private static (double Low, double High) Range(double[] values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        return (low, high);
    }
}

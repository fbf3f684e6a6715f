namespace Semblance.Quality;

/// <summary>A 95 % confidence interval: where a score could as well have come out by the chance of the rows it was measured on.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The standard normal quantile of a two-sided 95 % interval.</summary>
    internal const double Z = 1.959963984540054;

    /// <summary>Whether a value lies within, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The interval of a share by Wilson's score (Wilson 1927), which stays within 0 and 1 and holds for few rows.</summary>
    /// <param name="share">The observed share; NaN gives the whole range.</param>
    /// <param name="count">Of how many.</param>
    /// <param name="z">The normal quantile; the default is that of 95 %.</param>
    internal static Interval OfShare(double share, double count, double z = Z)
    {
        if (!(count > 0))
        {
            return new Interval(0, 1);
        }
        double spread = z * z / count;
        double middle = (share + spread / 2) / (1 + spread);
        double half = z / (1 + spread) * Math.Sqrt((share * (1 - share) + spread / 4) / count);
        return new Interval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>A value give or take its standard error, within bounds.</summary>
    internal static Interval Around(double value, double standardError, double lowest = double.NegativeInfinity, double highest = double.PositiveInfinity) =>
        new(Math.Max(lowest, value - Z * standardError), Math.Min(highest, value + Z * standardError));

    /// <summary>The interval of a quantile: the values whose ranks are within the binomial spread of its rank.</summary>
    internal static Interval OfQuantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty)
        {
            return new Interval(double.NaN, double.NaN);
        }
        double spread = Z * Math.Sqrt(share * (1 - share) / sorted.Length);
        int last = sorted.Length - 1;
        return new Interval(
            sorted[(int)Math.Clamp(Math.Floor((share - spread) * last), 0, last)],
            sorted[(int)Math.Clamp(Math.Ceiling((share + spread) * last), 0, last)]);
    }

    /// <summary>The standard error of an area under the ROC curve (Hanley and McNeil 1982, equation 1).</summary>
    internal static double ErrorOfArea(double area, double positives, double negatives)
    {
        if (!(positives > 0 && negatives > 0))
        {
            return 0.5;
        }
        double first = area / (2 - area), second = 2 * area * area / (1 + area);
        double variance = area * (1 - area) + (positives - 1) * (first - area * area) + (negatives - 1) * (second - area * area);
        return Math.Sqrt(Math.Max(0, variance) / (positives * negatives));
    }
}

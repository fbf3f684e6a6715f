namespace Semblance.Numerics.Distributions;

/// <summary>Fits families of distributions to values and finds the one that fits best. Nothing is random.</summary>
public static class DistributionFit
{
    /// <summary>Larger samples are looked at by so many of their quantiles.</summary>
    private const int MostPoints = 2_048;

    private const int Iterations = 200;

    private static readonly double[] s_freedoms = [1, 1.5, 2, 3, 4, 6, 8, 12, 20, 40];

    /// <summary>The family with the least largest distance between its distribution function and that of the values (Kolmogorov and Smirnov's).</summary>
    /// <param name="sorted">The values, ascending; at least two different ones, their range within that of a double.</param>
    public static Distribution Best(ReadOnlySpan<double> sorted)
    {
        Distribution? best = null;
        double least = double.PositiveInfinity;
        foreach (Distribution candidate in All(sorted))
        {
            double distance = Distance(candidate, sorted);
            // NaN, where a family cannot be fitted, is never less.
            if (distance < least)
            {
                least = distance;
                best = candidate;
            }
        }
        return best ?? new UniformDistribution(sorted[0], sorted[^1]);
    }

    /// <summary>Every family that can have the values, fitted.</summary>
    public static IReadOnlyList<Distribution> All(ReadOnlySpan<double> sorted)
    {
        double[] points = Points(sorted);
        double low = sorted[0], high = sorted[^1], range = high - low;
        (double mean, double variance) = Moments(points);
        double deviation = Math.Sqrt(variance);
        var all = new List<Distribution>
        {
            new UniformDistribution(low, high),
            new NormalDistribution(mean, deviation),
            FitTruncated(mean, variance, low, high),
        };
        if (low > 0)
        {
            (double logMean, double logVariance) = Moments(Array.ConvertAll(points, Elementary.Log));
            all.Add(new LogNormalDistribution(logMean, Math.Sqrt(logVariance)));
        }
        // A little room at the ends, where the density may be 0.
        all.Add(FitGamma(points, low - (1e-3 * range)));
        if (low > 0)
        {
            all.Add(FitGamma(points, 0));
        }
        all.Add(FitBeta(mean, variance, low - (1e-3 * range), high + (1e-3 * range)));
        foreach (double freedom in s_freedoms)
        {
            all.Add(FitStudent(points, freedom));
        }
        return all;
    }

    /// <summary>The largest distance between a distribution function and that of sorted values.</summary>
    public static double Distance(Distribution distribution, ReadOnlySpan<double> sorted)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        double[] points = Points(sorted);
        double largest = 0;
        for (int start = 0; start < points.Length;)
        {
            int end = start;
            while (end < points.Length && points[end] == points[start])
            {
                end++;
            }
            double at = distribution.Cdf(points[start]);
            if (double.IsNaN(at))
            {
                return double.NaN;
            }
            // Equal values are a jump, which a continuous distribution can at best halve.
            largest = Math.Max(largest, Math.Max(at - ((double)start / points.Length), ((double)end / points.Length) - at));
            start = end;
        }
        return largest;
    }

    private static double[] Points(ReadOnlySpan<double> sorted)
    {
        if (sorted.Length <= MostPoints)
        {
            return sorted.ToArray();
        }
        var points = new double[MostPoints];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = sorted[(int)((i + 0.5) * sorted.Length / points.Length)];
        }
        return points;
    }

    private static (double Mean, double Variance) Moments(double[] points)
    {
        double mean = 0, variance = 0;
        foreach (double point in points)
        {
            mean += point / points.Length;
        }
        foreach (double point in points)
        {
            variance += (point - mean) * (point - mean) / points.Length;
        }
        return (mean, variance);
    }

    /// <summary>Matches mean and variance between the bounds, which is maximum likelihood for this family; bounded, as flat samples ask for endless deviations.</summary>
    private static TruncatedNormalDistribution FitTruncated(double mean, double variance, double low, double high)
    {
        double range = high - low, location = mean, deviation = Math.Sqrt(variance);
        for (int i = 0; i < Iterations; i++)
        {
            (double is_, double spread) = new TruncatedNormalDistribution(location, deviation, low, high).Moments();
            if (!(spread > 0) || !double.IsFinite(is_))
            {
                break;
            }
            location = Math.Clamp(location + (mean - is_), low - (5 * range), high + (5 * range));
            deviation = Math.Clamp(deviation * Math.Sqrt(Math.Sqrt(variance / spread)), 1e-3 * range, 5 * range);
        }
        return new TruncatedNormalDistribution(location, deviation, low, high);
    }

    /// <summary>Maximum likelihood: log k - digamma(k) = log(mean) - mean(log), by bisection of the logarithm of k.</summary>
    private static GammaDistribution FitGamma(double[] points, double low)
    {
        double mean = 0, logMean = 0;
        foreach (double point in points)
        {
            mean += (point - low) / points.Length;
            logMean += Elementary.Log(point - low) / points.Length;
        }
        double aim = Elementary.Log(mean) - logMean;
        double from = -12, to = 12;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (from + to), shape = Elementary.Exp(middle);
            // Falls as the shape grows.
            if (middle - SpecialFunctions.Digamma(shape) > aim)
            {
                from = middle;
            }
            else
            {
                to = middle;
            }
        }
        double found = Elementary.Exp(0.5 * (from + to));
        return new GammaDistribution(low, found, mean / found);
    }

    /// <summary>By moments.</summary>
    private static BetaDistribution FitBeta(double mean, double variance, double low, double high)
    {
        double range = high - low, m = (mean - low) / range, v = variance / (range * range);
        double total = Math.Max(1e-3, (m * (1 - m) / v) - 1);
        return new BetaDistribution(low, high, Math.Max(1e-3, m * total), Math.Max(1e-3, (1 - m) * total));
    }

    /// <summary>Maximum likelihood of location and scale for given degrees of freedom. Source: Liu and Rubin, "ML estimation of the t distribution using EM", 1995.</summary>
    private static StudentDistribution FitStudent(double[] points, double freedom)
    {
        double location = points[points.Length / 2], scale = Math.Max(points[points.Length * 3 / 4] - points[points.Length / 4], 1e-6 * (points[^1] - points[0]));
        for (int i = 0; i < Iterations / 4; i++)
        {
            double weights = 0, sum = 0, squares = 0;
            foreach (double point in points)
            {
                double t = (point - location) / scale;
                double weight = (freedom + 1) / (freedom + (t * t));
                weights += weight;
                sum += weight * point;
            }
            double centre = sum / weights;
            foreach (double point in points)
            {
                double t = (point - location) / scale;
                squares += (freedom + 1) / (freedom + (t * t)) * (point - centre) * (point - centre);
            }
            location = centre;
            scale = Math.Max(Math.Sqrt(squares / points.Length), 1e-6 * (points[^1] - points[0]));
        }
        return new StudentDistribution(location, scale, freedom);
    }
}

namespace Semblance.Numerics.Distributions;

/// <summary>A continuous distribution of one variable. Plain data; deterministic to the bit on every machine.</summary>
public abstract record Distribution
{
    private const int MostBisections = 200;

    /// <summary>The family's name, such as "gamma".</summary>
    public abstract string Name { get; }

    /// <summary>The smallest possible value; negative infinity if there is none.</summary>
    public virtual double Lowest => double.NegativeInfinity;

    /// <summary>The largest possible value; infinity if there is none.</summary>
    public virtual double Highest => double.PositiveInfinity;

    /// <summary>A value in the middle of the distribution and a distance over which it changes, from which quantiles are searched.</summary>
    private protected abstract (double Middle, double Spread) Centre { get; }

    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    public abstract double Cdf(double x);

    /// <summary>The value that is not exceeded with a probability; the ends of the distribution for 0 and 1.</summary>
    /// <remarks>By bisection to the last bits, unless the family has a formula.</remarks>
    public virtual double Quantile(double probability)
    {
        if (!(probability > 0))
        {
            return Lowest;
        }
        if (probability >= 1)
        {
            return Highest;
        }
        (double low, double spread) = Centre;
        double high = low;
        for (double step = spread; Cdf(low) > probability && low > Lowest; step *= 2)
        {
            low = Math.Max(Lowest, low - step);
        }
        for (double step = spread; Cdf(high) < probability && high < Highest; step *= 2)
        {
            high = Math.Min(Highest, high + step);
        }
        for (int i = 0; i < MostBisections; i++)
        {
            double middle = (0.5 * low) + (0.5 * high);
            if (middle <= low || middle >= high)
            {
                break;
            }
            if (Cdf(middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return (0.5 * low) + (0.5 * high);
    }
}

/// <summary>The uniform distribution.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value.</param>
public sealed record UniformDistribution(double Low, double High) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "uniform";

    /// <inheritdoc/>
    public override double Lowest => Low;

    /// <inheritdoc/>
    public override double Highest => High;

    private protected override (double Middle, double Spread) Centre => ((0.5 * Low) + (0.5 * High), High - Low);

    /// <inheritdoc/>
    public override double Cdf(double x) => Math.Clamp((x - Low) / (High - Low), 0, 1);

    /// <inheritdoc/>
    public override double Quantile(double probability) => Low + (Math.Clamp(probability, 0, 1) * (High - Low));
}

/// <summary>The normal distribution.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
public sealed record NormalDistribution(double Mean, double Deviation) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "normal";

    private protected override (double Middle, double Spread) Centre => (Mean, Deviation);

    /// <inheritdoc/>
    public override double Cdf(double x) => Normal.Probability((x - Mean) / Deviation);

    /// <inheritdoc/>
    public override double Quantile(double probability) => Mean + (Deviation * Normal.Quantile(Math.Clamp(probability, 0, 1)));
}

/// <summary>The normal distribution between two bounds.</summary>
/// <param name="Mean">The mean of the normal distribution before it is cut.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
public sealed record TruncatedNormalDistribution(double Mean, double Deviation, double Low, double High) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "truncated normal";

    /// <inheritdoc/>
    public override double Lowest => Low;

    /// <inheritdoc/>
    public override double Highest => High;

    private protected override (double Middle, double Spread) Centre => ((0.5 * Low) + (0.5 * High), High - Low);

    /// <inheritdoc/>
    public override double Cdf(double x)
    {
        if (!(x > Low))
        {
            return 0;
        }
        if (x >= High)
        {
            return 1;
        }
        (double from, double to) = Ends();
        double z = (x - Mean) / Deviation;
        return Mirrored ? Math.Clamp((to - Normal.Probability(-z)) / (to - from), 0, 1) : Math.Clamp((Normal.Probability(z) - from) / (to - from), 0, 1);
    }

    /// <summary>The mean and the variance between the bounds.</summary>
    public (double Mean, double Variance) Moments()
    {
        double a = (Low - Mean) / Deviation, b = (High - Mean) / Deviation;
        (double from, double to) = Ends();
        double mass = to - from, densityA = Normal.Density(a), densityB = Normal.Density(b);
        double shift = (densityA - densityB) / mass;
        double variance = 1 + (((a * densityA) - (b * densityB)) / mass) - (shift * shift);
        return (Mean + (Deviation * shift), Deviation * Deviation * variance);
    }

    // Far above the mean probabilities keep their precision as those of the other tail.
    private bool Mirrored => Low > Mean;

    private (double From, double To) Ends()
    {
        double a = (Low - Mean) / Deviation, b = (High - Mean) / Deviation;
        return Mirrored ? (Normal.Probability(-b), Normal.Probability(-a)) : (Normal.Probability(a), Normal.Probability(b));
    }
}

/// <summary>The distribution of the exponential of a normal variable.</summary>
/// <param name="LogMean">The mean of the logarithm.</param>
/// <param name="LogDeviation">The standard deviation of the logarithm.</param>
public sealed record LogNormalDistribution(double LogMean, double LogDeviation) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "lognormal";

    /// <inheritdoc/>
    public override double Lowest => 0;

    private protected override (double Middle, double Spread) Centre => (Elementary.Exp(LogMean), Elementary.Exp(LogMean));

    /// <inheritdoc/>
    public override double Cdf(double x) => x > 0 ? Normal.Probability((Elementary.Log(x) - LogMean) / LogDeviation) : 0;

    /// <inheritdoc/>
    public override double Quantile(double probability) => Elementary.Exp(LogMean + (LogDeviation * Normal.Quantile(Math.Clamp(probability, 0, 1))));
}

/// <summary>The gamma distribution from a lowest value on; with shape 1 the exponential one.</summary>
/// <param name="Low">The lowest value.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Scale">The scale.</param>
public sealed record GammaDistribution(double Low, double Shape, double Scale) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "gamma";

    /// <inheritdoc/>
    public override double Lowest => Low;

    private protected override (double Middle, double Spread) Centre => (Low + (Shape * Scale), Math.Sqrt(Shape) * Scale);

    /// <inheritdoc/>
    public override double Cdf(double x) => SpecialFunctions.GammaP(Shape, (x - Low) / Scale);
}

/// <summary>The beta distribution between two bounds.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
/// <param name="A">The first shape, that of the lower end.</param>
/// <param name="B">The second shape, that of the upper end.</param>
public sealed record BetaDistribution(double Low, double High, double A, double B) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "beta";

    /// <inheritdoc/>
    public override double Lowest => Low;

    /// <inheritdoc/>
    public override double Highest => High;

    private protected override (double Middle, double Spread) Centre => ((0.5 * Low) + (0.5 * High), High - Low);

    /// <inheritdoc/>
    public override double Cdf(double x) => SpecialFunctions.BetaI(A, B, (x - Low) / (High - Low));
}

/// <summary>Student's t distribution, moved and stretched.</summary>
/// <param name="Location">The centre.</param>
/// <param name="Scale">The stretch.</param>
/// <param name="Freedom">The degrees of freedom.</param>
public sealed record StudentDistribution(double Location, double Scale, double Freedom) : Distribution
{
    /// <inheritdoc/>
    public override string Name => "student t";

    private protected override (double Middle, double Spread) Centre => (Location, Scale);

    /// <inheritdoc/>
    public override double Cdf(double x)
    {
        double t = (x - Location) / Scale;
        double tail = 0.5 * SpecialFunctions.BetaI(0.5 * Freedom, 0.5, Freedom / (Freedom + (t * t)));
        return t > 0 ? 1 - tail : tail;
    }
}

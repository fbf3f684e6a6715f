using System.Runtime.CompilerServices;
using Semblance.Models.Copula;
using Semblance.Numerics.Distributions;

namespace Semblance.Models.Neural;

/// <summary>
/// Mode-specific normalisation of numbers: a number is a mode of a mixture of normal distributions and a place within it. Plain data.
/// Source: Xu et al., "Modeling tabular data using conditional GAN", 2019, section 4.2.
/// </summary>
/// <remarks>
/// Numbers are first moved to a scale on which arithmetic is safe: to [-1, 1] by their range, or, for CopulaGAN, to a standard normal variable by
/// their own distribution.
/// </remarks>
internal sealed class NumberCoder
{
    /// <summary>The largest scalar.</summary>
    public const float Limit = 0.99f;

    /// <summary>A scalar of 1 is so many deviations from the mode's mean.</summary>
    private const double DeviationsPerUnit = 4;

    /// <summary>Modes stay so narrow, in steps of the column, that a repeated value comes back as itself.</summary>
    private const double LeastSteps = 0.05;

    private readonly double _centre;
    private readonly double _halfRange;
    private readonly NumberMarginal? _marginal;

    private NumberCoder(double centre, double halfRange, NumberMarginal? marginal, GaussianMixture mixture)
    {
        _centre = centre;
        _halfRange = halfRange;
        _marginal = marginal;
        Mixture = mixture;
    }

    /// <summary>The modes, on the safe scale.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>The number of modes.</summary>
    public int Modes => Mixture.Modes;

    /// <summary>Learns the modes of a column's numbers.</summary>
    /// <param name="sorted">The numbers that are there, ascending; at least two different ones.</param>
    /// <param name="step">Every number is a whole multiple of this.</param>
    /// <param name="marginal">The numbers' distribution, if they are to be turned into a normal variable first; or null.</param>
    /// <remarks>Overwrites <paramref name="sorted"/>.</remarks>
    public static NumberCoder Learn(double[] sorted, double step, NumberMarginal? marginal)
    {
        // Halves first: the range of the largest numbers is beyond what a double can hold.
        double centre = (0.5 * sorted[0]) + (0.5 * sorted[^1]);
        double halfRange = Math.Max((0.5 * sorted[^1]) - (0.5 * sorted[0]), double.Epsilon);
        var coder = new NumberCoder(centre, halfRange, marginal, new GaussianMixture([1], [0], [1]));
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = coder.ToScale(sorted[i]);
        }
        double least = marginal is null ? Math.Clamp(LeastSteps * step / halfRange, 1e-9, 1e-3) : 1e-3;
        return new NumberCoder(centre, halfRange, marginal, GaussianMixture.Fit(sorted, new GaussianMixtureOptions { LeastDeviation = least }));
    }

    /// <summary>The mode and the scalar of a number; the mode drawn by the numbers' likeliness under each.</summary>
    /// <param name="value">The number.</param>
    /// <param name="uniform">A number in [0, 1) that decides for a mode.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Mode, float Scalar) Code(double value, double uniform)
    {
        double x = ToScale(value);
        Span<double> shares = stackalloc double[Mixture.Modes];
        Mixture.Responsibilities(x, shares);
        int mode = 0;
        for (double left = uniform - shares[0]; left >= 0 && mode < shares.Length - 1; left -= shares[mode])
        {
            mode++;
        }
        // Rounding may leave a mode without any share for the end of the line.
        while (shares[mode] <= 0)
        {
            mode = mode == 0 ? shares.Length - 1 : mode - 1;
        }
        return (mode, Scalar(x, mode));
    }

    /// <summary>The likeliest mode of a number, and the scalar.</summary>
    public (int Mode, float Scalar) Code(double value)
    {
        double x = ToScale(value);
        Span<double> shares = stackalloc double[Mixture.Modes];
        Mixture.Responsibilities(x, shares);
        int mode = 0;
        for (int k = 1; k < shares.Length; k++)
        {
            mode = shares[k] > shares[mode] ? k : mode;
        }
        return (mode, Scalar(x, mode));
    }

    /// <summary>The number of a mode and a scalar, within the column's range; not yet on its grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Value(int mode, float scalar)
    {
        double x = Mixture.Means[mode] + (DeviationsPerUnit * Mixture.Deviations[mode] * scalar);
        return _marginal is null ? _centre + (_halfRange * Math.Clamp(x, -1, 1)) : _marginal.ValueAt(Math.Clamp(x, -Normal.Limit, Normal.Limit));
    }

    /// <summary>Writes the coder.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_centre);
        writer.Write(_halfRange);
        writer.Write(_marginal is not null);
        _marginal?.Write(writer);
        writer.WriteDoubles(Mixture.Weights);
        writer.WriteDoubles(Mixture.Means);
        writer.WriteDoubles(Mixture.Deviations);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NumberCoder Read(BinaryReader reader)
    {
        double centre = reader.ReadDouble(), halfRange = reader.ReadDouble();
        NumberMarginal? marginal = reader.ReadBoolean() ? NumberMarginal.Read(reader) : null;
        return double.IsFinite(centre) && halfRange > 0 && double.IsFinite(halfRange)
            ? new NumberCoder(centre, halfRange, marginal, new GaussianMixture(reader.ReadDoubles(), reader.ReadDoubles(), reader.ReadDoubles()))
            : throw new InvalidDataException($"A column's numbers have centre {centre} and half range {halfRange}.");
    }

    private double ToScale(double value) => _marginal is null ? Math.Clamp((value - _centre) / _halfRange, -1, 1) : _marginal.ScoreOf(value);

    private float Scalar(double x, int mode) =>
        (float)Math.Clamp((x - Mixture.Means[mode]) / (DeviationsPerUnit * Mixture.Deviations[mode]), -Limit, Limit);
}

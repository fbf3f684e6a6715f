using System.Runtime.CompilerServices;

using Semblance.Numerics.Distributions;

namespace Semblance.Models.Copula;

/// <summary>
/// A standard normal variable cut into steps of given probability: how the copula sees every outcome with a probability of its own, be
/// it a category, a spike of equal numbers or a narrow range of numbers.
/// </summary>
internal sealed class Ladder
{
    /// <summary>The number of terms by which correlations of step scores are turned into correlations of the variables behind them.</summary>
    public const int HermiteTerms = 24;

    private const double GuideLimit = 4;
    private const int GuideCellsPerUnit = 64;
    private const int GuideCells = (int)(2 * GuideLimit * GuideCellsPerUnit);

    private readonly double[] _cumulative;
    private readonly double[] _bounds;
    private readonly int[] _guide;

    /// <summary>Creates the ladder.</summary>
    /// <param name="counts">How often each step occurs in the training table, from the lowest step up; each at least 1.</param>
    public Ladder(long[] counts)
    {
        Counts = counts;
        long total = 0;
        foreach (long count in counts)
        {
            total += count;
        }
        _cumulative = new double[counts.Length + 1];
        _bounds = new double[counts.Length + 1];
        _bounds[0] = double.NegativeInfinity;
        long below = 0;
        for (int step = 0; step < counts.Length; step++)
        {
            below += counts[step];
            _cumulative[step + 1] = (double)below / total;
            _bounds[step + 1] = Normal.Quantile((double)below / total);
        }
        _guide = new int[GuideCells];
        int at = 0;
        for (int cell = 0; cell < GuideCells; cell++)
        {
            double low = ((double)cell / GuideCellsPerUnit) - GuideLimit;
            while (_bounds[at + 1] <= low)
            {
                at++;
            }
            _guide[cell] = at;
        }
    }

    /// <summary>How often each step occurs.</summary>
    public long[] Counts { get; }

    /// <summary>The number of steps.</summary>
    public int Steps => Counts.Length;

    /// <summary>The step that a value of the variable falls on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int StepOf(double z)
    {
        double position = (z + GuideLimit) * GuideCellsPerUnit;
        int step = position <= 0 ? 0 : _guide[Math.Min((int)position, GuideCells - 1)];
        while (z >= _bounds[step + 1])
        {
            step++;
        }
        return step;
    }

    /// <summary>How far up its step a value of the variable is, in probability: 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ShareOf(double z, int step)
    {
        double low = _cumulative[step];
        return Math.Clamp((Normal.Cdf(z) - low) / (_cumulative[step + 1] - low), 0, 1);
    }

    /// <summary>The interval of the variable that a step covers.</summary>
    public (double Low, double High) Interval(int step) => (_bounds[step], _bounds[step + 1]);

    /// <summary>The value of the variable at a share of a step, the inverse of <see cref="ShareOf"/>.</summary>
    public double At(int step, double share) =>
        Math.Clamp(Normal.Quantile(_cumulative[step] + (share * (_cumulative[step + 1] - _cumulative[step]))), -Normal.Limit, Normal.Limit);

    /// <summary>The mean of the variable over each step; over all training rows these scores have mean 0.</summary>
    public double[] Scores()
    {
        var scores = new double[Steps];
        double lower = 0;
        for (int step = 0; step < scores.Length; step++)
        {
            double upper = step == scores.Length - 1 ? 0 : Normal.Density(_bounds[step + 1]);
            scores[step] = (lower - upper) / (_cumulative[step + 1] - _cumulative[step]);
            lower = upper;
        }
        return scores;
    }

    /// <summary>
    /// The coefficients a_1, a_2, ... of the scores in normalised Hermite polynomials. For two ladders over normal variables with
    /// correlation r, the covariance of their scores is the sum of a_k b_k r^k (Mehler's formula); a_1 is also the variance of the scores.
    /// </summary>
    public double[] Hermite(double[] scores)
    {
        var terms = new double[HermiteTerms];
        // The integral of h_k times the density over a step is the drop of h_(k-1) times the density, over the root of k.
        for (int bound = 1; bound < Steps; bound++)
        {
            double z = _bounds[bound], weight = (scores[bound] - scores[bound - 1]) * Normal.Density(z);
            double previous = 0, current = 1;
            for (int k = 1; k <= HermiteTerms; k++)
            {
                terms[k - 1] += weight * current / Math.Sqrt(k);
                double next = ((z * current) - (Math.Sqrt(k - 1) * previous)) / Math.Sqrt(k);
                previous = current;
                current = next;
            }
        }
        return terms;
    }
}

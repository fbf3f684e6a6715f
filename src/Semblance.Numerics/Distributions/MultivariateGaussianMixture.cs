using System.Runtime.CompilerServices;
using Semblance.Numerics.Networks;

namespace Semblance.Numerics.Distributions;

/// <summary>A mixture of normal distributions of several variables. Plain data.</summary>
/// <remarks>Learnt by expectation maximisation: Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", 1977.</remarks>
public sealed class MultivariateGaussianMixture
{
    private readonly double[] _below;

    /// <summary>Creates a mixture.</summary>
    /// <param name="weights">One per mode, none negative; their sum is 1.</param>
    /// <param name="means">[modes, variables], dense.</param>
    /// <param name="factors">[modes, variables * (variables + 1) / 2], dense: row by row the lower triangle L of every covariance L L'.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite.</exception>
    public MultivariateGaussianMixture(double[] weights, Matrix means, Matrix factors)
    {
        ArgumentNullException.ThrowIfNull(weights);
        int variables = means.Columns;
        if (weights.Length == 0 || variables == 0 || means.Rows != weights.Length || factors.Rows != weights.Length || factors.Columns != Triangle(variables))
        {
            throw new ArgumentException($"A mixture has no {weights.Length} weights, [{means.Rows}, {means.Columns}] means and [{factors.Rows}, {factors.Columns}] factors.", nameof(weights));
        }
        foreach (float number in means.Flat)
        {
            Check(float.IsFinite(number), number);
        }
        foreach (float number in factors.Flat)
        {
            Check(float.IsFinite(number), number);
        }
        (Weights, Means, Factors) = (weights, means, factors);
        _below = new double[weights.Length];
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            Check(weights[k] >= 0, weights[k]);
            _below[k] = sum += weights[k];
        }
        Check(Math.Abs(sum - 1) < 1e-6, sum);

        static void Check(bool holds, double number)
        {
            if (!holds)
            {
                throw new ArgumentException($"A mixture's weights sum up to 1 and its numbers are finite; one is {number}.", nameof(weights));
            }
        }
    }

    /// <summary>The modes' weights.</summary>
    public double[] Weights { get; }

    /// <summary>The modes' means, [modes, variables].</summary>
    public Matrix Means { get; }

    /// <summary>The modes' lower triangles, row by row.</summary>
    public Matrix Factors { get; }

    /// <summary>The number of variables.</summary>
    public int Variables => Means.Columns;

    /// <summary>The number of modes.</summary>
    public int Modes => Weights.Length;

    /// <summary>The numbers of a lower triangle.</summary>
    public static int Triangle(int variables) => checked(variables * (variables + 1) / 2);

    /// <summary>Learns a mixture.</summary>
    /// <param name="rows">[rows, variables], finite: where <paramref name="refill"/> puts what is learnt from; at least one row and one variable.</param>
    /// <param name="refill">
    /// Called before every round with its number. It may draw the rows anew, and then the mixture is that of what they are drawn from, not of the rows of one draw; what it throws ends the fit.
    /// </param>
    /// <param name="options">How many modes and rounds, and how much modes have in common.</param>
    /// <param name="sequence">Chooses the rows at which modes start.</param>
    /// <param name="team">Who computes; the result does not depend on it.</param>
    public static MultivariateGaussianMixture Fit(Matrix rows, Action<int> refill, MultivariateGaussianMixtureOptions options, RandomSequence sequence, Team team)
    {
        ArgumentNullException.ThrowIfNull(refill);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(team);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Rows, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfZero(rows.Columns, nameof(rows));
        options.Validate();
        refill(0);
        var learner = new MultivariateGaussianMixtureLearner(rows, options, ref sequence, team);
        for (int round = 0; round < options.Rounds; round++)
        {
            if (round > 0)
            {
                refill(round);
            }
            learner.Round(rows);
        }
        return learner.Mixture();
    }

    /// <summary>Draws from the mixture.</summary>
    /// <param name="uniform">A number in [0, 1) that decides for a mode.</param>
    /// <param name="values">Independent standard normal numbers, one per variable; overwritten by the draw.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(double uniform, Span<float> values)
    {
        int mode = 0;
        while (mode < _below.Length - 1 && uniform * _below[^1] >= _below[mode])
        {
            mode++;
        }
        ReadOnlySpan<float> mean = Means.Row(mode), factor = Factors.Row(mode);
        // From the last row of the triangle up: a row needs the normal numbers before it, and none after it.
        for (int i = values.Length - 1; i >= 0; i--)
        {
            ReadOnlySpan<float> row = factor.Slice(Triangle(i), i + 1);
            float sum = mean[i];
            for (int j = 0; j <= i; j++)
            {
                sum = MathF.FusedMultiplyAdd(row[j], values[j], sum);
            }
            values[i] = sum;
        }
    }
}

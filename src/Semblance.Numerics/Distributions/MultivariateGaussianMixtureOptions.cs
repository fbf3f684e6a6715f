namespace Semblance.Numerics.Distributions;

/// <summary>How a <see cref="MultivariateGaussianMixture"/> is learnt.</summary>
/// <param name="Modes">The number of modes; at least 1.</param>
/// <param name="Rounds">Rounds of expectation and maximisation; at least 1.</param>
/// <param name="Shrinkage">The weight, in rows, of the covariance that all modes have in common in that of each; above 0, so that modes of few rows make sense.</param>
public sealed record MultivariateGaussianMixtureOptions(int Modes, int Rounds, double Shrinkage)
{
    /// <summary>Says what is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Modes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 1);
        if (!(Shrinkage > 0 && double.IsFinite(Shrinkage)))
        {
            throw new ArgumentOutOfRangeException(nameof(Shrinkage), Shrinkage, "It must be a number above 0.");
        }
    }
}

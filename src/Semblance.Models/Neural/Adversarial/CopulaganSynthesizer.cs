using Semblance.Models.Copula;

namespace Semblance.Models.Neural.Adversarial;

/// <summary>
/// CopulaGAN: numbers become normal variables through their own distributions, as a Gaussian copula sees them; then CTGAN learns them like any others.
/// </summary>
/// <remarks>
/// Types, conditions, work and determinism as <see cref="CtganSynthesizer"/>. Sources: the copula transform of Patki, Wedge and Veeramachaneni, "The synthetic
/// data vault", 2016, section III; the network of Xu et al., 2019.
/// </remarks>
internal sealed class CopulaganSynthesizer : CtganSynthesizer
{
    /// <inheritdoc/>
    public override string Name => "copulagan";

    /// <inheritdoc/>
    public override string Title => "CopulaGAN";

    /// <inheritdoc/>
    public override string Description => "Copula-based GAN - good for capturing correlations";

    /// <inheritdoc/>
    public override ModelOptions Options { get; } = NetworkOptions.Adversarial("copulagan", NumberMarginal.Option);

    /// <inheritdoc/>
    protected override Func<double[], NumberMarginal> MarginalOf(ModelConfig config) =>
        config.Get(NumberMarginal.Option) == "fitted" ? sorted => NumberMarginal.Fitted(sorted) : sorted => NumberMarginal.FromSorted(sorted);
}

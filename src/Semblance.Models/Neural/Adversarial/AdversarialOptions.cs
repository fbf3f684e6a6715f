namespace Semblance.Models.Neural.Adversarial;

/// <summary>The options of an adversarial training; see <see cref="NetworkOptions"/>.</summary>
internal sealed record AdversarialOptions(
    int BatchSize,
    int EmbeddingDim,
    IReadOnlyList<int> GeneratorDim,
    IReadOnlyList<int> DiscriminatorDim,
    int Pac,
    int DiscriminatorSteps,
    double GeneratorRate,
    double GeneratorDecay,
    double DiscriminatorRate,
    double DiscriminatorDecay,
    bool LogFrequency)
{
    /// <summary>The options of a configuration.</summary>
    public static AdversarialOptions Of(ModelConfig config) => new(
        config.Get(NetworkOptions.BatchSize),
        config.Get(NetworkOptions.EmbeddingDim),
        config.Get(NetworkOptions.GeneratorDim),
        config.Get(NetworkOptions.DiscriminatorDim),
        config.Get(NetworkOptions.Pac),
        config.Get(NetworkOptions.DiscriminatorSteps),
        config.Get(NetworkOptions.GeneratorRate),
        config.Get(NetworkOptions.GeneratorDecay),
        config.Get(NetworkOptions.DiscriminatorRate),
        config.Get(NetworkOptions.DiscriminatorDecay),
        config.Get(NetworkOptions.LogFrequency));
}

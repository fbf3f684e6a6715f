namespace Semblance.Models.Tests.Battery;

/// <summary>The battery for networks, which are small here and briefly trained: that they learn at all shows; how well, the benchmarks say.</summary>
public abstract class NetworkBattery : SynthesizerBattery
{
    protected override double ColumnLimit => 0.35;

    protected override double MissingLimit => 0.15;

    protected override ModelConfig LearntConfig => SmallConfigs.Of(Family, ("epochs", "60"), ("generator_dim", "64,64"), ("discriminator_dim", "64,64"), ("batch_size", "100"));

    protected override ModelConfig RealTableConfig => SmallConfigs.Of(Family, ("epochs", "2"), ("batch_size", "200"));

    protected override double CorrelationLimit => 0.7;

    protected override double RuleLimit => 0.3;
}

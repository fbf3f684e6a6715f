namespace Semblance.Models.Tests.Battery;

public sealed class GaussianCopulaBatteryTests : SynthesizerBattery
{
    protected override string Name => "gaussian_copula";
}

namespace Semblance.Models.Tests.Battery;

public sealed class FlagshipBatteryTests : SynthesizerBattery
{
    protected override string Name => "flagship";
}

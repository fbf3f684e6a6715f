namespace Semblance.Models.Tests.Battery;

public sealed class CoreBatteryTests : SynthesizerBattery
{
    protected override string Name => "core";
}

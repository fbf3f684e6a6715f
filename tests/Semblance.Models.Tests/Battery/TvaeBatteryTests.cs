namespace Semblance.Models.Tests.Battery;

public sealed class TvaeBatteryTests : NetworkBattery
{
    protected override string Name => "tvae";
}

namespace Semblance.Models.Tests.Battery;

public sealed class CopulaganBatteryTests : NetworkBattery
{
    protected override string Name => "copulagan";
}

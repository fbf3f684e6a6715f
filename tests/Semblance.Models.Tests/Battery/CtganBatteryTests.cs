namespace Semblance.Models.Tests.Battery;

public sealed class CtganBatteryTests : NetworkBattery
{
    protected override string Name => "ctgan";
}

using Semblance.Numerics.Distributions;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Distributions;

/// <summary>Against SciPy 1.10.</summary>
public sealed class SpecialFunctionsTests
{
    private const double Relative = 1e-11;

    [Theory]
    [InlineData(0.001, 6.907178885383853)]
    [InlineData(0.5, 0.5723649429247)]
    [InlineData(1.5, -0.12078223763524526)]
    [InlineData(10, 12.801827480081469)]
    [InlineData(171, 706.5730622457875)]
    [InlineData(100000, 1051287.7089736569)]
    public void Log_gamma(double x, double value) => SpecialFunctions.LogGamma(x).ShouldBe(value, Math.Abs(value) * Relative);

    [Theory]
    [InlineData(0.001, -1000.5755719318103)]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(1, -0.5772156649015329)]
    [InlineData(2.5, 0.7031566406452432)]
    [InlineData(100, 4.600161852738088)]
    public void Digamma(double x, double value) => SpecialFunctions.Digamma(x).ShouldBe(value, Math.Abs(value) * Relative);

    [Theory]
    [InlineData(0.1, 0.05, 0.7755386354510307)]
    [InlineData(0.5, 0.5, 0.6826894921370859)]
    [InlineData(2, 1, 0.2642411176571153)]
    [InlineData(5, 10, 0.9707473119230389)]
    [InlineData(50, 40, 0.07033506665939494)]
    [InlineData(300, 330, 0.955109776129987)]
    [InlineData(3, 0, 0)]
    [InlineData(3, -1, 0)]
    [InlineData(3, double.PositiveInfinity, 1)]
    public void Gamma_distribution_function(double a, double x, double value) => SpecialFunctions.GammaP(a, x).ShouldBe(value, 1e-11);

    [Theory]
    [InlineData(0.5, 0.5, 0.1, 0.2048327646991335)]
    [InlineData(2, 3, 0.4, 0.5248)]
    [InlineData(0.1, 5, 0.01, 0.769088920784346)]
    [InlineData(50, 60, 0.45, 0.4642352914306064)]
    [InlineData(400, 2, 0.99, 0.08975276637526158)]
    [InlineData(2, 3, 0, 0)]
    [InlineData(2, 3, 1, 1)]
    public void Beta_distribution_function(double a, double b, double x, double value) => SpecialFunctions.BetaI(a, b, x).ShouldBe(value, 1e-11);
}

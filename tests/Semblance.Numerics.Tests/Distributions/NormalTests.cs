using Semblance.Numerics.Distributions;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Distributions;

public sealed class NormalTests
{
    // Abramowitz and Stegun, "Handbook of Mathematical Functions", tables 26.1 and 26.2.
    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(-1.0, 0.158655253931457)]
    [InlineData(-2.0, 0.022750131948179)]
    [InlineData(-3.0, 0.001349898031630)]
    [InlineData(-5.0, 2.866515718791939e-7)]
    public void The_distribution_function_is_that_of_the_tables(double z, double probability)
    {
        Normal.LowerTail(z).ShouldBe(probability, probability * 1e-12);
        Normal.Cdf(z).ShouldBe(probability, 1e-9);
        Normal.Cdf(-z).ShouldBe(1 - probability, 1e-9);
        Normal.Quantile(probability).ShouldBe(z, 1e-10);
    }

    [Fact]
    public void The_quantile_undoes_the_distribution_function()
    {
        for (double z = -8; z <= 0; z += 0.01)
        {
            Normal.Quantile(Normal.LowerTail(z)).ShouldBe(z, 1e-11);
            Normal.Cdf(z).ShouldBe(Normal.LowerTail(z), 1e-9);
        }
        Normal.Quantile(0).ShouldBe(double.NegativeInfinity);
        Normal.Quantile(1).ShouldBe(double.PositiveInfinity);
        Normal.Cdf(double.NegativeInfinity).ShouldBe(0);
        Normal.Cdf(double.PositiveInfinity).ShouldBe(1);
        Normal.LowerTail(double.NegativeInfinity).ShouldBe(0);
    }

    [Fact]
    public void The_own_exponential_and_logarithm_agree_with_the_platform()
    {
        for (double x = -600; x <= 600; x += 0.37)
        {
            Normal.Exp(x).ShouldBe(Math.Exp(x), Math.Exp(x) * 1e-14);
        }
        for (double x = 1e-300; x < 1e300; x *= 1.37)
        {
            Normal.Log(x).ShouldBe(Math.Log(x), Math.Max(1e-15, Math.Abs(Math.Log(x)) * 1e-14));
        }
    }
}

using Semblance.Models.Copula;
using Semblance.Numerics;
using Semblance.Numerics.Distributions;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Copula;

public sealed class NumberMarginalTests
{
    private static double[] Gamma(int rows)
    {
        var gamma = new GammaDistribution(0, 2, 10);
        var random = new Philox(3);
        return [.. Enumerable.Range(0, rows).Select(i => gamma.Quantile(random.At(0, (ulong)i).NextDouble())).Order()];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_normal_variable_gives_the_values_distribution(bool fitted)
    {
        double[] sorted = Gamma(5_000);
        NumberMarginal marginal = NumberMarginal.Learn(sorted, fitted);
        for (int i = 1; i < 100; i++)
        {
            double made = marginal.ValueAt(Normal.Quantile(i / 100.0));
            double share = sorted.Count(value => value <= made) / (double)sorted.Length;
            // The distance of 5,000 values from their own family is .027 in one of 1,000 cases.
            share.ShouldBe(i / 100.0, fitted ? 0.027 : 0.002);
        }
    }

    [Fact]
    public void Fitted_values_stay_between_the_real_ones_and_come_back()
    {
        double[] sorted = Gamma(500);
        NumberMarginal marginal = NumberMarginal.Fitted(sorted);
        marginal.ValueAt(-Normal.Limit).ShouldBe(sorted[0], 1e-6);
        marginal.ValueAt(Normal.Limit).ShouldBe(sorted[^1], 1e-6);
        foreach (double value in sorted)
        {
            marginal.ValueAt(marginal.ScoreOf(value)).ShouldBe(value, 1e-6 * sorted[^1]);
        }
    }

    [Theory]
    [InlineData(-1e308, 0, 1e308)]
    [InlineData(0, double.Epsilon, 3 * double.Epsilon)]
    [InlineData(1e300, 1.1e300, 1.2e300)]
    [InlineData(-5, 0, 5)]
    public void Numbers_of_any_size_are_fitted(double low, double middle, double high)
    {
        NumberMarginal marginal = NumberMarginal.Fitted([low, middle, middle, high]);
        for (double z = -4; z <= 4; z += 0.5)
        {
            marginal.ValueAt(z).ShouldBeInRange(low, high);
        }
    }
}

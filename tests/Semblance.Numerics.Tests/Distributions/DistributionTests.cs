using Semblance.Numerics.Distributions;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Distributions;

public sealed class DistributionTests
{
    private static readonly Dictionary<string, Distribution> s_all = new Distribution[]
    {
        new UniformDistribution(-2, 3),
        new NormalDistribution(2, 3),
        new TruncatedNormalDistribution(1, 2, 0, 5),
        new LogNormalDistribution(1, 0.5),
        new GammaDistribution(1, 2.5, 2),
        new BetaDistribution(1, 5, 2, 3),
        new StudentDistribution(1, 0.5, 3),
    }.ToDictionary(distribution => distribution.Name);

    public static TheoryData<string> Names => [.. s_all.Keys];

    // SciPy 1.10.
    [Theory]
    [InlineData("uniform", 0.5, 0.5)]
    [InlineData("normal", 1, 0.36944134018176367)]
    [InlineData("truncated normal", 1.2, 0.34587413512207665)]
    [InlineData("lognormal", 3, 0.5781741008028732)]
    [InlineData("gamma", 5, 0.4505840486472198)]
    [InlineData("beta", 3, 0.6875)]
    [InlineData("student t", 2, 0.9303370157205785)]
    public void Distribution_functions_are_the_known_ones(string name, double x, double probability) => s_all[name].Cdf(x).ShouldBe(probability, 1e-10);

    [Theory]
    [InlineData("normal", 0.001, -7.27069691850344)]
    [InlineData("truncated normal", 0.3, 1.0458815255428635)]
    [InlineData("lognormal", 0.7, 3.5331868581640156)]
    [InlineData("gamma", 0.9, 10.236356899781123)]
    [InlineData("beta", 0.2, 1.849268513111805)]
    [InlineData("student t", 0.01, -1.2703514293492106)]
    public void Quantiles_are_the_known_ones(string name, double probability, double x) => s_all[name].Quantile(probability).ShouldBe(x, 1e-9);

    [Theory]
    [MemberData(nameof(Names))]
    public void Quantile_undoes_the_distribution_function(string name)
    {
        Distribution distribution = s_all[name];
        double last = double.NegativeInfinity;
        foreach (double probability in new[] { 1e-6, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1 - 1e-6 })
        {
            double x = distribution.Quantile(probability);
            distribution.Cdf(x).ShouldBe(probability, 1e-9);
            x.ShouldBeGreaterThan(last);
            last = x;
        }
        distribution.Quantile(0).ShouldBe(distribution.Lowest);
        distribution.Quantile(1).ShouldBe(distribution.Highest);
        distribution.Cdf(distribution.Lowest).ShouldBe(0);
        distribution.Cdf(distribution.Highest).ShouldBe(1);
    }

    [Fact]
    public void The_far_tail_of_a_truncated_normal_keeps_its_precision() =>
        new TruncatedNormalDistribution(0, 1, 10, 20).Cdf(10.1).ShouldBe(0.6375114502856413, 1e-9);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_family_that_made_values_fits_them(string name)
    {
        double[] sorted = [.. Enumerable.Range(0, 4_000).Select(i => s_all[name].Quantile((i + 0.5) / 4_000))];
        Distribution best = DistributionFit.Best(sorted);
        // Values at the quantiles themselves: what is left is the error of the fit alone.
        DistributionFit.Distance(best, sorted).ShouldBeLessThan(0.02, $"{name} fitted as {best.Name}");
        Distribution own = DistributionFit.All(sorted).Where(distribution => distribution.Name == name).MinBy(distribution => DistributionFit.Distance(distribution, sorted))!;
        DistributionFit.Distance(own, sorted).ShouldBeLessThan(0.02, $"{name} as itself: {own}");
    }

    [Fact]
    public void Values_that_no_family_has_are_fitted_all_the_same()
    {
        double[] spike = [.. Enumerable.Repeat(0.0, 900), .. Enumerable.Range(1, 100).Select(i => (double)i)];
        double[][] samples = [[1, 2], [0, 0, 0, 1], spike, [-1e300, 0, 1e300], [1e-300, 2e-300, 3e-300]];
        foreach (double[] sorted in samples)
        {
            Distribution best = DistributionFit.Best(sorted);
            best.Cdf(sorted[^1]).ShouldBeGreaterThan(best.Cdf(sorted[0]), best.ToString());
            double.IsNaN(best.Quantile(0.5)).ShouldBeFalse();
        }
    }
}

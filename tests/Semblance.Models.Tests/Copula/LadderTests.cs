using Semblance.Models.Copula;
using Semblance.Numerics;
using Semblance.Numerics.Distributions;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Copula;

public sealed class LadderTests
{
    [Fact]
    public void Every_value_falls_on_the_step_whose_interval_holds_it()
    {
        var ladder = new Ladder([1, 500, 3, 1, 1, 20_000, 7]);
        for (double z = -9; z <= 9; z += 0.003)
        {
            int step = ladder.StepOf(z);
            (double low, double high) = ladder.Interval(step);
            (z >= low && z < high).ShouldBeTrue($"{z} on step {step}");
            ladder.ShareOf(z, step).ShouldBeInRange(0, 1);
        }
        ladder.StepOf(ladder.At(3, 0.5)).ShouldBe(3);
        ladder.ShareOf(ladder.At(5, 0.25), 5).ShouldBe(0.25, 1e-6);
    }

    [Fact]
    public void Scores_have_mean_0_and_their_variance_is_the_first_coefficient()
    {
        long[] counts = [10, 30, 5, 55];
        var ladder = new Ladder(counts);
        double[] scores = ladder.Scores();
        scores.Zip(counts, (score, count) => score * count / 100.0).Sum().ShouldBe(0, 1e-12);
        scores.ShouldBeInOrder();
        scores.Zip(counts, (score, count) => score * score * count / 100.0).Sum().ShouldBe(ladder.Hermite(scores)[0], 1e-12);
    }

    [Fact]
    public void The_series_gives_the_covariance_of_two_halves()
    {
        // Of two variables cut at 0 with correlation r, both are on the same side with probability 1/2 + asin(r) / pi (Sheppard 1899).
        var half = new Ladder([1, 1]);
        double[] scores = half.Scores(), terms = half.Hermite(scores);
        const double r = 0.6;
        double expected = scores[1] * scores[1] * 2 * Math.Asin(r) / Math.PI;
        double sum = 0;
        for (int k = terms.Length; k >= 1; k--)
        {
            sum = r * (sum + (terms[k - 1] * terms[k - 1]));
        }
        sum.ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void A_marginal_keeps_atoms_bounds_and_shares()
    {
        RandomSequence random = new Philox(1).At(0, 0);
        double[] values = [.. Enumerable.Range(0, 5_000).Select(i => i % 3 == 0 ? 0 : 10 + (90 * random.NextDouble()))];
        NumberMarginal marginal = NumberMarginal.Learn(values);
        const int draws = 30_001;
        double[] made = [.. Enumerable.Range(0, draws).Select(i => marginal.ValueAt(Normal.Quantile((i + 0.5) / draws)))];
        made.ShouldBeInOrder();
        made.Count(value => value == 0).ShouldBeInRange((draws / 3) - 30, (draws / 3) + 30);
        made.Where(value => value != 0).Min().ShouldBeGreaterThan(4.9, "the gap between the atom and the rest is filled to its middle");
        made.Max().ShouldBeLessThanOrEqualTo(values.Max());
        made.Count(values.ToHashSet().Contains).ShouldBeInRange((draws / 3) - 60, (draws / 3) + 60);
    }

    [Fact]
    public void Missing_and_single_values_are_no_trouble()
    {
        NumberMarginal.Learn([double.NaN, 3, double.NaN]).ValueAt(1.5).ShouldBe(3);
        NumberMarginal marginal = NumberMarginal.Learn([-double.MaxValue, double.MaxValue, 0]);
        double.IsFinite(marginal.ValueAt(0)).ShouldBeTrue();
        marginal.ValueAt(-9).ShouldBe(-double.MaxValue);
    }
}

using Semblance.Numerics;
using Semblance.Numerics.Boosting;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class IntervalTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)] // Values of R's binom::binom.wilson.
    [InlineData(0.5, 10, 0.2366, 0.7634)]
    [InlineData(0.1, 1000, 0.0829, 0.1202)]
    [InlineData(1, 20, 0.8389, 1)]
    public void Shares_have_Wilsons_interval(double share, double count, double low, double high)
    {
        Interval interval = Interval.OfShare(share, count);
        interval.Low.ShouldBe(low, 1e-4);
        interval.High.ShouldBe(high, 1e-4);
    }

    [Fact]
    public void The_standard_error_of_an_area_is_that_of_many_samples()
    {
        // Members score one higher than others, both normal: the area is the chance that a normal with mean 1 and variance 2 is positive, 0.7602.
        var random = new Philox(3);
        const int Size = 60, Times = 400;
        double sum = 0, squares = 0;
        for (int time = 0; time < Times; time++)
        {
            RandomSequence numbers = random.At(1, (ulong)time);
            var scores = new double[2 * Size];
            var members = new bool[2 * Size];
            for (int i = 0; i < scores.Length; i++)
            {
                members[i] = i < Size;
                scores[i] = Semblance.Numerics.Distributions.Normal.Quantile(Math.Clamp(numbers.NextDouble(), 1e-12, 1 - 1e-12)) + (members[i] ? 1 : 0);
            }
            double area = RankMetrics.AreaUnderCurve(scores, members);
            sum += area;
            squares += area * area;
        }
        double deviation = Math.Sqrt(squares / Times - Math.Pow(sum / Times, 2));
        // 400 samples tell a standard deviation to 1/sqrt(800) = 3.5 %; the formula is an approximation to a few percent.
        Interval.ErrorOfArea(0.7602, Size, Size).ShouldBe(deviation, 0.15 * deviation);
    }

    [Fact]
    public void A_quantile_lies_in_its_interval_nineteen_times_of_twenty()
    {
        var random = new Philox(5);
        int within = 0;
        for (int time = 0; time < 1000; time++)
        {
            RandomSequence numbers = random.At(1, (ulong)time);
            double[] sorted = [.. Enumerable.Range(0, 400).Select(_ => numbers.NextDouble()).Order()];
            within += Interval.OfQuantile(sorted, 0.05).Contains(0.05) ? 1 : 0;
        }
        // 0.95 give or take four standard errors of 0.007; ranks are whole, which makes it a little wider.
        within.ShouldBeInRange(922, 985);
    }
}

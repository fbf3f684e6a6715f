using Semblance.Models.Copula;
using Semblance.Models.Neural;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

public sealed class RankTableTests
{
    private const int Rows = 8_192;

    [Fact]
    public void Numbers_read_off_have_the_training_columns_distribution_to_its_ends()
    {
        // Heavy-tailed as money is: the largest of 8,192 numbers is some 8,000, the hundredth largest 80.
        double[] real = Numbers(1, Rows, u => 1 / (1 - u)), made = Numbers(2, Rows, u => u * u * u);
        NumberMarginal marginal = NumberMarginal.Learn(real);
        RankTable table = RankTable.Learn([.. made]);
        double[] read = [.. Numbers(3, Rows, u => u * u * u).Select(value => table.ReadOff(marginal, value, 0.5))];
        Array.Sort(real);
        Array.Sort(read);
        foreach (double share in new[] { 0.01, 0.1, 0.5, 0.9, 0.99 })
        {
            double place = Array.BinarySearch(real, read[(int)(share * Rows)]);
            place = place < 0 ? ~(int)place : place;
            // Both the ranks and the numbers are of 8,192: .0055 each at a half.
            (place / Rows).ShouldBe(share, 0.025);
        }
        read.Count(value => value > real[^9]).ShouldBeInRange(1, 30, "the eight largest are not out of reach");
        read[^1].ShouldBeLessThanOrEqualTo(real[^1]);
        read[0].ShouldBeGreaterThanOrEqualTo(real[0]);
    }

    [Fact]
    public void A_number_made_often_is_spread_over_its_ranks()
    {
        NumberMarginal marginal = NumberMarginal.Learn(Numbers(1, Rows, u => 100 * u));
        RankTable table = RankTable.Learn([.. Enumerable.Range(0, 1_000).Select(i => i < 400 ? 1.0 : i < 800 ? 2 : 3)]);
        double[] read = Numbers(4, 2_000, u => table.ReadOff(marginal, 2, u));
        read.Min().ShouldBe(40, 1.5);
        read.Max().ShouldBe(80, 1.5);
        read.Average().ShouldBe(60, 1.5);
    }

    [Fact]
    public void What_is_made_where_a_number_is_read_off_is_its_inverse()
    {
        NumberMarginal marginal = NumberMarginal.Learn(Numbers(1, Rows, u => 100 * u));
        RankTable table = RankTable.Learn(Numbers(2, Rows, u => u * u));
        foreach (double value in new[] { 0.5, 3, 47, 99, 99.9 })
        {
            table.ReadOff(marginal, table.Unread(marginal, value), 0.5).ShouldBe(value, 0.02);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Where_nothing_was_made_ranks_are_drawn(int made)
    {
        NumberMarginal marginal = NumberMarginal.Learn(Numbers(1, Rows, u => 100 * u));
        RankTable table = RankTable.Learn([.. Enumerable.Repeat(5.0, made), double.NaN]);
        table.ReadOff(marginal, 5, 0.25).ShouldBe(25, 1.5);
    }

    private static double[] Numbers(ulong seed, int count, Func<double, double> of)
    {
        var random = new Philox(seed);
        return [.. Enumerable.Range(0, count).Select(i => of(random.At(3, (ulong)i).NextDouble()))];
    }
}

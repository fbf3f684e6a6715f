using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class ValueRangesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new[] { 0.0, 10 }, new[] { 0.0, 10, 5, double.NaN }, 1, 1)]
    [InlineData(new[] { 0.0, 10 }, new[] { 2.0, 7, 5, 5 }, 1, 0.5)] // 20 % below and 30 % above are not reached.
    [InlineData(new[] { 0.0, 10 }, new[] { -5.0, 15, 5, 5 }, 0.5, 1)]
    [InlineData(new[] { 0.0, 10 }, new[] { 20.0, 30 }, 0, 0)]
    [InlineData(new[] { 4.0, 4 }, new[] { 4.0, 5 }, 0.5, 1)]
    [InlineData(new[] { 4.0, 4 }, new[] { 5.0, 5 }, 0, 0)]
    [InlineData(new[] { 4.0, double.NaN }, new[] { double.NaN, double.NaN }, double.NaN, double.NaN)]
    public void Numbers_keep_to_a_range_and_reach_it(double[] real, double[] other, double adherence, double coverage)
    {
        (ViewColumn r, ViewColumn o) = Pair(TestTables.Numbers("n", real), TestTables.Numbers("n", other));
        ValueRanges.Adherence(r, o).ShouldBe(adherence);
        Math.Round(ValueRanges.Coverage(r, o), 12).ShouldBe(coverage);
    }

    [Fact]
    public void Categories_keep_to_the_real_ones_and_reach_them()
    {
        (ViewColumn real, ViewColumn other) = Pair(TestTables.Categories("c", "a", "b", "c", "d", null), TestTables.Categories("c", "a", "a", "b", "x", null));
        ValueRanges.Adherence(real, other).ShouldBe(0.75);
        ValueRanges.Coverage(real, other).ShouldBe(0.5);
    }

    [Fact]
    public void Neighbourhoods_are_covered_by_fresh_rows_and_not_by_a_corner()
    {
        Table real = TestTables.Related(1000, 1);
        int[] corner = [.. Enumerable.Range(0, 1000).Where(row => ((NumberColumn)real.Columns[0]).Values[row] < 0.1)];
        TableView[] views = TableView.Align(new MetricSettings(), real, TestTables.Related(1000, 2), TestTables.Rows(real, corner), real);

        double[] coverage = NeighbourhoodCoverage.Compute(views[0], views[1..], new MetricSettings(), Cancellation);

        // A fresh row is as likely as any of the five to be nearest: all five are nearer with a chance of 1/2^5 = 0.03; four standard errors of 0.0055.
        coverage[0].ShouldBe(1 - 1 / 32.0, 0.025);
        // The corner covers itself and some rows beside it.
        coverage[1].ShouldBeInRange(corner.Length / 1000.0, corner.Length / 1000.0 + 0.05);
        coverage[2].ShouldBe(1);
    }

    private static (ViewColumn Real, ViewColumn Other) Pair(Column real, Column other)
    {
        TableView[] views = TableView.Align(new MetricSettings(), TestTables.Of(real), TestTables.Of(other));
        return (views[0].Columns[0], views[1].Columns[0]);
    }
}

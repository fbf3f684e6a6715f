using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class TwinFiguresTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_table_is_a_perfect_twin_of_itself()
    {
        Table real = TestTables.Related(500, 1);
        TwinFigures.Compute(real, real, Cancellation).ShouldBe(new TwinFigures(0, 1));
    }

    [Fact]
    public void The_distribution_error_is_the_mean_total_variation_distance()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", 1, 1, 2, 2), TestTables.Categories("c", "a", "a", "b", "b"));
        Table other = TestTables.Of(TestTables.Numbers("n", 1, 2, 2, double.NaN), TestTables.Categories("c", "a", "a", "z", null));

        // n: |.5-.25| + |.5-.5| + |0-.25| over two; c: |.5-.5| + |.5-0| + |0-.25| + |0-.25| over two.
        TwinFigures.Compute(real, other, Cancellation).DistributionSimilarityError.ShouldBe((0.25 + 0.5) / 2, 1e-12);
    }

    [Fact]
    public void The_association_of_two_numbers_is_Pearsons_r()
    {
        Table real = TestTables.Of(TestTables.Numbers("a", 1, 2, 3, 4), TestTables.Numbers("b", 1, 2, 3, 4));
        Table other = TestTables.Of(TestTables.Numbers("a", 1, 2, 3, 4), TestTables.Numbers("b", 2, 1, 4, 3));

        // r is 1 and 0.6.
        TwinFigures.Compute(real, other, Cancellation).AssociationSimilarity.ShouldBe(0.6, 1e-6);
    }

    [Fact]
    public void The_association_of_two_categories_is_Cramers_V()
    {
        Table real = TestTables.Of(TestTables.Categories("a", "p", "p", "q", "q"), TestTables.Categories("b", "u", "u", "v", "v"));
        Table other = TestTables.Of(
            TestTables.Categories("a", "p", "p", "p", "p", "q", "q", "q", "q"),
            TestTables.Categories("b", "u", "u", "u", "v", "u", "v", "v", "v"));

        // V is 1, and with 3 of 4 on the diagonal chi-squared / n = 4 x (1/8)^2 / (1/4) = 1/4, so 1/2.
        TwinFigures.Compute(real, other, Cancellation).AssociationSimilarity.ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void The_association_of_a_number_and_a_category_is_the_correlation_ratio()
    {
        Table real = TestTables.Of(TestTables.Categories("a", "p", "p", "q", "q"), TestTables.Numbers("b", 1, 1, 3, 3));
        Table other = TestTables.Of(TestTables.Categories("a", "p", "p", "q", "q"), TestTables.Numbers("b", 0, 2, 2, 4));

        // Eta is 1, and of the variance 2 half lies between the means 1 and 3.
        TwinFigures.Compute(real, other, Cancellation).AssociationSimilarity.ShouldBe(Math.Sqrt(0.5), 1e-6);
    }

    [Fact]
    public void A_column_that_does_not_vary_goes_with_nothing()
    {
        Table real = TestTables.Of(TestTables.Numbers("a", 1e9 + 1, 1e9 + 2, 1e9 + 3), TestTables.Numbers("b", 1, 2, 3));
        Table other = TestTables.Of(TestTables.Numbers("a", 1e9 + 1, 1e9 + 1, 1e9 + 1), TestTables.Numbers("b", 1, 2, 3));

        TwinFigures.Compute(real, other, Cancellation).AssociationSimilarity.ShouldBe(0, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Figures_do_not_depend_on_the_blocks(int blockRows)
    {
        Table real = TestTables.Related(3000, 1);
        Table synthetic = TestTables.Independent(real, 2);
        TwinFigures whole = TwinFigures.Compute(real, synthetic, Cancellation);
        var accumulator = new TwinFiguresAccumulator(real, threads: 3, Cancellation);
        for (int begin = 0; begin < synthetic.RowCount; begin += blockRows)
        {
            accumulator.Add(TestTables.Rows(synthetic, begin, Math.Min(blockRows, synthetic.RowCount - begin)), Cancellation);
        }

        accumulator.Finish(Cancellation).ShouldBe(whole);
        whole.AssociationSimilarity.ShouldBeInRange(0.1, 0.7, "independent columns have lost the associations");
    }

    [Fact]
    public void Figures_do_not_depend_on_the_blocks_when_rows_are_thinned()
    {
        Table real = TestTables.Related(1000, 1);
        Table synthetic = TestTables.Related(450_000, 2);
        TwinFigures whole = TwinFigures.Compute(real, synthetic, Cancellation);
        var accumulator = new TwinFiguresAccumulator(real, cancellation: Cancellation);
        int begin = 0;
        foreach (int rows in new[] { 1, 199_999, 3, 99_997, 150_000 })
        {
            accumulator.Add(TestTables.Rows(synthetic, begin, rows), Cancellation);
            begin += rows;
        }

        begin.ShouldBe(synthetic.RowCount);
        accumulator.Finish(Cancellation).ShouldBe(whole);
        // 1,000 real rows: a correlation is known to about 0.03.
        whole.AssociationSimilarity.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Levels_beyond_the_most_frequent_count_as_one()
    {
        string[] many = [.. Enumerable.Range(0, 3000).Select(i => "v" + i % 150)];
        Table real = TestTables.Of(TestTables.Categories("a", many), TestTables.Categories("b", many));
        TwinFigures.Compute(real, real, Cancellation).ShouldBe(new TwinFigures(0, 1));
    }

    [Fact]
    public void Dates_are_counted_as_numbers_and_names_left_out()
    {
        long day = TimeSpan.TicksPerDay;
        var dates = new ColumnSchema("d", ColumnKind.DateTime) { DateTime = new DateTimeFormat("yyyy-MM-dd", DateTimeParts.Date, day) };
        var names = new ColumnSchema("name", ColumnKind.Text);
        Table Make(params long[] days) => TestTables.Of(
            new DateTimeColumn(dates, [.. days.Select(d => d * day)]),
            new StringColumn(names, Utf8Strings.From([.. days.Select(d => "n" + d)])));

        TwinFigures.Compute(Make(1, 1, 5, 5), Make(1, 1, 1, 5), Cancellation).ShouldBe(new TwinFigures(0.25, 1));
    }

    [Fact]
    public void No_synthetic_rows_give_no_figures()
    {
        Table real = TestTables.Related(100, 1);
        TwinFigures.Compute(real, TestTables.Rows(real, 0, 0), Cancellation).ShouldBe(new TwinFigures(double.NaN, double.NaN));
    }

    [Fact]
    public void A_missing_column_is_named() =>
        Should.Throw<TableException>(() => TwinFigures.Compute(TestTables.Related(100, 1), TestTables.Of(TestTables.Numbers("x", 1)), Cancellation))
            .Message.ShouldContain("'y'");
}

using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class FidelityTests
{
    private static readonly MetricSettings Settings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Shape_error_is_the_mean_of_KS_and_total_variation()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", 1, 2, 3, 4), TestTables.Categories("c", "a", "a", "b", "b"));
        Table other = TestTables.Of(TestTables.Numbers("n", 3, 4, 5, 6), TestTables.Categories("c", "a", "b", "b", "z"));
        TableView[] views = TableView.Align(Settings, real, other);

        // KS: below 3, half of the real values and none of the others. TVD: (|.5-.25| + |.5-.5| + |0-.25|) / 2.
        ShapeError.ByColumn(views[0], views[1], Settings, Cancellation).ShouldBe([0.5, 0.25], 1e-12);
        ShapeError.Compute(views[0], views[1], Settings, Cancellation).ShouldBe(0.375, 1e-12);
    }

    [Fact]
    public void Shape_error_leaves_missing_values_out()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", 1, 2, double.NaN, double.NaN), TestTables.Categories("c", "a", "b", null, null));
        Table other = TestTables.Of(TestTables.Numbers("n", 1, 2, 1, 2), TestTables.Categories("c", "a", "b", "a", "b"));
        TableView[] views = TableView.Align(Settings, real, other);

        ShapeError.Compute(views[0], views[1], Settings, Cancellation).ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Trend_error_of_two_numbers_is_half_the_difference_of_their_correlations()
    {
        Table real = TestTables.Of(TestTables.Numbers("a", 1, 2, 3), TestTables.Numbers("b", 1, 2, 3));
        Table other = TestTables.Of(TestTables.Numbers("a", 1, 2, 3), TestTables.Numbers("b", 3, 2, 1));
        TableView[] views = TableView.Align(Settings, real, other);

        TrendError.Compute(views[0], views[1], Settings, Cancellation).ShouldBe(new TrendError(1, 1));
    }

    [Fact]
    public void Trend_error_of_two_categories_is_the_total_variation_of_their_joint_table()
    {
        Table real = TestTables.Of(TestTables.Categories("a", "p", "p", "q", "q"), TestTables.Categories("b", "u", "u", "v", "v"));
        Table other = TestTables.Of(TestTables.Categories("a", "p", "p", "q", "q"), TestTables.Categories("b", "u", "v", "u", "v"));
        TableView[] views = TableView.Align(Settings, real, other);

        TrendError.Compute(views[0], views[1], Settings, Cancellation).ShouldBe(new TrendError(0.5, 0.5));
    }

    [Fact]
    public void Own_edges_forgive_a_stretched_range_and_shared_edges_do_not()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        string[] halves = [.. values.Select(value => value < 50 ? "low" : "high")];
        Table real = TestTables.Of(TestTables.Numbers("n", values), TestTables.Categories("c", halves));
        Table other = TestTables.Of(TestTables.Numbers("n", [.. values.Select(value => 3 * value)]), TestTables.Categories("c", halves));
        TableView[] views = TableView.Align(Settings, real, other);

        TrendError error = TrendError.Compute(views[0], views[1], Settings, Cancellation);
        error.OwnEdges.ShouldBe(0, 1e-12);
        error.SharedEdges.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Joint_tables_too_large_for_an_array_are_counted_the_same()
    {
        // 1,500 levels each: 2.25 million cells.
        string[] levels = [.. Enumerable.Range(0, 1500).Select(i => "v" + i)];
        string[] shifted = [.. levels.Skip(1), levels[0]];
        Table real = TestTables.Of(TestTables.Categories("a", levels), TestTables.Categories("b", levels));
        Table other = TestTables.Of(
            TestTables.Categories("a", levels),
            TestTables.Categories("b", [.. levels[..750], .. shifted[750..1499], levels[750]]));
        TableView[] views = TableView.Align(Settings, real, other);

        TrendError.Compute(views[0], views[1], Settings, Cancellation).SharedEdges.ShouldBe(0.5, 1e-12, "half of the pairs exist in one table alone");
    }

    [Fact]
    public void A_sample_of_the_same_rows_cannot_be_told_apart_and_independent_columns_can()
    {
        Table real = TestTables.Related(4000, seed: 1);
        TableView[] views = TableView.Align(Settings, real, TestTables.Related(4000, seed: 2), TestTables.Independent(real, seed: 3));

        // AUC of 4,000 against 4,000 under no difference has a standard deviation of 1/sqrt(12 x 2000) per side = 0.006, less over
        // three folds, but the booster overfits; the score of equals stays above 1 - 2 x 4 x 0.006.
        ClassifierTwoSample.Compute(views[0], views[1], Settings, Cancellation).ShouldBeGreaterThan(0.95);
        ClassifierTwoSample.Compute(views[0], views[2], Settings, Cancellation).ShouldBeLessThan(0.2);
    }

    [Fact]
    public void Scores_do_not_depend_on_the_number_of_threads()
    {
        Table real = TestTables.Related(600, seed: 1);
        TableView[] views = TableView.Align(Settings, real, TestTables.Independent(real, seed: 3));

        foreach (int threads in new[] { 1, 3 })
        {
            MetricSettings settings = Settings with { Threads = threads };
            ClassifierTwoSample.Compute(views[0], views[1], settings, Cancellation).ShouldBe(ClassifierTwoSample.Compute(views[0], views[1], Settings, Cancellation));
            TrendError.Compute(views[0], views[1], settings, Cancellation).ShouldBe(TrendError.Compute(views[0], views[1], Settings, Cancellation));
        }
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", 1, 2), TestTables.Numbers("m", 1, 2));
        Should.Throw<TableException>(() => TableView.Align(Settings, real, TestTables.Of(TestTables.Numbers("n", 1, 2)))).Message.ShouldContain("'m'");
        Should.Throw<TableException>(() => TableView.Align(new MetricSettings { Categorical = ["k"] }, real)).Message.ShouldContain("'k'");
    }

    [Fact]
    public void Numbers_named_as_categories_match_categories_written_as_text()
    {
        Table real = TestTables.Of(TestTables.Numbers("hour", 0, 1, 1, 2));
        Table other = TestTables.Of(TestTables.Categories("hour", "1", "0", "2", "1.0"));
        TableView[] views = TableView.Align(new MetricSettings { Categorical = ["hour"] }, real, other);

        views[0].Columns[0].IsCategorical.ShouldBeTrue();
        ShapeError.Compute(views[0], views[1], Settings, Cancellation).ShouldBe(0, 1e-12);
    }
}

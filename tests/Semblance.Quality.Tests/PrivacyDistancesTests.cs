using FsCheck;
using FsCheck.Fluent;
using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class PrivacyDistancesTests
{
    private static readonly MetricSettings Settings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Nearest_distances_are_those_of_a_plain_search()
    {
        // Row counts around the widths of vectors, tiles and chunks.
        var sizes = Gen.Choose(1, 200).Two();
        Prop.ForAll(sizes.ToArbitrary(), pair =>
        {
            Table real = TestTables.Related(pair.Item1, seed: 4);
            Table other = TestTables.Related(pair.Item2, seed: 5);
            TableView[] views = TableView.Align(Settings, real, other);

            double[] nearest = PrivacyDistances.Nearest(views[0], views[1], Settings, Cancellation);

            double[] expected = Search(views[0], views[1]);
            nearest.Length.ShouldBe(expected.Length);
            for (int row = 0; row < expected.Length; row++)
            {
                // Four terms, each rounded to a part in 2^27.
                nearest[row].ShouldBe(expected[row], 1e-7);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Missing_numbers_stand_at_the_median_and_missing_categories_are_a_category()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", 0, 5, 10), TestTables.Categories("c", "a", "a", null));
        Table other = TestTables.Of(TestTables.Numbers("n", double.NaN, 10), TestTables.Categories("c", "a", null));
        TableView[] views = TableView.Align(Settings, real, other);

        PrivacyDistances.Nearest(views[0], views[1], Settings, Cancellation).ShouldBe([0.0, 0.0]);
    }

    [Fact]
    public void Copies_of_the_training_half_share_everything_and_fresh_rows_half()
    {
        TableView[] views = TableView.Align(Settings, TestTables.Related(2000, 1), TestTables.Related(2000, 2), TestTables.Related(2000, 3));

        PrivacyDistances.DcrShare(views[0], views[1], views[0], Settings, Cancellation).ShouldBeGreaterThan(0.99);
        // 2,000 coin flips: a standard deviation of 0.011; four of them.
        PrivacyDistances.DcrShare(views[0], views[1], views[2], Settings, Cancellation).ShouldBe(0.5, 0.045);
    }

    [Fact]
    public void Ties_count_half()
    {
        Table half = TestTables.Of(TestTables.Numbers("n", 0, 1));
        TableView[] views = TableView.Align(Settings, half, half, half);
        PrivacyDistances.DcrShare(views[0], views[1], views[2], Settings, Cancellation).ShouldBe(0.5);
    }

    /// <summary>The definition: numbers by their real range, not farther out than a quarter of it.</summary>
    private static double[] Search(TableView reference, TableView rows)
    {
        double Place(ViewColumn real, double value)
        {
            (double low, double high) = (real.Values!.Min(), real.Values!.Max());
            return Math.Clamp((value - low) / (high > low ? high - low : 1), -0.25, 1.25);
        }
        double Distance(int row, int other) => Enumerable.Range(0, reference.Columns.Count).Sum(i => rows.Columns[i].Values is { } values
            ? Math.Abs(Place(reference.Columns[i], values[row]) - Place(reference.Columns[i], reference.Columns[i].Values![other]))
            : rows.Columns[i].Codes![row] == reference.Columns[i].Codes![other] ? 0 : 1);
        return [.. Enumerable.Range(0, rows.RowCount).Select(row => Enumerable.Range(0, reference.RowCount).Min(other => Distance(row, other)))];
    }
}

using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Tests;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

/// <summary>Reports on real tables: a third of the rows stands for the synthetic table, a third is learnt, a third held out.</summary>
public sealed class RealTableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("penguins/penguins.csv")]
    [InlineData("titanic/titanic.csv")]
    [InlineData("insurance/insurance.csv")]
    [InlineData("pima_diabetes/diabetes.csv")]
    [InlineData("bike_sharing/day.csv")]
    public void An_honest_sample_raises_no_alarm_and_copies_do(string file)
    {
        Table table = CsvReader.ReadFile(TestData.Path("tables/" + file), ct: Cancellation).Table;
        int third = table.RowCount / 3;
        int[] order = SampleRows.Permutation(table.RowCount, 11, 1);
        Table[] thirds = [.. Enumerable.Range(0, 3).Select(i => TableRows.Select(table, order[(i * third)..((i + 1) * third)]))];

        QualityReport honest = QualityReport.Measure(thirds[0], thirds[1], thirds[2], cancellation: Cancellation);
        honest.Scores.Where(score => score.Grade == ScoreGrade.Warning).ShouldBeEmpty();
        honest.Scores.Where(score => score.Grade == ScoreGrade.Poor).ShouldBeEmpty();
        honest.Scores.Where(score => !score.IsMeasured && score.Name is not ("category_adherence" or "category_coverage")).ShouldBeEmpty();

        QualityReport copied = QualityReport.Measure(thirds[0], thirds[0], thirds[2], cancellation: Cancellation);
        copied["membership_inference"].Grade.ShouldBe(ScoreGrade.Warning);
        copied["distance_5th_percentile"].Grade.ShouldBe(ScoreGrade.Warning);
        copied["new_rows"].Value.ShouldBe(0);
        copied["dcr_share"].Value.ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void Adults_that_learnt_rows_were_mixed_into_are_found()
    {
        Table train = BenchmarkTables.Read("adult_train"), test = BenchmarkTables.Read("adult_test");
        Table learnt = TableRows.Select(train, [.. Enumerable.Range(0, 6_000)]);
        Table Synthetic(int copies) => TableRows.Select(train, [.. Enumerable.Range(6_000 - copies, 6_000)]);
        Table holdout = TableRows.Select(test, [.. Enumerable.Range(0, 6_000)]);
        var settings = new MetricSettings { Sensitive = ["occupation"] };
        TableView[] views = TableView.Align(settings, learnt, holdout, Synthetic(0), Synthetic(1_200));

        // Strangers: 3,000 against 3,000 have a standard error of 0.0075; four of them.
        MembershipInference.Attack(views[0], views[1], views[2], settings, Cancellation).ShouldNotBeNull().Area.ShouldBe(0.5, 0.03);
        // A fifth of the learnt rows was mixed in, and is nearest to itself.
        MembershipAttack found = MembershipInference.Attack(views[0], views[1], views[3], settings, Cancellation).ShouldNotBeNull();
        found.Area.ShouldBeGreaterThan(0.55);
        found.HitsAtOnePercent.ShouldBeGreaterThan(0.1);
        AttributeAttack stranger = AttributeInference.Attack(views[0], views[1], views[2], settings, Cancellation).Single();
        AttributeAttack known = AttributeInference.Attack(views[0], views[1], views[3], settings, Cancellation).Single();
        stranger.Deviation.ShouldBeLessThan(3);
        // Of a fifth of the rows the occupation is known for certain, of the others as of strangers, about one in four.
        known.Risk.ShouldBe(0.2, 0.06);
        known.Deviation.ShouldBeGreaterThan(5);
    }
}

using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class QualityReportTests
{
    private static readonly Table Real = TestTables.Related(2000, 1);
    private static readonly Table Holdout = TestTables.Related(1000, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Fresh_rows_reach_the_ceiling()
    {
        QualityReport report = QualityReport.Measure(Real, TestTables.Related(2000, 3), Holdout, cancellation: Cancellation);

        report.RealRows.ShouldBe(2000);
        report.HoldoutRows.ShouldBe(1000);
        // Noise of 1,000 to 2,000 rows: 1/sqrt(1000) = 0.03 per share and correlation.
        report.Fidelity.ShapeError.ShouldBeLessThan(0.05);
        report.Fidelity.ClassifierTwoSample.ShouldBeGreaterThan(0.9);
        report.Ceiling.ClassifierTwoSample.ShouldBeGreaterThan(0.85);
        report.TrainedOnSynthetic.ShouldNotBeNull().LossAgainst(report.TrainedOnReal.ShouldNotBeNull()).ShouldBe(0, 0.04);
        // 2,000 flips: four standard deviations of 0.011.
        report.Privacy.DcrShare.ShouldNotBeNull().ShouldBe(0.5, 0.045);
        // Independent columns lie off the band that the real rows fill; the few rows on its edge decide for many, so they count as tens of flips.
        report.Privacy.DcrShareOfIndependentColumns.ShouldNotBeNull().ShouldBe(0.5, 0.2);
        report.Verdict[0].ShouldContain("cannot tell");
    }

    [Fact]
    public void Copies_are_found_out()
    {
        QualityReport report = QualityReport.Measure(Real, Real, Holdout, cancellation: Cancellation);

        report.Figures.ShouldBe(new TwinFigures(0, 1));
        report.Privacy.ExactCopies.ShouldBe(1);
        report.Privacy.ExactCopiesOfFresh.ShouldBeLessThan(0.01, "four decimals of two numbers rarely meet");
        report.Privacy.Distance5.ShouldBe(0);
        report.Privacy.Distance5OfFresh.ShouldBeGreaterThan(0);
        // Half of the training rows are compared with the smaller holdout: the copies of those are nearest, the others even.
        report.Privacy.DcrShare.ShouldNotBeNull().ShouldBeGreaterThan(0.7);
        report.Verdict.ShouldContain(sentence => sentence.StartsWith("100.00 % of the synthetic rows equal a real row"));
        report.Verdict.ShouldContain(sentence => sentence.Contains("the model has memorised"));
    }

    [Fact]
    public void Without_a_holdout_halves_of_the_real_table_are_the_ceiling()
    {
        QualityReport report = QualityReport.Measure(Real, TestTables.Independent(Real, 3), cancellation: Cancellation);

        report.HoldoutRows.ShouldBeNull();
        report.Privacy.DcrShare.ShouldBeNull();
        report.Fidelity.ClassifierTwoSample.ShouldBeLessThan(0.5);
        report.Ceiling.ClassifierTwoSample.ShouldBeGreaterThan(0.85);
        report.Verdict[0].ShouldContain("easily tells");
        report.Verdict[^1].ShouldContain("no holdout");
    }

    [Fact]
    public void A_report_does_not_depend_on_the_number_of_threads()
    {
        string Json(int threads) => QualityReport.Measure(Real, Holdout, settings: new MetricSettings { Threads = threads }, cancellation: Cancellation).ToJson();
        Json(3).ShouldBe(Json(1));
    }

    [Fact]
    public void Json_names_every_metric_and_has_no_infinities()
    {
        Table real = TestTables.Of(
            TestTables.Numbers("n", [.. Enumerable.Range(0, 40).Select(i => (double)i)]),
            TestTables.Numbers("gone", [.. Enumerable.Repeat(double.NaN, 39), 1]));
        Table synthetic = TestTables.Rows(real, 0, 20);
        using JsonDocument json = JsonDocument.Parse(QualityReport.Measure(real, synthetic, cancellation: Cancellation).ToJson());

        string[] names = [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
        names.ShouldBe(
        [
            "real_rows", "synthetic_rows", "holdout_rows", "distribution_similarity_error", "association_similarity", "shape_error",
            "trend_error_own_edges", "trend_error_shared_edges", "c2st", "ceiling", "utility", "privacy", "columns", "verdict",
        ]);
        json.RootElement.GetProperty("columns")[1].GetProperty("shape_error").ValueKind.ShouldBe(JsonValueKind.Null, "no synthetic value is present");
        json.RootElement.GetProperty("columns")[1].GetProperty("synthetic_missing").GetDouble().ShouldBe(1);
    }

    [Fact]
    public void The_page_is_well_formed_and_takes_nothing_from_elsewhere()
    {
        Table Rename(Table table) => new(
            [.. table.Columns.Select(column => column is NumberColumn { Name: "x" } number ? new NumberColumn(number.Schema with { Name = "<x> & \"y\"" }, number.Values) : column)],
            table.RowCount);
        using var stream = new MemoryStream();
        QualityReport.Measure(Rename(Real), Rename(Holdout), cancellation: Cancellation).WriteHtml(stream);
        string page = Encoding.UTF8.GetString(stream.ToArray());

        page.ShouldNotContain("http");
        page.ShouldNotContain("<script");
        page.ShouldContain("&lt;x&gt; &amp;");
        // All tags but meta are closed, so without it the page is XML.
        string xml = System.Text.RegularExpressions.Regex.Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<meta[^>]*>|<br>", "");
        XDocument.Parse(xml).Descendants("figure").Count().ShouldBe(4);
    }

    [Fact]
    public void Every_benchmark_table_can_be_scored_with_its_settings()
    {
        foreach (BenchmarkTable benchmark in BenchmarkTable.All)
        {
            Table train = BenchmarkTables.Read(benchmark.Name + "_train");
            TableView view = TableView.Align(benchmark.Settings, train)[0];

            view.Columns.Count.ShouldBe(train.Columns.Count, $"no column of {benchmark.Name} is an identifier or a text");
            view.IndexOf(benchmark.Target).ShouldBeGreaterThanOrEqualTo(0);
            view.Columns[view.IndexOf(benchmark.Target)].IsCategorical.ShouldBe(!benchmark.LogTarget);
        }
    }

    [Fact]
    public void Too_few_rows_are_refused_in_words() =>
        Should.Throw<TableException>(() => QualityReport.Measure(Real, TestTables.Rows(Real, 0, 3), cancellation: Cancellation))
            .Message.ShouldBe("The synthetic table has 3 rows; a report needs at least 10.");
}

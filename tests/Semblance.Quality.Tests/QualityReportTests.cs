using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
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
        report["shape_error"].Value.ShouldBeLessThan(0.05);
        report["c2st"].Value.ShouldBeGreaterThan(0.9);
        report["c2st"].Ceiling.ShouldBeGreaterThan(0.85);
        report.TrainedOnSynthetic.ShouldNotBeNull().LossAgainst(report.TrainedOnReal.ShouldNotBeNull()).ShouldBe(0, 0.04);
        // 2,000 flips: four standard deviations of 0.011.
        report["dcr_share"].Value.ShouldBe(0.5, 0.045);
        report["dcr_share"].Interval.ShouldNotBeNull().Contains(0.5).ShouldBeTrue();
        // Independent columns lie off the band that the real rows fill; the few rows on its edge decide for many, so they count as tens of flips.
        report.DcrShareOfIndependentColumns.ShouldNotBeNull().ShouldBe(0.5, 0.2);
        report.Scores.Where(score => score.Grade is not ScoreGrade.Good).ShouldBeEmpty();
        report.Verdict[0].ShouldContain("cannot tell");
        report.Verdict.Count.ShouldBe(4, "no warnings");
    }

    [Fact]
    public void Copies_are_found_out_by_every_score_that_looks_for_them()
    {
        QualityReport report = QualityReport.Measure(Real, Real, Holdout, cancellation: Cancellation);

        report["distribution_similarity_error"].Value.ShouldBe(0);
        report["association_similarity"].Value.ShouldBe(1);
        report["new_rows"].Value.ShouldBe(0);
        report["new_rows"].Ceiling.ShouldBeGreaterThan(0.99, "four decimals of two numbers rarely meet");
        report["distance_5th_percentile"].Value.ShouldBe(0);
        report["distance_5th_percentile"].Ceiling.ShouldBeGreaterThan(0);
        // Half of the training rows are compared with the smaller holdout: the copies of those are nearest, the others even.
        report["dcr_share"].Value.ShouldBeGreaterThan(0.7);
        report["membership_inference"].Value.ShouldBeGreaterThan(0.95);
        report["attribute_inference"].Value.ShouldBeGreaterThan(0.5);
        string[] warned = [.. report.Scores.Where(score => score.Grade == ScoreGrade.Warning).Select(score => score.Name)];
        warned.ShouldBe(
        [
            "shape_error", "trend_error_shared_edges", "trend_error_own_edges", "neighbourhood_coverage",
            "new_rows", "dcr_share", "distance_5th_percentile", "nndr_5th_percentile", "membership_inference", "attribute_inference",
        ],
        ignoreOrder: true);
        report.Verdict.ShouldContain(sentence => sentence.Contains("100 % of the synthetic rows equal a real row"));
        report.Verdict.ShouldContain(sentence => sentence.Contains("the model has memorised"));
    }

    [Fact]
    public void Independent_columns_are_told_apart_and_give_nobody_away()
    {
        QualityReport report = QualityReport.Measure(Real, TestTables.Independent(Real, 3), Holdout, cancellation: Cancellation);

        report["shape_error"].Grade.ShouldBe(ScoreGrade.Good, "columns by themselves are right");
        report["c2st"].Grade.ShouldBe(ScoreGrade.Poor);
        report["trend_error_shared_edges"].Grade.ShouldNotBe(ScoreGrade.Good);
        report["association_similarity"].Grade.ShouldBe(ScoreGrade.Poor);
        report["tstr"].Grade.ShouldBe(ScoreGrade.Poor);
        report["neighbourhood_coverage"].Grade.ShouldNotBe(ScoreGrade.Good);
        report.Scores.Where(score => score.Aspect == ScoreAspect.Privacy && score.Name is not "dcr_share").ShouldAllBe(score => score.Grade == ScoreGrade.Good);
        report["dcr_share"].Interval.ShouldNotBeNull().Contains(0.5).ShouldBeTrue("few rows on the edge decide for many, and the interval knows");
        report.Verdict[0].ShouldContain("easily tells");
    }

    [Fact]
    public void Without_a_holdout_halves_of_the_real_table_are_the_ceiling_and_attacks_are_not_measured()
    {
        QualityReport report = QualityReport.Measure(Real, TestTables.Independent(Real, 3), cancellation: Cancellation);

        report.HoldoutRows.ShouldBeNull();
        report["c2st"].Value.ShouldBeLessThan(0.5);
        report["c2st"].Ceiling.ShouldBeGreaterThan(0.85);
        report.Scores.Where(score => !score.IsMeasured).Select(score => score.Name).ShouldBe(["dcr_share", "membership_inference", "attribute_inference"]);
        report.Scores.Where(score => !score.IsMeasured).ShouldAllBe(score => score.Grade == ScoreGrade.NotMeasured && score.Verdict.Contains("no holdout"));
        report.Membership.ShouldBeNull();
        report.Attributes.ShouldBeEmpty();
        report.Notes.ShouldContain(note => note.StartsWith("There was no holdout."));
    }

    [Fact]
    public void Every_score_has_a_ceiling_or_a_reason_and_a_verdict()
    {
        foreach (Table? holdout in new[] { Holdout, null })
        {
            QualityReport report = QualityReport.Measure(Real, TestTables.Related(500, 3), holdout, cancellation: Cancellation);
            report.Scores.Select(score => score.Name).ShouldBeUnique();
            report.Scores.ShouldAllBe(score => double.IsNaN(score.Ceiling) != (score.NoCeiling == null));
            report.Scores.ShouldAllBe(score => score.Verdict.EndsWith('.') && !score.Verdict.Contains("NaN") && !score.Verdict.Contains('–'));
        }
    }

    [Fact]
    public void A_report_does_not_depend_on_the_number_of_threads()
    {
        string Json(int threads) =>
            QualityReport.Measure(Real, TestTables.Related(1500, 9), Holdout, new MetricSettings { Threads = threads }, cancellation: Cancellation).ToJson();
        Json(3).ShouldBe(Json(1));
    }

    [Fact]
    public void Progress_counts_up_to_the_end_and_a_cancelled_report_stops()
    {
        var seen = new List<ReportProgress>();
        using var stop = new CancellationTokenSource();
        var progress = new Watch(value =>
        {
            seen.Add(value);
            if (value.Done == 3)
            {
                stop.Cancel();
            }
        });
        Should.Throw<OperationCanceledException>(() => QualityReport.Measure(Real, Holdout, progress: progress, cancellation: stop.Token));
        seen[^1].Done.ShouldBe(3);
        seen.Clear();
        QualityReport.Measure(TestTables.Rows(Real, 0, 50), TestTables.Rows(Holdout, 0, 50), progress: new Watch(seen.Add), cancellation: Cancellation);
        seen.Select(value => value.Done).ShouldBe(Enumerable.Range(0, seen.Count));
        seen[^1].Share.ShouldBe(1);
    }

    [Fact]
    public void A_single_column_has_a_report_without_utility()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", [.. Enumerable.Range(0, 80).Select(i => (double)i)]));
        QualityReport report = QualityReport.Measure(real, TestTables.Rows(real, 0, 60), TestTables.Rows(real, 20, 40), cancellation: Cancellation);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        json.RootElement.GetProperty("tstr").ValueKind.ShouldBe(JsonValueKind.Null);
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
            "real_rows", "synthetic_rows", "holdout_rows", "seed",
            "c2st", "shape_error", "trend_error_shared_edges", "trend_error_own_edges", "distribution_similarity_error", "association_similarity",
            "missing_error", "category_adherence", "boundary_adherence", "category_coverage", "range_coverage", "neighbourhood_coverage",
            "tstr", "new_rows", "dcr_share", "distance_5th_percentile", "nndr_5th_percentile", "membership_inference", "attribute_inference",
            "ceiling", "utility", "privacy", "scores", "columns", "pairs", "notes", "verdict",
        ]);
        json.RootElement.GetProperty("columns")[1].GetProperty("shape_error").ValueKind.ShouldBe(JsonValueKind.Null, "no synthetic value is present");
        json.RootElement.GetProperty("columns")[1].GetProperty("synthetic_missing").GetDouble().ShouldBe(1);
        json.RootElement.GetProperty("category_coverage").ValueKind.ShouldBe(JsonValueKind.Null, "there are no categories");
    }

    [Fact]
    public void The_page_is_well_formed_escapes_what_it_shows_and_takes_nothing_from_elsewhere()
    {
        Table Rename(Table table) => new(
            [.. table.Columns.Select(column => column is NumberColumn { Name: "x" } number ? new NumberColumn(number.Schema with { Name = "<x> & \"y\"" }, number.Values) : column)],
            table.RowCount);
        string page = Page(QualityReport.Measure(Rename(Real), Rename(TestTables.Related(900, 5)), Rename(Holdout), cancellation: Cancellation), "A & <b>");

        page.ShouldNotContain("://");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("url(");
        page.ShouldNotContain("<x>");
        page.ShouldContain("&lt;x&gt; &amp;");
        page.ShouldContain("<h1>A &amp; &lt;b&gt;</h1>");
        XDocument parsed = Parse(page);
        // A picture per column, three maps, two curves, two attacks.
        parsed.Descendants("figure").Count().ShouldBe(4 + 3 + 2 + 2);
        parsed.Descendants("svg").ShouldAllBe(svg => (string?)svg.Attribute("role") == "img" ? !string.IsNullOrEmpty((string?)svg.Attribute("aria-label")) : (string?)svg.Attribute("aria-hidden") == "true");
        parsed.Descendants("th").ShouldAllBe(header => header.Attribute("scope") != null);
        string[] ids = [.. parsed.Descendants().Attributes("id").Select(id => id.Value)];
        ids.ShouldBeUnique();
        parsed.Descendants("a").Attributes("href").ShouldAllBe(link => link.Value.StartsWith('#') && ids.Contains(link.Value.Substring(1)));
    }

    [Fact]
    public void Attacks_that_fail_on_few_rows_are_said_to_show_little()
    {
        QualityReport report = QualityReport.Measure(TestTables.Related(80, 1), TestTables.Related(80, 2), TestTables.Related(60, 3), cancellation: Cancellation);
        report["membership_inference"].Grade.ShouldBe(ScoreGrade.Good);
        report.Verdict.ShouldContain(sentence => sentence.EndsWith("With so few rows only a gross leak would show."));
    }

    [Fact]
    public void Tables_at_the_edge_are_reported()
    {
        // 41 rows with a constant, a column without values, dates, an identifier, and a category of its own for each row.
        Table Edge(int rows, ulong seed)
        {
            Table some = TestTables.Related(rows, seed);
            long day = TimeSpan.TicksPerDay;
            var dates = new ColumnSchema("when", ColumnKind.DateTime) { DateTime = new DateTimeFormat("yyyy-MM-dd", DateTimeParts.Date, day) };
            var keys = new ColumnSchema("key", ColumnKind.Identifier);
            return TestTables.Of(
            [
                .. some.Columns,
                TestTables.Numbers("constant", [.. Enumerable.Repeat(7.0, rows)]),
                TestTables.Categories("one", [.. Enumerable.Repeat("only", rows)]),
                new EmptyColumn(new ColumnSchema("nothing", ColumnKind.Empty) { MissingTokens = [""] }, [.. Enumerable.Repeat((byte)1, rows)]),
                TestTables.Numbers("mostly", [.. Enumerable.Range(0, rows).Select(i => i == 0 ? 1 : double.NaN)]),
                TestTables.Numbers("endless", [.. Enumerable.Range(0, rows).Select(i => i == 1 ? double.PositiveInfinity : i == 2 ? double.NegativeInfinity : i * 1e300)]),
                new DateTimeColumn(dates, [.. Enumerable.Range(0, rows).Select(i => (738_000 + (i + (long)seed) % 30) * day)]),
                new StringColumn(keys, Utf8Strings.From([.. Enumerable.Range(0, rows).Select(i => $"K{seed}-{i}")])),
                TestTables.Categories("each", [.. Enumerable.Range(0, rows).Select(i => $"level {i % 37}")]),
            ]);
        }
        foreach (Table? holdout in new[] { Edge(20, 3), Edge(12, 3), null })
        {
            QualityReport report = QualityReport.Measure(Edge(41, 1), Edge(41, 2), holdout, cancellation: Cancellation);
            report.Columns.Select(column => column.Name).ShouldBe(["x", "y", "c", "o", "constant", "one", "mostly", "endless", "when", "each"]);
            report.Notes.ShouldContain(note => note.Contains("key (identifier)") && note.Contains("nothing (empty)"));
            report.Notes.ShouldContain(note => note.Contains("rows only"));
            report["membership_inference"].IsMeasured.ShouldBe(holdout?.RowCount == 20);
            report["c2st"].Grade.ShouldBe(ScoreGrade.Good, "on 41 rows an interval is wide");
            string page = Page(report, "Edge");
            page.ShouldNotContain("NaN");
            page.ShouldNotContain("Infinity");
            Parse(page);
            JsonDocument.Parse(report.ToJson()).Dispose();
        }
    }

    [Fact]
    public void Tall_tables_are_sampled_and_the_report_says_so()
    {
        // More rows than associations, distances and what is learnt take.
        Table tall = TestTables.Related(260_000, 1);
        QualityReport report = QualityReport.Measure(tall, TestTables.Related(210_000, 2), Holdout, new MetricSettings { MostRows = 1_000 }, cancellation: Cancellation);

        report.RealRows.ShouldBe(260_000);
        report.Notes.ShouldContain("The classifier two-sample test used a random sample of 1,000 rows of each larger table, always the same one for seed 0.");
        report.Notes.ShouldContain(note => note.StartsWith("Distances used a random sample of 250,000 rows"));
        report["shape_error"].Value.ShouldBeLessThan(0.01, "all rows were counted");
        report["c2st"].Grade.ShouldBe(ScoreGrade.Good);
    }

    [Fact]
    public void Wide_tables_are_looked_at_in_part_and_the_report_says_so()
    {
        Table Wide(ulong seed) => TestTables.Of(
        [
            .. Enumerable.Range(0, 60).SelectMany(i => TestTables.Related(60, seed + (ulong)i).Columns.Take(2).Select(column => TestTables.Numbers($"{column.Name}{i}", ((NumberColumn)column).Values))),
        ]);
        QualityReport report = QualityReport.Measure(Wide(1), Wide(1000), Wide(2000), cancellation: Cancellation);

        report.Pairs.Count.ShouldBe(5_000);
        report.Notes.ShouldContain(note => note.Contains("7,140 pairs of columns 5,000"));
        report.Attributes.Count.ShouldBe(100);
        XDocument page = Parse(Page(report, "Wide"));
        page.Descendants("figure").Count(figure => figure.Descendants("svg").Any()).ShouldBe(120 + 3 + 2 + 2);
        page.ToString().ShouldContain("maps show the 25 that differ most");
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

    [Fact]
    public void A_sensitive_column_that_is_not_there_is_named() =>
        Should.Throw<TableException>(() => QualityReport.Measure(Real, Real, Holdout, new MetricSettings { Sensitive = ["salary"] }, cancellation: Cancellation))
            .Message.ShouldContain("'salary'");

    private static string Page(QualityReport report, string title)
    {
        using var stream = new MemoryStream();
        report.WriteHtml(stream, title);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>All tags but meta are closed, so without it the page is XML.</summary>
    private static XDocument Parse(string page) => XDocument.Parse(Regex.Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<meta[^>]*>", ""));

    private sealed class Watch(Action<ReportProgress> seen) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => seen(value);
    }
}

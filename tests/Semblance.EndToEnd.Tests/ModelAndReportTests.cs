using System.Text.Json;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>The twin in two steps, and how good it is.</summary>
public sealed class ModelAndReportTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "patients.csv");
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families() => TwinTests.Families();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void A_kept_model_makes_the_rows_of_the_twin(string family)
    {
        ProgramRun.Run("train", s_sample, "--model", family, "--seed", "4", "-o", _folder["patients.model"]).Code.ShouldBe(0);
        ProgramResult sample = ProgramRun.Run("sample", _folder["patients.model"], "--rows", "3000", "--seed", "4", "--threads", "1");
        sample.Code.ShouldBe(0, sample.Error);
        ProgramRun.Run("twin", s_sample, "--algo", family, "--rows", "3000", "--seed", "4").Output.ShouldBe(sample.Output);
        ProgramRun.Run("train", s_sample, "--model", family, "--seed", "4", "--threads", "1", "-o", _folder["again.model"]).Code.ShouldBe(0);
        File.ReadAllBytes(_folder["again.model"]).ShouldBe(File.ReadAllBytes(_folder["patients.model"]), "the same fit gives the same file at any number of threads");
    }

    [Fact]
    public void A_sample_meets_conditions_and_is_as_long_as_the_table_by_default()
    {
        ProgramRun.Run("train", s_sample, "--model", "core", "--seed", "4", "-o", _folder["patients.model"]).Code.ShouldBe(0);
        ProgramResult sample = ProgramRun.Run("sample", _folder["patients.model"], "--condition", "ward=Maternity", "sex=female", "-o", _folder["rows.csv"], "--json");
        sample.Code.ShouldBe(0, sample.Error);
        using var json = JsonDocument.Parse(sample.OutputText);
        json.RootElement.GetProperty("rows").GetInt64().ShouldBe(800);
        string[] rows = File.ReadAllLines(_folder["rows.csv"])[1..];
        rows.Length.ShouldBe(800);
        rows.ShouldAllBe(row => row.Contains(",Maternity,", StringComparison.Ordinal) && row.Contains(",female,", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_model_is_bad_input()
    {
        ProgramResult run = ProgramRun.Run("sample", s_sample);
        run.Code.ShouldBe(3);
        run.Error.ShouldStartWith("error: ");
        ProgramRun.Run("train", s_sample, "--model", "core").Code.ShouldBe(2, "a model needs a place");
        ProgramRun.Run("train", s_sample, "-o", _folder["x"]).Code.ShouldBe(2, "a model needs a family");
        _folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public void A_report_holds_every_metric_as_json_and_as_a_page_of_its_own()
    {
        ProgramRun.Run("twin", s_sample, "--seed", "4", "-o", _folder["twin.csv"], "--report", _folder["twin.html"]).Code.ShouldBe(0);
        ProgramResult run = ProgramRun.Run("report", s_sample, _folder["twin.csv"], "--holdout", s_sample, "-o", _folder["report.html"], "--json");
        run.Code.ShouldBe(0, run.Error);
        using var json = JsonDocument.Parse(run.OutputText);
        foreach (string metric in new[] { "shape_error", "trend_error_own_edges", "trend_error_shared_edges", "c2st", "new_rows", "dcr_share", "membership_inference", "attribute_inference", "ceiling", "utility", "privacy", "scores", "rows", "seed", "seconds", "distribution_similarity_error", "association_similarity" })
        {
            json.RootElement.TryGetProperty(metric, out _).ShouldBeTrue(metric);
        }
        foreach (string page in new[] { "twin.html", "report.html" })
        {
            string html = File.ReadAllText(_folder[page]);
            html.ShouldStartWith("<!doctype html>", Case.Insensitive);
            html.TrimEnd().ShouldEndWith("</html>");
            html.ShouldNotContain("http://", Case.Insensitive, "nothing is loaded from elsewhere");
            html.ShouldNotContain("https://", Case.Insensitive);
        }
        _folder.Names.ShouldBe(["report.html", "twin.csv", "twin.html"]);
    }

    [Fact]
    public void A_report_without_json_is_every_score_and_a_few_sentences()
    {
        ProgramRun.Run("twin", s_sample, "--seed", "4", "-o", _folder["twin.csv"]).Code.ShouldBe(0);
        ProgramResult run = ProgramRun.Run("report", s_sample, _folder["twin.csv"], "--quiet");
        run.Code.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        run.OutputText.ShouldContain("Classifier two-sample test");
        run.OutputText.ShouldContain("real rows");
        run.OutputText.ShouldContain("not measured", Case.Sensitive, "there is no holdout to attack");
    }

    [Fact]
    public void Tables_that_cannot_be_compared_are_bad_input()
    {
        ProgramResult run = ProgramRun.Run("report", s_sample, _folder.Write("other.csv", "a,b,c\n" + string.Concat(Enumerable.Repeat("1,2,3\n4,5,6\n", 50))));
        run.Code.ShouldBe(3);
        run.Error.TrimEnd().Split('\n')[^1].ShouldStartWith("error: ");
    }
}

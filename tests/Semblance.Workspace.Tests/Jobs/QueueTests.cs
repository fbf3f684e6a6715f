using System.Text;
using Semblance.Data;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Reports;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Jobs;

public sealed class QueueTests
{
    private static readonly JobSettings s_quick = new() { AtOnce = 2, ProgressInterval = TimeSpan.FromMilliseconds(100), SweepInterval = TimeSpan.FromMilliseconds(300), FirstRest = TimeSpan.FromMilliseconds(100) };

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_model_is_trained_and_makes_rows_and_a_report(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        await using JobNode node = await test.StartNodeAsync();
        node.Health.ShouldBe(QueueHealth.Running);
        SynthModel model = await test.TrainedAsync(alice);
        model.Status.ShouldBe(ModelStatus.Ready);
        model.TrainingRows.ShouldBe(160);

        var wish = new NewGeneration { Rows = 500, Seed = 42, Conditions = new Dictionary<string, string> { ["city"] = "Oslo" } };
        Job job = await test.EndOfAsync(alice, (await test.Home.Jobs.GenerateAsync(alice.Id, model.Id, wish)).Job!.Id);
        job.Status.ShouldBe(JobStatus.Completed, job.Error);
        job.Progress.ShouldBe(1);
        string[] lines = Encoding.UTF8.GetString(await test.OutputAsync(alice, job)).TrimEnd().Split('\n');
        lines.Length.ShouldBe(501);
        lines[0].ShouldBe("id,city,amount,items,date,member");
        lines.Skip(1).ShouldAllBe(line => line.Contains(",Oslo,", StringComparison.Ordinal));

        foreach (Guid entity in new[] { model.Id, job.Id })
        {
            ReportDetail report = (await test.Home.Reports.CreateAsync(alice.Id, new NewReport(alice.ProjectId, entity))).Report!;
            Job measured = await test.EndOfAsync(alice, report.Job.Id);
            measured.Status.ShouldBe(JobStatus.Completed, measured.Error);
            report = (await test.Home.Reports.GetAsync(alice.Id, report.Report.Id))!;
            report.Report.JsonArtifactId.ShouldBe(measured.OutputArtifactId);
            (await test.Home.ArtifactRecords.GetAsync(alice.Id, report.Report.HtmlArtifactId!.Value))!.Length.ShouldBeGreaterThan(1000);
        }

        Guid[] files = [model.ArtifactId!.Value, job.OutputArtifactId!.Value];
        (await test.Home.Models.DeleteAsync(alice.Id, model.Id)).ShouldBeTrue();
        foreach (Guid file in files)
        {
            (await test.Home.ArtifactRecords.GetAsync(alice.Id, file)).ShouldBeNull();
            (await test.Home.Artifacts.OpenAsync(file)).ShouldBeNull();
        }
        (await test.Home.Reports.ListAsync(alice.Id, null, 10, 0)).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Parquet)]
    public async Task Ranges_joined_are_the_same_bytes_as_rows_made_in_one_go(TableFormat format)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick with { SplitRows = 700 });
        TestAccount alice = await test.AddAccountAsync("alice");
        await using JobNode node = await test.StartNodeAsync();
        SynthModel model = await test.TrainedAsync(alice, "flagship");
        var wish = new NewGeneration { Rows = 2_500, Seed = 5, Format = format };
        Job split = await test.EndOfAsync(alice, (await test.Home.Jobs.GenerateAsync(alice.Id, model.Id, wish)).Job!.Id);
        split.Status.ShouldBe(JobStatus.Completed, split.Error);

        JobStore unsplit = new(test.Home.Database, test.Home.ArtifactRecords, test.Home.JobSignal, s_quick, TimeProvider.System);
        Job whole = await test.EndOfAsync(alice, (await unsplit.GenerateAsync(alice.Id, model.Id, wish)).Job!.Id);
        (await test.OutputAsync(alice, split)).ShouldBe(await test.OutputAsync(alice, whole));
        // A node removes what is left of a job after it has written down that the job is done.
        await node.DisposeAsync();
        Directory.GetFiles(test.Home.Folder.Artifacts, "*", SearchOption.AllDirectories).Length.ShouldBe(4, "the dataset, the model and two outputs");
    }

    [Fact]
    public async Task Impossible_conditions_fail_with_the_value()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick with { SplitRows = 300 });
        TestAccount alice = await test.AddAccountAsync("alice");
        await using JobNode node = await test.StartNodeAsync();
        SynthModel model = await test.TrainedAsync(alice);
        foreach (long rows in new[] { 100, 1_000 })
        {
            var wish = new NewGeneration { Rows = rows, Conditions = new Dictionary<string, string> { ["city"] = "Atlantis" } };
            Job job = await test.EndOfAsync(alice, (await test.Home.Jobs.GenerateAsync(alice.Id, model.Id, wish)).Job!.Id);
            job.Status.ShouldBe(JobStatus.Failed);
            job.Error!.ShouldContain("Atlantis");
            job.OutputArtifactId.ShouldBeNull();
        }
    }
}

using Semblance.Data;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Jobs;

public sealed class ClusterTests
{
    [Fact]
    public async Task Ranges_are_made_on_several_nodes_and_joined_to_the_same_bytes()
    {
        JobSettings settings = new() { AtOnce = 1, SplitRows = 500 };
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Postgres, settings);
        TestAccount alice = await test.AddAccountAsync("alice");
        using WorkspaceHome other = await test.OpenAsync(settings);
        // Both begin at once, on a database without the queue's tables.
        JobNode[] nodes = await Task.WhenAll(test.StartNodeAsync(), TestWorkspace.StartNodeAsync(other));
        await using JobNode first = nodes[0], second = nodes[1];
        SynthModel model = await test.TrainedAsync(alice);
        var outputs = new List<byte[]>();
        foreach (long split in new[] { 500L, 700L, 1_000_000L })
        {
            JobStore store = new(test.Home.Database, test.Home.ArtifactRecords, test.Home.JobSignal, settings with { SplitRows = split }, TimeProvider.System);
            var wish = new NewGeneration { Rows = 4_000, Seed = 3, Format = TableFormat.Parquet };
            Job job = await test.EndOfAsync(alice, (await store.GenerateAsync(alice.Id, model.Id, wish)).Job!.Id);
            job.Status.ShouldBe(JobStatus.Completed, job.Error);
            outputs.Add(await test.OutputAsync(alice, job));
        }
        outputs[1].ShouldBe(outputs[0]);
        outputs[2].ShouldBe(outputs[0]);
    }

    [Fact]
    public async Task A_node_that_looks_for_artifacts_elsewhere_does_not_start()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Postgres);
        await test.Home.CheckArtifactsAsync();
        await test.Home.CheckArtifactsAsync();
        using (WorkspaceHome same = await test.OpenAsync())
        {
            await same.CheckArtifactsAsync();
        }
        string elsewhere = Path.Combine(test.Home.Folder.Root, "elsewhere");
        using WorkspaceHome other = await WorkspaceHome.OpenAsync(
            test.Home.Folder, new WorkspaceOptions { Postgres = test.Database.PostgresConnection, ArtifactFolder = elsewhere }, TimeProvider.System);
        (await Should.ThrowAsync<IOException>(() => other.CheckArtifactsAsync())).Message.ShouldStartWith($"The artifacts of this database are not in '{elsewhere}': name the place");
        var sweep = new ArtifactSweep(test.Home.Database, test.Home.Artifacts, new TestClock(DateTimeOffset.UtcNow + TimeSpan.FromHours(2)));
        (await sweep.RemoveAsync()).ShouldBe(0, "the mark stays");
    }

    [Fact]
    public async Task Every_job_is_done_once_however_many_nodes_there_are()
    {
        JobSettings settings = new() { AtOnce = 2 };
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Postgres, settings);
        TestAccount alice = await test.AddAccountAsync("alice");
        Guid model = await test.ReadyModelAsync(alice);
        using WorkspaceHome other = await test.OpenAsync(settings);
        var here = new HandRunner((_, cancellation) => Task.Delay(20, cancellation));
        var there = new HandRunner((_, cancellation) => Task.Delay(20, cancellation));
        await using JobNode first = await test.StartNodeAsync(here), second = await TestWorkspace.StartNodeAsync(other, there);
        var jobs = new List<Guid>();
        for (int i = 0; i < 60; i++)
        {
            jobs.Add((await test.GenerateAsync(alice, model)).Id);
        }
        foreach (Guid job in jobs)
        {
            (await test.EndOfAsync(alice, job)).Attempt.ShouldBe(1);
        }
        here.Begun.Concat(there.Begun).Select(job => job.Id).ShouldBe(jobs, ignoreOrder: true);
        here.Begun.ShouldNotBeEmpty();
        there.Begun.ShouldNotBeEmpty();
    }
}

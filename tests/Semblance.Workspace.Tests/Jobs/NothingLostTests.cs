using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Jobs;

public sealed class NothingLostTests
{
    private static readonly JobSettings s_quick = new()
    {
        AtOnce = 1,
        ProgressInterval = TimeSpan.FromMilliseconds(50),
        SweepInterval = TimeSpan.FromMilliseconds(200),
        FirstRest = TimeSpan.FromMilliseconds(50),
    };

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Jobs_recorded_while_nobody_works_are_done_by_whoever_starts(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        Job job = await test.GenerateAsync(alice, await test.ReadyModelAsync(alice));
        await using JobNode node = await test.StartNodeAsync(new HandRunner());
        (await test.EndOfAsync(alice, job.Id)).Status.ShouldBe(JobStatus.Completed);
    }

    [Fact]
    public async Task Files_that_are_away_for_a_while_fail_no_job()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        await using JobNode node = await test.StartNodeAsync();
        SynthModel model = await test.TrainedAsync(alice);
        string place = test.Home.Folder.Artifacts, away = place + "-away";
        Directory.Move(place, away);
        Directory.CreateDirectory(place);
        Job rows = await test.GenerateAsync(alice, model.Id);
        while ((await test.Home.Jobs.GetAsync(alice.Id, rows.Id))!.Job.Failures == 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Directory.Delete(place, recursive: true);
        Directory.Move(away, place);
        Job ended = await test.EndOfAsync(alice, rows.Id);
        ended.Status.ShouldBe(JobStatus.Completed, ended.Error);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_job_whose_ticket_is_gone_is_begun_again_and_counts_as_a_crash(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        Job job = await test.GenerateAsync(alice, await test.ReadyModelAsync(alice));
        // What a process leaves that dies with a disk that had not written its ticket.
        var claims = new JobClaims(test.Home.Database, s_quick, TimeProvider.System);
        (await claims.ClaimAsync("nobody"))!.Id.ShouldBe(job.Id);
        (await claims.ClaimAsync("other")).ShouldBeNull();
        await using JobNode node = await test.StartNodeAsync(new HandRunner());
        Job ended = await test.EndOfAsync(alice, job.Id);
        ended.Status.ShouldBe(JobStatus.Completed);
        (ended.Attempt, ended.Crashes).ShouldBe((2, 1));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task An_attempt_that_was_taken_over_can_write_nothing(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        await test.GenerateAsync(alice, await test.ReadyModelAsync(alice));
        var claims = new JobClaims(test.Home.Database, s_quick, TimeProvider.System);
        Job first = (await claims.ClaimAsync("ticket"))!;
        Job second = (await claims.RecoverAsync("ticket"))!;
        second.Attempt.ShouldBe(2);

        ArtifactRecord late = await PutAsync(test, first), right = await PutAsync(test, second);
        (await claims.ReportAsync(first, 0.5, "generate")).ShouldBeFalse();
        (await claims.KeepCheckpointAsync(first, Guid.NewGuid())).ShouldBeFalse();
        (await claims.CompleteAsync(first, new JobResult(late), [late])).Completed.ShouldBeFalse();
        await claims.FailAsync(first, "too late");
        await claims.RestAsync(first);
        await claims.ReleaseAsync(first);

        (await claims.ReportAsync(second, 0.5, "generate")).ShouldBeTrue();
        (await claims.CompleteAsync(second, new JobResult(right), [right])).Completed.ShouldBeTrue();
        // Asked again, since the answer may have been lost: it is completed, and once.
        (await claims.CompleteAsync(second, new JobResult(right), [right])).Completed.ShouldBeTrue();
        Job ended = await test.EndOfAsync(alice, first.Id);
        ended.OutputArtifactId.ShouldBe(right.Id);
        (await test.Home.ArtifactRecords.GetAsync(alice.Id, late.Id)).ShouldBeNull();
        (await claims.RecoverAsync("ticket")).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_job_stops_and_leaves_nothing()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        Guid model = await test.ReadyModelAsync(alice);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int files = test.Files.Length;
        await using JobNode node = await test.StartNodeAsync(new HandRunner(async (run, cancellation) =>
        {
            await run.PutAsync(ArtifactKind.Rows, "half", "text/csv", stream => stream.WriteByte(1), cancellation);
            begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                stopped.TrySetResult();
            }
        }));
        Job job = await test.GenerateAsync(alice, model);
        await begun.Task;
        (await test.Home.Jobs.CancelAsync(alice.Id, job.Id)).ShouldBe(Cancellation.Cancelled);
        await stopped.Task;
        Job ended = await test.EndOfAsync(alice, job.Id);
        ended.Status.ShouldBe(JobStatus.Cancelled);
        await node.DisposeAsync();
        test.Files.Length.ShouldBe(files);
    }

    [Fact]
    public async Task Deleting_a_model_stops_what_is_made_of_it()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        Guid model = await test.ReadyModelAsync(alice);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int files = test.Files.Length;
        await using JobNode node = await test.StartNodeAsync(new HandRunner(async (run, cancellation) =>
        {
            await run.PutAsync(ArtifactKind.Rows, "half", "text/csv", stream => stream.WriteByte(1), cancellation);
            begun.TrySetResult();
            using (cancellation.Register(() => stopped.TrySetResult()))
            {
                await stopped.Task;
            }
        }));
        await test.GenerateAsync(alice, model);
        await begun.Task;
        (await test.Home.Models.DeleteAsync(alice.Id, model)).ShouldBeTrue();
        // This runner goes on to its end all the same: its result is refused.
        await stopped.Task;
        await node.DisposeAsync();
        test.Files.Length.ShouldBe(files);
        (await test.Home.Jobs.ListAsync(alice.Id, new JobFilter(), 10, 0)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task What_passes_is_tried_again_and_what_does_not_pass_in_time_fails()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick with { MostFailures = 3 });
        TestAccount alice = await test.AddAccountAsync("alice");
        Guid model = await test.ReadyModelAsync(alice);
        await using JobNode node = await test.StartNodeAsync(new HandRunner((run, _) =>
            run.Job.Seed == 1 && run.Job.Failures == 2 ? Task.CompletedTask : throw new IOException("The disk is away.")));
        Job passes = await test.EndOfAsync(alice, (await test.GenerateAsync(alice, model, seed: 1)).Id);
        (passes.Status, passes.Failures, passes.Attempt).ShouldBe((JobStatus.Completed, 2, 3));
        passes.Error.ShouldBeNull();
        Job fails = await test.EndOfAsync(alice, (await test.GenerateAsync(alice, model, seed: 2)).Id);
        (fails.Status, fails.Attempt).ShouldBe((JobStatus.Failed, 3));
        fails.Error.ShouldBe("It was tried 3 times, and each time the server's storage failed; the log of the server says how.");
    }

    [Fact]
    public async Task Mistakes_and_time_limits_fail_without_another_attempt()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick with { TimeLimit = TimeSpan.FromMilliseconds(300) });
        TestAccount alice = await test.AddAccountAsync("alice");
        Guid model = await test.ReadyModelAsync(alice);
        await using JobNode node = await test.StartNodeAsync(new HandRunner(async (run, cancellation) =>
            await (run.Job.Seed == 1 ? throw new JobException("There is no such thing.")
            : run.Job.Seed == 2 ? throw new InvalidOperationException("Secret of row 7.")
            : Task.Delay(Timeout.Infinite, cancellation))));
        foreach ((ulong seed, string error) in new[]
        {
            (1UL, "There is no such thing."),
            (2UL, "The server made a mistake; its log says which, under the id of this job."),
            (3UL, "It took longer than 0.01 minutes, the longest that a job may take on this server."),
        })
        {
            Job job = await test.EndOfAsync(alice, (await test.GenerateAsync(alice, model, seed: seed)).Id);
            (job.Status, job.Attempt, job.Error).ShouldBe((JobStatus.Failed, 1, error));
        }
    }

    [Fact]
    public async Task A_job_that_kills_its_process_again_and_again_fails()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick with { MostCrashes = 2 });
        TestAccount alice = await test.AddAccountAsync("alice");
        Job job = await test.GenerateAsync(alice, await test.ReadyModelAsync(alice));
        var claims = new JobClaims(test.Home.Database, s_quick, TimeProvider.System);
        await claims.ClaimAsync("ticket");
        await claims.RecoverAsync("ticket");
        await claims.RecoverAsync("ticket");
        await using JobNode node = await test.StartNodeAsync(new HandRunner());
        (await test.EndOfAsync(alice, job.Id)).Error.ShouldBe("The server died 3 times while it worked on this; it is not tried again.");
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_training_that_is_stopped_goes_on_from_its_checkpoint_to_the_same_model(string kind)
    {
        const string Config = """{"epochs": 40, "batch_size": 50, "pac": 5, "embedding_dim": 16, "generator_dim": [32], "discriminator_dim": [32]}""";
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, s_quick with { CheckpointInterval = TimeSpan.Zero });
        TestAccount alice = await test.AddAccountAsync("alice");
        (SynthModel model, Job job) = (await test.TrainAsync(alice, "ctgan", Config))!.Value;
        await using (JobNode first = await test.StartNodeAsync())
        {
            while ((await test.Home.Jobs.GetAsync(alice.Id, job.Id))!.Job.CheckpointId is null)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
        Job between = (await test.Home.Jobs.GetAsync(alice.Id, job.Id))!.Job;
        (between.Status, between.QueueState, between.Crashes).ShouldBe((JobStatus.Pending, QueueState.Ready, 0), "it was stopped before its end, and given back");
        await using JobNode second = await test.StartNodeAsync();
        Job ended = await test.EndOfAsync(alice, job.Id);
        ended.Status.ShouldBe(JobStatus.Completed, ended.Error);
        ended.CheckpointId.ShouldBeNull();
        byte[] stopped = await test.OutputAsync(alice, ended);

        SynthModel undisturbed = await test.TrainedAsync(alice, "ctgan", Config);
        undisturbed.Id.ShouldNotBe(model.Id);
        stopped.ShouldBe(await test.OutputAsync(alice, (await test.Home.Jobs.ListAsync(alice.Id, new JobFilter { ModelId = undisturbed.Id }, 1, 0)).Jobs[0].Job));
        await second.DisposeAsync();
        test.Files.Length.ShouldBe(3, "the dataset and two models: no checkpoint is left");
    }

    [Fact]
    public async Task Files_that_no_record_names_are_swept_when_they_are_old()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        TestAccount alice = await test.AddAccountAsync("alice");
        Job job = await test.GenerateAsync(alice, await test.ReadyModelAsync(alice));
        var claims = new JobClaims(test.Home.Database, s_quick, TimeProvider.System);
        Job claim = (await claims.ClaimAsync("ticket"))!;
        ArtifactRecord checkpoint = await PutAsync(test, job), lost = await PutAsync(test, job);
        await claims.KeepCheckpointAsync(claim, checkpoint.Id);
        var sweep = new ArtifactSweep(test.Home.Database, test.Home.Artifacts, TimeProvider.System);
        (await sweep.RemoveAsync()).ShouldBe(0, "all of them are young");
        sweep = new ArtifactSweep(test.Home.Database, test.Home.Artifacts, new TestClock(DateTimeOffset.UtcNow + TimeSpan.FromHours(2)));
        (await sweep.RemoveAsync()).ShouldBe(1);
        (await test.Home.Artifacts.OpenAsync(lost.Id)).ShouldBeNull();
        test.Files.Length.ShouldBe(2, "the dataset and the checkpoint");
    }

    private static async Task<ArtifactRecord> PutAsync(TestWorkspace test, Job job)
    {
        Artifact artifact = await test.Home.Artifacts.PutAsync((stream, _) =>
        {
            stream.WriteByte(7);
            return Task.CompletedTask;
        });
        return ArtifactRecord.Of(artifact, job.AccountId, ArtifactKind.Rows, "rows.csv", "text/csv", DateTimeOffset.UtcNow);
    }
}

using System.Net;
using Semblance.EndToEnd.Tests.Serve;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>Whatever is killed at whatever moment, nothing that was accepted is lost or done twice, and what comes of it is what would have come of it anyway.</summary>
[Collection(JobTests.Name)]
public sealed class KillTests(UndisturbedRun undisturbed)
{
    private const ulong Seed = 20_261_124;

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Nothing_is_lost_or_doubled_whenever_something_is_killed(string database)
    {
        await using KillRun run = await KillRun.StartAsync(database, await undisturbed.HashesAsync(), Seed);
        (KillClient anna, KillClient ben, KillClient cleo) = (run.Clients[0], run.Clients[1], run.Clients[2]);

        // Requests are being answered: some are recorded without an answer, some are not.
        Task asking = TrainAllAsync(run, anna, Works.Quick);
        await run.KillServerAsync("models were being asked for", 300);
        await KillRun.IsAnsweredAsync(asking);
        foreach (TrainingWork work in Works.Quick)
        {
            await run.TrainUnlessRecordedAsync(anna, work);
        }

        // A job is recorded; its ticket may be or not.
        await run.TrainAsync(anna, Works.Core);
        await run.KillServerAsync("a model was accepted", 10);

        // A model is in place, but its job is not completed.
        string[] known = run.Cluster.ArtifactFiles();
        Guid flagship = await run.TrainAsync(cleo, Works.Flagship);
        await run.KillAtAsync("an artifact was put", flagship, jobs => run.Cluster.ArtifactFiles().Except(known).Any(IsWhole) ? AtWork(jobs, flagship) : null, 5);

        // A training is under way, and later goes on from its checkpoint.
        Guid ctgan = await run.TrainAsync(ben, Works.Ctgan);
        await run.KillAtAsync("a training kept a checkpoint", ctgan, jobs => AtWork(jobs, ctgan) is { CheckpointId: not null } training ? training : null, 300);
        await run.TrainAsync(ben, Works.Tvae);
        await run.TrainAsync(anna, Works.Copula);
        await run.KillAtAsync("the training went on", ctgan, jobs => AtWork(jobs, ctgan) is { Attempt: > 1 } training ? training : null, 400);

        // A table is on its way.
        Task<UploadedDataset> upload = cleo.Http.UploadAsync(cleo.Project, "slow", new SlowContent(MadeTables.Csv(20_000), 20, TimeSpan.FromMilliseconds(20)));
        await Patience.UntilAsync(() => run.Cluster.Server.Spooled.Length > 0 || upload.IsCompleted, "an upload is under way", pollMilliseconds: 5);
        await run.KillServerAsync("a table was on its way", 400);
        if (!await KillRun.IsAnsweredAsync(upload) && await cleo.Http.FindAsync("/api/datasets", "slow") is null)
        {
            await cleo.Http.UploadAsync(cleo.Project, "slow", MadeTables.Csv(20_000));
        }

        // Rows are being written, in one go, in ranges, and joined.
        await run.ReadyAsync(anna, Works.Copula);
        Guid rows = await run.GenerateAsync(anna, Works.Rows);
        await run.KillAtAsync("rows were being made", rows, jobs => AtWork(jobs, rows), 200);
        await run.ReadyAsync(cleo, Works.Flagship);
        Guid ranges = await run.GenerateAsync(cleo, Works.CsvInRanges);
        await run.KillAtAsync("some ranges were done", ranges, jobs => jobs.Any(range => range.ParentId == ranges && range.Status == JobStatus.Completed) ? jobs.FirstOrDefault(range => range.ParentId == ranges && range.QueueState == QueueState.Claimed) : null, 100);
        Guid joined = await run.GenerateAsync(anna, Works.ParquetInRanges);
        await run.KillAtAsync("ranges were being joined", joined, jobs => AtWork(jobs, joined), 100);

        // A report is being made.
        Guid report = await run.ReportAsync(cleo, Works.Report);
        await run.KillAtAsync("a report was being made", report, jobs => AtWork(jobs, report), 400);

        // A job is being called off. Who gets no answer asks again.
        Guid endless = await run.TrainAsync(ben, Works.Endless);
        await Patience.UntilAsync(() => AtWork(run.Cluster.Records.Jobs(), endless) is { CheckpointId: not null }, "the endless training is under way");
        Task<HttpStatusCode> cancelling = ben.Http.CancelAsync(endless);
        await run.KillServerAsync("a job was being called off", 20);
        if (!await KillRun.IsAnsweredAsync(cancelling) && (await ben.Http.JobAsync(endless)).Status != "cancelled")
        {
            (await ben.Http.CancelAsync(endless)).ShouldBe(HttpStatusCode.OK);
        }

        // A model is being deleted while rows are made of it.
        var doomed = new TrainingWork("doomed", "core", new { seed = 1 });
        await run.TrainAsync(anna, doomed);
        string path = $"/api/synthgen/models/{await run.ReadyAsync(anna, doomed)}";
        Guid lastRows = await anna.Http.GenerateAsync(run.ModelOf(doomed), 2 * Works.SplitRows, 1);
        await Patience.UntilAsync(() => run.Cluster.Records.Jobs().Any(job => (job.Is(lastRows) || job.ParentId == lastRows) && job.QueueState is QueueState.Claimed or QueueState.Ended), "rows are being made");
        Task<HttpStatusCode> deleting = anna.Http.DeleteAsync(path);
        await run.KillServerAsync("a model was being deleted", 15);
        if (!await KillRun.IsAnsweredAsync(deleting))
        {
            (await anna.Http.DeleteAsync(path)).ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
        }

        // A server is putting right what the last one left.
        await run.ReadyAsync(anna, Works.Core);
        await run.GenerateAsync(anna, Works.FewRows);
        await run.KillWhileStartingAsync(1_500);

        await run.ReadyAsync(ben, Works.Ctgan);
        await run.GenerateAsync(ben, Works.RowsOfNetwork);
        await run.ShouldHaveLostNothingAsync();
        run.Kills.ShouldBeGreaterThanOrEqualTo(12);
        JobRow[] jobs = run.Cluster.Records.Jobs();
        jobs.Length.ShouldBe(run.Accepted + 1, "nothing is recorded twice: what was accepted, and the training that was called off");
        jobs.Single(job => job.Is(endless)).Status.ShouldBe(JobStatus.Cancelled);
        run.Cluster.Records.ModelNames().ShouldBe(Works.Trainings.Append(Works.Endless).Select(work => work.Name).Order(StringComparer.Ordinal));
        (await anna.Http.SendAsync(HttpMethod.Get, path)).Status.ShouldBe(HttpStatusCode.NotFound);
        jobs.Count(job => job.Attempt > 1).ShouldBeGreaterThanOrEqualTo(4, "what was killed was at work");
        // On a busy machine the test may be late for some.
        run.Missed.Count.ShouldBeLessThanOrEqualTo(3, string.Join(", ", run.Missed));
    }

    private static async Task TrainAllAsync(KillRun run, KillClient client, IEnumerable<TrainingWork> works)
    {
        foreach (TrainingWork work in works)
        {
            await run.TrainAsync(client, work);
        }
    }

    private static JobRow? AtWork(JobRow[] jobs, Guid id) => jobs.SingleOrDefault(job => job.Is(id) && job.QueueState == QueueState.Claimed);

    private static bool IsWhole(string artifact) => !artifact.EndsWith(".tmp", StringComparison.Ordinal);
}

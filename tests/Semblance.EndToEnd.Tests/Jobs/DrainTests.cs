using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>A long queue is worked off, and who asks for little need not wait for who asks for much.</summary>
[Collection(JobTests.Name)]
public sealed class DrainTests
{
    private const int Busy = 800;
    private const int Modest = 200;
    private const int Seeds = 4;

    [Fact]
    public async Task A_thousand_jobs_are_worked_off_fairly()
    {
        await using JobCluster cluster = await JobCluster.CreateAsync(TestDatabase.Sqlite);
        cluster.StartServer();
        (ModelClient busy, Guid busyModel) = await AddModelAsync(cluster, "busy");
        (ModelClient modest, Guid modestModel) = await AddModelAsync(cluster, "modest");
        cluster.KillServer();

        // A server that works on no jobs takes them all, the modest account's behind the busy one's; then one that works finds them.
        cluster.StartServer(new() { ["JOBS"] = "0" });
        Guid[] asked = [.. await AskAsync(busy, busyModel, Busy), .. await AskAsync(modest, modestModel, Modest)];
        asked.Distinct().Count().ShouldBe(Busy + Modest);
        cluster.Records.Jobs().Count(job => job.Status == JobStatus.Pending).ShouldBe(Busy + Modest);
        cluster.KillServer();
        cluster.StartServer();
        for (int jobs = 100; jobs <= Busy + Modest; jobs += 100)
        {
            await Patience.UntilAsync(() => cluster.Records.Jobs().Count(job => job.Kind == JobKind.Generate && job.QueueState == QueueState.Ended) >= jobs, $"{jobs} jobs end", pollMilliseconds: 200);
        }
        (await cluster.ShouldBeTidyAsync()).ShouldBeEmpty();

        JobRow[] done = [.. cluster.Records.Jobs().Where(job => job.Kind == JobKind.Generate).OrderBy(job => job.StartedAt)];
        done.Select(job => job.Id).Order().ShouldBe(asked.Order());
        done.ShouldAllBe(job => job.Status == JobStatus.Completed && job.Attempt == 1);
        Dictionary<Guid, string> hashes = cluster.Records.Artifacts().ToDictionary(artifact => artifact.Id, artifact => artifact.Sha256);
        done.Select(job => hashes[job.OutputArtifactId!.Value]).Distinct().Count().ShouldBe(2 * Seeds, "each model gives the same bytes for the same seed, whenever its turn is");

        // Turn by turn, the modest account is through when about as many of the busy one's jobs have begun as it has itself. Two jobs run at a time, so that turns are not strict.
        Guid modestAccount = done.Single(job => job.Id == asked[^1]).AccountId;
        int last = Array.FindLastIndex(done, job => job.AccountId == modestAccount);
        last.ShouldBeLessThan(2 * Modest * 11 / 10);
        done.Take(2 * Modest).Count(job => job.AccountId != modestAccount).ShouldBeGreaterThan(Modest * 9 / 10, "and the busy one is not put off either");
    }

    private static async Task<(ModelClient Client, Guid Model)> AddModelAsync(JobCluster cluster, string name)
    {
        ModelClient client = await cluster.AddAccountAsync(name);
        Guid project = await client.CreateProjectAsync(name);
        UploadedDataset dataset = await client.UploadAsync(project, "patients", Works.Table);
        (Guid model, Guid job) = await client.TrainAsync(project, dataset.Version, name, "core");
        await client.CompletionOfAsync(job);
        return (client, model);
    }

    private static async Task<Guid[]> AskAsync(ModelClient client, Guid model, int count)
    {
        const int AtOnce = 4;
        var asked = new Guid[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => asked[i] = await client.GenerateAsync(model, rows: 41, seed: (ulong)(i % Seeds)));
        return asked;
    }
}

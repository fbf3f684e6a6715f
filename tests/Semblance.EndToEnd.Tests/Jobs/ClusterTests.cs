using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>Two nodes over one PostgreSQL database share the work, and each takes over from the other.</summary>
[Collection(JobTests.Name)]
public sealed class ClusterTests(UndisturbedRun undisturbed) : IAsyncLifetime
{
    /// <summary>"A killed node's jobs are taken over by another within 30 s."</summary>
    private static readonly TimeSpan s_longestTakeover = TimeSpan.FromSeconds(30);

    private JobCluster _cluster = null!;
    private ModelClient _client = null!;
    private Guid _project;
    private UploadedDataset _dataset = null!;

    public async ValueTask InitializeAsync()
    {
        // One job at a time on each of two nodes, so that a second one goes to the other; the server leaves all work to them.
        _cluster = await JobCluster.CreateAsync(TestDatabase.Postgres, new() { ["SPLIT_ROWS"] = $"{Works.SplitRows}", ["JOBS"] = "1" });
        _cluster.StartServer(new() { ["JOBS"] = "0" });
        _cluster.StartWorker();
        _cluster.StartWorker();
        _client = await _cluster.AddAccountAsync("anna");
        _project = await _client.CreateProjectAsync("anna");
        _dataset = await _client.UploadAsync(_project, "patients", Works.Table);
    }

    public async ValueTask DisposeAsync()
    {
        // Null where there is no PostgreSQL and the test is skipped.
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Ranges_made_on_two_nodes_are_the_bytes_of_one()
    {
        var models = new Dictionary<string, Guid>();
        foreach (TrainingWork work in new[] { Works.Flagship, Works.Copula })
        {
            (models[work.Name], Guid training) = await _client.TrainAsync(_project, _dataset.Version, work.Name, work.Type, work.Config);
            await _client.CompletionOfAsync(training);
        }
        IReadOnlyDictionary<string, string> hashes = await undisturbed.HashesAsync();
        foreach (RowsWork work in new[] { Works.CsvInRanges, Works.ParquetInRanges })
        {
            // A node that looks late finds the ranges made, most times where they take as long as a look does; then they are made once more.
            bool byBoth = false;
            for (int attempt = 0; attempt < 60 && !byBoth; attempt++)
            {
                Guid job = await _client.GenerateAsync(models[work.Model], work.Rows, work.Seed, work.Format);
                var ranges = new HashSet<Guid>();
                await Patience.UntilAsync(
                    () =>
                    {
                        JobRow[] jobs = _cluster.Records.Jobs();
                        ranges.UnionWith(jobs.Where(range => range.ParentId == job).Select(range => range.Id));
                        return jobs.Any(one => one.Is(job) && one.QueueState == QueueState.Ended);
                    },
                    "the rows are made");
                ranges.Count.ShouldBe(3);
                (await _client.HashAsync($"/api/synthgen/jobs/{job}/download")).ShouldBe(hashes[work.Key]);
                byBoth = _cluster.Workers.All(node => ranges.Any(range => HasBegun(node, range, 1)));
            }
            byBoth.ShouldBeTrue("both nodes made ranges of one job");
        }
        (await _cluster.ShouldBeTidyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_killed_nodes_training_is_taken_over_in_time()
    {
        (_, Guid queued) = await _client.TrainAsync(_project, _dataset.Version, Works.Ctgan.Name, Works.Ctgan.Type, Works.Ctgan.Config);
        await Patience.UntilAsync(() => JobOf(queued).CheckpointId != null, "the training keeps checkpoints", pollMilliseconds: 5);
        Guid job = JobOf(queued).Id;
        WorkerProcess node = _cluster.Workers.Single(node => HasBegun(node, job, 1));
        DateTimeOffset killed = DateTimeOffset.UtcNow;
        _cluster.KillWorker(node);
        WorkerProcess other = _cluster.Workers.ShouldHaveSingleItem();
        await Patience.UntilAsync(() => HasBegun(other, job, 2), "the other node goes on with it");
        TimeSpan takeover = JobOf(queued).ClaimedAt!.Value - killed;
        TestContext.Current.TestOutputHelper?.WriteLine($"Taken over after {takeover.TotalSeconds:0.0} s.");
        takeover.ShouldBeLessThan(s_longestTakeover);

        await _client.CompletionOfAsync(queued);
        (await _client.HashAsync($"/api/synthgen/jobs/{queued}/download")).ShouldBe((await undisturbed.HashesAsync())[Works.Ctgan.Name]);
        JobOf(queued).Attempt.ShouldBe(2);
        await _cluster.ShouldBeTidyAsync();
    }

    private JobRow JobOf(Guid id) => _cluster.Records.Jobs().Single(job => job.Is(id));

    private static bool HasBegun(WorkerProcess node, Guid job, int attempt) => node.Log.Contains($"{job}: attempt {attempt} begins", StringComparison.Ordinal);
}

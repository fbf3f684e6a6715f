using System.Text.Json;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>What comes of the works when nothing is killed, one node works on them, and no rows are made in ranges. Found out once, for all tests that ask.</summary>
public sealed class UndisturbedRun
{
    private readonly Lazy<Task<IReadOnlyDictionary<string, string>>> _hashes = new(RunAsync);

    /// <summary>The SHA-256 of everything that comes of the works, by name of the model or key of the rows or report.</summary>
    public Task<IReadOnlyDictionary<string, string>> HashesAsync() => _hashes.Value;

    private static async Task<IReadOnlyDictionary<string, string>> RunAsync()
    {
        await using JobCluster cluster = await JobCluster.CreateAsync(TestDatabase.Sqlite);
        cluster.StartServer(new() { ["SPLIT_ROWS"] = "1000000", ["CHECKPOINT_SECONDS"] = "3600" });
        ModelClient client = await cluster.AddAccountAsync("undisturbed");
        Guid project = await client.CreateProjectAsync("undisturbed");
        UploadedDataset dataset = await client.UploadAsync(project, "patients", Works.Table);
        var hashes = new Dictionary<string, string>();
        var models = new Dictionary<string, (Guid Model, Guid Job)>();
        foreach (TrainingWork work in Works.Trainings)
        {
            models[work.Name] = await client.TrainAsync(project, dataset.Version, work.Name, work.Type, work.Config);
        }
        foreach ((string name, (_, Guid job)) in models)
        {
            await client.CompletionOfAsync(job);
            hashes[name] = await client.HashAsync($"/api/synthgen/jobs/{job}/download");
        }
        foreach (RowsWork work in Works.AllRows)
        {
            Guid job = await client.GenerateAsync(models[work.Model].Model, work.Rows, work.Seed, work.Format);
            await client.CompletionOfAsync(job);
            hashes[work.Key] = await client.HashAsync($"/api/synthgen/jobs/{job}/download");
        }
        (Guid report, Guid reportJob) = await client.ReportAsync(project, models[Works.Report.Model].Model, Works.Report.Seed);
        await client.CompletionOfAsync(reportJob);
        hashes[Works.Report.Figures] = await client.HashAsync($"/api/synthgen/jobs/{reportJob}/download");
        hashes[Works.Report.Page] = await client.HashAsync($"/api/reports/{report}/html");
        (await cluster.ShouldBeTidyAsync()).ShouldBeEmpty();
        return hashes;
    }
}

/// <summary>The tests that hold what comes of jobs against an undisturbed run; they share it, and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class JobTests : ICollectionFixture<UndisturbedRun>
{
    public const string Name = "jobs";
}

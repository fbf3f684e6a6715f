using System.Net;
using Semblance.Workspace.Tests.Database;
using Semblance.Workspace.Tests.Files;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>The nodes of a cluster that share no folder but a store of S3's protocol: the same bytes, also when a node is killed.</summary>
[Collection(JobTests.Name)]
public sealed class S3Tests(UndisturbedRun undisturbed)
{
    [Fact]
    public async Task Nodes_with_artifacts_in_S3_make_the_same_bytes()
    {
        await using S3Server store = await S3Server.StartAsync();
        await using JobCluster cluster = await JobCluster.CreateAsync(TestDatabase.Postgres, new()
        {
            ["SPLIT_ROWS"] = $"{Works.SplitRows}",
            ["ARTIFACTS"] = store.Settings.ToString(),
            ["S3_URL"] = store.Settings.Url!.ToString(),
            ["S3_KEY"] = $"{store.Settings.AccessKey}:{store.Settings.SecretKey}",
        });
        cluster.StartServer(new() { ["JOBS"] = "0" });
        cluster.StartWorker(data: "elsewhere");
        ModelClient client = await cluster.AddAccountAsync("anna");
        Guid project = await client.CreateProjectAsync("anna");
        UploadedDataset dataset = await client.UploadAsync(project, "patients", Works.Table);

        // The first node dies in the middle of a training; another, with a folder of its own, goes on from a checkpoint in the store.
        (_, Guid training) = await client.TrainAsync(project, dataset.Version, Works.Ctgan.Name, Works.Ctgan.Type, Works.Ctgan.Config);
        await Patience.UntilAsync(() => cluster.Records.Jobs().Any(job => job.Is(training) && job.CheckpointId != null), "the training keeps checkpoints");
        cluster.KillWorker(cluster.Workers[0]);
        cluster.StartWorker(data: "third");
        (Guid flagship, Guid flagshipTraining) = await client.TrainAsync(project, dataset.Version, Works.Flagship.Name, Works.Flagship.Type, Works.Flagship.Config);
        await client.CompletionOfAsync(flagshipTraining);
        Guid rows = await client.GenerateAsync(flagship, Works.CsvInRanges.Rows, Works.CsvInRanges.Seed);
        (Guid report, Guid reportJob) = await client.ReportAsync(project, flagship, Works.Report.Seed);
        foreach (Guid job in new[] { training, rows, reportJob })
        {
            await client.CompletionOfAsync(job);
        }

        IReadOnlyDictionary<string, string> hashes = await undisturbed.HashesAsync();
        (await client.HashAsync($"/api/synthgen/jobs/{training}/download")).ShouldBe(hashes[Works.Ctgan.Name]);
        (await client.HashAsync($"/api/synthgen/jobs/{flagshipTraining}/download")).ShouldBe(hashes[Works.Flagship.Name]);
        (await client.HashAsync($"/api/synthgen/jobs/{rows}/download")).ShouldBe(hashes[Works.CsvInRanges.Key]);
        (await client.HashAsync($"/api/reports/{report}/html")).ShouldBe(hashes[Works.Report.Page]);
        cluster.ArtifactFiles().ShouldBeEmpty("nothing is kept in a folder");
        string[] named = KeysOf(cluster.Records.NamedArtifacts()), places = KeysOf(cluster.Records.Places());
        named.Concat(places).ShouldBeSubsetOf(store.Keys());
        // The checkpoint that the killed node was putting, and the one before it, belong to nothing until they are swept.
        store.Keys().Except(named).Except(places).Count().ShouldBeLessThanOrEqualTo(2);

        (await client.DeleteAsync($"/api/projects/{project}")).ShouldBe(HttpStatusCode.OK);
        store.Keys().Intersect(named).ShouldBeEmpty();

        string[] KeysOf(Guid[] artifacts) => [.. artifacts.Select(artifact => store.Settings.Prefix + artifact.ToString("N"))];
    }
}

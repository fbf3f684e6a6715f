using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>Whatever is deleted while it is in use, the answers are the documented ones, who reads reads to the end, and nothing is left.</summary>
[Collection(JobTests.Name)]
public sealed class DeletionTests(UndisturbedRun undisturbed) : IAsyncLifetime
{
    private JobCluster _cluster = null!;
    private ModelClient _client = null!;
    private Guid _project;
    private UploadedDataset _dataset = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await JobCluster.CreateAsync(TestDatabase.Sqlite, new() { ["SPLIT_ROWS"] = $"{Works.SplitRows}" });
        _cluster.StartServer();
        _client = await _cluster.AddAccountAsync("anna");
        _project = await _client.CreateProjectAsync("anna");
        _dataset = await _client.UploadAsync(_project, "patients", Works.Table);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_model_goes_while_rows_and_a_report_are_made_and_downloaded()
    {
        (Guid model, Guid training) = await TrainAsync(Works.Copula);
        await _client.CompletionOfAsync(training);
        Guid rows = await _client.GenerateAsync(model, Works.Rows.Rows, Works.Rows.Seed);
        await _client.CompletionOfAsync(rows);
        using HttpResponseMessage download = await _client.SendRawAsync(HttpMethod.Get, $"/api/synthgen/jobs/{rows}/download", null);
        await using Stream bytes = await download.Content.ReadAsStreamAsync();
        byte[] first = new byte[1000];
        await bytes.ReadExactlyAsync(first);

        Guid whole = await _client.GenerateAsync(model, Works.SplitRows, 1), ranges = await _client.GenerateAsync(model, 5 * Works.SplitRows, 2);
        (Guid report, Guid reportJob) = await _client.ReportAsync(_project, model, 3);
        await Patience.UntilAsync(() => _cluster.Records.Jobs().Count(job => job.QueueState == QueueState.Claimed) == 2, "two jobs are under way");
        (await _client.DeleteAsync($"/api/synthgen/models/{model}")).ShouldBe(HttpStatusCode.OK);

        foreach (string path in new[]
        {
            $"/api/synthgen/models/{model}", $"/api/synthgen/jobs/{training}", $"/api/synthgen/jobs/{rows}/download", $"/api/synthgen/jobs/{whole}", $"/api/synthgen/jobs/{ranges}", $"/api/synthgen/jobs/{reportJob}/events",
            $"/api/reports/{report}", $"/api/reports/{report}/html",
        })
        {
            (await _client.SendAsync(HttpMethod.Get, path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }
        (await _client.SendAsync(HttpMethod.Post, $"/api/synthgen/models/{model}/generate")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _client.DeleteAsync($"/api/synthgen/models/{model}")).ShouldBe(HttpStatusCode.NotFound);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        byte[] buffer = new byte[1 << 16];
        for (int read = await bytes.ReadAsync(buffer); read > 0; read = await bytes.ReadAsync(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe((await undisturbed.HashesAsync())[Works.Rows.Key], "who downloads gets the file to its end");
        (await _cluster.ShouldBeTidyAsync()).ShouldBeEmpty();
        _cluster.Records.Jobs().ShouldBeEmpty();
        _cluster.Records.Artifacts().ShouldHaveSingleItem("the dataset is left").Id.ShouldBe(_dataset.Artifact);
    }

    [Fact]
    public async Task A_dataset_goes_while_models_are_trained_on_it()
    {
        (Guid ready, Guid readyJob) = await TrainAsync(Works.Copula);
        await _client.CompletionOfAsync(readyJob);
        (Guid running, Guid runningJob) = await TrainAsync(Works.Endless);
        await Patience.UntilAsync(() => _cluster.Records.Jobs().Any(job => job.Is(runningJob) && job.CheckpointId != null), "the training is under way");
        (Guid second, _) = await TrainAsync(Works.Endless with { Name = "second" });
        (Guid waiting, Guid waitingJob) = await TrainAsync(Works.Endless with { Name = "waiting" });
        (await _client.DeleteAsync($"/api/datasets/{_dataset.Dataset}")).ShouldBe(HttpStatusCode.OK);

        foreach (Guid model in new[] { running, second, waiting })
        {
            (string status, string? error) = await _client.ModelAsync(model);
            (status, error).ShouldBe(("failed", "The dataset 'patients' was deleted before the training had ended."));
            (await _client.SendAsync(HttpMethod.Post, $"/api/synthgen/models/{model}/generate")).Status.ShouldBe(HttpStatusCode.Conflict);
        }
        foreach (Guid job in new[] { runningJob, waitingJob })
        {
            (await _client.JobAsync(job)).Status.ShouldBe("cancelled");
            (await _client.CancelAsync(job)).ShouldBe(HttpStatusCode.Conflict);
            (await _client.SendAsync(HttpMethod.Get, $"/api/synthgen/jobs/{job}/download")).Status.ShouldBe(HttpStatusCode.Conflict);
        }
        (await _client.SendAsync(HttpMethod.Get, $"/api/artifacts/{_dataset.Artifact}/download")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _client.SendAsync(HttpMethod.Post, "/api/synthgen/models", new { project_id = _project, dataset_version_id = _dataset.Version, name = "late" })).Status.ShouldBe(HttpStatusCode.NotFound);

        // A model that was ready makes the same rows as before; a report would need the rows that it was trained on.
        Guid rows = await _client.GenerateAsync(ready, Works.Rows.Rows, Works.Rows.Seed);
        await _client.CompletionOfAsync(rows);
        (await _client.HashAsync($"/api/synthgen/jobs/{rows}/download")).ShouldBe((await undisturbed.HashesAsync())[Works.Rows.Key]);
        (_, Guid report) = await _client.ReportAsync(_project, ready, 1);
        (await _client.EndOfAsync(report)).ShouldBe("failed");
        (await _client.JobAsync(report)).Error.ShouldBe("The file of the dataset 'patients' is gone: it was deleted.");
        (await _cluster.ShouldBeTidyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_project_goes_with_everything_that_is_under_way_in_it()
    {
        (Guid model, Guid training) = await TrainAsync(Works.Core);
        await _client.CompletionOfAsync(training);
        (_, Guid endless) = await TrainAsync(Works.Endless);
        await Patience.UntilAsync(() => _cluster.Records.Jobs().Any(job => job.Is(endless) && job.CheckpointId != null), "the training is under way");
        Guid rows = await _client.GenerateAsync(model, 5 * Works.SplitRows, 1, "parquet");
        Task<(HttpStatusCode Status, JsonElement Body)> upload = _client.SendTableAsync(_project, "late", new SlowContent(Works.Table, 20, TimeSpan.FromMilliseconds(50)));
        await Patience.UntilAsync(() => _cluster.Server.Spooled.Length > 0 && _cluster.Records.Jobs().Any(job => job.ParentId == rows && job.QueueState == QueueState.Claimed), "a range is made and an upload on its way");
        (await _client.DeleteAsync($"/api/projects/{_project}")).ShouldBe(HttpStatusCode.OK);

        (HttpStatusCode status, JsonElement answer) = await upload;
        (status, answer.GetProperty("error").GetString()).ShouldBe((HttpStatusCode.NotFound, "Project not found"));
        (await _client.SendAsync(HttpMethod.Get, $"/api/synthgen/jobs/{endless}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _cluster.ShouldBeTidyAsync()).ShouldBeEmpty();
        _cluster.Records.Jobs().ShouldBeEmpty();
        _cluster.Records.Artifacts().ShouldBeEmpty();
    }

    private Task<(Guid Model, Guid Job)> TrainAsync(TrainingWork work) => _client.TrainAsync(_project, _dataset.Version, work.Name, work.Type, work.Config);
}

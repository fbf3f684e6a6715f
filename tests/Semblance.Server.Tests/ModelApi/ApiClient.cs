using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Shouldly;

namespace Semblance.Server.Tests.ModelApi;

/// <summary>A client with a key of an account of its own.</summary>
internal sealed class ApiClient(HttpClient http, Guid accountId) : IDisposable
{
    public HttpClient Http { get; } = http;

    public Guid AccountId { get; } = accountId;

    public static async Task<ApiClient> CreateAsync(TestServer server, KeyScopes scopes = KeyScopes.Model)
    {
        MadeKey key = await server.Server.Workspace.Keys.CreateAsync(new NewKey("client", scopes, null));
        var http = new HttpClient { BaseAddress = server.Client.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        return new ApiClient(http, key.Key.AccountId);
    }

    public Task<JsonElement> GetAsync(string path) => ReadAsync(Http.GetAsync(path), HttpStatusCode.OK);

    public Task<JsonElement> PostAsync(string path, object body, HttpStatusCode status = HttpStatusCode.Created) => ReadAsync(Http.PostAsJsonAsync(path, body), status);

    public Task<JsonElement> PatchAsync(string path, object body) => ReadAsync(Http.PatchAsJsonAsync(path, body), HttpStatusCode.OK);

    public Task<JsonElement> DeleteAsync(string path) => ReadAsync(Http.DeleteAsync(path), HttpStatusCode.OK);

    public async Task<Guid> ProjectAsync(string name = "project") => (await PostAsync("/api/projects", new { name })).GetProperty("project_id").GetGuid();

    public Task<HttpResponseMessage> SendUploadAsync(byte[] table, string fileName, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach ((string name, string value) in fields)
        {
            form.Add(new StringContent(value), name);
        }
        form.Add(new ByteArrayContent(table), "file", fileName);
        return Http.PostAsync("/api/datasets/upload", form);
    }

    public Task<JsonElement> UploadAsync(Guid project, byte[] table, string name = "table", string fileName = "table.csv") =>
        ReadAsync(SendUploadAsync(table, fileName, ("project_id", project.ToString()), ("name", name)), HttpStatusCode.Created);

    /// <summary>A model of a new dataset, whose training waits.</summary>
    public async Task<MadeModel> ModelAsync(Guid project, string type = "core")
    {
        JsonElement upload = await UploadAsync(project, Tables.Csv(200), $"table {Guid.NewGuid()}");
        Guid version = upload.GetProperty("dataset_version_id").GetGuid();
        JsonElement made = await PostAsync("/api/synthgen/models", new { project_id = project, dataset_version_id = version, name = "model", model_type = type });
        return new MadeModel(made.GetProperty("model_id").GetGuid(), made.GetProperty("job_id").GetGuid(), upload.GetProperty("dataset_id").GetGuid(), version);
    }

    public static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sent, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await sent;
        string text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public void Dispose() => Http.Dispose();
}

/// <summary>A model that was made, the queue's id of its training, and what it learns.</summary>
internal sealed record MadeModel(Guid Id, Guid JobId, Guid DatasetId, Guid VersionId);

/// <summary>Puts records into states that nobody wants to wait for.</summary>
internal static class Records
{
    public static async Task SetReadyAsync(this WorkspaceHome workspace, Guid model)
    {
        await using WorkspaceContext context = workspace.Database.CreateContext();
        await context.Models.Where(one => one.Id == model).ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, ModelStatus.Ready));
        await context.Jobs.Where(one => one.ModelId == model).ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, JobStatus.Completed).SetProperty(one => one.QueueState, QueueState.Ended));
    }

    /// <summary>Completes a job with an output.</summary>
    public static async Task<Guid> CompleteAsync(this WorkspaceHome workspace, Guid account, Guid job, string output)
    {
        Guid artifact = await workspace.KeepAsync(account, output, "text/csv; charset=utf-8", "synthetic.csv");
        await using WorkspaceContext context = workspace.Database.CreateContext();
        await context.Jobs.Where(one => one.Id == job || one.QueueId == job).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Status, JobStatus.Completed).SetProperty(one => one.QueueState, QueueState.Ended).SetProperty(one => one.Progress, 1).SetProperty(one => one.OutputArtifactId, artifact));
        return artifact;
    }

    /// <summary>Finishes a report.</summary>
    public static async Task SucceedAsync(this WorkspaceHome workspace, Guid account, Guid report, string json, string html)
    {
        Guid data = await workspace.KeepAsync(account, json, "application/json", "report.json"), page = await workspace.KeepAsync(account, html, "text/html; charset=utf-8", "report.html");
        await using WorkspaceContext context = workspace.Database.CreateContext();
        await context.Reports.Where(one => one.Id == report).ExecuteUpdateAsync(set => set.SetProperty(one => one.JsonArtifactId, data).SetProperty(one => one.HtmlArtifactId, page));
        await context.Jobs.Where(one => one.ReportId == report).ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, JobStatus.Completed).SetProperty(one => one.QueueState, QueueState.Ended));
    }

    private static async Task<Guid> KeepAsync(this WorkspaceHome workspace, Guid account, string text, string type, string name)
    {
        Artifact artifact = await workspace.Artifacts.PutAsync((output, cancellation) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask());
        await using WorkspaceContext context = workspace.Database.CreateContext();
        context.Artifacts.Add(ArtifactRecord.Of(artifact, account, ArtifactKind.Rows, name, type, DateTimeOffset.UtcNow));
        await context.SaveChangesAsync();
        return artifact.Id;
    }
}

/// <summary>A server that the tests of one class share.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    internal TestServer Server { get; } = TestServer.StartAsync().GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Cli.Bench.Server;

namespace Semblance.Cli.Bench.Workspace;

/// <summary>A client of the model API with one of a server's keys.</summary>
internal sealed class ModelApiClient(BenchServer server, int key)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets a path and reads its JSON.</summary>
    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Posts JSON and reads the answer's.</summary>
    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body));

    /// <summary>Downloads a file and forgets it.</summary>
    /// <returns>Its length in bytes.</returns>
    public async Task<long> DownloadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Keys[key]);
        using HttpResponseMessage answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        using Stream body = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using var counting = new CountingStream();
        await body.CopyToAsync(counting).ConfigureAwait(false);
        return counting.Length;
    }

    /// <summary>Uploads a table into a new project and trains a model on it.</summary>
    /// <returns>The project and the model, which is ready.</returns>
    public async Task<(Guid Project, Guid Model)> TrainAsync(byte[] table, string type)
    {
        Guid project = (await PostAsync("/api/projects", new { name = "bench" }).ConfigureAwait(false)).GetProperty("project_id").GetGuid();
        using var form = new MultipartFormDataContent { { new StringContent(project.ToString()), "project_id" }, { new StringContent("table"), "name" }, { new ByteArrayContent(table), "file", "table.csv" } };
        JsonElement upload = await SendAsync(HttpMethod.Post, "/api/datasets/upload", form).ConfigureAwait(false);
        object body = new { project_id = project, dataset_version_id = upload.GetProperty("dataset_version_id").GetGuid(), name = type, model_type = type };
        Guid model = (await PostAsync("/api/synthgen/models", body).ConfigureAwait(false)).GetProperty("model_id").GetGuid();
        await UntilAsync($"/api/synthgen/models/{model}", answer => answer.GetProperty("model").GetProperty("status").GetString(), "ready").ConfigureAwait(false);
        return (project, model);
    }

    /// <summary>Asks for rows.</summary>
    /// <returns>The job.</returns>
    public async Task<Guid> GenerateAsync(Guid model, long rows) =>
        (await PostAsync($"/api/synthgen/models/{model}/generate", new { num_rows = rows, seed = 1 }).ConfigureAwait(false)).GetProperty("synthgen_job_id").GetGuid();

    /// <summary>Waits until something has a status.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task UntilAsync(string path, Func<JsonElement, string?> status, string wanted)
    {
        while (true)
        {
            JsonElement answer = await GetAsync(path).ConfigureAwait(false);
            string? now = status(answer);
            if (now == wanted)
            {
                return;
            }
            if (now is "failed" or "cancelled")
            {
                throw new InvalidOperationException($"{path} is {now}: {answer.GetRawText()}");
            }
            await Task.Delay(s_pause).ConfigureAwait(false);
        }
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Keys[key]);
        using HttpResponseMessage answer = await server.Client.SendAsync(request).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.Clone() : throw new InvalidOperationException($"{method} {path} was answered with {(int)answer.StatusCode}: {text}");
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>
/// An account's client of the model API. Where the server dies before it answers, methods throw <see cref="HttpRequestException"/>, and whether what was
/// asked for is recorded is open, as it is for any client.
/// </summary>
/// <param name="http">The server of the moment.</param>
/// <param name="key">The account's key.</param>
internal sealed class ModelClient(Func<HttpClient> http, string key)
{
    /// <summary>Sends a request and reads the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using HttpResponseMessage answer = await SendRawAsync(method, path, body is null ? null : JsonContent.Create(body));
        return (answer.StatusCode, await ReadAsync(answer));
    }

    /// <summary>Makes a project.</summary>
    public async Task<Guid> CreateProjectAsync(string name) => IdOf(await ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/projects", new { name }), "id");

    /// <summary>Uploads a table.</summary>
    public Task<UploadedDataset> UploadAsync(Guid project, string name, byte[] table, string fileName = "table.csv") => UploadAsync(project, name, new ByteArrayContent(table), fileName);

    /// <summary>Uploads a table.</summary>
    public async Task<UploadedDataset> UploadAsync(Guid project, string name, HttpContent table, string fileName = "table.csv")
    {
        (HttpStatusCode status, JsonElement body) = await SendTableAsync(project, name, table, fileName);
        status.ShouldBe(HttpStatusCode.Created, body.ToString());
        return new UploadedDataset(IdOf(body, "dataset_id"), IdOf(body, "version_id"), IdOf(body, "artifact_id"));
    }

    /// <summary>Uploads a table, whatever the answer is.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendTableAsync(Guid project, string name, HttpContent table, string fileName = "table.csv")
    {
        using var form = new MultipartFormDataContent { { new StringContent(project.ToString()), "project_id" }, { new StringContent(name), "name" }, { table, "file", fileName } };
        using HttpResponseMessage answer = await SendRawAsync(HttpMethod.Post, "/api/datasets/upload", form);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    /// <summary>Asks for a model.</summary>
    /// <returns>The model, and the queue's id of its training.</returns>
    public async Task<(Guid Model, Guid Job)> TrainAsync(Guid project, Guid version, string name, string type, object? config = null)
    {
        JsonElement made = await ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/synthgen/models", new { project_id = project, dataset_version_id = version, name, model_type = type, config = config ?? new { } });
        return (IdOf(made, "model_id"), IdOf(made, "job_id"));
    }

    /// <summary>Asks for rows of a model.</summary>
    /// <returns>The job.</returns>
    public async Task<Guid> GenerateAsync(Guid model, long rows, ulong seed, string format = "csv") =>
        IdOf(await ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"/api/synthgen/models/{model}/generate", new { num_rows = rows, seed, format }), "synthgen_job_id");

    /// <summary>Asks for a report.</summary>
    /// <returns>The report, and the queue's id of its job.</returns>
    public async Task<(Guid Report, Guid Job)> ReportAsync(Guid project, Guid entity, ulong seed)
    {
        JsonElement made = await ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/reports", new { project_id = project, kind = "synthgen", entity_id = entity, options = new { seed } });
        return (IdOf(made, "report_id"), IdOf(made, "job_id"));
    }

    /// <summary>Calls a job off.</summary>
    public async Task<HttpStatusCode> CancelAsync(Guid job) => (await SendAsync(HttpMethod.Post, $"/api/synthgen/jobs/{job}/cancel")).Status;

    /// <summary>Deletes what is at a path.</summary>
    public async Task<HttpStatusCode> DeleteAsync(string path) => (await SendAsync(HttpMethod.Delete, path)).Status;

    /// <summary>A job's status and why it failed.</summary>
    public async Task<(string Status, string? Error)> JobAsync(Guid job)
    {
        JsonElement body = await ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"/api/synthgen/jobs/{job}");
        return (body.GetProperty("status").GetString()!, body.GetProperty("error").GetString());
    }

    /// <summary>A model's status and why it failed.</summary>
    public async Task<(string Status, string? Error)> ModelAsync(Guid model)
    {
        JsonElement body = (await ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"/api/synthgen/models/{model}")).GetProperty("model");
        return (body.GetProperty("status").GetString()!, body.GetProperty("error").GetString());
    }

    /// <summary>Waits until a job has ended.</summary>
    /// <returns>Its status.</returns>
    public async Task<string> EndOfAsync(Guid job)
    {
        string status = "";
        await Patience.UntilAsync(async () => (status = (await JobAsync(job)).Status) is not ("pending" or "running"), $"job {job} ends", pollMilliseconds: 50);
        return status;
    }

    /// <summary>Waits until a job has ended well.</summary>
    public async Task CompletionOfAsync(Guid job) => (await EndOfAsync(job)).ShouldBe("completed", (await JobAsync(job)).Error);

    /// <summary>The id of the only thing of a list whose name is the one given; null if there is none.</summary>
    public async Task<Guid?> FindAsync(string path, string name)
    {
        JsonElement list = await ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"{path}?limit=500");
        JsonElement[] found = [.. list.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("name").GetString() == name)];
        found.Length.ShouldBeLessThanOrEqualTo(1, name);
        return found.Length == 0 ? null : IdOf(found[0], "id");
    }

    /// <summary>The SHA-256 of what a path answers with.</summary>
    public async Task<string> HashAsync(string path)
    {
        using HttpResponseMessage answer = await SendRawAsync(HttpMethod.Get, path, null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        await using Stream bytes = await answer.Content.ReadAsStreamAsync();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes));
    }

    /// <summary>Sends a request; the answer's body is still to be read.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Sends a request whose answer must be the one expected.</summary>
    public async Task<JsonElement> ExpectAsync(HttpStatusCode status, HttpMethod method, string path, object? body = null)
    {
        (HttpStatusCode got, JsonElement answer) = await SendAsync(method, path, body);
        got.ShouldBe(status, $"{method} {path}: {answer}");
        return answer;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (IOException exception)
        {
            throw new HttpRequestException("The server died within its answer.", exception);
        }
    }

    private static Guid IdOf(JsonElement body, string property) => body.GetProperty(property).GetGuid();
}

/// <summary>A table that was uploaded.</summary>
internal sealed record UploadedDataset(Guid Dataset, Guid Version, Guid Artifact);

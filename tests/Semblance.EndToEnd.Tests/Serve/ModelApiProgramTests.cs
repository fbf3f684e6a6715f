using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>
/// The documented programs of the model API run against the built program. They train 300 epochs and wait 15 seconds between two looks, so the
/// table is small and those of all types run at once.
/// </summary>
public sealed class ModelApiProgramTests(SharedServer server) : IClassFixture<SharedServer>, IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private static readonly string[] s_cities = ["Lima", "Oslo", "Rome"];
    private const string WithEpochs = """{"epochs": 300}""";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new() { BaseAddress = server.Process.Address, Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Python_goes_the_whole_way_with_every_type_of_model()
    {
        Tool.Require(Interpreter, "-c", "import requests");
        (Guid project, Guid version) = await UploadAsync();
        (string Type, string Config)[] types = [("ctgan", WithEpochs), ("copulagan", WithEpochs), ("tvae", WithEpochs), ("gaussian_copula", "{}"), ("flagship", "{}"), ("core", "{}")];
        Task<string>[] programs =
        [
            .. types.Select(type => Task.Run(() => RunPython(type.Type, ModelApiPrograms.Workflow, project, version, type))),
            Task.Run(() => RunPython("examples", ModelApiPrograms.Examples, project, version, default)),
        ];
        string[] outputs = await Task.WhenAll(programs);
        outputs[..^1].ShouldAllBe(output => output == "Generated 10000 synthetic rows.\n");
        outputs[^1].ShouldMatch("^Model training started: [0-9a-f-]{36}\n( Status: (pending|training)\n)* Status: ready\n$");
        const string Header = "age,city,joined,member,amount";
        foreach (string file in types.Select(type => Path.Combine(_folder[type.Type], "synthetic_transactions.csv")).Append(Path.Combine(_folder["examples"], "synthetic_data.csv")))
        {
            string[] lines = File.ReadAllLines(file);
            lines.Length.ShouldBe(10_001, file);
            lines[0].ShouldBe(Header, file);
            lines[1..].ShouldAllBe(line => line.Count(c => c == ',') == 4, file);
            lines[1..].Select(line => line.Split(',')[1]).Distinct().Order(StringComparer.Ordinal).ToArray().ShouldBe(s_cities, file);
        }
        string same = File.ReadAllText(Path.Combine(_folder["flagship"], "synthetic_transactions.csv"));
        types.Where(type => type.Type != "flagship").ShouldAllBe(type => File.ReadAllText(Path.Combine(_folder[type.Type], "synthetic_transactions.csv")) != same);
    }

    [Fact]
    public async Task Curl_does_every_step_that_is_documented_for_it()
    {
        Tool.Require("curl", "--version");
        (Guid project, Guid version) = await UploadAsync();
        JsonElement types = RunCurl(ModelApiPrograms.ModelTypesWithCurl);
        types.GetProperty("model_types").EnumerateArray().Select(type => type.GetProperty("id").GetString()).Take(4).ShouldBe(["ctgan", "copulagan", "tvae", "gaussian_copula"]);
        JsonElement made = RunCurl(ModelApiPrograms.CreateWithCurl, ("PROJECT_ID", $"{project}"), ("DATASET_VERSION_ID", $"{version}"));
        string model = made.GetProperty("model_id").GetString()!;
        made.GetProperty("status").GetString().ShouldBe("pending");
        RunCurl(ModelApiPrograms.ListModelsWithCurl, ("PROJECT_ID", $"{project}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(model);
        JsonElement shown = await UntilAsync(() => RunCurl(ModelApiPrograms.ShowModelWithCurl, ("MODEL_ID", model)), answer => answer.GetProperty("model").GetProperty("status").GetString() is "ready" or "failed");
        shown.GetProperty("model").GetProperty("status").GetString().ShouldBe("ready", shown.GetRawText());
        shown.GetProperty("model").GetProperty("config").GetRawText().ShouldBe("""{"epochs":300,"batch_size":500}""");
        string job = RunCurl(ModelApiPrograms.GenerateWithCurl, ("MODEL_ID", model)).GetProperty("synthgen_job_id").GetString()!;
        RunCurl(ModelApiPrograms.ListJobsWithCurl, ("MODEL_ID", model)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("job_type").GetString()).ShouldBe(["generate", "train"]);
        JsonElement done = await UntilAsync(() => RunCurl(ModelApiPrograms.ShowJobWithCurl, ("JOB_ID", job)), answer => answer.GetProperty("status").GetString() is "completed" or "failed");
        done.GetProperty("status").GetString().ShouldBe("completed", done.GetRawText());
        done.GetProperty("config").GetRawText().ShouldBe("""{"num_rows":10000,"seed":42}""");
        Tool.Run(_folder.Folder, "bash", "-c", Fill(ModelApiPrograms.DownloadWithCurl, ("JOB_ID", job)));
        File.ReadLines(_folder["synthetic_data.csv"]).Count().ShouldBe(10_001);
        RunCurl(ModelApiPrograms.DeleteModelWithCurl, ("MODEL_ID", model)).GetRawText().ShouldBe($$"""{"ok":true,"model_id":"{{model}}"}""");
        RunCurl(ModelApiPrograms.ShowJobWithCurl, ("JOB_ID", job)).GetProperty("error").GetString().ShouldBe("Job not found");
    }

    private static async Task<JsonElement> UntilAsync(Func<JsonElement> ask, Func<JsonElement, bool> isDone)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            JsonElement answer = ask();
            if (isDone(answer))
            {
                return answer;
            }
            await Task.Delay(500, patience.Token);
        }
    }

    private async Task<(Guid Project, Guid Version)> UploadAsync()
    {
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Process.AdminKey);
        using HttpResponseMessage made = await _client.PostAsJsonAsync("/api/projects", new { name = "Fraud Detection v2" });
        string project = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var form = new MultipartFormDataContent { { new StringContent(project), "project_id" }, { new StringContent("Transactions Q4"), "name" }, { new ByteArrayContent(MadeTables.Csv(90)), "file", "transactions.csv" } };
        using HttpResponseMessage uploaded = await _client.PostAsync("/api/datasets/upload", form);
        return (Guid.Parse(project), (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("dataset_version_id").GetGuid());
    }

    private string RunPython(string folder, string program, Guid project, Guid version, (string Type, string Config) type)
    {
        Directory.CreateDirectory(_folder[folder]);
        string path = Path.Combine(_folder[folder], "workflow.py");
        File.WriteAllText(path, Fill(program, ("PROJECT_ID", $"{project}"), ("DATASET_VERSION_ID", $"{version}"), ("MODEL_TYPE", type.Type ?? ""), ("CONFIG", type.Config ?? "")));
        return Tool.Run(_folder[folder], Interpreter, path);
    }

    private JsonElement RunCurl(string program, params (string Name, string Value)[] values) =>
        JsonDocument.Parse(Tool.Run(_folder.Folder, "bash", "-c", Fill(program, values))).RootElement.Clone();

    private string Fill(string program, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string address = server.Process.Address.ToString().TrimEnd('/');
        string filled = program.Replace("YOUR_API_KEY", server.Process.AdminKey, StringComparison.Ordinal).Replace("\"URL\"", $"\"{address}\"", StringComparison.Ordinal);
        foreach ((string name, string value) in values)
        {
            filled = filled.Replace(name, value, StringComparison.Ordinal);
        }
        return program.StartsWith("curl", StringComparison.Ordinal) ? $"BASE_URL={address}\n{filled}" : filled;
    }
}

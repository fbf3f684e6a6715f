using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Workspace.Tests.Planning;
using Semblance.Workspace.Webhooks;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.Descriptions;

/// <summary>Datasets that are made in the background.</summary>
public sealed class DescribeJobTests
{
    private const string Prompt = "owners (id, name), cats (id, owner_id, name)";

    [Fact]
    public async Task A_job_is_polled_and_its_file_is_the_answer_that_others_wait_for()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { Jobs = 1 });
        JsonObject Body(bool isAsync) => new() { ["prompt"] = Prompt, ["dataset_size"] = 20_000, ["seed"] = 5, ["output_format"] = "csv", ["async"] = isAsync };
        using HttpResponseMessage accepted = await server.DescribeAsync(Body(true));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        JsonElement job = await ReadAsync(accepted);
        job.EnumerateObject().Select(field => field.Name).ShouldBe(["job_id", "status", "progress", "total_records", "created_at", "started_at", "finished_at", "error", "download"]);
        job.GetProperty("status").GetString().ShouldBe("pending");
        job.GetProperty("total_records").GetInt64().ShouldBe(40_000);
        string path = $"/api/jobs/{job.GetProperty("job_id").GetString()}";
        accepted.Headers.Location!.ToString().ShouldBe(path);

        JsonElement done = await EndOfAsync(server, path);
        done.GetProperty("status").GetString().ShouldBe("completed", done.ToString());
        done.GetProperty("progress").GetDouble().ShouldBe(1);
        done.GetProperty("download").GetString().ShouldBe(path + "/download");
        using HttpResponseMessage file = await server.Client.GetAsync(path + "/download");
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        file.Content.Headers.ContentDisposition!.FileName.ShouldBe("datasets.json");
        JsonElement made = await ReadAsync(file), waited = await ReadAsync(await server.DescribeAsync(Body(false)));
        made.GetProperty("datasets").GetRawText().ShouldBe(waited.GetProperty("datasets").GetRawText());
        made.GetProperty("metadata").GetProperty("prompt").GetString().ShouldBe(Prompt);

        using var part = new HttpRequestMessage(HttpMethod.Get, path + "/download");
        part.Headers.Range = new RangeHeaderValue(0, 9);
        using HttpResponseMessage first = await server.Client.SendAsync(part);
        first.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await first.Content.ReadAsStringAsync()).ShouldBe("{\"success\"");
    }

    [Fact]
    public async Task Before_the_end_there_is_nothing_to_download()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage accepted = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats", ["async"] = true });
        using HttpResponseMessage early = await server.Client.GetAsync(accepted.Headers.Location + "/download");
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        JsonElement error = await ReadAsync(early);
        error.GetProperty("error").GetString().ShouldBe("Job is not completed");
        error.GetProperty("detail").GetString()!.ShouldStartWith("Its status is pending");
    }

    [Theory]
    [InlineData("/api/jobs/6b0fd6ad-9a5a-4f57-8f20-1cbb4c6f5f11")]
    [InlineData("/api/jobs/6b0fd6ad-9a5a-4f57-8f20-1cbb4c6f5f11/download")]
    [InlineData("/api/jobs/1")]
    [InlineData("/api/jobs/1/download")]
    public async Task An_id_that_was_never_given_is_404(string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ReadAsync(answer)).GetProperty("error").GetString().ShouldBe("Job not found");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_once_and_not_by_the_job()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { DescribeDisk = 100_000, WebhookHosts = WebhookAddresses.Parse(["hooks.example.com"]), WebhookSecret = "0123456789abcdef" });
        foreach ((string body, int status, string says) in new[]
        {
            ("""{"prompt":"cats","async":"yes"}""", 400, "async must be true or false; the text \"yes\" is neither"),
            ("""{"prompt":"cats","webhook_url":"https://hooks.example.com/"}""", 400, "webhook_url is only for what is made in the background"),
            ("""{"prompt":"cats","async":true,"webhook_url":7}""", 400, "webhook_url must be a text; 7 is not"),
            ("""{"prompt":"cats","async":true,"webhook_url":"hooks"}""", 400, "webhook_url must be an http or https address"),
            ("""{"prompt":"cats","async":true,"webhook_url":"http://127.0.0.1/"}""", 400, "webhook_url names the host '127.0.0.1', which the operator of this server has not allowed"),
            ("""{"async":true,"dataset_size":101,"plan":{"entities":[{"name":"t","columns":[{"name":"code","type":"string","generator":"pattern","parameters":{"pattern":"##"},"unique":true}]}]}}""", 400, "Column 't.code'"),
            ("""{"prompt":"cats","async":true,"dataset_size":1000}""", 429, "The datasets that the server keeps take all the room that they may"),
            ("""{"prompt":"cats","async":true,"dataset_size":100,"webhook_url":"https://hooks.example.com/x"}""", 202, "waiting"),
        })
        {
            using HttpResponseMessage answer = await server.DescribeAsync(JsonNode.Parse(body)!);
            string text = await answer.Content.ReadAsStringAsync();
            ((int)answer.StatusCode).ShouldBe(status, text);
            text.ShouldNotContain("/x");
            JsonElement said = JsonDocument.Parse(text).RootElement;
            (status == 202 ? said.GetProperty("webhook").GetProperty("status") : said.GetProperty("detail")).GetString()!.ShouldStartWith(says);
        }
        await using TestServer closed = await TestServer.StartAsync();
        using HttpResponseMessage refused = await closed.DescribeAsync(JsonNode.Parse("""{"prompt":"cats","async":true,"webhook_url":"https://hooks.example.com/"}""")!);
        (await ReadAsync(refused)).GetProperty("detail").GetString().ShouldBe("webhook_url is not possible: the operator of this server has allowed no callbacks");
    }

    [Fact]
    public async Task A_job_is_planned_before_it_is_recorded_and_the_key_is_recorded_nowhere()
    {
        await using StandInService service = await StandInService.StartAsync((context, _) => StandInService.Say(context, """{"entities":[{"name":"cats","primary_key":"id","columns":[{"name":"id","type":"integer","generator":"sequence"}]}]}"""));
        await using TestServer server = await TestServer.StartAsync(settings => settings with { PlannerUrl = service.Endpoint, PlannerModel = "stand-in" });
        using HttpResponseMessage accepted = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats of Valuville", ["async"] = true });
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        service.Requests.Count.ShouldBe(1);
        bool isPlanThere = false;
        foreach (string path in Directory.GetFiles(server.DataFolder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
            string text = await reader.ReadToEndAsync();
            text.ShouldNotContain(TestServer.DescribeKey, customMessage: path);
            isPlanThere |= text.Contains("Valuville", StringComparison.Ordinal) && text.Contains("sequence", StringComparison.Ordinal);
        }
        isPlanThere.ShouldBeTrue();
    }

    private static async Task<JsonElement> EndOfAsync(TestServer server, string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using HttpResponseMessage answer = await server.Client.GetAsync(path);
            JsonElement job = await ReadAsync(answer);
            if (job.GetProperty("finished_at").ValueKind != JsonValueKind.Null)
            {
                return job;
            }
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
}

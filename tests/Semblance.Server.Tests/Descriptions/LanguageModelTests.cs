using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Semblance.Workspace.Tests.Planning;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.Descriptions;

/// <summary>Prompts that a language model plans, over HTTP on both sides, with a service that behaves and one that does not.</summary>
public sealed class LanguageModelTests
{
    private const string Cats = """{"entities":[{"name":"cats","primary_key":"id","columns":[{"name":"id","type":"integer","generator":"sequence"},{"name":"name","type":"string","generator":"first_name"}]}]}""";

    [Fact]
    public async Task The_callers_key_goes_to_the_service_and_the_model_writes_the_plan()
    {
        await using StandInService service = await StandInService.StartAsync((context, _) => StandInService.Say(context, Cats));
        await using TestServer server = await StartAsync(service);
        using HttpResponseMessage answer = await server.DescribeAsync(new JsonObject { ["prompt"] = "whatever has whiskers", ["dataset_size"] = 7 });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonElement datasets = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("datasets");
        datasets.GetProperty("cats").GetProperty("content").GetArrayLength().ShouldBe(7);
        service.Requests.Single().Authorization.ShouldBe("Bearer " + TestServer.DescribeKey);
        service.Requests.Single().Body["model"]!.GetValue<string>().ShouldBe("stand-in");
    }

    [Fact]
    public async Task A_plan_that_is_sent_asks_nobody()
    {
        await using StandInService service = await StandInService.StartAsync((context, _) => StandInService.Say(context, Cats));
        await using TestServer server = await StartAsync(service);
        using HttpResponseMessage answer = await server.DescribeAsync(new JsonObject { ["plan"] = JsonNode.Parse(Cats) });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_number_of_datasets_is_corrected_to_the_plan_or_refused()
    {
        await using StandInService service = await StandInService.StartAsync((context, _) => StandInService.Say(context, Cats));
        await using TestServer server = await StartAsync(service);
        using HttpResponseMessage corrected = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats", ["datasets"] = 2 });
        JsonDocument.Parse(await corrected.Content.ReadAsStringAsync()).RootElement.GetProperty("metadata").GetProperty("warnings")[0].GetString()!.ShouldContain("datasets was corrected from 2 to 1");
        using HttpResponseMessage refused = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats", ["datasets"] = 2, ["auto_correct"] = false });
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    public static TheoryData<string> Faults => ["refused", "limited", "down", "no completion", "no plan", "cut off"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_service_does_wrong_is_told_in_our_words_and_no_key_is_logged(string fault)
    {
        (int status, string error, string detail) = fault switch
        {
            "refused" => (401, "Invalid or expired API key", "The language model service refuses the API key."),
            "limited" => (429, "Rate limited", "The language model service accepts no more requests with this API key for now."),
            "down" => (500, "The prompt could not be planned", "The language model service answered with status 503."),
            "no completion" => (500, "The prompt could not be planned", "The language model service answered with something that is no chat completion."),
            "no plan" => (500, "The prompt could not be planned", "The language model gave no usable plan in 3 attempts."),
            _ => (500, "The prompt could not be planned", "The language model service cannot be reached, or broke off its answer."),
        };
        await using StandInService service = await StandInService.StartAsync((context, _) => Misbehave(context, fault));
        using var logs = new LogLines();
        await using TestServer server = await StartAsync(service, logs);
        using HttpResponseMessage answer = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats of Valuville" });
        ((int)answer.StatusCode).ShouldBe(status);
        string text = await answer.Content.ReadAsStringAsync();
        JsonElement said = JsonDocument.Parse(text).RootElement;
        said.GetProperty("error").GetString().ShouldBe(error);
        said.GetProperty("detail").GetString()!.ShouldStartWith(detail);
        (fault == "limited").ShouldBe(answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(7));
        foreach (string secret in (string[])[TestServer.DescribeKey, "Valuville", "service-secret"])
        {
            text.ShouldNotContain(secret);
            logs.All.Where(line => line.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(secret);
        }
        Directory.GetFiles(server.DataFolder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal) && Holds(path, TestServer.DescribeKey)).ShouldBeEmpty("the key is stored nowhere");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_ends_with_the_time_of_the_request()
    {
        using var over = new CancellationTokenSource();
        await using StandInService service = await StandInService.StartAsync(async (context, _) => await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted).Token).ContinueWith(_ => { }, TaskScheduler.Default));
        await using TestServer server = await TestServer.StartAsync(settings => settings with { PlannerUrl = service.Endpoint, PlannerModel = "stand-in", DescribeSeconds = 1 });
        using HttpResponseMessage answer = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats" }, "/api/plan");
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The request took too long");
        await over.CancelAsync();
    }

    private static bool Holds(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }

    private static async Task Misbehave(HttpContext context, string fault)
    {
        switch (fault)
        {
            case "refused":
                await StandInService.Refuse(context, 401, $"Incorrect API key provided: {TestServer.DescribeKey}.");
                break;
            case "limited":
                context.Response.Headers.RetryAfter = "7";
                await StandInService.Refuse(context, 429, "service-secret");
                break;
            case "down":
                await StandInService.Refuse(context, 503, "service-secret");
                break;
            case "no completion":
                await context.Response.WriteAsync("<html>service-secret</html>");
                break;
            case "no plan":
                await StandInService.Say(context, "I am a language model.");
                break;
            default:
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = 10_000;
                await context.Response.WriteAsync("{\"id\": \"chatcmpl-1\", \"choices\": [");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
        }
    }

    private static Task<TestServer> StartAsync(StandInService service, ILoggerProvider? logs = null) =>
        TestServer.StartAsync(settings => settings with { PlannerUrl = service.Endpoint, PlannerModel = "stand-in", LogLevel = logs is null ? LogLevel.Critical : LogLevel.Trace }, logs);
}

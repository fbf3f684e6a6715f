using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Cli.Tests;
using Semblance.Workspace.Tests.Planning;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>Who plans, as an operator or somebody at a terminal chooses: a language model's service, here a stand-in, or the built-in planner with files of one's own.</summary>
public sealed class PlannerTests : IDisposable
{
    private const string Key = "sk-planner-secret-0123456789";
    private const string Cats = """{"entities":[{"name":"cats","primary_key":"id","columns":[{"name":"id","type":"integer","generator":"sequence"},{"name":"name","type":"string","generator":"first_name"}]}]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_passes_the_callers_key_to_the_service_and_keeps_it_nowhere()
    {
        await using StandInService service = await StandInService.StartAsync((context, call) => call == 1 ? StandInService.Say(context, Cats) : StandInService.Refuse(context, 401, $"Incorrect API key provided: {Key}."));
        using ServerProcess server = ServerProcess.Start(_folder["data"], new() { ["PLANNER_URL"] = service.Endpoint.ToString(), ["PLANNER_MODEL"] = "stand-in", ["LOG_LEVEL"] = "trace" });
        async Task<(int Status, JsonNode Body)> AskAsync()
        {
            using HttpResponseMessage answer = await server.Client.PostAsync("/api/generate", new StringContent($"{{\"api_key\":\"{Key}\",\"prompt\":\"whatever has whiskers in Valuville\",\"dataset_size\":4}}", System.Text.Encoding.UTF8, "application/json"));
            return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
        }
        (int status, JsonNode made) = await AskAsync();
        status.ShouldBe(200);
        made["datasets"]!["cats"]!["content"]!.AsArray().Count.ShouldBe(4);
        (status, JsonNode refused) = await AskAsync();
        status.ShouldBe(401);
        refused["error"]!.GetValue<string>().ShouldBe("Invalid or expired API key");
        service.Requests.ShouldAllBe(request => request.Authorization == "Bearer " + Key);
        refused.ToJsonString().ShouldNotContain("secret-0123456789");
        server.WaitForLog("POST /api/generate was answered with 401");
        server.Log.ShouldNotContain("secret-0123456789");
        server.Log.ShouldNotContain("Valuville");
    }

    [Fact]
    public async Task A_command_asks_the_service_with_the_key_of_its_environment()
    {
        await using StandInService service = await StandInService.StartAsync((context, call) => call == 1 ? StandInService.Say(context, Cats) : StandInService.Refuse(context, 401, "Incorrect API key provided."));
        ProgramResult Describe() => ProgramRun.Run(
            new ProgramSettings { Environment = new() { ["OPENAI_API_KEY"] = Key } },
            "describe", "whatever has whiskers", "--planner-url", service.Endpoint.ToString(), "--planner-model", "stand-in", "--size", "4", "--seed", "1");
        ProgramResult made = Describe();
        made.Code.ShouldBe(0, made.Error);
        JsonDocument.Parse(made.OutputText).RootElement.GetProperty("cats").GetArrayLength().ShouldBe(4);
        service.Requests.Single().Authorization.ShouldBe("Bearer " + Key);
        ProgramResult refused = Describe();
        refused.Code.ShouldBe(4);
        refused.Error.ShouldContain("error: The language model service refuses the API key.");
        ProgramResult keyless = ProgramRun.Run(new ProgramSettings { Environment = new() { ["OPENAI_API_KEY"] = "" } }, "describe", "cats", "--planner-model", "stand-in");
        keyless.Code.ShouldBe(2);
        keyless.Error.ShouldContain("Put it into the variable OPENAI_API_KEY.");
    }

    [Fact]
    public void A_catalog_of_ones_own_is_read_and_its_faults_are_named()
    {
        ProgramResult mine = WithCatalog("""{"domain": "cheese dairy", "words": ["cheese"], "entities": [{"name": "cats", "columns": ["maker: Gouda=40, Edam=60", "ripeness_of_cheese: 1..9"]}]}""");
        mine.Code.ShouldBe(0, mine.Error);
        mine.OutputText.ShouldContain("ripeness_of_cheese");
        ProgramResult broken = WithCatalog("{\"entities\": 7}");
        broken.Code.ShouldBe(3);
        broken.Error.ShouldContain("mine.json");
    }

    private ProgramResult WithCatalog(string json)
    {
        Directory.CreateDirectory(_folder["catalog"]);
        File.WriteAllText(Path.Combine(_folder["catalog"], "mine.json"), json);
        return ProgramRun.Run("describe", "cats", "--catalog", _folder["catalog"], "--plan-only");
    }
}

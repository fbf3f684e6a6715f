using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_description_names_every_route_and_no_other()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement api = await ReadAsync(server);
        api.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        string[] described = [.. api.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))];
        described.Order().ShouldBe(server.Server.Routes.Order());
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_every_answer_in_json_an_example()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement api = await ReadAsync(server);
        foreach (JsonProperty path in api.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                string name = $"{operation.Name} {path.Name}";
                operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
                foreach (JsonProperty response in operation.Value.GetProperty("responses").EnumerateObject())
                {
                    if (response.Value.TryGetProperty("content", out JsonElement content) && content.TryGetProperty("application/json", out JsonElement json))
                    {
                        (json.TryGetProperty("example", out _) || json.GetProperty("examples").EnumerateObject().Any()).ShouldBeTrue($"{name} {response.Name}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("400", "Missing 'rows' header")]
    [InlineData("400", "'rows' must be an integer")]
    [InlineData("400", "'rows' must be > 0")]
    [InlineData("400", "Missing 'file' in multipart form-data")]
    [InlineData("400", "Failed to read Semblance api-key from supplied header")]
    [InlineData("413", "Payload too large (limit 0.5GB)")]
    [InlineData("415", "Unsupported file type.")]
    [InlineData("422", "Failed to parse input .csv/.parquet: ")]
    [InlineData("429", "Too many requests")]
    [InlineData("500", "Synthesis failed: Semblance API needs more than 40 rows and more than 2 columns of real data")]
    [InlineData("500", "Synthesis failed: ")]
    [InlineData("500", "Failed to update credits for your Semblance API key")]
    [InlineData("500", "Failed to serialize output: ")]
    public async Task Every_documented_error_is_an_example(string status, string error)
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement examples = (await ReadAsync(server)).GetProperty("paths").GetProperty("/generate").GetProperty("post").GetProperty("responses").GetProperty(status)
            .GetProperty("content").GetProperty("application/json").GetProperty("examples");
        examples.EnumerateObject().Select(example => example.Value.GetProperty("value").GetProperty("error").GetString()!).ShouldContain(said => said.StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_of_a_twin_has_the_headers_that_are_described()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement headers = (await ReadAsync(server)).GetProperty("paths").GetProperty("/generate").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("headers");
        using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(100), new() { ["privacy"] = "true" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (JsonProperty header in headers.EnumerateObject())
        {
            answer.Headers.Contains(header.Name).ShouldBeTrue(header.Name);
        }
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_runs_only_its_own_script()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.GetAsync("/");
        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/docs");
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'sha256-");
        policy.ShouldNotContain("unsafe");
        string page = await answer.Content.ReadAsStringAsync();
        System.Text.RegularExpressions.Regex.Matches(page, "(src|href)=\"(?!/|data:)").ShouldBeEmpty();
        page.ShouldNotContain("innerHTML");
        page.ShouldContain("lang=\"en\"");
    }

    private static async Task<JsonElement> ReadAsync(TestServer server)
    {
        using HttpResponseMessage answer = await server.Client.GetAsync("/openapi.json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
    }
}

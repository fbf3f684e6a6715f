using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class GenerateTests
{
    [Fact]
    public async Task Health_says_ok()
    {
        await using TestServer server = await TestServer.StartAsync();
        (await server.Client.GetStringAsync("/health")).ShouldBe("""{"status":"ok"}""");
    }

    [Theory]
    [InlineData("core")]
    [InlineData("flagship")]
    public async Task A_table_goes_in_and_its_twin_comes_out(string algo)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(60), new() { ["rows"] = "100", ["algo"] = algo, ["seed"] = "7" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        string[] lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(101);
        lines[0].ShouldBe("age,city,joined,member,amount");
        lines[1..].ShouldAllBe(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d+,(Oslo|Rome|Lima),2026-\d\d-\d\d,(true|false),\d+\.\d\d$"));
        double.Parse(answer.Headers.GetValues("distribution-similarity-error").Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0, 1);
        double.Parse(answer.Headers.GetValues("association-similarity").Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0, 1);
        answer.Headers.GetValues("x-seed").ShouldBe(["7"]);
        answer.Headers.GetValues("x-credits-left").ShouldBe(["unlimited"]);
        server.Spooled.ShouldBeEmpty("what a request had on disk goes with it");

        using HttpResponseMessage again = await server.GenerateAsync(Tables.Csv(60), new() { ["rows"] = "100", ["algo"] = algo, ["seed"] = "7" });
        (await again.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').ShouldBe(lines, "the same seed gives the same bytes");
    }

    [Fact]
    public async Task Errors_are_json_wherever_they_come_from()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach ((HttpMethod method, string path, HttpStatusCode status) in new[] { (HttpMethod.Get, "/nothing", HttpStatusCode.NotFound), (HttpMethod.Get, "/generate", HttpStatusCode.MethodNotAllowed) })
        {
            using var request = new HttpRequestMessage(method, path);
            using HttpResponseMessage answer = await server.Client.SendAsync(request);
            answer.StatusCode.ShouldBe(status);
            using JsonDocument error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            error.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["error", "detail"]);
        }
    }
}

using System.Net;
using Semblance.Cli.Bench.Server;
using Semblance.Cli.Tests;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>The first few hundred of the malformed requests that <c>semblance bench server</c> sends by the ten thousand.</summary>
public sealed class MalformedRequestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Are_answered_with_documented_errors_and_leave_nothing_behind()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        string key = server.CreateKey("1000");
        MalformedOutcome outcome = await MalformedRun.RunAsync(server.Address, new MalformedRequests(1, key), 500, 8, TestContext.Current.CancellationToken);
        outcome.Problems.ShouldBeEmpty();
        outcome.Statuses.Keys.ShouldContain(400);
        outcome.Statuses.Keys.ShouldContain(415);
        outcome.Statuses.Keys.ShouldContain(422);
        server.Spooled.ShouldBeEmpty();
        (await server.Client.GetStringAsync("/health")).ShouldBe("""{"status":"ok"}""");
        using HttpResponseMessage answer = await server.GenerateAsync(MadeTables.Csv(60), new() { ["api-key"] = key });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

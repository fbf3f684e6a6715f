using System.Net;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class CreditsTests
{
    [Fact]
    public async Task Fifty_requests_at_once_on_one_key_spend_what_it_has_and_no_more()
    {
        await using TestServer server = await TestServer.StartAsync();
        MadeKey key = await server.KeyAsync(credits: 0.02m);
        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(41), new() { ["api-key"] = key.Text, ["rows"] = "10" });
            return answer.StatusCode;
        }));
        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(20, "0.02 credits are 20 times 10 rows of core");
        statuses.Count(status => status == HttpStatusCode.InternalServerError).ShouldBe(30);
        await BalanceAsync(server, key, settledRows: 200);
    }

    [Fact]
    public async Task A_request_that_fails_costs_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        MadeKey key = await server.KeyAsync(credits: 1);
        foreach ((byte[] table, string name) in new[] { (Tables.Csv(10), "t.csv"), ("PAR1"u8.ToArray(), "t.parquet"), (Tables.Csv(60), "t.xls") })
        {
            using HttpResponseMessage answer = await server.GenerateAsync(table, new() { ["api-key"] = key.Text, ["rows"] = "10000" }, name);
            answer.IsSuccessStatusCode.ShouldBeFalse();
            await BalanceAsync(server, key, settledRows: 0);
        }
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_work_and_pays_nothing()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { Workers = 1 });
        MadeKey key = await server.KeyAsync(credits: 1_000);
        byte[] table = Tables.Csv(5_000);
        using (var leave = new CancellationTokenSource())
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(table), "file", "table.csv" } };
            Task<HttpResponseMessage> asked = server.SendAsync(form, new() { ["api-key"] = key.Text, ["rows"] = "2000000", ["algo"] = "flagship" }, leave.Token);
            await UntilAsync(async () => (await server.Server.Workspace.Ledger.BalanceAsync(key.Key)).ReservedMicros > 0 && server.Spooled.Any(path => path.EndsWith("twin.csv", StringComparison.Ordinal)));
            await leave.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => asked);
        }
        await UntilAsync(async () => (await server.Server.Workspace.Ledger.BalanceAsync(key.Key)).ReservedMicros == 0 && server.Spooled.Length == 0);
        await BalanceAsync(server, key, settledRows: 0);
        using HttpResponseMessage next = await server.GenerateAsync(Tables.Csv(60));
        next.StatusCode.ShouldBe(HttpStatusCode.OK, "the one worker is free again");
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_is_answered_has_been_served()
    {
        await using TestServer server = await TestServer.StartAsync();
        MadeKey key = await server.KeyAsync(credits: 1_000);
        using (var form = new MultipartFormDataContent { { new ByteArrayContent(Tables.Csv(60)), "file", "table.csv" } })
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/generate") { Content = form })
        {
            request.Headers.Add("api-key", key.Text);
            request.Headers.Add("rows", "1000000");
            using HttpResponseMessage answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await server.Server.Workspace.Ledger.BalanceAsync(key.Key)).SettledMicros.ShouldBe(0, "the end of the answer is held back until it is paid");
        }
        await UntilAsync(async () => (await server.Server.Workspace.Ledger.BalanceAsync(key.Key)).ReservedMicros == 0);
        await BalanceAsync(server, key, settledRows: 1_000_000);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_and_costs_nothing()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { RequestMinutes = 0 });
        MadeKey key = await server.KeyAsync(credits: 1);
        using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = key.Text });
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Synthesis failed: the request took longer than");
        await BalanceAsync(server, key, settledRows: 0);
    }

    private static async Task BalanceAsync(TestServer server, MadeKey key, long settledRows)
    {
        CreditBalance balance = await server.Server.Workspace.Ledger.BalanceAsync(key.Key);
        long perRow = CreditAmount.OfTwin("core", 1);
        (balance.SettledMicros, balance.ReservedMicros).ShouldBe((settledRows * perRow, 0));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}

using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Semblance.Cli.Tests;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>Credits are never lost and never charged twice: under load, when a client goes away, and whatever kills the server.</summary>
public sealed class CreditsTests : IDisposable
{
    private const int Seed = 20_261_124;
    private const uint MomentStream = 1;
    private static readonly byte[] s_table = MadeTables.Csv(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fifty_requests_at_once_cost_what_fifty_cost()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        // Enough for 40 of them.
        string key = server.CreateKey("0.4");
        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using HttpResponseMessage answer = await server.GenerateAsync(s_table, new() { ["api-key"] = key, ["rows"] = "100" });
            return answer.StatusCode;
        }));
        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(40);
        statuses.Count(status => status == HttpStatusCode.InternalServerError).ShouldBe(10, "the others are told that there are too few");
        server.KeyCalled("test").ShouldBe(server.KeyCalled("test") with { Used = 0.4m, Left = "0" });
    }

    [Fact]
    public async Task Whenever_the_server_is_killed_the_balance_is_exact()
    {
        const int Kills = 8, Clients = 6;
        var random = new Philox(Seed);
        string data = _folder["data"];
        string? key = null;
        int requests = 0;
        decimal mostSpent = 0, answered = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using ServerProcess server = ServerProcess.Start(data);
            server.Spooled.ShouldBeEmpty("what a killed server left on disk is gone once the next has started");
            key ??= server.CreateKey("1000");
            var firstAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // Answers of one piece and of several, each of its own number of rows, so that the ledger says which is which.
            Task<(int Whole, int Asked)>[] clients = [.. Enumerable.Range(0, Clients).Select(client => AskUntilKilledAsync(server, key, () => 37 * Interlocked.Increment(ref requests), client % 2 == 0 ? "core" : "flagship", firstAnswer.TrySetResult))];
            if (kill % 2 == 1)
            {
                // A busy machine answers nothing as soon after a start as the moment below comes.
                await firstAnswer.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            }
            int milliseconds = 100 + random.At(MomentStream, (ulong)kill).NextInt32(1_500);
            await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            server.Kill();
            foreach ((int whole, int asked) in await Task.WhenAll(clients))
            {
                answered += whole / 1_000_000m;
                mostSpent += asked / 1_000_000m;
            }
        }
        using (ServerProcess last = ServerProcess.Start(data))
        {
            last.Spooled.ShouldBeEmpty();
            KeyLine balance = last.KeyCalled("test");
            (decimal settled, decimal reserved, bool unique) = ReadLedger(data);
            reserved.ShouldBe(0, "what was going on when the server died has been given back");
            unique.ShouldBeTrue("no request is charged twice");
            balance.Used.ShouldBe(settled, "the balance is the sum of the ledger");
            decimal.Parse(balance.Left, CultureInfo.InvariantCulture).ShouldBe(1000 - settled);
            settled.ShouldBeGreaterThanOrEqualTo(answered, "every whole answer is paid for");
            settled.ShouldBeLessThanOrEqualTo(mostSpent);
            answered.ShouldBeGreaterThan(0, "some requests were answered before a kill");
            (mostSpent - answered).ShouldBeGreaterThan(0, "some requests were cut off");
            using HttpResponseMessage answer = await last.GenerateAsync(s_table, new() { ["api-key"] = key });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_client_that_goes_away_pays_nothing_and_stops_the_work()
    {
        // One worker: the next request is not answered before the work of the first has stopped.
        using ServerProcess server = ServerProcess.Start(_folder["data"], new() { ["WORKERS"] = "1" });
        string key = server.CreateKey("10000");
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> asked = server.GenerateAsync(s_table, new() { ["api-key"] = key, ["rows"] = "10000000" }, cancellation: leave.Token);
        await UntilAsync(() => server.Spooled.Any(path => path.EndsWith("twin.csv", StringComparison.Ordinal)), "the rows are being made");
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
        using HttpResponseMessage next = await server.GenerateAsync(s_table, new() { ["api-key"] = key, ["rows"] = "10" });
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        await UntilAsync(() => server.Spooled.Length == 0, "its files are gone");
        await UntilAsync(() => server.KeyCalled("test") is { Used: 0.001m, Left: "9999.999" }, "only the second request is paid for");
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_sends_leaves_nothing()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        string key = server.CreateKey("30");
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            byte[] form = RawHttp.Form("b", "file", "table.csv", MadeTables.Csv(5_000));
            byte[] request = RawHttp.Post(["rows: 10", $"api-key: {key}", "Content-Type: multipart/form-data; boundary=b", $"Content-Length: {form.Length}"], form[..(form.Length / 2)]);
            await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
            await UntilAsync(() => server.Spooled.Length > 0, "the table is being taken");
        }
        await UntilAsync(() => server.Spooled.Length == 0, "its files are gone");
        await UntilAsync(() => server.KeyCalled("test") is { Used: 0, Left: "30" }, "nothing is held");
    }

    [Fact]
    public async Task A_server_told_to_stop_answers_what_it_has_begun()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"]);
        string key = server.CreateKey("30");
        Task<HttpResponseMessage> asked = server.GenerateAsync(s_table, new() { ["api-key"] = key, ["rows"] = "100000" });
        await UntilAsync(() => server.Spooled.Length > 0, "the work has begun");
        server.Terminate();
        using HttpResponseMessage answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Count(c => c == '\n').ShouldBe(100_001);
        server.WaitForExit().ShouldBe(0, "an orderly end is no failure");
        ServerProcess.KeyCalled(_folder["data"], "test").Used.ShouldBe(10m);
        server.Spooled.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_told_to_stop_does_not_wait_for_ever()
    {
        using ServerProcess server = ServerProcess.Start(_folder["data"], new() { ["SHUTDOWN_SECONDS"] = "1" });
        string key = server.CreateKey("10000");
        Task<HttpResponseMessage> asked = server.GenerateAsync(s_table, new() { ["api-key"] = key, ["rows"] = "10000000" });
        await UntilAsync(() => server.Spooled.Length > 0, "the work has begun");
        server.Terminate();
        server.WaitForExit().ShouldBe(0);
        try
        {
            using HttpResponseMessage answer = await asked;
            ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        }
        catch (HttpRequestException)
        {
            // The connection ended with the server.
        }
        ServerProcess.KeyCalled(_folder["data"], "test").ShouldBe(ServerProcess.KeyCalled(_folder["data"], "test") with { Used = 0, Left = "10000" });
        server.Spooled.ShouldBeEmpty();
    }

    /// <summary>Asks for one twin after another until the server is gone.</summary>
    /// <returns>What whole answers cost, and what all requests together would, in micros.</returns>
    private static async Task<(int Whole, int Asked)> AskUntilKilledAsync(ServerProcess server, string key, Func<int> nextRows, string algo, Func<bool> onAnswer)
    {
        int whole = 0, asked = 0;
        while (true)
        {
            int rows = nextRows();
            int micros = rows * (algo == "core" ? 100 : 200);
            asked += micros;
            try
            {
                using HttpResponseMessage answer = await server.GenerateAsync(s_table, new() { ["api-key"] = key, ["rows"] = rows.ToString(CultureInfo.InvariantCulture), ["algo"] = algo });
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                whole += micros;
                onAnswer();
            }
            catch (HttpRequestException)
            {
                return (whole, asked);
            }
        }
    }

    /// <summary>The ledger as another program reads it.</summary>
    private static (decimal Settled, decimal Reserved, bool Unique) ReadLedger(string data)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "semblance.db")};Mode=ReadOnly");
        connection.Open();
        decimal settled = Sum("SELECT COALESCE(SUM(settled_micros), 0) FROM credit_periods");
        Sum("SELECT COALESCE(SUM(micros), 0) FROM credit_entries WHERE state = 1").ShouldBe(settled, "the sums of periods are those of entries");
        decimal reserved = Sum("SELECT COALESCE(SUM(reserved_micros), 0) FROM credit_periods");
        bool unique = Sum("SELECT COUNT(*) - COUNT(DISTINCT rows) FROM credit_entries WHERE state = 1") == 0;
        return (settled / 1_000_000m, reserved / 1_000_000m, unique);

        decimal Sum(string sql)
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants above.
            command.CommandText = sql;
#pragma warning restore CA2100
            return Convert.ToDecimal(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            patience.IsCancellationRequested.ShouldBeFalse($"within a minute {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}

using System.Net;
using System.Text.Json;
using Semblance.Data;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Tests.Database;
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

    [Theory]
    [InlineData("core")]
    [InlineData("flagship")]
    public async Task Parquet_goes_in_and_comes_out(string algo)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var csv = new MemoryStream(Tables.Csv(80));
        TableDocument real = TableFiles.Read(csv, "table.csv");
        using var parquet = new MemoryStream();
        TableFiles.Write(parquet, TableFormat.Parquet, real.Table.Schema, [real.Table]);
        using HttpResponseMessage answer = await server.GenerateAsync(parquet.ToArray(), new() { ["rows"] = "30", ["algo"] = algo, ["seed"] = "1" }, "table.parquet");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.apache.parquet");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("synthetic.parquet");
        using var made = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        TableDocument twin = TableFiles.Read(made, "synthetic.parquet");
        twin.Layout.Format.ShouldBe(TableFormat.Parquet);
        twin.Table.RowCount.ShouldBe(30);
        twin.Table.Schema.Select(column => column.Name).ShouldBe(real.Table.Schema.Select(column => column.Name));
    }

    [Fact]
    public async Task Conditions_hold_in_every_row()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(200), new() { ["rows"] = "50", ["conditions"] = Uri.EscapeDataString("""{"city": "Rome", "member": true}""") });
        string[] lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(51);
        lines[1..].ShouldAllBe(line => line.Contains(",Rome,", StringComparison.Ordinal) && line.Contains(",true,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(81, false)]
    [InlineData(400, true)]
    public async Task The_privacy_share_is_measured_where_two_halves_can_be(int rows, bool measured)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(rows), new() { ["privacy"] = "true", ["seed"] = "3" });
        double share = double.Parse(answer.Headers.GetValues("x-privacy-share").Single(), System.Globalization.CultureInfo.InvariantCulture);
        double.IsNaN(share).ShouldBe(!measured);
        if (measured)
        {
            share.ShouldBeInRange(0, 1);
        }
        using HttpResponseMessage without = await server.GenerateAsync(Tables.Csv(rows), new() { ["seed"] = "3" });
        without.Headers.Contains("x-privacy-share").ShouldBeFalse();
        (await without.Content.ReadAsStringAsync()).ShouldBe(await answer.Content.ReadAsStringAsync(), "measuring changes no row");
    }

    [Fact]
    public async Task The_records_can_be_in_PostgreSQL()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync(TestDatabase.Postgres, migrate: false);
        await using TestServer server = await TestServer.StartAsync(settings => settings with { Database = database.Connection });
        MadeKey key = await server.KeyAsync(credits: 1);
        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(41), new() { ["api-key"] = key.Text, ["rows"] = "1000" });
            return answer.StatusCode;
        }));
        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(10, "1 credit is 10 times 1,000 rows of core");
        (await server.Server.Workspace.Ledger.BalanceAsync(key.Key)).LeftMicros.ShouldBe(0);
        File.Exists(server.Server.Workspace.Folder.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_in_a_sentence() =>
        (await Should.ThrowAsync<IOException>(() => TestServer.StartAsync(settings => settings with { Database = "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2" })))
            .Message.ShouldStartWith("The database that the setting Database names cannot be used: ");
}

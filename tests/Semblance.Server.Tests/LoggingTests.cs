using System.Text;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class LoggingTests
{
    [Fact]
    public async Task Logs_bear_the_ids_of_requests_and_neither_keys_nor_names_nor_values()
    {
        using var logs = new LogLines();
        await using TestServer server = await TestServer.StartAsync(settings => settings with { LogLevel = LogLevel.Trace }, logs);
        string good = Encoding.UTF8.GetString(Tables.Csv(60)).Replace("Oslo", "Valuville", StringComparison.Ordinal);
        string broken = good + "\"Valuville,";
        var ids = new List<string>();
        foreach ((string table, string name, Dictionary<string, string?> headers) in new (string, string, Dictionary<string, string?>)[]
        {
            (good, "filename1.csv", []),
            (good, "filename2.csv", new() { ["conditions"] = "{\"city\":\"Valuville2\"}" }),
            (good, "filename3.csv", new() { ["rows"] = "secretrows" }),
            (good, "filename4.csv", new() { ["api-key"] = "sem_0123456789ab_" + new string('K', 43) }),
            (good, "filename5.xls", []),
            (good, "filename6.parquet", []),
            (broken, "filename7.csv", []),
            (good[..200], "filename8.csv", []),
        })
        {
            using HttpResponseMessage answer = await server.GenerateAsync(Encoding.UTF8.GetBytes(table), headers, name);
            ids.AddRange(answer.Headers.GetValues("x-request-id"));
        }
        using HttpResponseMessage elsewhere = await server.Client.GetAsync("/secretpath?query=secretquery");
        string all = string.Join('\n', logs.All);
        ids.ShouldAllBe(id => all.Contains(id, StringComparison.Ordinal));
        all.ShouldContain("POST /generate was answered with 200 in ");
        all.ShouldContain("POST /generate was answered with 422 in ");
        foreach (string secret in (string[])["Valuville", "filename", "secretrows", "secretpath", "secretquery", "KKKKKK", server.AdminKey, server.AdminKey[17..]])
        {
            logs.All.Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(secret);
        }
    }
}

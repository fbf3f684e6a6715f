using System.IO.Compression;
using System.Text;
using Semblance.Cli.Bench.Server;
using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests.Bench;

public sealed class ServerBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prints_every_part_and_leaves_nothing_behind()
    {
        using (var zip = new GZipStream(File.Create(_folder["adult_train.csv.gz"]), CompressionLevel.Fastest))
        {
            zip.Write(Encoding.ASCII.GetBytes("age,hours,income\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{20 + i % 37},{i % 11},{(i % 3 == 0 ? ">50K" : "<=50K")}\n"))));
        }
        using var output = new StringWriter();
        var options = new ServerBenchOptions { Requests = 2, Clients = 3, Seconds = 2, Megabytes = 1, Malformed = 40, Parts = ["latency", "load", "upload", "malformed"] };
        await ServerBench.RunAsync(output, _folder.Folder, _folder["server.md"], options, TestContext.Current.CancellationToken);
        string text = output.ToString();
        text.ShouldContain("| core | 2 |");
        text.ShouldContain("## 3 clients at once for 2 s");
        text.ShouldContain("## An upload of 1.0 MB");
        text.ShouldContain("## 40 malformed requests");
        text.ShouldNotContain("tables", Case.Sensitive, "parts that are not asked for are left out");
        (await File.ReadAllTextAsync(_folder["server.md"], TestContext.Current.CancellationToken)).ShouldBe(text);
        _folder.Names.ShouldBe(["adult_train.csv.gz", "server.md"]);
    }

    [Fact]
    public async Task Says_what_is_missing() =>
        (await Should.ThrowAsync<TableException>(() => ServerBench.RunAsync(TextWriter.Null, _folder.Folder, null, new ServerBenchOptions(), TestContext.Current.CancellationToken))).Message.ShouldContain("adult_train.csv.gz");
}

using System.IO.Compression;
using System.Text;
using Semblance.Cli.Bench.Workspace;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests.Bench;

public sealed class WorkspaceBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prints_every_part_and_loses_no_job()
    {
        using (var zip = new GZipStream(File.Create(_folder["adult_train.csv.gz"]), CompressionLevel.Fastest))
        {
            zip.Write(Encoding.ASCII.GetBytes("age,hours,income\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{20 + i % 37},{i % 11},{(i % 3 == 0 ? ">50K" : "<=50K")}\n"))));
        }
        using var output = new StringWriter();
        var options = new WorkspaceBenchOptions { RecordedJobs = 500, Requests = 2, QueuedJobs = 100, LargeRows = 3_000 };
        await WorkspaceBench.RunAsync(output, _folder.Folder, _folder["workspace.md"], options);
        string text = output.ToString();
        text.ShouldContain("| `/api/synthgen/jobs` | 500 |");
        text.ShouldContain("| `/api/synthgen/jobs?model_id=...` | 20 |");
        text.ShouldContain("## 100 jobs of 10 accounts: 91 of one, then 1 each of the others; 200 rows of core each");
        text.ShouldContain("| 100 | 100 |", Case.Sensitive, "as many jobs completed as were queued, each with an output of its own");
        text.ShouldContain("| 3,000 |");
        text.ShouldContain("## A report on flagship on adult");
        (await File.ReadAllTextAsync(_folder["workspace.md"], TestContext.Current.CancellationToken)).ShouldBe(text);
        _folder.Names.ShouldBe(["adult_train.csv.gz", "workspace.md"]);
    }
}

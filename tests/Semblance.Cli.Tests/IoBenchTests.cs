using System.IO.Compression;
using Semblance.Cli.Bench;
using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class IoBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("semblance-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Prints_what_reading_and_writing_take_and_leaves_nothing_behind()
    {
        using (var zip = new GZipStream(File.Create(Path.Combine(_folder.FullName, "adult_train.csv.gz")), CompressionLevel.Fastest))
        {
            zip.Write("age,income\n39,<=50K\n50,>50K\n"u8);
        }
        string results = Path.Combine(_folder.FullName, "io.md");
        using var output = new StringWriter();

        IoBench.Run(output, _folder.FullName, results, megabytes: 1, TestContext.Current.CancellationToken);

        output.ToString().ShouldContain("What is written is byte for byte what was read.");
        output.ToString().ShouldContain("| semblance read |");
        File.ReadAllText(results).ShouldBe(output.ToString());
        Directory.GetFiles(_folder.FullName).Length.ShouldBe(2, "the input and the results");
    }

    [Fact]
    public void Says_what_is_missing() =>
        Should.Throw<TableException>(() => IoBench.Run(TextWriter.Null, _folder.FullName, cancellation: TestContext.Current.CancellationToken)).Message.ShouldContain("adult_train.csv.gz");
}

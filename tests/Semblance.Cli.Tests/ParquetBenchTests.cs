using Semblance.Cli.Bench;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class ParquetBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("semblance-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Prints_what_reading_and_writing_take()
    {
        string results = Path.Combine(_folder.FullName, "parquet.md");
        using var output = new StringWriter();

        ParquetBench.Run(output, results, rows: 2000, TestContext.Current.CancellationToken);

        output.ToString().ShouldContain("2,000 rows x 15 columns");
        output.ToString().ShouldContain("| semblance read | 1 |");
        output.ToString().ShouldContain("| semblance write | 1 |");
        output.ToString().ShouldContain("DuckDB", Case.Sensitive, "its figures, or how to get them");
        File.ReadAllText(results).ShouldBe(output.ToString());
    }
}

using Semblance.Data;
using Semblance.Data.Csv;
using Xunit;

namespace Semblance.Quality.Tests;

/// <summary>The real tables of SEMBLANCE_TEST_DATA/benchmark; a test that needs them is skipped without them, or fails under CI=true.</summary>
internal static class BenchmarkTables
{
    public static Table Read(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("SEMBLANCE_TEST_DATA");
        string path = Path.Combine(folder ?? "", "benchmark", name + ".csv.gz");
        if (folder is null || !File.Exists(path))
        {
            SkipOrFail($"SEMBLANCE_TEST_DATA does not name a folder with benchmark/{name}.csv.gz.");
        }
        return CsvReader.ReadFile(path, ct: TestContext.Current.CancellationToken).Table;
    }

    /// <summary>Ends the test as skipped, or as failed under CI=true, where everything that tests need is there.</summary>
    public static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }
        Assert.Skip(reason);
    }
}

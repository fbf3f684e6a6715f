using System.Globalization;
using System.IO.Compression;
using Semblance.Data;
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
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] names = reader.ReadLine()!.Split(',');
        List<string>[] cells = [.. names.Select(_ => new List<string>())];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            for (int i = 0; i < names.Length; i++)
            {
                cells[i].Add(fields[i]);
            }
        }
        return TestTables.Of([.. names.Select((column, i) => ToColumn(column, cells[i]))]);
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

    private static Column ToColumn(string name, List<string> cells)
    {
        var numbers = new double[cells.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            if (!double.TryParse(cells[row], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
            {
                return TestTables.Categories(name, [.. cells]);
            }
        }
        return TestTables.Numbers(name, numbers);
    }
}

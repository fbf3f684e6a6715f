using System.Text.Json;
using Semblance.Cli.Tests;
using Semblance.Data;
using Semblance.Data.Csv;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>The main job on real tables of many kinds, with every family that makes twins.</summary>
public sealed class RealTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Tables()
    {
        var tables = new TheoryData<string, string>();
        if (Environment.GetEnvironmentVariable("SEMBLANCE_TEST_DATA") is { } data && Directory.Exists(data))
        {
            foreach (string path in new[] { "benchmark", "tables" }.SelectMany(sub => Directory.GetFiles(Path.Combine(data, sub), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
            {
                if (path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".csv.gz", StringComparison.Ordinal))
                {
                    foreach (string family in new[] { "core", "flagship" })
                    {
                        tables.Add(Path.GetRelativePath(data, path), family);
                    }
                }
            }
        }
        else
        {
            tables.Add("", "");
        }
        return tables;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_twin_is_as_long_as_its_table_and_reads_back_as_the_same_kind_of_table(string table, string family)
    {
        string data = Repository.RequireTestData();
        string path = Path.Combine(data, table);
        ProgramResult run = ProgramRun.Run("twin", path, "--algo", family, "--seed", "1", "--json", "-o", _folder["twin.csv"]);
        run.Code.ShouldBe(0, run.Error);
        CsvDocument real = TableReader.Read(path), twin = TableReader.Read(_folder["twin.csv"]);
        twin.Table.RowCount.ShouldBe(real.Table.RowCount);
        twin.Table.Columns.Select(column => column.Name).ShouldBe(real.Table.Columns.Select(column => column.Name));
        twin.Dialect.Delimiter.ShouldBe(real.Dialect.Delimiter);
        foreach ((Column before, Column after) in real.Table.Columns.Zip(twin.Table.Columns))
        {
            // Four standard errors of a share of half, on top of half a percent for shares that are learned through other columns.
            double tolerance = 0.005 + (4 * Math.Sqrt(0.25 / before.Count));
            ((double)after.CountMissing() / after.Count).ShouldBe((double)before.CountMissing() / before.Count, tolerance, $"column '{before.Name}' keeps its missing share");
        }
        using var json = JsonDocument.Parse(run.OutputText);
        json.RootElement.GetProperty("rows").GetInt64().ShouldBe(real.Table.RowCount);
        // Small tables differ from themselves by chance, by some 1 / sqrt(rows) in each figure.
        json.RootElement.GetProperty("distribution_similarity_error").GetDouble().ShouldBeInRange(0, 0.15 + (2 / Math.Sqrt(real.Table.RowCount)));
        double leastAssociation = family == "core" ? 0.75 : 0.95 - (4 / Math.Sqrt(real.Table.RowCount));
        json.RootElement.GetProperty("association_similarity").GetDouble().ShouldBeInRange(leastAssociation, 1);
    }
}

using Semblance.Cli.Tests;
using Semblance.Data;
using Semblance.Data.Parquet;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests;

/// <summary>Parquet in and out of the program, and to and from CSV.</summary>
public sealed class ParquetTests : IDisposable
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "patients.csv");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_twin_of_a_Parquet_file_has_its_types_and_the_bytes_of_its_seed()
    {
        Run("twin", s_sample, "--seed", "1", "-o", _folder["real.parquet"]);
        Run("twin", _folder["real.parquet"], "--seed", "2", "--rows", "3000", "--threads", "1", "-o", _folder["one.parquet"]);
        Run("twin", _folder["real.parquet"], "--seed", "2", "--rows", "3000", "--threads", "3", "-o", _folder["three.parquet"]);
        File.ReadAllBytes(_folder["three.parquet"]).ShouldBe(File.ReadAllBytes(_folder["one.parquet"]));

        TableDocument real = Read("real.parquet"), twin = Read("one.parquet");
        twin.Table.RowCount.ShouldBe(3000);
        twin.Table.Schema.Select(column => (column.Name, column.Kind, column.Parquet! with { NullCode = 0 }))
            .ShouldBe(real.Table.Schema.Select(column => (column.Name, column.Kind, column.Parquet! with { NullCode = 0 })));
    }

    [Fact]
    public void A_table_gives_the_same_twin_from_either_format()
    {
        Run("twin", s_sample, "--seed", "1", "--rows", "500", "-o", _folder["a.csv"]);
        Run("twin", s_sample, "--seed", "1", "--rows", "500", "-o", _folder["a.parquet"]);
        TableDocument csv = Read("a.csv"), parquet = Read("a.parquet");
        parquet.Layout.ShouldBeOfType<ParquetLayout>();
        for (int i = 0; i < csv.Table.Columns.Count; i++)
        {
            Column one = csv.Table.Columns[i], other = parquet.Table.Columns[i];
            (other.Name, other.Kind).ShouldBe((one.Name, one.Kind));
            Values(other).ShouldBe(Values(one));
        }
    }

    // Parquet keeps values and types, and not how a text showed them.
    private static IEnumerable<object?> Values(Column column) => Enumerable.Range(0, column.Count).Select(row => column switch
    {
        _ when column.IsMissing(row) => (object?)null,
        NumberColumn numbers => numbers.Values[row],
        DateTimeColumn times => times.Ticks[row],
        _ => ValueText.Format(column, row),
    });

    [Fact]
    public void A_model_of_a_Parquet_file_samples_into_either_format()
    {
        Run("twin", s_sample, "--seed", "1", "-o", _folder["real.parquet"]);
        Run("train", _folder["real.parquet"], "--model", "core", "--seed", "1", "-o", _folder["m.semblance"]);
        Run("sample", _folder["m.semblance"], "--seed", "1", "--rows", "200", "-o", _folder["rows.parquet"]);
        Run("sample", _folder["m.semblance"], "--seed", "1", "--rows", "200", "-o", _folder["rows.csv"]);
        Read("rows.parquet").Table.Schema.Select(column => column.Parquet! with { NullCode = 0 })
            .ShouldBe(Read("real.parquet").Table.Schema.Select(column => column.Parquet! with { NullCode = 0 }));
        Read("rows.csv").Table.RowCount.ShouldBe(200);
        Run("report", _folder["real.parquet"], _folder["rows.csv"], "--json").OutputText.ShouldContain("distribution_similarity_error");
    }

    private TableDocument Read(string name) => TableFiles.Read(_folder[name], ct: TestContext.Current.CancellationToken);

    private static ProgramResult Run(params string[] arguments)
    {
        ProgramResult run = ProgramRun.Run(arguments);
        run.Code.ShouldBe(0, run.Error);
        return run;
    }
}

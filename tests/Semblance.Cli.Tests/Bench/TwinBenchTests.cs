using System.Globalization;
using System.IO.Compression;
using Semblance.Cli.Bench;
using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Numerics;
using Semblance.Workspace.Twins;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests.Bench;

public sealed class TwinBenchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("semblance-bench").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_score_is_printed_beside_its_ceiling_and_kept_in_the_file()
    {
        Write("magic_train", 300, 1);
        Write("magic_test", 200, 2);
        string file = Path.Combine(_folder, "results.md");
        var output = new StringWriter();

        TwinBench.Run(output, _folder, file, new TwinBenchOptions { Tables = ["Magic"], Algorithms = ["core"], Seeds = [1, 2], ScalingRows = [] }, Cancellation);

        string text = output.ToString();
        File.ReadAllText(file).ShouldBe(text);
        text.ShouldContain("## magic, core (300 rows x 3 columns)");
        text.ShouldContain("- magic, core: C2ST ");
        foreach (string score in new[] { "C2ST", "DCR share, fit on half", "trend error %, own edges", "shape error %", "TSTR AUC (real: TRTR)", "TSTR loss", "fit, CPU s" })
        {
            string[] cells = text.Split('\n').Single(line => line.StartsWith($"| {score} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
            double[] seeds = [.. cells[2..4].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            // Each cell is rounded to two or more digits.
            double.Parse(cells[4], CultureInfo.InvariantCulture).ShouldBe(seeds.Average(), 0.011, score);
        }
    }

    [Fact]
    public void Unknown_tables_and_missing_files_are_named()
    {
        Should.Throw<TableException>(() => TwinBench.Run(TextWriter.Null, _folder, null, new TwinBenchOptions { Tables = ["iris"] }, Cancellation)).Message.ShouldContain("'iris'");
        Should.Throw<TableException>(() => TwinBench.Run(TextWriter.Null, _folder, null, new TwinBenchOptions { Tables = ["magic"] }, Cancellation)).Message.ShouldContain("magic_train.csv.gz");
    }

    [Fact]
    public void Halves_share_no_row()
    {
        Table table = ReadBack(Write("magic_train", 101, 1));
        (Table first, Table second) = BenchRows.Halves(table, 7);

        first.RowCount.ShouldBe(50);
        second.RowCount.ShouldBe(50);
        double[] a = ((NumberColumn)first.Columns[0]).Values, b = ((NumberColumn)second.Columns[0]).Values;
        a.Intersect(b).ShouldBeEmpty("the first column is all distinct");
        ((NumberColumn)BenchRows.Halves(table, 8).First.Columns[0]).Values.ShouldNotBe(a, "another seed, other halves");
    }

    [Fact]
    public void Scaled_tables_stay_in_range_and_keep_decimals()
    {
        Table table = ReadBack(Write("magic_train", 100, 1));
        Table scaled = BenchRows.Scale(table, 1000, 1);

        scaled.RowCount.ShouldBe(1000);
        double[] real = ((NumberColumn)table.Columns[1]).Values, moved = ((NumberColumn)scaled.Columns[1]).Values;
        moved.Min().ShouldBeGreaterThanOrEqualTo(real.Min());
        moved.Max().ShouldBeLessThanOrEqualTo(real.Max());
        moved.ShouldAllBe(value => Math.Round(value, 3) == value);
        moved.Distinct().Count().ShouldBeGreaterThan(500, "jitter makes new values");
    }

    [Fact]
    public void Blocks_are_joined_in_their_order()
    {
        Table table = ReadBack(Write("magic_train", 100, 1));
        Table joined = BenchRows.Join([TableRows.Select(table, [3, 1]), TableRows.Select(table, [2])]);

        joined.RowCount.ShouldBe(3);
        double[] values = ((NumberColumn)table.Columns[0]).Values;
        ((NumberColumn)joined.Columns[0]).Values.ShouldBe([values[3], values[1], values[2]]);
    }

    private static Table ReadBack(string path) => CsvReader.ReadFile(path, ct: Cancellation).Table;

    private string Write(string name, int rows, ulong seed)
    {
        string path = Path.Combine(_folder, name + ".csv.gz");
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        writer.WriteLine("Length,Width,class");
        var random = new Philox(seed);
        for (int row = 0; row < rows; row++)
        {
            RandomSequence numbers = random.At(0, (ulong)row);
            double length = numbers.NextDouble() + row;
            double width = numbers.NextDouble() + row % 7;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length:F4},{width:F3},{(width + numbers.NextDouble() > 4 ? 'g' : 'h')}"));
        }
        return path;
    }
}

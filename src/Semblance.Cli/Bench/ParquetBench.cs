using System.Globalization;
using Semblance.Data;
using Semblance.Data.Parquet;

namespace Semblance.Cli.Bench;

/// <summary>
/// Reads and writes one Parquet file of a million rows and 15 columns of all kinds, and has DuckDB do the same with the same file in the
/// same run. Prints Markdown.
/// </summary>
internal sealed class ParquetBench
{
    private const int Rounds = 10;
    private const double ReadGoal = 1;
    private const double WriteGoal = 0.5;

    private readonly TextWriter _output;
    private readonly string _work;
    private readonly CancellationToken _cancellation;

    private ParquetBench(TextWriter output, string work, CancellationToken cancellation)
    {
        _output = output;
        _work = work;
        _cancellation = cancellation;
    }

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public static void Run(TextWriter output, string? outFile = null, int rows = 1_000_000, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        DirectoryInfo work = Directory.CreateTempSubdirectory("semblance-parquet-");
        try
        {
            BenchOutput.Write(output, outFile, writer => new ParquetBench(writer, work.FullName, cancellation).Run(rows));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private void Run(int rows)
    {
        string ours = Path.Combine(_work, "ours.parquet"), theirs = Path.Combine(_work, "theirs.parquet"), target = Path.Combine(_work, "target.parquet");
        Table made = MixedTable.Make(rows);
        Write(made, null, ours, null);
        DuckDbCosts? duckDb = DuckDbCosts.Measure(ours, theirs, target, Rounds, _cancellation);
        string source = duckDb is null ? ours : theirs;
        int[] threads = [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        var reads = new WorkCost[threads.Length, Rounds];
        var writes = new WorkCost[threads.Length, Rounds];
        for (int i = 0; i < threads.Length; i++)
        {
            for (int round = 0; round < Rounds; round++)
            {
                int count = threads[i];
                (TableDocument document, reads[i, round]) = WorkMeter.Measure(() => TableFiles.Read(source, new TableReadOptions { Threads = count }, ct: _cancellation));
                (_, writes[i, round]) = WorkMeter.Measure(() => Write(document.Table, document.Layout, target, count));
            }
        }

        Line("# semblance bench parquet");
        Line();
        Line(Machine.Provenance("semblance bench parquet"));
        Line($"{Machine.Description()}.");
        Line($"A made table of {rows:N0} rows x {made.Columns.Count} columns of all kinds; {Rounds} rounds each, one after another. Codec: Snappy.");
        Line($"What is read is {(duckDb is null ? "what Semblance wrote" : "what DuckDB wrote")} ({new FileInfo(source).Length / 1e6:F1} MB). Reading includes the kinds of all columns, from all rows. Semblance writes {new FileInfo(target).Length / 1e6:F1} MB.");
        Line("The first rounds include the start of the code and its compilation. CPU seconds are those of all threads; they depend less on what else the machine does.");
        Line();
        Line("| | threads | first, wall s | best, wall s | best, CPU s | million cells/s | peak memory MB |");
        Line("|---|---|---|---|---|---|---|");
        double cells = (double)rows * made.Columns.Count;
        for (int i = 0; i < threads.Length; i++)
        {
            Row("semblance read", threads[i], Costs(reads, i), cells);
        }
        if (duckDb is not null)
        {
            Row($"DuckDB {duckDb.Version} CREATE TABLE AS", 1, duckDb.Reads, cells);
        }
        for (int i = 0; i < threads.Length; i++)
        {
            Row("semblance write", threads[i], Costs(writes, i), cells);
        }
        if (duckDb is null)
        {
            Line();
            Line($"DuckDB was not found, so there is nothing to compare with; `npm install @duckdb/node-api` installs it, in the folder that {DuckDbCosts.FolderVariable} names.");
            return;
        }
        Row($"DuckDB {duckDb.Version} COPY", 1, duckDb.Writes, cells);
        Line();
        Line("| DuckDB's time over ours | threads | best, wall | best, CPU | goal (wall) | |");
        Line("|---|---|---|---|---|---|");
        for (int i = 0; i < threads.Length; i++)
        {
            Ratio("read", threads[i], Costs(reads, i), duckDb.Reads, ReadGoal);
            Ratio("write", threads[i], Costs(writes, i), duckDb.Writes, WriteGoal);
        }
    }

    private bool Write(Table table, FileLayout? layout, string path, int? threads)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        ParquetWriter.Write(file, table.Schema, [table], layout as ParquetLayout, threads: threads, ct: _cancellation);
        return true;
    }

    private static WorkCost[] Costs(WorkCost[,] all, int of) => [.. Enumerable.Range(0, Rounds).Select(round => all[of, round])];

    private void Row(string name, int threads, WorkCost[] costs, double cells)
    {
        double wall = costs.Min(cost => cost.WallSeconds);
        double peak = costs.Max(cost => cost.PeakMegabytes);
        Line($"| {name} | {threads} | {costs[0].WallSeconds:F2} | {wall:F2} | {costs.Min(cost => cost.CpuSeconds):F2} | {cells / 1e6 / wall:F0} | {(double.IsNaN(peak) ? "" : peak.ToString("F0", CultureInfo.InvariantCulture))} |");
    }

    private void Ratio(string name, int threads, WorkCost[] ours, WorkCost[] theirs, double goal)
    {
        double wall = theirs.Min(cost => cost.WallSeconds) / ours.Min(cost => cost.WallSeconds);
        double cpu = theirs.Min(cost => cost.CpuSeconds) / ours.Min(cost => cost.CpuSeconds);
        Line($"| {name} | {threads} | {wall:F2} | {cpu:F2} | >= {goal:0.#} | {(wall >= goal ? "pass" : "miss")} |");
    }

    private void Line(FormattableString text) => _output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text = "") => _output.WriteLine(text);
}

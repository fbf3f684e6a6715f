using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Semblance.Data;
using Semblance.Data.Csv;

namespace Semblance.Cli.Bench;

/// <summary>
/// Reads, with typing, and writes one CSV file of 200 MB (adult's training table over and over), and has pandas' C engine do the
/// same with the same file in the same run. Prints Markdown.
/// </summary>
internal sealed class IoBench
{
    private const int Rounds = 3;
    private const double ReadGoal = 3;
    private const double WriteGoal = 10;

    private readonly TextWriter _output;
    private readonly string _folder;
    private readonly string _work;
    private readonly CancellationToken _cancellation;

    private IoBench(TextWriter output, string folder, string work, CancellationToken cancellation)
    {
        _output = output;
        _folder = folder;
        _work = work;
        _cancellation = cancellation;
    }

    private string Source => Path.Combine(_work, "source.csv");

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go.</param>
    /// <param name="dataFolder">A folder with adult_train.csv.gz, or with a folder "benchmark" that has it.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="megabytes">The least size of the file, in millions of bytes.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The table is not there.</exception>
    public static void Run(TextWriter output, string dataFolder, string? outFile = null, int megabytes = 200, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(dataFolder);
        DirectoryInfo work = Directory.CreateTempSubdirectory("semblance-io-");
        try
        {
            BenchOutput.Write(output, outFile, writer => new IoBench(writer, dataFolder, work.FullName, cancellation).Run(megabytes));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private void Run(int megabytes)
    {
        long bytes = MakeSource(megabytes * 1_000_000L);
        string target = Path.Combine(_work, "written.csv");
        var reads = new WorkCost[Rounds];
        var writes = new WorkCost[Rounds];
        int rows = 0, columns = 0;
        for (int round = 0; round < Rounds; round++)
        {
            (CsvDocument document, reads[round]) = WorkMeter.Measure(() => CsvReader.ReadFile(Source, ct: _cancellation));
            (_, writes[round]) = WorkMeter.Measure(() => Write(document, target));
            (rows, columns) = (document.Table.RowCount, document.Table.Columns.Count);
        }
        bool same = AreSame(Source, target);
        File.Delete(target);
        PandasCosts? pandas = PandasCosts.Measure(Source, target, Rounds, _cancellation);

        Line("# semblance bench io");
        Line();
        Line(Machine.Provenance("semblance bench io"));
        Line($"{Machine.Description()}.");
        Line($"One file of {bytes / 1e6:F1} MB, {rows:N0} rows x {columns} columns, adult's training table over and over; {Rounds} rounds each, one after another.");
        Line($"What is written is {(same ? "byte for byte what was read" : "NOT what was read")}. Reading includes the types of all columns, from all rows.");
        Line("The first round includes the start of the code. CPU seconds are those of all threads; they depend less on what else the machine does.");
        Line();
        Line("| | first, wall s | best, wall s | best, CPU s | best, MB/s wall | peak memory MB |");
        Line("|---|---|---|---|---|---|");
        Row("semblance read", reads, bytes);
        if (pandas is not null)
        {
            Row($"pandas {pandas.Version} read_csv", pandas.Reads, bytes);
        }
        Row("semblance write", writes, bytes);
        if (pandas is null)
        {
            Line();
            Line("pandas was not found (`python3 -c \"import pandas\"` fails), so there is nothing to compare with; Debian has it as python3-pandas.");
            return;
        }
        Row($"pandas {pandas.Version} to_csv", pandas.Writes, bytes);
        Line();
        Line("| pandas' time over ours | first, wall | best, wall | best, CPU | goal (wall) | |");
        Line("|---|---|---|---|---|---|");
        Ratio("read", reads, pandas.Reads, ReadGoal);
        Ratio("write", writes, pandas.Writes, WriteGoal);
    }

    private long MakeSource(long least)
    {
        string table = Path.Combine(_folder, "adult_train.csv.gz");
        table = File.Exists(table) ? table : Path.Combine(_folder, "benchmark", "adult_train.csv.gz");
        if (!File.Exists(table))
        {
            throw new TableException($"There is no adult_train.csv.gz in '{_folder}' nor in a folder 'benchmark' there.");
        }
        using var plain = new MemoryStream();
        using (var unzipped = new GZipStream(File.OpenRead(table), CompressionMode.Decompress))
        {
            unzipped.CopyTo(plain);
        }
        ReadOnlySpan<byte> text = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        int header = text.IndexOf((byte)'\n') + 1;
        using FileStream file = File.Create(Source);
        file.Write(text[..header]);
        while (file.Length < least)
        {
            _cancellation.ThrowIfCancellationRequested();
            file.Write(text[header..]);
        }
        return file.Length;
    }

    private bool Write(CsvDocument document, string target)
    {
        using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        CsvWriter.Write(file, document.Table.Schema, [document.Table], document.Dialect, ct: _cancellation);
        return true;
    }

    private static bool AreSame(string one, string other)
    {
        using FileStream left = File.OpenRead(one), right = File.OpenRead(other);
        byte[] a = new byte[1 << 20], b = new byte[1 << 20];
        while (true)
        {
            int read = left.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
            if (read != right.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) || !a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, read)))
            {
                return false;
            }
            if (read == 0)
            {
                return true;
            }
        }
    }

    private void Row(string name, WorkCost[] costs, long bytes)
    {
        double wall = costs.Min(cost => cost.WallSeconds);
        double peak = costs.Max(cost => cost.PeakMegabytes);
        Line($"| {name} | {costs[0].WallSeconds:F2} | {wall:F2} | {costs.Min(cost => cost.CpuSeconds):F2} | {bytes / 1e6 / wall:F0} | {(double.IsNaN(peak) ? "" : peak.ToString("F0", CultureInfo.InvariantCulture))} |");
    }

    private void Ratio(string name, WorkCost[] ours, WorkCost[] theirs, double goal)
    {
        double wall = theirs.Min(cost => cost.WallSeconds) / ours.Min(cost => cost.WallSeconds);
        double cpu = theirs.Min(cost => cost.CpuSeconds) / ours.Min(cost => cost.CpuSeconds);
        double first = theirs[0].WallSeconds / ours[0].WallSeconds;
        Line($"| {name} | {first:F1} | {wall:F1} | {cpu:F1} | >= {goal:F0} | {(wall >= goal ? "pass" : "miss")} |");
    }

    private void Line(FormattableString text) => _output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text = "") => _output.WriteLine(text);
}

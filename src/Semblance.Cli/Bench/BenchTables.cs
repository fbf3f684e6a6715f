using System.IO.Compression;
using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Numerics;
using Semblance.Quality;
using Semblance.Workspace.Twins;

namespace Semblance.Cli.Bench;

/// <summary>The benchmark tables on the disk.</summary>
internal static class BenchTables
{
    private const uint PartStream = 0xBE000003;

    /// <summary>The table of a name, in any case.</summary>
    /// <exception cref="TableException">There is none.</exception>
    public static BenchmarkTable Find(string name) =>
        BenchmarkTable.All.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TableException($"There is no benchmark table '{name}'; there are {string.Join(", ", BenchmarkTable.All.Select(table => table.Name))}.");

    /// <summary>Reads a part of a table, "train" or "test".</summary>
    /// <param name="folder">A folder with NAME_train.csv.gz and NAME_test.csv.gz, or with a folder "benchmark" that has them.</param>
    /// <param name="benchmark">The table.</param>
    /// <param name="part">Which part.</param>
    /// <param name="types">Types in place of those found.</param>
    /// <param name="threads">Threads that read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TableException">The file is not there or cannot be read.</exception>
    public static Table Read(string folder, BenchmarkTable benchmark, string part, IReadOnlyDictionary<string, ColumnType> types, int threads, CancellationToken cancellation) =>
        CsvReader.ReadFile(FileOf(folder, benchmark, part), new CsvReadOptions { Types = types, Threads = threads }, ct: cancellation).Table;

    /// <summary>Reads both parts of a table and parts their rows anew, at random, into as many training and test rows as before.</summary>
    /// <param name="folder">See <see cref="Read"/>.</param>
    /// <param name="benchmark">The table.</param>
    /// <param name="seed">Decides which rows train.</param>
    /// <param name="threads">Threads that read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TableException">A file is not there or cannot be read.</exception>
    public static (Table Train, Table Test) PartAnew(string folder, BenchmarkTable benchmark, ulong seed, int threads, CancellationToken cancellation)
    {
        Dictionary<string, ColumnType> types = Declared(benchmark);
        int trainRows = Read(folder, benchmark, "train", types, threads, cancellation).RowCount;
        using var both = new MemoryStream();
        foreach (string part in (string[])["train", "test"])
        {
            using var file = new GZipStream(File.OpenRead(FileOf(folder, benchmark, part)), CompressionMode.Decompress);
            if (part == "test")
            {
                // The names of the columns are there already.
                while (file.ReadByte() is not ('\n' or -1))
                {
                }
            }
            file.CopyTo(both);
            both.WriteByte((byte)'\n'); // the last line of a file may lack its end; empty lines are no rows
        }
        both.Position = 0;
        Table all = CsvReader.Read(both, benchmark.Name, new CsvReadOptions { Types = types, Threads = threads }, ct: cancellation).Table;
        RandomSequence sequence = new Philox(seed).At(PartStream, 0);
        int[] order = [.. Enumerable.Range(0, all.RowCount)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = sequence.NextInt32(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return (TableRows.Select(all, order[..trainRows]), TableRows.Select(all, order[trainRows..]));
    }

    private static string FileOf(string folder, BenchmarkTable benchmark, string part)
    {
        string file = $"{benchmark.Name}_{part}.csv.gz";
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            path = Path.Combine(folder, "benchmark", file);
        }
        return File.Exists(path) ? path : throw new TableException($"There is no file '{file}' in '{folder}'; the folder must hold the benchmark tables.");
    }

    /// <summary>The columns that the benchmark calls categories.</summary>
    public static Dictionary<string, ColumnType> Declared(BenchmarkTable benchmark) => benchmark.Categorical.ToDictionary(name => name, _ => ColumnType.Category);

    /// <summary>Types that make another file of the same columns be read as a table was.</summary>
    public static Dictionary<string, ColumnType> Like(Table table) => table.Schema
        .Where(column => column.Kind is ColumnKind.Number or ColumnKind.Category or ColumnKind.Boolean)
        .ToDictionary(column => column.Name, column => column.Kind == ColumnKind.Number ? ColumnType.Decimal : ColumnType.Category);
}

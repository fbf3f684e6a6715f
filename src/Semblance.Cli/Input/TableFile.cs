using Semblance.Cli.Display;
using Semblance.Cli.Output;
using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Models;

namespace Semblance.Cli.Input;

/// <summary>Tables as the person names them: files of a format that their ending tells, or the standard streams.</summary>
internal static class TableFile
{
    private const string NoParquet = "Parquet is not supported yet in this version: use CSV.";
    private static readonly string[] WrittenEndings = [".csv", ".tsv", ".txt", ""];
    private static ReadOnlySpan<byte> ParquetMagic => "PAR1"u8;

    /// <summary>What the person says about the columns, in the reader's words.</summary>
    /// <param name="types">COL=TYPE words; a type holds no '=', so the last one divides.</param>
    /// <param name="drop">Names of columns to leave out.</param>
    /// <param name="threads">Worker threads.</param>
    public static CsvReadOptions OptionsFor(string[] types, string[] drop, int threads)
    {
        var byColumn = new Dictionary<string, ColumnType>(StringComparer.Ordinal);
        foreach (string word in types)
        {
            int at = word.LastIndexOf('=');
            byColumn[word[..at]] = ColumnTypes.Parse(word[(at + 1)..]);
        }
        return new CsvReadOptions { Types = byColumn, Drop = drop.ToHashSet(StringComparer.Ordinal), Threads = threads };
    }

    /// <summary>Reads a table and says what had to be repaired in it.</summary>
    /// <exception cref="TableException">The file is missing or is not a table; the sentence says why.</exception>
    public static CsvDocument Read(string path, CsvReadOptions options, Terminal terminal, PendingFiles pending, WorkDisplay display)
    {
        CsvDocument document = ReadFile(path, options, terminal, pending, display);
        foreach (string warning in document.Warnings)
        {
            display.Note("note: " + warning);
        }
        return document;
    }

    /// <summary>Checks early, before any work, that a table can be put at a path.</summary>
    /// <exception cref="UsageException">The path cannot be a file, or its ending promises for a format that is not there.</exception>
    public static void CheckOutput(string? path)
    {
        if (path is null)
        {
            return;
        }
        if (IsParquet(path))
        {
            throw new UsageException(NoParquet);
        }
        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path;
        // A folder has no format; that it is one is the better thing to say.
        if (!Directory.Exists(path) && !WrittenEndings.Contains(Path.GetExtension(plain), StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{path}' has an ending that Semblance cannot write; tables are written as .csv, .tsv or .txt, with .gz after it to compress.");
        }
        OutputFile.Check(path);
    }

    /// <summary>Writes blocks of rows to a file, which appears whole or not at all, or to standard output.</summary>
    public static void Write(string? path, IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks, CsvDialect dialect, Terminal terminal, PendingFiles pending)
    {
        if (path is null)
        {
            try
            {
                using Stream output = terminal.OpenOutput();
                CsvWriter.Write(output, schema, blocks, dialect);
                output.Flush();
                return;
            }
            catch (IOException exception)
            {
                throw OutputFile.CannotWrite("standard output", exception);
            }
        }
        using var file = OutputFile.Begin(path, pending);
        file.Write(stream => CsvWriter.Write(stream, schema, blocks, dialect));
        file.Commit();
    }

    private static CsvDocument ReadFile(string path, CsvReadOptions options, Terminal terminal, PendingFiles pending, WorkDisplay display)
    {
        using var file = InputFile.Open(path, terminal, pending);
        if (IsParquet(path) || StartsAsParquet(file.Place))
        {
            throw new TableException(NoParquet);
        }
        string phase = "read " + (file.IsKept ? file.ShownAs : Path.GetFileName(path));
        void Progress(long done, long total) => display.Report(new WorkProgress(phase, done, total, "bytes"));
        if (!file.IsKept)
        {
            return CsvReader.ReadFile(path, options, Progress);
        }
        using FileStream kept = File.OpenRead(file.Place);
        return CsvReader.Read(kept, file.ShownAs, options, Progress);
    }

    private static bool IsParquet(string path) => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".parquet.gz", StringComparison.OrdinalIgnoreCase);

    private static bool StartsAsParquet(string path)
    {
        Span<byte> first = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual(ParquetMagic);
    }
}

using Semblance.Cli.Display;
using Semblance.Cli.Output;
using Semblance.Data;
using Semblance.Models;

namespace Semblance.Cli.Input;

/// <summary>Tables as the person names them: files of a format that their ending tells, or the standard streams.</summary>
internal static class TableFile
{
    /// <summary>What the person says about the columns, in the reader's words.</summary>
    /// <param name="types">COL=TYPE words; a type holds no '=', so the last one divides.</param>
    /// <param name="drop">Names of columns to leave out.</param>
    /// <param name="threads">Worker threads.</param>
    public static TableReadOptions OptionsFor(string[] types, string[] drop, int threads)
    {
        var byColumn = new Dictionary<string, ColumnType>(StringComparer.Ordinal);
        foreach (string word in types)
        {
            int at = word.LastIndexOf('=');
            byColumn[word[..at]] = ColumnTypes.Parse(word[(at + 1)..]);
        }
        return new TableReadOptions { Types = byColumn, Drop = drop.ToHashSet(StringComparer.Ordinal), Threads = threads };
    }

    /// <summary>Reads a table and says what had to be repaired in it.</summary>
    /// <exception cref="TableException">The file is missing or is not a table; the sentence says why.</exception>
    public static TableDocument Read(string path, TableReadOptions options, Terminal terminal, PendingFiles pending, WorkDisplay display)
    {
        TableDocument document = ReadFile(path, options, terminal, pending, display);
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
        if (FormatOf(path) == TableFormat.Parquet && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{path}' would be compressed twice: Parquet is compressed in itself, and no other program reads it gzipped; leave out .gz.");
        }
        // A folder has no format; that it is one is the better thing to say.
        if (!Directory.Exists(path) && FormatOf(path) is null)
        {
            throw new UsageException($"'{path}' has an ending that Semblance cannot write; tables are written as .parquet, or as .csv, .tsv or .txt, with .gz after it to compress.");
        }
        OutputFile.Check(path);
    }

    /// <summary>Writes blocks of rows to a file, which appears whole or not at all, or to standard output.</summary>
    public static void Write(string? path, IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks, FileLayout? layout, Terminal terminal, PendingFiles pending)
    {
        if (path is null)
        {
            try
            {
                using Stream output = terminal.OpenOutput();
                TableFiles.Write(output, TableFormat.Csv, schema, blocks, layout);
                output.Flush();
                return;
            }
            catch (IOException exception)
            {
                throw OutputFile.CannotWrite("standard output", exception);
            }
        }
        TableFormat format = FormatOf(path) ?? TableFormat.Csv;
        using var file = OutputFile.Begin(path, pending);
        file.Write(stream => TableFiles.Write(stream, format, schema, blocks, layout));
        file.Commit();
    }

    private static TableDocument ReadFile(string path, TableReadOptions options, Terminal terminal, PendingFiles pending, WorkDisplay display)
    {
        using var file = InputFile.Open(path, terminal, pending);
        string phase = "read " + (file.IsKept ? file.ShownAs : Path.GetFileName(path));
        void Progress(long done, long total) => display.Report(new WorkProgress(phase, done, total, "bytes"));
        if (!file.IsKept)
        {
            return TableFiles.Read(path, options, Progress);
        }
        using FileStream kept = File.OpenRead(file.Place);
        return TableFiles.Read(kept, file.ShownAs, options, Progress);
    }

    // A name without an ending promises nothing, and gets what standard output would.
    private static TableFormat? FormatOf(string path)
    {
        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path;
        return TableFiles.FormatOf(plain) ?? (Path.GetExtension(plain).Length == 0 ? TableFormat.Csv : null);
    }
}

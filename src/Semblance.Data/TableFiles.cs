using Semblance.Data.Csv;
using Semblance.Data.Files;
using Semblance.Data.Parquet;

namespace Semblance.Data;

/// <summary>Tables in files of any format. What a file holds is found by its content; what is written is as asked.</summary>
public static class TableFiles
{
    private static readonly string[] CsvEndings = [".csv", ".tsv", ".txt"];

    /// <summary>Reads a file, which may be gzipped.</summary>
    /// <param name="path">The file, in any <see cref="TableFormat"/>.</param>
    /// <param name="options">What the caller knows better, such as <see cref="CsvReadOptions"/>; null for nothing.</param>
    /// <param name="progress">Told of the bytes read and the bytes in all, as they lie on disk; may start over. May be called from several threads, one at a time.</param>
    /// <param name="ct">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">There is no table in the file, or it is damaged.</exception>
    public static TableDocument Read(string path, TableReadOptions? options = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileSource source = FileSource.OfFile(path, progress);
        return Read(source, options, ct);
    }

    /// <summary>Reads a stream from its current position on, which may be gzipped. It is read more than once; one that cannot seek is copied first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">What the caller knows better, such as <see cref="CsvReadOptions"/>; null for nothing.</param>
    /// <param name="progress">Told of the bytes read and the bytes in all, as they lie in the stream; may start over. May be called from several threads, one at a time.</param>
    /// <param name="ct">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">There is no table in the stream, or it is damaged.</exception>
    public static TableDocument Read(Stream stream, string name, TableReadOptions? options = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using FileSource source = FileSource.OfStream(stream, name, progress);
        return Read(source, options, ct);
    }

    /// <summary>Writes a table.</summary>
    /// <param name="output">Where to; need not seek; stays open.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="schema">The columns; a column that came from another format is written in the nearest type or format.</param>
    /// <param name="blocks">The rows in parts, each with these columns; formats and levels are taken from <paramref name="schema"/>.</param>
    /// <param name="layout">The layout of the file that the columns came from: followed if it is one of <paramref name="format"/>. Null for the format's defaults.</param>
    /// <param name="rowsWritten">Told of the number of rows written so far, after each part.</param>
    /// <param name="ct">Ends the writing with <see cref="OperationCanceledException"/>; what was written stays.</param>
    public static void Write(
        Stream output,
        TableFormat format,
        IReadOnlyList<ColumnSchema> schema,
        IEnumerable<Table> blocks,
        FileLayout? layout = null,
        Action<long>? rowsWritten = null,
        CancellationToken ct = default)
    {
        switch (format)
        {
            case TableFormat.Csv:
                CsvWriter.Write(output, schema, blocks, layout as CsvDialect ?? new CsvDialect(), rowsWritten, ct);
                break;
            case TableFormat.Parquet:
                ParquetWriter.Write(output, schema, blocks, layout as ParquetLayout, rowsWritten, ct: ct);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        }
    }

    /// <summary>The format that a file name promises by its ending (.parquet; .csv, .tsv or .txt), with or without .gz behind it; null for any other.</summary>
    public static TableFormat? FormatOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^".gz".Length] : name;
        string ending = Path.GetExtension(plain);
        return ending.Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? TableFormat.Parquet
            : CsvEndings.Contains(ending, StringComparer.OrdinalIgnoreCase) ? TableFormat.Csv
            : null;
    }

    private static TableDocument Read(FileSource source, TableReadOptions? options, CancellationToken ct)
    {
        options ??= new TableReadOptions();
        return source.Guard(source.IsParquet)
            ? ParquetReader.Read(source, options, ct)
            : CsvReader.Read(source, options as CsvReadOptions ?? new CsvReadOptions(options), ct);
    }
}

using System.Text;
using Semblance.Data.Csv.Writing;

namespace Semblance.Data.Csv;

/// <summary>Writes tables as CSV in the dialect and the column formats that they were read in.</summary>
public static class CsvWriter
{
    /// <summary>Writes a header, if the dialect has one, and all blocks in UTF-8.</summary>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="blocks">The rows in parts, each with these columns; formats and levels are taken from <paramref name="schema"/>.</param>
    /// <param name="dialect">Delimiter, newline, quotes.</param>
    /// <param name="rowsWritten">Told of the number of rows written so far, after each part.</param>
    /// <param name="ct">Ends the writing with <see cref="OperationCanceledException"/>; what was written stays.</param>
    public static void Write(Stream output, IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks, CsvDialect dialect, Action<long>? rowsWritten = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(dialect);
        BlockWriter.Write(output, schema, blocks, dialect, rowsWritten, ct);
    }
}

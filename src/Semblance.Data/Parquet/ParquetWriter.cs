using Semblance.Data.Parquet.Writing;

namespace Semblance.Data.Parquet;

/// <summary>
/// Writes tables as Parquet files. Columns that came from a Parquet file keep their types; others get the nearest one (docs/data.md).
/// The file's bytes depend on rows, schema and layout alone, not on the number of threads or how the rows are cut into blocks.
/// </summary>
public static class ParquetWriter
{
    /// <summary>Writes a whole file. Memory: up to 131,072 rows (fewer of many columns, or once their texts take 64 MB) beside the block at hand.</summary>
    /// <param name="output">Where to; need not seek; stays open.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="blocks">The rows in parts, each with these columns; formats and levels are taken from <paramref name="schema"/>.</param>
    /// <param name="layout">Codec and metadata of the file; null for Snappy and none.</param>
    /// <param name="rowsWritten">Told of the number of rows written so far, after each row group.</param>
    /// <param name="threads">The threads that encode columns; null for one per processor. The file is the same with any number.</param>
    /// <param name="ct">Ends the writing with <see cref="OperationCanceledException"/>; what was written stays, and is no Parquet file.</param>
    /// <exception cref="TableException">A value does not fit into the type that its column came with.</exception>
    public static void Write(
        Stream output,
        IReadOnlyList<ColumnSchema> schema,
        IEnumerable<Table> blocks,
        ParquetLayout? layout = null,
        Action<long>? rowsWritten = null,
        int? threads = null,
        CancellationToken ct = default) => Write(output, schema, blocks, layout, new WriteLimits { Threads = threads ?? Environment.ProcessorCount }, rowsWritten, ct);

    internal static void Write(
        Stream output,
        IReadOnlyList<ColumnSchema> schema,
        IEnumerable<Table> blocks,
        ParquetLayout? layout,
        WriteLimits limits,
        Action<long>? rowsWritten = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(blocks);
        layout ??= new ParquetLayout();
        new FileWriter(output, schema, Writable(layout.Codec), limits).Write(blocks, layout.KeyValues, rowsWritten, ct);
    }

    // What others hardly read is not written.
    private static CompressionCodec Writable(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Lz4 => CompressionCodec.Lz4Raw,
        CompressionCodec.Lzo => CompressionCodec.Snappy,
        _ => codec,
    };
}

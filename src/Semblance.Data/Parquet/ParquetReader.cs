using Semblance.Data.Files;
using Semblance.Data.Parquet.Reading;

namespace Semblance.Data.Parquet;

/// <summary>
/// Reads Parquet files of any writer into typed tables: flat columns, and the fields of structures as columns with dots in their names.
/// The result depends on the bytes and the options alone, not on the number of threads. Memory: the typed columns, and a page per thread.
/// </summary>
public static class ParquetReader
{
    /// <summary>Reads a file, which may be gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the caller knows better; null for nothing.</param>
    /// <param name="progress">Told of the bytes read and the bytes in all, as they lie on disk. May be called from several threads, one at a time.</param>
    /// <param name="ct">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The file is damaged, encrypted, or not flat.</exception>
    public static TableDocument ReadFile(string path, TableReadOptions? options = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileSource source = FileSource.OfFile(path, progress);
        return Read(source, options ?? new TableReadOptions(), ct);
    }

    /// <summary>Reads a stream from its current position on, which may be gzipped; one that cannot seek is copied first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">What the caller knows better; null for nothing.</param>
    /// <param name="progress">Told of the bytes read and the bytes in all, as they lie in the stream. May be called from several threads, one at a time.</param>
    /// <param name="ct">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The content is damaged, encrypted, or not flat.</exception>
    public static TableDocument Read(Stream stream, string name, TableReadOptions? options = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using FileSource source = FileSource.OfStream(stream, name, progress);
        return Read(source, options ?? new TableReadOptions(), ct);
    }

    /// <summary>Reads a source.</summary>
    internal static TableDocument Read(FileSource source, TableReadOptions options, CancellationToken ct) =>
        source.Guard(() => ParquetTableReading.Read(source, options, ct));
}

using System.Text;
using Semblance.Data.Csv.Reading;
using Semblance.Data.Files;

namespace Semblance.Data.Csv;

/// <summary>
/// Reads CSV files of any common dialect into typed tables. Delimiter, encoding, newline and header are found from the beginning of
/// the file, the columns' types from all of its rows. The result depends on the bytes and the options alone, not on the number of threads.
/// </summary>
public static class CsvReader
{
    /// <summary>Reads a file, which may be gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the caller knows better; null for nothing.</param>
    /// <param name="progress">Told of the bytes read and the bytes in all, as they lie on disk; may start over. May be called from several threads, one at a time.</param>
    /// <param name="ct">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">There is no table in the file, or a row cannot be understood.</exception>
    public static CsvDocument ReadFile(string path, CsvReadOptions? options = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileSource source = FileSource.OfFile(path, progress);
        return Read(source, options ?? new CsvReadOptions(), ct);
    }

    /// <summary>Reads a stream from its current position on, which may be gzipped. It is read more than once; one that cannot seek is copied first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">What the caller knows better; null for nothing.</param>
    /// <param name="progress">Told of the bytes read and the bytes in all, as they lie in the stream; may start over. May be called from several threads, one at a time.</param>
    /// <param name="ct">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">There is no table in the stream, or a row cannot be understood.</exception>
    public static CsvDocument Read(Stream stream, string name, CsvReadOptions? options = null, Action<long, long>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using FileSource source = FileSource.OfStream(stream, name, progress);
        return Read(source, options ?? new CsvReadOptions(), ct);
    }

    /// <summary>Reads a source.</summary>
    internal static CsvDocument Read(FileSource source, CsvReadOptions options, CancellationToken ct)
    {
        return source.Guard(() =>
        {
            TextEncoding encoding;
            using (Stream raw = source.OpenRaw())
            {
                (byte[] head, _) = Prefix.Read(raw, rowsNeeded: false, source.Name);
                encoding = EncodingDetector.FromPrefix(head, source.Name);
            }
            CsvDocument? document = TableReading.TryRead(source, encoding, options, ct);
            if (document is null)
            {
                using (Stream raw = source.OpenRaw())
                {
                    encoding = EncodingDetector.FromWholeText(raw);
                }
                document = TableReading.TryRead(source, encoding, options, ct);
            }
            return document!;
        });
    }
}

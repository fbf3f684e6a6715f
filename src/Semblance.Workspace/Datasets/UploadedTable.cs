using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>Reads the table of a file that a client has sent, which can be anything.</summary>
public static class UploadedTable
{
    private const long MostTableBytes = 2_000_000_000;
    private const long FreeTableBytes = 200_000_000;
    private const long TableBytesPerByte = 10;

    /// <summary>
    /// The most memory that a table may take as it was uploaded: some Parquet files of a kilobyte stand for billions of rows. Columns that
    /// repeat themselves are packed tightly by honest writers, too, so small files may take more than their share.
    /// </summary>
    /// <param name="fileBytes">The length of the file.</param>
    public static long MostBytes(long fileBytes) => Math.Min(MostTableBytes, FreeTableBytes + (TableBytesPerByte * fileBytes));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="format">What the client says that it is.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TableException">There is no table of that format in it, or it is damaged.</exception>
    public static TableDocument Read(string path, TableFormat format, CancellationToken cancellation = default)
    {
        RefuseGzip(path);
        TableDocument document = TableFiles.Read(path, new TableReadOptions { MostBytes = MostBytes(new FileInfo(path).Length) }, ct: cancellation);
        return document.Layout.Format == format ? document : throw new TableException($"the file is {document.Layout.Format}, and its name says {format}");
    }

    /// <summary>A gzipped file can be a thousand times as large as its upload was; clients that want it small send Parquet.</summary>
    private static void RefuseGzip(string path)
    {
        Span<byte> first = stackalloc byte[2];
        using FileStream file = File.OpenRead(path);
        if (file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual<byte>([0x1F, 0x8B]))
        {
            throw new TableException("the file is gzipped; unzip it first");
        }
    }
}

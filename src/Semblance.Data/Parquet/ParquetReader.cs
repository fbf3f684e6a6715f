using Semblance.Data.Files;

namespace Semblance.Data.Parquet;

/// <summary>Reads Parquet files.</summary>
public static class ParquetReader
{
    internal static TableDocument Read(FileSource source, TableReadOptions options, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        throw new TableException($"{source.Name}: Parquet is not supported yet in this version: use CSV.");
    }
}

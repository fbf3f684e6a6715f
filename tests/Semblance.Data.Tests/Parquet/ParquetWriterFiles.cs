using System.Buffers.Binary;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Looks into files that were written.</summary>
internal static class ParquetWriterFiles
{
    /// <summary>The footer.</summary>
    public static FileMetadata Footer(byte[] file)
    {
        file[^4..].ShouldBe("PAR1"u8.ToArray());
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        return FileMetadata.Read(file.AsSpan(file.Length - 8 - length, length));
    }

    /// <summary>The row groups.</summary>
    public static IReadOnlyList<RowGroup> RowGroups(byte[] file) => Footer(file).RowGroups;
}

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
        int length = FooterLength(file);
        return FileMetadata.Read(file.AsSpan(file.Length - 8 - length, length));
    }

    /// <summary>The number of bytes of the footer, without its length and the magic number behind it.</summary>
    public static int FooterLength(byte[] file) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));

    /// <summary>The row groups.</summary>
    public static IReadOnlyList<RowGroup> RowGroups(byte[] file) => Footer(file).RowGroups;
}

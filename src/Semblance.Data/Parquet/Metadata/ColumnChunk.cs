namespace Semblance.Data.Parquet.Metadata;

/// <summary>The values of one column in one row group: where they are and how they are encoded.</summary>
internal sealed record ColumnChunk
{
    /// <summary>The file that has the values, if it is another.</summary>
    public string? FilePath { get; init; }

    /// <summary>Where a copy of the metadata was meant to be; 0 by now.</summary>
    public long FileOffset { get; init; }

    /// <summary>The description; null only in encrypted files.</summary>
    public ColumnMetadata? Metadata { get; init; }

    /// <summary>Where the <see cref="Metadata.OffsetIndex"/> is.</summary>
    public long? OffsetIndexOffset { get; init; }

    /// <summary>The length of the <see cref="Metadata.OffsetIndex"/> in bytes.</summary>
    public int? OffsetIndexLength { get; init; }

    /// <summary>Where the <see cref="Metadata.ColumnIndex"/> is.</summary>
    public long? ColumnIndexOffset { get; init; }

    /// <summary>The length of the <see cref="Metadata.ColumnIndex"/> in bytes.</summary>
    public int? ColumnIndexLength { get; init; }

    /// <summary>Whether the values are encrypted. Only read.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Reads the structure.</summary>
    public static ColumnChunk Read(ref ThriftReader reader)
    {
        var chunk = new ColumnChunk();
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    chunk = chunk with { FilePath = reader.ReadString() };
                    break;
                case 2:
                    chunk = chunk with { FileOffset = reader.ReadI64() };
                    break;
                case 3:
                    chunk = chunk with { Metadata = ColumnMetadata.Read(ref reader) };
                    break;
                case 4:
                    chunk = chunk with { OffsetIndexOffset = reader.ReadI64() };
                    break;
                case 5:
                    chunk = chunk with { OffsetIndexLength = reader.ReadI32() };
                    break;
                case 6:
                    chunk = chunk with { ColumnIndexOffset = reader.ReadI64() };
                    break;
                case 7:
                    chunk = chunk with { ColumnIndexLength = reader.ReadI32() };
                    break;
                case 8 or 9:
                    chunk = chunk with { IsEncrypted = true };
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return chunk;
    }

    /// <summary>Writes the structure as an element of a list.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.String(1, FilePath);
        writer.I64(2, FileOffset);
        Metadata?.Write(writer, 3);
        writer.I64(4, OffsetIndexOffset);
        writer.I32(5, OffsetIndexLength);
        writer.I64(6, ColumnIndexOffset);
        writer.I32(7, ColumnIndexLength);
        writer.EndStruct();
    }
}

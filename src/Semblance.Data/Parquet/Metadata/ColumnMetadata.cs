namespace Semblance.Data.Parquet.Metadata;

/// <summary>The description of a <see cref="ColumnChunk"/>.</summary>
internal sealed record ColumnMetadata
{
    /// <summary>The type of its values.</summary>
    public ParquetPhysicalType Type { get; init; }

    /// <summary>The encodings that its pages have.</summary>
    public IReadOnlyList<PageEncoding> Encodings { get; init; } = [];

    /// <summary>The names from the child of the root to the leaf.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>How its pages are compressed.</summary>
    public CompressionCodec Codec { get; init; }

    /// <summary>The number of values, nulls among them.</summary>
    public long ValueCount { get; init; }

    /// <summary>The length of all pages with their headers, were they not compressed.</summary>
    public long UncompressedSize { get; init; }

    /// <summary>The length of all pages with their headers in the file.</summary>
    public long CompressedSize { get; init; }

    /// <summary>Where the first data page is.</summary>
    public long DataPageOffset { get; init; }

    /// <summary>Where the dictionary page is.</summary>
    public long? DictionaryPageOffset { get; init; }

    /// <summary>What is said of all its values.</summary>
    public ColumnStatistics? Statistics { get; init; }

    /// <summary>Reads the structure.</summary>
    public static ColumnMetadata Read(ref ThriftReader reader)
    {
        var column = new ColumnMetadata();
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    column = column with { Type = (ParquetPhysicalType)reader.ReadI32() };
                    break;
                case 2:
                    column = column with { Encodings = Array.ConvertAll(reader.ReadI32List(), number => (PageEncoding)number) };
                    break;
                case 3:
                    column = column with { Path = reader.ReadStringList() };
                    break;
                case 4:
                    column = column with { Codec = (CompressionCodec)reader.ReadI32() };
                    break;
                case 5:
                    column = column with { ValueCount = reader.ReadLongSize() };
                    break;
                case 6:
                    column = column with { UncompressedSize = reader.ReadI64() };
                    break;
                case 7:
                    column = column with { CompressedSize = reader.ReadLongSize() };
                    break;
                case 9:
                    column = column with { DataPageOffset = reader.ReadLongSize() };
                    break;
                case 11:
                    column = column with { DictionaryPageOffset = reader.ReadLongSize() };
                    break;
                case 12:
                    column = column with { Statistics = ColumnStatistics.Read(ref reader) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return column;
    }

    /// <summary>Writes the structure as a field.</summary>
    public void Write(ThriftWriter writer, int id)
    {
        writer.BeginStruct(id);
        writer.I32(1, (int)Type);
        writer.BeginList(2, ThriftType.I32, Encodings.Count);
        foreach (PageEncoding encoding in Encodings)
        {
            writer.I32Element((int)encoding);
        }
        writer.BeginList(3, ThriftType.Binary, Path.Count);
        foreach (string name in Path)
        {
            writer.StringElement(name);
        }
        writer.I32(4, (int)Codec);
        writer.I64(5, ValueCount);
        writer.I64(6, UncompressedSize);
        writer.I64(7, CompressedSize);
        writer.I64(9, DataPageOffset);
        writer.I64(11, DictionaryPageOffset);
        Statistics?.Write(writer, 12);
        writer.EndStruct();
    }
}

namespace Semblance.Data.Parquet.Metadata;

/// <summary>Some consecutive rows of a file, column by column.</summary>
internal sealed record RowGroup
{
    /// <summary>One chunk per leaf of the schema, in its order.</summary>
    public IReadOnlyList<ColumnChunk> Columns { get; init; } = [];

    /// <summary>The length of all pages, were they not compressed.</summary>
    public long UncompressedSize { get; init; }

    /// <summary>The number of rows.</summary>
    public long RowCount { get; init; }

    /// <summary>Where the first page is.</summary>
    public long? FileOffset { get; init; }

    /// <summary>The length of all pages in the file.</summary>
    public long? CompressedSize { get; init; }

    /// <summary>Its place among the row groups of the file.</summary>
    public short? Ordinal { get; init; }

    /// <summary>Reads the structure.</summary>
    public static RowGroup Read(ref ThriftReader reader)
    {
        var group = new RowGroup();
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    var columns = new List<ColumnChunk>();
                    for (int left = reader.ReadList(); left > 0; left--)
                    {
                        columns.Add(ColumnChunk.Read(ref reader));
                    }
                    group = group with { Columns = columns };
                    break;
                case 2:
                    group = group with { UncompressedSize = reader.ReadI64() };
                    break;
                case 3:
                    group = group with { RowCount = reader.ReadLongSize() };
                    break;
                case 5:
                    group = group with { FileOffset = reader.ReadI64() };
                    break;
                case 6:
                    group = group with { CompressedSize = reader.ReadI64() };
                    break;
                case 7:
                    group = group with { Ordinal = (short)reader.ReadI64() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return group;
    }

    /// <summary>Writes the structure as an element of a list.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.BeginList(1, ThriftType.Struct, Columns.Count);
        foreach (ColumnChunk column in Columns)
        {
            column.Write(writer);
        }
        writer.I64(2, UncompressedSize);
        writer.I64(3, RowCount);
        writer.I64(5, FileOffset);
        writer.I64(6, CompressedSize);
        writer.I16(7, Ordinal);
        writer.EndStruct();
    }
}

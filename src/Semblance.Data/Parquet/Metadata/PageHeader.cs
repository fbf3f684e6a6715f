namespace Semblance.Data.Parquet.Metadata;

/// <summary>What stands before each page. Which of the fields are of use depends on <see cref="Type"/>.</summary>
internal sealed record PageHeader
{
    /// <summary>What is in the page.</summary>
    public PageType Type { get; init; }

    /// <summary>The length of the page, were it not compressed, without this header.</summary>
    public int UncompressedSize { get; init; }

    /// <summary>The length of the page in the file, without this header.</summary>
    public int CompressedSize { get; init; }

    /// <summary>The CRC-32 of the page as it lies in the file.</summary>
    public int? Crc { get; init; }

    /// <summary>Any page: the number of values, nulls among them.</summary>
    public int ValueCount { get; init; }

    /// <summary>Any page: how the values are encoded.</summary>
    public PageEncoding Encoding { get; init; }

    /// <summary><see cref="PageType.Data"/>: how the definition levels are encoded.</summary>
    public PageEncoding DefinitionEncoding { get; init; } = PageEncoding.Rle;

    /// <summary><see cref="PageType.Data"/>: how the repetition levels are encoded.</summary>
    public PageEncoding RepetitionEncoding { get; init; } = PageEncoding.Rle;

    /// <summary><see cref="PageType.DataV2"/>: the number of nulls.</summary>
    public int NullCount { get; init; }

    /// <summary><see cref="PageType.DataV2"/>: the number of rows.</summary>
    public int RowCount { get; init; }

    /// <summary><see cref="PageType.DataV2"/>: the length of the definition levels, which are not compressed.</summary>
    public int DefinitionBytes { get; init; }

    /// <summary><see cref="PageType.DataV2"/>: the length of the repetition levels, which are not compressed.</summary>
    public int RepetitionBytes { get; init; }

    /// <summary><see cref="PageType.DataV2"/>: whether the values are compressed.</summary>
    public bool IsCompressed { get; init; } = true;

    /// <summary><see cref="PageType.Dictionary"/>: whether the values are sorted.</summary>
    public bool? IsSorted { get; init; }

    /// <summary>Data pages: what is said of the values.</summary>
    public ColumnStatistics? Statistics { get; init; }

    /// <summary>Reads the structure from the beginning of some bytes.</summary>
    /// <param name="bytes">The bytes; the page may follow.</param>
    /// <param name="length">The length of the header.</param>
    /// <exception cref="InvalidDataException">The bytes are no page header, or it does not end in them.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new ThriftReader(bytes);
        var header = new PageHeader { Type = (PageType)(-1) };
        int described = -1;
        reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    header = header with { Type = (PageType)reader.ReadI32() };
                    break;
                case 2:
                    header = header with { UncompressedSize = reader.ReadSize() };
                    break;
                case 3:
                    header = header with { CompressedSize = reader.ReadSize() };
                    break;
                case 4:
                    header = header with { Crc = reader.ReadI32() };
                    break;
                case 5 or 7 or 8:
                    described = id - 5;
                    header = ReadPage(ref reader, header, (PageType)described);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        length = reader.Position;
        bool isWhole = header.Type is PageType.Index || (header.Type is PageType.Data or PageType.Dictionary or PageType.DataV2 && described == (int)header.Type);
        return isWhole ? header : throw new InvalidDataException("it does not say what is in the page");
    }

    /// <summary>Writes the structure.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.I32(1, (int)Type);
        writer.I32(2, UncompressedSize);
        writer.I32(3, CompressedSize);
        writer.I32(4, Crc);
        writer.BeginStruct((int)Type + 5);
        writer.I32(1, ValueCount);
        switch (Type)
        {
            case PageType.Data:
                writer.I32(2, (int)Encoding);
                writer.I32(3, (int)DefinitionEncoding);
                writer.I32(4, (int)RepetitionEncoding);
                Statistics?.Write(writer, 5);
                break;
            case PageType.Dictionary:
                writer.I32(2, (int)Encoding);
                writer.Bool(3, IsSorted);
                break;
            case PageType.DataV2:
                writer.I32(2, NullCount);
                writer.I32(3, RowCount);
                writer.I32(4, (int)Encoding);
                writer.I32(5, DefinitionBytes);
                writer.I32(6, RepetitionBytes);
                writer.Bool(7, IsCompressed);
                Statistics?.Write(writer, 8);
                break;
            default:
                throw new InvalidOperationException($"Pages of type {Type} are not written.");
        }
        writer.EndStruct();
        writer.EndStruct();
    }

    private static PageHeader ReadPage(ref ThriftReader reader, PageHeader header, PageType type)
    {
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id, type)
            {
                case (1, _):
                    header = header with { ValueCount = reader.ReadSize() };
                    break;
                case (2, PageType.Data or PageType.Dictionary) or (4, PageType.DataV2):
                    header = header with { Encoding = (PageEncoding)reader.ReadI32() };
                    break;
                case (3, PageType.Data):
                    header = header with { DefinitionEncoding = (PageEncoding)reader.ReadI32() };
                    break;
                case (4, PageType.Data):
                    header = header with { RepetitionEncoding = (PageEncoding)reader.ReadI32() };
                    break;
                case (3, PageType.Dictionary):
                    header = header with { IsSorted = reader.ReadBool() };
                    break;
                case (2, PageType.DataV2):
                    header = header with { NullCount = reader.ReadSize() };
                    break;
                case (3, PageType.DataV2):
                    header = header with { RowCount = reader.ReadSize() };
                    break;
                case (5, PageType.DataV2):
                    header = header with { DefinitionBytes = reader.ReadSize() };
                    break;
                case (6, PageType.DataV2):
                    header = header with { RepetitionBytes = reader.ReadSize() };
                    break;
                case (7, PageType.DataV2):
                    header = header with { IsCompressed = reader.ReadBool() };
                    break;
                case (5, PageType.Data) or (8, PageType.DataV2):
                    header = header with { Statistics = ColumnStatistics.Read(ref reader) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return header;
    }
}

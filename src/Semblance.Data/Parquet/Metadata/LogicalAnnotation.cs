namespace Semblance.Data.Parquet.Metadata;

/// <summary>The members of the union that says what a value means, with their field numbers.</summary>
internal enum LogicalKind
{
    None = 0,
    String = 1,
    Map = 2,
    List = 3,
    Enum = 4,
    Decimal = 5,
    Date = 6,
    Time = 7,
    Timestamp = 8,
    Integer = 10,
    Null = 11,
    Json = 12,
    Bson = 13,
    Uuid = 14,
    Float16 = 15,
    Variant = 16,
    Geometry = 17,
    Geography = 18,
}

/// <summary>What a value means, with the parameters of the kinds that have some.</summary>
/// <param name="Kind">The kind; kinds that are newer than this code keep their number.</param>
internal sealed record LogicalAnnotation(LogicalKind Kind)
{
    /// <summary>Decimals: the digits in all.</summary>
    public int Precision { get; init; }

    /// <summary>Decimals: the digits after the point.</summary>
    public int Scale { get; init; }

    /// <summary>Times and timestamps: the unit.</summary>
    public ParquetTimeUnit Unit { get; init; }

    /// <summary>Times and timestamps: whether they are in UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Integers: the number of bits.</summary>
    public int Bits { get; init; }

    /// <summary>Integers: whether there is a sign.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Reads the union.</summary>
    public static LogicalAnnotation Read(ref ThriftReader reader)
    {
        var result = new LogicalAnnotation(LogicalKind.None);
        reader.ExpectStruct();
        int outer = reader.BeginStruct();
        while (reader.NextField(out int kind))
        {
            reader.ExpectStruct();
            result = (LogicalKind)kind switch
            {
                LogicalKind.Decimal => ReadDecimal(ref reader),
                LogicalKind.Time or LogicalKind.Timestamp => ReadTime(ref reader, (LogicalKind)kind),
                LogicalKind.Integer => ReadInteger(ref reader),
                _ => ReadOther(ref reader, (LogicalKind)kind),
            };
        }
        reader.EndStruct(outer);
        return result;
    }

    /// <summary>Writes the union as a field.</summary>
    public void Write(ThriftWriter writer, int id)
    {
        writer.BeginStruct(id);
        writer.BeginStruct((int)Kind);
        switch (Kind)
        {
            case LogicalKind.Decimal:
                writer.I32(1, Scale);
                writer.I32(2, Precision);
                break;
            case LogicalKind.Time or LogicalKind.Timestamp:
                writer.Bool(1, IsUtc);
                writer.BeginStruct(2);
                writer.EmptyStruct((int)Unit + 1);
                writer.EndStruct();
                break;
            case LogicalKind.Integer:
                writer.I8(1, (sbyte)Bits);
                writer.Bool(2, IsSigned);
                break;
            default:
                break;
        }
        writer.EndStruct();
        writer.EndStruct();
    }

    private static LogicalAnnotation ReadDecimal(ref ThriftReader reader)
    {
        int scale = 0, precision = 0;
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    scale = reader.ReadI32();
                    break;
                case 2:
                    precision = reader.ReadI32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return new LogicalAnnotation(LogicalKind.Decimal) { Precision = precision, Scale = scale };
    }

    private static LogicalAnnotation ReadTime(ref ThriftReader reader, LogicalKind kind)
    {
        bool isUtc = false;
        var unit = ParquetTimeUnit.Milliseconds;
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    isUtc = reader.ReadBool();
                    break;
                case 2:
                    reader.ExpectStruct();
                    int inner = reader.BeginStruct();
                    while (reader.NextField(out int number))
                    {
                        unit = number is >= 1 and <= 3 ? (ParquetTimeUnit)(number - 1) : throw new InvalidDataException($"there is no unit of time {number}");
                        reader.Skip();
                    }
                    reader.EndStruct(inner);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return new LogicalAnnotation(kind) { IsUtc = isUtc, Unit = unit };
    }

    private static LogicalAnnotation ReadInteger(ref ThriftReader reader)
    {
        int bits = 0;
        bool isSigned = false;
        int outer = reader.BeginStruct();
        while (reader.NextField(out int id))
        {
            switch (id)
            {
                case 1:
                    bits = reader.ReadI8();
                    break;
                case 2:
                    isSigned = reader.ReadBool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.EndStruct(outer);
        return new LogicalAnnotation(LogicalKind.Integer) { Bits = bits, IsSigned = isSigned };
    }

    private static LogicalAnnotation ReadOther(ref ThriftReader reader, LogicalKind kind)
    {
        reader.Skip();
        return new LogicalAnnotation(kind);
    }
}

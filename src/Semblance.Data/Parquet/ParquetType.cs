namespace Semblance.Data.Parquet;

/// <summary>How a value lies in a Parquet file; the numbers are those of the format.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names of the format.")]
public enum ParquetPhysicalType
{
    /// <summary>One bit.</summary>
    Boolean = 0,

    /// <summary>A signed integer of 32 bits.</summary>
    Int32 = 1,

    /// <summary>A signed integer of 64 bits.</summary>
    Int64 = 2,

    /// <summary>Twelve bytes, of old writers: nanoseconds of the day and a Julian day.</summary>
    Int96 = 3,

    /// <summary>A floating point number of 32 bits.</summary>
    Float = 4,

    /// <summary>A floating point number of 64 bits.</summary>
    Double = 5,

    /// <summary>Bytes with their length.</summary>
    ByteArray = 6,

    /// <summary>Bytes of one length, <see cref="ParquetType.Length"/>.</summary>
    FixedLengthByteArray = 7,
}

/// <summary>What a value of a Parquet file means.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names of the format.")]
public enum ParquetLogicalType
{
    /// <summary>Just what it is physically.</summary>
    None,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>UTF-8 text, one of few.</summary>
    Enum,

    /// <summary>A JSON document as UTF-8 text.</summary>
    Json,

    /// <summary>Sixteen bytes, written as 32 hexadecimal digits in five groups.</summary>
    Uuid,

    /// <summary>A whole number of <see cref="ParquetType.Bits"/> bits.</summary>
    Integer,

    /// <summary>A whole number in units of 10^-<see cref="ParquetType.Scale"/>.</summary>
    Decimal,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>A time of day, in <see cref="ParquetType.Unit"/>.</summary>
    Time,

    /// <summary>A point in time since 1970-01-01, in <see cref="ParquetType.Unit"/>.</summary>
    Timestamp,

    /// <summary>A floating point number of 16 bits.</summary>
    Float16,

    /// <summary>Months, days and milliseconds.</summary>
    Interval,

    /// <summary>Nothing but missing values.</summary>
    Null,
}

/// <summary>The unit that times are counted in.</summary>
public enum ParquetTimeUnit
{
    /// <summary>1/1,000 s.</summary>
    Milliseconds,

    /// <summary>1/1,000,000 s.</summary>
    Microseconds,

    /// <summary>1/1,000,000,000 s.</summary>
    Nanoseconds,
}

/// <summary>The type of a column in a Parquet file.</summary>
/// <param name="Physical">How its values lie in the file.</param>
/// <param name="Logical">What they mean.</param>
public sealed record ParquetType(ParquetPhysicalType Physical, ParquetLogicalType Logical = ParquetLogicalType.None)
{
    /// <summary>The largest <see cref="Length"/>: a value of a table has at most so many bytes.</summary>
    public const int MaxLength = 65_536;

    /// <summary>The largest <see cref="Precision"/>, that of 32 bytes.</summary>
    public const int MaxPrecision = 76;

    /// <summary><see cref="ParquetPhysicalType.FixedLengthByteArray"/>: the number of bytes; 0 otherwise.</summary>
    public int Length { get; init; }

    /// <summary><see cref="ParquetLogicalType.Integer"/>: 8, 16, 32 or 64; 0 otherwise.</summary>
    public int Bits { get; init; }

    /// <summary><see cref="ParquetLogicalType.Integer"/>: whether it has no sign.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary><see cref="ParquetLogicalType.Decimal"/>: the digits in all; 0 otherwise.</summary>
    public int Precision { get; init; }

    /// <summary><see cref="ParquetLogicalType.Decimal"/>: the digits after the point; 0 otherwise.</summary>
    public int Scale { get; init; }

    /// <summary><see cref="ParquetLogicalType.Time"/> and <see cref="ParquetLogicalType.Timestamp"/>: what is counted.</summary>
    public ParquetTimeUnit Unit { get; init; }

    /// <summary><see cref="ParquetLogicalType.Time"/> and <see cref="ParquetLogicalType.Timestamp"/>: whether it is in UTC and not local to whoever reads it.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Whether the column cannot hold nulls.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the values are bytes that are no text, and stand in the table as hexadecimal digits.</summary>
    public bool IsHex { get; init; }

    /// <summary>
    /// The code in <see cref="Column.Missing"/> that is null in the file; 0 if nothing was null. Other missing values are there as their
    /// tokens: "NaN", "inf" and "-inf" as those numbers, "" or "NA" as text.
    /// </summary>
    public int NullCode { get; init; }

    /// <summary>Whether the parts fit together as the format has them: lengths, bits, digits in their ranges.</summary>
    public bool IsValid() => Enum.IsDefined(Physical) && Enum.IsDefined(Logical) && Enum.IsDefined(Unit)
        && (Physical == ParquetPhysicalType.FixedLengthByteArray ? Length is > 0 and <= MaxLength : Length == 0)
        && NullCode is >= 0 and <= byte.MaxValue
        && (Logical == ParquetLogicalType.Integer ? Bits is 8 or 16 or 32 or 64 : Bits == 0)
        && (Logical == ParquetLogicalType.Decimal ? Precision is >= 1 and <= MaxPrecision && Scale >= 0 && Scale <= Precision : Precision == 0 && Scale == 0)
        && FitsPhysical();

    private bool FitsPhysical() => Logical switch
    {
        ParquetLogicalType.None or ParquetLogicalType.Null => true,
        ParquetLogicalType.Integer => Physical == (Bits == 64 ? ParquetPhysicalType.Int64 : ParquetPhysicalType.Int32),
        ParquetLogicalType.Decimal => Physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 or ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray,
        ParquetLogicalType.Date => Physical == ParquetPhysicalType.Int32,
        ParquetLogicalType.Time => Physical == (Unit == ParquetTimeUnit.Milliseconds ? ParquetPhysicalType.Int32 : ParquetPhysicalType.Int64),
        ParquetLogicalType.Timestamp => Physical is ParquetPhysicalType.Int64 or ParquetPhysicalType.Int96,
        ParquetLogicalType.Uuid => Length == 16,
        ParquetLogicalType.Float16 => Length == 2,
        ParquetLogicalType.Interval => Length == 12,
        _ => Physical is ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray,
    };
}

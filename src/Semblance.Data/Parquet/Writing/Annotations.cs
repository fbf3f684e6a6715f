using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>What the file's schema says of a type, in both ways that the format has (LogicalTypes.md).</summary>
internal static class Annotations
{
    /// <summary>The newer way; null if there is nothing to say.</summary>
    public static LogicalAnnotation? Logical(ParquetType type) => type.Logical switch
    {
        ParquetLogicalType.String => new(LogicalKind.String),
        ParquetLogicalType.Enum => new(LogicalKind.Enum),
        ParquetLogicalType.Json => new(LogicalKind.Json),
        ParquetLogicalType.Uuid => new(LogicalKind.Uuid),
        ParquetLogicalType.Integer => new(LogicalKind.Integer) { Bits = type.Bits, IsSigned = !type.IsUnsigned },
        ParquetLogicalType.Decimal => new(LogicalKind.Decimal) { Precision = type.Precision, Scale = type.Scale },
        ParquetLogicalType.Date => new(LogicalKind.Date),
        ParquetLogicalType.Time => new(LogicalKind.Time) { Unit = type.Unit, IsUtc = type.IsUtc },
        // Twelve bytes are a timestamp without saying so.
        ParquetLogicalType.Timestamp when type.Physical == ParquetPhysicalType.Int64 => new(LogicalKind.Timestamp) { Unit = type.Unit, IsUtc = type.IsUtc },
        ParquetLogicalType.Float16 => new(LogicalKind.Float16),
        ParquetLogicalType.Null => new(LogicalKind.Null),
        _ => null,
    };

    /// <summary>The older way; null where it cannot say it.</summary>
    public static ConvertedType? Converted(ParquetType type) => type.Logical switch
    {
        ParquetLogicalType.String => ConvertedType.Utf8,
        ParquetLogicalType.Enum => ConvertedType.Enum,
        ParquetLogicalType.Json => ConvertedType.Json,
        ParquetLogicalType.Integer => (type.Bits, type.IsUnsigned) switch
        {
            (8, false) => ConvertedType.Int8,
            (16, false) => ConvertedType.Int16,
            (32, false) => ConvertedType.Int32,
            (64, false) => ConvertedType.Int64,
            (8, true) => ConvertedType.UInt8,
            (16, true) => ConvertedType.UInt16,
            (32, true) => ConvertedType.UInt32,
            _ => ConvertedType.UInt64,
        },
        ParquetLogicalType.Decimal => ConvertedType.Decimal,
        ParquetLogicalType.Date => ConvertedType.Date,
        ParquetLogicalType.Time when type.IsUtc && type.Unit == ParquetTimeUnit.Milliseconds => ConvertedType.TimeMillis,
        ParquetLogicalType.Time when type.IsUtc && type.Unit == ParquetTimeUnit.Microseconds => ConvertedType.TimeMicros,
        ParquetLogicalType.Timestamp when type is { Physical: ParquetPhysicalType.Int64, IsUtc: true, Unit: ParquetTimeUnit.Milliseconds } => ConvertedType.TimestampMillis,
        ParquetLogicalType.Timestamp when type is { Physical: ParquetPhysicalType.Int64, IsUtc: true, Unit: ParquetTimeUnit.Microseconds } => ConvertedType.TimestampMicros,
        ParquetLogicalType.Interval => ConvertedType.Interval,
        _ => null,
    };
}

using System.Buffers.Binary;

namespace Semblance.Data.Parquet.Writing;

/// <summary>How values of a column are ordered in its statistics (parquet.thrift, ColumnOrder).</summary>
internal enum ValueOrder
{
    /// <summary>Not at all: there are no bounds.</summary>
    None,

    /// <summary>As signed numbers of 32 bits.</summary>
    Int32,

    /// <summary>As unsigned numbers of 32 bits.</summary>
    UInt32,

    /// <summary>As signed numbers of 64 bits.</summary>
    Int64,

    /// <summary>As unsigned numbers of 64 bits.</summary>
    UInt64,

    /// <summary>As numbers; NaN has no place.</summary>
    Float,

    /// <summary>As numbers; NaN has no place.</summary>
    Double,

    /// <summary>As numbers; NaN has no place.</summary>
    Float16,

    /// <summary>False before true.</summary>
    Boolean,

    /// <summary>Byte by byte.</summary>
    Bytes,

    /// <summary>As signed big-endian numbers of any length.</summary>
    BigEndian,
}

/// <summary>Compares plainly encoded values.</summary>
internal static class ValueOrders
{
    /// <summary>The order of a type.</summary>
    public static ValueOrder Of(ParquetType type) => type.Physical switch
    {
        ParquetPhysicalType.Boolean => ValueOrder.Boolean,
        ParquetPhysicalType.Int32 => type.IsUnsigned ? ValueOrder.UInt32 : ValueOrder.Int32,
        ParquetPhysicalType.Int64 => type.IsUnsigned ? ValueOrder.UInt64 : ValueOrder.Int64,
        ParquetPhysicalType.Float => ValueOrder.Float,
        ParquetPhysicalType.Double => ValueOrder.Double,
        ParquetPhysicalType.Int96 => ValueOrder.None,
        _ => type.Logical switch
        {
            ParquetLogicalType.Decimal => ValueOrder.BigEndian,
            ParquetLogicalType.Float16 => ValueOrder.Float16,
            ParquetLogicalType.Interval => ValueOrder.None,
            _ => ValueOrder.Bytes,
        },
    };

    /// <summary>Whether a value has a place in the order.</summary>
    public static bool HasPlace(ValueOrder order, ReadOnlySpan<byte> value) => order switch
    {
        ValueOrder.None => false,
        ValueOrder.Float => !float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(value)),
        ValueOrder.Double => !double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(value)),
        ValueOrder.Float16 => !Half.IsNaN(BinaryPrimitives.ReadHalfLittleEndian(value)),
        _ => true,
    };

    /// <summary>Negative if the first value comes first, positive if the second does.</summary>
    public static int Compare(ValueOrder order, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => order switch
    {
        ValueOrder.Int32 => BinaryPrimitives.ReadInt32LittleEndian(a).CompareTo(BinaryPrimitives.ReadInt32LittleEndian(b)),
        ValueOrder.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(a).CompareTo(BinaryPrimitives.ReadUInt32LittleEndian(b)),
        ValueOrder.Int64 => BinaryPrimitives.ReadInt64LittleEndian(a).CompareTo(BinaryPrimitives.ReadInt64LittleEndian(b)),
        ValueOrder.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(a).CompareTo(BinaryPrimitives.ReadUInt64LittleEndian(b)),
        ValueOrder.Float => BinaryPrimitives.ReadSingleLittleEndian(a).CompareTo(BinaryPrimitives.ReadSingleLittleEndian(b)),
        ValueOrder.Double => BinaryPrimitives.ReadDoubleLittleEndian(a).CompareTo(BinaryPrimitives.ReadDoubleLittleEndian(b)),
        ValueOrder.Float16 => BinaryPrimitives.ReadHalfLittleEndian(a).CompareTo(BinaryPrimitives.ReadHalfLittleEndian(b)),
        ValueOrder.Boolean or ValueOrder.Bytes => a.SequenceCompareTo(b),
        ValueOrder.BigEndian => CompareBigEndian(a, b),
        _ => 0,
    };

    /// <summary>A value as a bound: zero as whichever of -0 and +0 bounds both.</summary>
    public static byte[] Bound(ValueOrder order, ReadOnlySpan<byte> value, bool isMax)
    {
        byte[] bound = value.ToArray();
        bool isZero = order switch
        {
            ValueOrder.Float => BinaryPrimitives.ReadSingleLittleEndian(value) == 0,
            ValueOrder.Double => BinaryPrimitives.ReadDoubleLittleEndian(value) == 0,
            ValueOrder.Float16 => BinaryPrimitives.ReadHalfLittleEndian(value) == (Half)0,
            _ => false,
        };
        if (isZero)
        {
            bound[^1] = isMax ? (byte)0 : (byte)0x80;
        }
        return bound;
    }

    private static int CompareBigEndian(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        bool negative = IsNegative(a);
        if (negative != IsNegative(b))
        {
            return negative ? -1 : 1;
        }
        // Bytes that only repeat the sign say nothing.
        byte fill = negative ? (byte)0xFF : (byte)0;
        a = a.TrimStart(fill);
        b = b.TrimStart(fill);
        int byLength = a.Length.CompareTo(b.Length);
        return byLength == 0 ? a.SequenceCompareTo(b) : negative ? -byLength : byLength;
    }

    private static bool IsNegative(ReadOnlySpan<byte> value) => value.Length > 0 && value[0] >= 0x80;
}

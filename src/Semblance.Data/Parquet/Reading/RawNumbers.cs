using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Semblance.Data.Text;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Takes the raw values of numbers, one after another, to doubles.</summary>
/// <param name="raw">The values.</param>
/// <param name="target">As many doubles.</param>
internal delegate void NumberConversion(ReadOnlySpan<byte> raw, Span<double> target);

/// <summary>The numbers behind raw values.</summary>
internal static class RawNumbers
{
    /// <summary>The largest number up to which all whole numbers are doubles.</summary>
    private const long Exact = 1L << 53;

    /// <summary>Whether values of a type are numbers.</summary>
    public static bool Are(ParquetType type) => type.Logical switch
    {
        ParquetLogicalType.Integer or ParquetLogicalType.Decimal or ParquetLogicalType.Float16 => true,
        ParquetLogicalType.None or ParquetLogicalType.Null => type.Physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 or ParquetPhysicalType.Float or ParquetPhysicalType.Double,
        _ => false,
    };

    /// <summary>Whether the numbers of a type are whole ones, by the type alone.</summary>
    public static bool AreWhole(ParquetType type) => type.Logical == ParquetLogicalType.Decimal ? type.Scale == 0 : type.Physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64;

    /// <summary>The conversion for a type.</summary>
    public static NumberConversion Conversion(ParquetType type) => (type.Logical, type.Physical) switch
    {
        (ParquetLogicalType.Decimal, ParquetPhysicalType.Int32) => (raw, target) => Scale(MemoryMarshal.Cast<byte, int>(raw), target, type.Scale),
        (ParquetLogicalType.Decimal, ParquetPhysicalType.Int64) => (raw, target) => Scale(MemoryMarshal.Cast<byte, long>(raw), target, type.Scale),
        (ParquetLogicalType.Decimal, _) => (raw, target) => Decimals(raw, target, type),
        (ParquetLogicalType.Float16, _) => Halves,
        (_, ParquetPhysicalType.Int32) => type.IsUnsigned ? UnsignedInts : Ints,
        (_, ParquetPhysicalType.Int64) => type.IsUnsigned ? UnsignedLongs : Longs,
        (_, ParquetPhysicalType.Float) => Floats,
        _ => (raw, target) => MemoryMarshal.Cast<byte, double>(raw).CopyTo(target),
    };

    /// <summary>A decimal from its bytes, the first the highest.</summary>
    public static double Decimal(ReadOnlySpan<byte> bytes, int scale)
    {
        if (bytes.Length <= 8)
        {
            return Scale(BigEndian(bytes), scale);
        }
        var unscaled = new BigInteger(bytes, isBigEndian: true);
        return BigInteger.Abs(unscaled) <= Exact ? Scale((long)unscaled, scale) : Nearest(unscaled, scale);
    }

    /// <summary>A signed number from up to eight bytes, the first the highest.</summary>
    public static long BigEndian(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }
        long value = (sbyte)bytes[0];
        foreach (byte next in bytes[1..])
        {
            value = (value << 8) | next;
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Ints(ReadOnlySpan<byte> raw, Span<double> target)
    {
        ReadOnlySpan<int> values = MemoryMarshal.Cast<byte, int>(raw);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = values[i];
        }
    }

    private static void UnsignedInts(ReadOnlySpan<byte> raw, Span<double> target)
    {
        ReadOnlySpan<uint> values = MemoryMarshal.Cast<byte, uint>(raw);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = values[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Longs(ReadOnlySpan<byte> raw, Span<double> target)
    {
        ReadOnlySpan<long> values = MemoryMarshal.Cast<byte, long>(raw);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= values.Length - Vector256<long>.Count; i += Vector256<long>.Count)
            {
                Vector256.ConvertToDouble(Vector256.Create(values[i..])).CopyTo(target[i..]);
            }
        }
        for (; i < target.Length; i++)
        {
            target[i] = values[i];
        }
    }

    private static void UnsignedLongs(ReadOnlySpan<byte> raw, Span<double> target)
    {
        ReadOnlySpan<ulong> values = MemoryMarshal.Cast<byte, ulong>(raw);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = values[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Floats(ReadOnlySpan<byte> raw, Span<double> target)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(raw);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = values[i];
        }
    }

    private static void Halves(ReadOnlySpan<byte> raw, Span<double> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (double)BinaryPrimitives.ReadHalfLittleEndian(raw[(2 * i)..]);
        }
    }

    private static void Decimals(ReadOnlySpan<byte> raw, Span<double> target, ParquetType type)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = Decimal(raw.Slice(i * type.Length, type.Length), type.Scale);
        }
    }

    // A whole number below 2^53 over a power of ten below 10^23 is the nearest double, as both are exact.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<int> values, Span<double> target, int scale)
    {
        double divisor = NumberText.PowerOfTen(scale);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = values[i] / divisor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<long> values, Span<double> target, int scale)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = Scale(values[i], scale);
        }
    }

    private static double Scale(long value, int scale) => scale == 0 ? value
        : value is >= -Exact and <= Exact && scale <= 22 ? value / NumberText.PowerOfTen(scale)
        : Nearest(value, scale);

    private static double Nearest(BigInteger unscaled, int scale) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{unscaled}e-{scale}"), NumberStyles.Float, CultureInfo.InvariantCulture);
}

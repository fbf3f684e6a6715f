using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Writes a raw value as text.</summary>
/// <param name="raw">The value.</param>
/// <returns>Its text as UTF-8, valid until the next call.</returns>
internal delegate ReadOnlySpan<byte> TextConversion(ReadOnlySpan<byte> raw);

/// <summary>Raw values as text: the ones that are text, and all others where texts are asked for.</summary>
internal static class RawText
{
    /// <summary>Whether values of a type are bytes that are text as they are, if they are text at all.</summary>
    public static bool IsAsIs(ParquetType type) => type.Logical switch
    {
        ParquetLogicalType.String or ParquetLogicalType.Enum or ParquetLogicalType.Json => true,
        ParquetLogicalType.None or ParquetLogicalType.Null => type.Physical is ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray,
        _ => false,
    };

    /// <summary>The conversion for a type; of one that is text as it is, to hexadecimal digits.</summary>
    public static TextConversion Conversion(ParquetType type)
    {
        if (type.Physical == ParquetPhysicalType.Boolean)
        {
            return raw => raw[0] != 0 ? "true"u8 : "false"u8;
        }
        if (RawTimes.Are(type))
        {
            return Times(type);
        }
        if (type.Logical == ParquetLogicalType.Decimal)
        {
            return raw => Bytes(Decimal(type.Physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 ? new BigInteger(raw) : new BigInteger(raw, isBigEndian: true), type.Scale));
        }
        return (type.Logical, type.Physical) switch
        {
            (ParquetLogicalType.Uuid, _) => Uuids(),
            (ParquetLogicalType.Interval, _) => raw => Bytes(Interval(raw)),
            (ParquetLogicalType.Float16, _) => raw => Bytes(BinaryPrimitives.ReadHalfLittleEndian(raw).ToString("R", CultureInfo.InvariantCulture)),
            (_, ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64) => raw => Bytes(new BigInteger(raw, isUnsigned: type.IsUnsigned).ToString(CultureInfo.InvariantCulture)),
            (_, ParquetPhysicalType.Float) => raw => Bytes(BinaryPrimitives.ReadSingleLittleEndian(raw).ToString("R", CultureInfo.InvariantCulture)),
            (_, ParquetPhysicalType.Double) => raw => Bytes(BinaryPrimitives.ReadDoubleLittleEndian(raw).ToString("R", CultureInfo.InvariantCulture)),
            _ => raw => Bytes(Convert.ToHexStringLower(raw)),
        };
    }

    /// <summary>
    /// An interval as ISO 8601 has it, in months, days and seconds, which do not make up each other: "P14M3DT12.5S"; "P0D" for none.
    /// </summary>
    public static string Interval(ReadOnlySpan<byte> raw)
    {
        uint months = BinaryPrimitives.ReadUInt32LittleEndian(raw), days = BinaryPrimitives.ReadUInt32LittleEndian(raw[4..]), milliseconds = BinaryPrimitives.ReadUInt32LittleEndian(raw[8..]);
        if (months + (ulong)days + milliseconds == 0)
        {
            return "P0D";
        }
        return "P" + (months > 0 ? string.Create(CultureInfo.InvariantCulture, $"{months}M") : "")
            + (days > 0 ? string.Create(CultureInfo.InvariantCulture, $"{days}D") : "")
            + (milliseconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"T{milliseconds / 1000m:0.###}S") : "");
    }

    private static string Decimal(BigInteger unscaled, int scale)
    {
        if (scale == 0)
        {
            return unscaled.ToString(CultureInfo.InvariantCulture);
        }
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static TextConversion Uuids()
    {
        byte[] buffer = new byte[36];
        return raw =>
        {
            new Guid(raw, bigEndian: true).TryFormat(buffer, out int length);
            return buffer.AsSpan(0, length);
        };
    }

    private static TextConversion Times(ParquetType type)
    {
        TimeConversion convert = RawTimes.Conversion(type);
        var pattern = new DatePattern(DateTimeBuilder.PatternFor(type, RawTimes.PartsOf(type), 1));
        var whole = new DatePattern(DateTimeBuilder.PatternFor(type, RawTimes.PartsOf(type), TimeSpan.TicksPerSecond));
        byte[] buffer = new byte[pattern.MaxLength];
        long[] ticks = new long[1];
        return raw =>
        {
            convert(raw, ticks);
            DatePattern used = ticks[0] % TimeSpan.TicksPerSecond == 0 ? whole : pattern;
            return ticks[0] == RawTimes.Impossible ? "NaT"u8 : buffer.AsSpan(0, used.Write(buffer, ticks[0]));
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

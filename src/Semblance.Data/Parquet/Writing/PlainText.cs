using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Encodes values that are given as text plainly as a type has them. Used for levels, missing tokens and strings in columns that are no texts.</summary>
internal sealed partial class PlainText(ParquetType type)
{
    private const int JulianDayOfEpoch = 2_440_588;

    /// <summary>Whether a text is written as it is.</summary>
    public static bool IsText(ParquetType type) =>
        type.Physical is ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray && !type.IsHex
        && type.Logical is ParquetLogicalType.None or ParquetLogicalType.String or ParquetLogicalType.Enum or ParquetLogicalType.Json or ParquetLogicalType.Null;

    /// <summary>Appends a value without its length; false if the text is none of the type, and then nothing is appended.</summary>
    public bool TryWrite(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (IsText(type))
        {
            if (type.Length > 0 && text.Length != type.Length)
            {
                return false;
            }
            output.Write(text);
            return true;
        }
        return type.Logical switch
        {
            ParquetLogicalType.Decimal => TryDecimal(text, output),
            ParquetLogicalType.Date => TryTicks(text, out long ticks, out _) && ticks % TimeSpan.TicksPerDay == 0 && Int32(output, (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay),
            ParquetLogicalType.Time => TryTime(text, output),
            ParquetLogicalType.Timestamp => TryTimestamp(text, output),
            ParquetLogicalType.Uuid => Guid.TryParse(text, CultureInfo.InvariantCulture, out Guid guid) && Bytes(output, guid.ToByteArray(bigEndian: true)),
            ParquetLogicalType.Float16 => TryDouble(text, out double half) && Half16(output, (Half)half),
            ParquetLogicalType.Interval => TryInterval(Encoding.UTF8.GetString(text), output),
            _ when type.IsHex => TryHex(text, output),
            _ => TryPhysical(text, output),
        };
    }

    private bool TryPhysical(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        switch (type.Physical)
        {
            case ParquetPhysicalType.Boolean:
                return TryBoolean(text, out bool truth) && Bytes(output, [(byte)(truth ? 1 : 0)]);
            case ParquetPhysicalType.Int32 when type.IsUnsigned:
                return TryUInt64(text, out ulong small) && small <= Largest() && Int32(output, (int)(uint)small);
            case ParquetPhysicalType.Int32:
                return TryInt64(text, out long number) && number >= -(long)Largest() - 1 && number <= (long)Largest() && Int32(output, number);
            case ParquetPhysicalType.Int64 when type.IsUnsigned:
                return TryUInt64(text, out ulong large) && Int64(output, (long)large);
            case ParquetPhysicalType.Int64:
                return TryInt64(text, out long whole) && Int64(output, whole);
            case ParquetPhysicalType.Float:
                return TryDouble(text, out double single) && Bytes(output, BitConverter.GetBytes((float)single));
            case ParquetPhysicalType.Double:
                return TryDouble(text, out double value) && Bytes(output, BitConverter.GetBytes(value));
            default:
                return false;
        }
    }

    // The largest integer of 32 bits or fewer.
    private ulong Largest()
    {
        int bits = type.Logical == ParquetLogicalType.Integer ? type.Bits : 32;
        return (1UL << (type.IsUnsigned ? bits : bits - 1)) - 1;
    }

    private static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        bool? known = Encoding.UTF8.GetString(text).ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" or "Y" or "ON" or "1" => true,
            "FALSE" or "F" or "NO" or "N" or "OFF" or "0" => false,
            _ => null,
        };
        value = known ?? false;
        return known is not null;
    }

    private static bool TryInt64(ReadOnlySpan<byte> text, out long value) => Utf8Parser.TryParse(text, out value, out int read) && read == text.Length;

    private static bool TryUInt64(ReadOnlySpan<byte> text, out ulong value) => Utf8Parser.TryParse(text, out value, out int read) && read == text.Length;

    private static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        switch (Encoding.UTF8.GetString(text))
        {
            case "NaN":
                value = double.NaN;
                return true;
            case "inf":
                value = double.PositiveInfinity;
                return true;
            case "-inf":
                value = double.NegativeInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }
    }

    private bool TryDecimal(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        string digits = Encoding.UTF8.GetString(text);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : digits.Length - point - 1;
        if (places > type.Scale || !BigInteger.TryParse(digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger units))
        {
            return false;
        }
        return TryWriteUnits(units * BigInteger.Pow(10, type.Scale - places), type, output);
    }

    /// <summary>Appends a decimal given in units of its last digit; false if it does not fit.</summary>
    public static bool TryWriteUnits(BigInteger units, ParquetType type, ByteBuffer output)
    {
        switch (type.Physical)
        {
            case ParquetPhysicalType.Int32:
                return units >= int.MinValue && units <= int.MaxValue && Int32(output, (long)units);
            case ParquetPhysicalType.Int64:
                return units >= long.MinValue && units <= long.MaxValue && Int64(output, (long)units);
            case ParquetPhysicalType.ByteArray:
                return Bytes(output, units.ToByteArray(isBigEndian: true));
            default:
                byte[] bytes = units.ToByteArray(isBigEndian: true);
                if (bytes.Length > type.Length)
                {
                    return false;
                }
                Span<byte> target = output.GetSpan(type.Length)[..type.Length];
                target.Fill(units.Sign < 0 ? (byte)0xFF : (byte)0);
                bytes.CopyTo(target[(type.Length - bytes.Length)..]);
                output.Advance(type.Length);
                return true;
        }
    }

    private bool TryTime(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        string time = Encoding.UTF8.GetString(text);
        if (!TrySplitNanoseconds(ref time, out int nanoseconds) || !TimeSpan.TryParseExact(time, [@"hh\:mm", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out TimeSpan value))
        {
            return false;
        }
        return type.Unit switch
        {
            ParquetTimeUnit.Milliseconds => Int32(output, (value.Ticks / TimeSpan.TicksPerMillisecond) + (nanoseconds / 1_000_000)),
            ParquetTimeUnit.Microseconds => Int64(output, (value.Ticks / TimeSpan.TicksPerMicrosecond) + (nanoseconds / 1000)),
            _ => Int64(output, (value.Ticks * TimeSpan.NanosecondsPerTick) + nanoseconds),
        };
    }

    private bool TryTimestamp(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (!TryTicks(text, out long ticks, out int nanoseconds))
        {
            return false;
        }
        if (type.Physical == ParquetPhysicalType.Int96)
        {
            WriteInt96(output, ticks, nanoseconds);
            return true;
        }
        long since = ticks - DateTime.UnixEpoch.Ticks;
        Int128 value = type.Unit switch
        {
            ParquetTimeUnit.Milliseconds => (since / TimeSpan.TicksPerMillisecond) + (nanoseconds / 1_000_000),
            ParquetTimeUnit.Microseconds => (since / TimeSpan.TicksPerMicrosecond) + (nanoseconds / 1000),
            _ => ((Int128)since * TimeSpan.NanosecondsPerTick) + nanoseconds,
        };
        return value >= long.MinValue && value <= long.MaxValue && Int64(output, (long)value);
    }

    /// <summary>Appends a point in time as old writers do: nanoseconds of the day and a Julian day.</summary>
    public static void WriteInt96(ByteBuffer output, long ticks, long nanoseconds)
    {
        (long days, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerDay);
        Span<byte> target = output.GetSpan(12);
        BinaryPrimitives.WriteInt64LittleEndian(target, (rest * TimeSpan.NanosecondsPerTick) + nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], (int)(days - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay)) + JulianDayOfEpoch);
        output.Advance(12);
    }

    // The ticks of the whole second, and what follows its point.
    private static bool TryTicks(ReadOnlySpan<byte> text, out long ticks, out int nanoseconds)
    {
        string time = Encoding.UTF8.GetString(text);
        time = time.EndsWith('Z') ? time[..^1] : time;
        bool isTime = TrySplitNanoseconds(ref time, out nanoseconds)
            & DateTime.TryParseExact(
                time,
                ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateTime value);
        ticks = value.Ticks;
        return isTime;
    }

    private static bool TrySplitNanoseconds(ref string time, out int nanoseconds)
    {
        nanoseconds = 0;
        int point = time.LastIndexOf('.');
        if (point < 0)
        {
            return true;
        }
        string digits = time[(point + 1)..];
        time = time[..point];
        return digits.Length is >= 1 and <= 9 && int.TryParse(digits.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds);
    }

    // As the reader writes it: "P14M3DT12.5S", with any of the three parts, or "P0D".
    private static bool TryInterval(string text, ByteBuffer output)
    {
        Match match = IntervalText().Match(text);
        if (!match.Success || text.Length < 3)
        {
            return false;
        }
        Span<byte> target = output.GetSpan(12);
        ReadOnlySpan<int> factors = [1, 1, 1000];
        for (int part = 0; part < 3; part++)
        {
            Group group = match.Groups[part + 1];
            decimal value = group.Success && decimal.TryParse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number * factors[part] : 0;
            if (value > uint.MaxValue || value != decimal.Truncate(value))
            {
                return false;
            }
            BinaryPrimitives.WriteUInt32LittleEndian(target[(part * 4)..], (uint)value);
        }
        output.Advance(12);
        return true;
    }

    [GeneratedRegex(@"^P(?:(\d{1,10})M)?(?:(\d{1,10})D)?(?:T(\d{1,10}(?:\.\d{1,3})?)S)?$", RegexOptions.CultureInvariant)]
    private static partial Regex IntervalText();

    private bool TryHex(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if ((text.Length & 1) != 0 || (type.Length > 0 && text.Length != type.Length * 2))
        {
            return false;
        }
        int length = text.Length / 2;
        if (Convert.FromHexString(text, output.GetSpan(length), out _, out int written) != System.Buffers.OperationStatus.Done || written != length)
        {
            return false;
        }
        output.Advance(length);
        return true;
    }

    private static bool Int32(ByteBuffer output, long value)
    {
        if (value is < int.MinValue or > int.MaxValue)
        {
            return false;
        }
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), (int)value);
        output.Advance(4);
        return true;
    }

    private static bool Int64(ByteBuffer output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
        return true;
    }

    private static bool Half16(ByteBuffer output, Half value)
    {
        BinaryPrimitives.WriteHalfLittleEndian(output.GetSpan(2), value);
        output.Advance(2);
        return true;
    }

    private static bool Bytes(ByteBuffer output, ReadOnlySpan<byte> value)
    {
        output.Write(value);
        return true;
    }
}

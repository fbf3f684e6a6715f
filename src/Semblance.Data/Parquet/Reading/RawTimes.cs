using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Takes the raw values of dates and times, one after another, to ticks of 100 ns; <see cref="RawTimes.Impossible"/> for those that have none.</summary>
/// <param name="raw">The values.</param>
/// <param name="target">As many ticks.</param>
internal delegate void TimeConversion(ReadOnlySpan<byte> raw, Span<long> target);

/// <summary>The dates and times behind raw values.</summary>
internal static class RawTimes
{
    /// <summary>What stands for a date before the year 1 or after 9999, or a time of day that is none.</summary>
    public const long Impossible = long.MinValue;

    private const long NanosecondsPerTick = 100;
    private const long JulianDayOfEpoch = 2_440_588;

    // The first of the year 1 and the last of 9999, in days since 1970-01-01.
    private const int FirstDay = -719_162;
    private const int LastDay = 2_932_896;

    private static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    /// <summary>Whether values of a type are dates or times.</summary>
    public static bool Are(ParquetType type) => type.Logical is ParquetLogicalType.Date or ParquetLogicalType.Time or ParquetLogicalType.Timestamp;

    /// <summary>What values of a type hold.</summary>
    public static DateTimeParts PartsOf(ParquetType type) => type.Logical switch
    {
        ParquetLogicalType.Date => DateTimeParts.Date,
        ParquetLogicalType.Time => DateTimeParts.Time,
        _ => DateTimeParts.DateTime,
    };

    /// <summary>The conversion for a type.</summary>
    public static TimeConversion Conversion(ParquetType type) => (type.Logical, type.Physical) switch
    {
        (ParquetLogicalType.Date, _) => Dates,
        (_, ParquetPhysicalType.Int96) => Days,
        (ParquetLogicalType.Time, ParquetPhysicalType.Int32) => MillisecondsOfDay,
        (ParquetLogicalType.Time, _) => (raw, target) => Scale(raw, target, type.Unit, 0, TimeSpan.TicksPerDay - 1),
        _ => (raw, target) => Scale(raw, target, type.Unit, Epoch, DateTime.MaxValue.Ticks),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dates(ReadOnlySpan<byte> raw, Span<long> target)
    {
        ReadOnlySpan<int> days = MemoryMarshal.Cast<byte, int>(raw);
        for (int i = 0; i < target.Length; i++)
        {
            int day = days[i];
            target[i] = day is >= FirstDay and <= LastDay ? Epoch + (day * TimeSpan.TicksPerDay) : Impossible;
        }
    }

    private static void MillisecondsOfDay(ReadOnlySpan<byte> raw, Span<long> target)
    {
        ReadOnlySpan<int> times = MemoryMarshal.Cast<byte, int>(raw);
        for (int i = 0; i < target.Length; i++)
        {
            long ticks = times[i] * TimeSpan.TicksPerMillisecond;
            target[i] = (ulong)ticks < (ulong)TimeSpan.TicksPerDay ? ticks : Impossible;
        }
    }

    // Eight bytes of nanoseconds of the day, four of the Julian day.
    private static void Days(ReadOnlySpan<byte> raw, Span<long> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            long nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(raw[(12 * i)..]);
            long day = BinaryPrimitives.ReadUInt32LittleEndian(raw[((12 * i) + 8)..]) - JulianDayOfEpoch;
            long ticks = Epoch + (day * TimeSpan.TicksPerDay) + Floor(nanoseconds, NanosecondsPerTick);
            target[i] = day is >= FirstDay - 1 and <= LastDay && (ulong)ticks <= (ulong)DateTime.MaxValue.Ticks ? ticks : Impossible;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<byte> raw, Span<long> target, ParquetTimeUnit unit, long zero, long last)
    {
        ReadOnlySpan<long> values = MemoryMarshal.Cast<byte, long>(raw);
        if (unit == ParquetTimeUnit.Nanoseconds)
        {
            for (int i = 0; i < target.Length; i++)
            {
                long ticks = zero + Floor(values[i], NanosecondsPerTick);
                target[i] = (ulong)ticks <= (ulong)last ? ticks : Impossible;
            }
            return;
        }
        long factor = unit == ParquetTimeUnit.Milliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerMicrosecond;
        long least = -zero / factor;
        ulong span = (ulong)((last - zero) / factor - least);
        for (int i = 0; i < target.Length; i++)
        {
            long value = values[i];
            target[i] = unchecked((ulong)(value - least)) <= span ? zero + (value * factor) : Impossible;
        }
    }

    private static long Floor(long value, long divisor)
    {
        long quotient = value / divisor;
        return quotient - (value < quotient * divisor ? 1 : 0);
    }
}

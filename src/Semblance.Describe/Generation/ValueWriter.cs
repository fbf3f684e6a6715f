using System.Runtime.CompilerServices;

namespace Semblance.Describe.Generation;

/// <summary>Values as UTF-8 text in their usual form: 12, 3.50, 2025-03-31, 2025-03-31T14:05:00, 14:05:00, true.</summary>
internal static class ValueWriter
{
    private const int MostNumberBytes = 24;

    // "0" to "9999" with leading zeros, and "2025-03-31" for the days that most dates are of.
    private static readonly uint[] s_fours = MakeFours();
    private static readonly int s_firstDay = new DateOnly(1900, 1, 1).DayNumber;
    private static readonly byte[] s_days = MakeDays(s_firstDay, new DateOnly(2100, 1, 1).DayNumber - s_firstDay);

    /// <summary>Room that is enough for a value.</summary>
    public static int MostBytes(Vector vector, int index) => vector.Kind == VectorKind.Text ? vector.Text(index).Length : MostNumberBytes;

    /// <summary>Writes a value that is there and returns the number of bytes.</summary>
    public static int Write(Vector vector, int index, Span<byte> to)
    {
        switch (vector.Kind)
        {
            case VectorKind.Whole:
                return WriteWhole(to, vector.Numbers[index]);
            case VectorKind.Decimal:
                return WriteDecimal(to, vector.Numbers[index], vector.Decimals);
            case VectorKind.Date:
                return WriteDate(to, vector.Numbers[index]);
            case VectorKind.DateTime:
                return WriteDateTime(to, vector.Numbers[index]);
            case VectorKind.Time:
                return WriteTime(to, vector.Numbers[index]);
            case VectorKind.Boolean:
                ReadOnlySpan<byte> word = vector.Numbers[index] != 0 ? "true"u8 : "false"u8;
                word.CopyTo(to);
                return word.Length;
            default:
                ReadOnlySpan<byte> text = vector.Text(index);
                text.CopyTo(to);
                return text.Length;
        }
    }

    /// <summary>Writes a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteWhole(Span<byte> to, long value)
    {
        if (value < 0)
        {
            to[0] = (byte)'-';
            return 1 + WriteDigits(to[1..], (ulong)-value);
        }
        return WriteDigits(to, (ulong)value);
    }

    /// <summary>Writes a number of units of 10 to the minus decimals.</summary>
    public static int WriteDecimal(Span<byte> to, long value, int decimals)
    {
        if (decimals == 0)
        {
            return WriteWhole(to, value);
        }
        int at = 0;
        if (value < 0)
        {
            to[at++] = (byte)'-';
            value = -value;
        }
        ulong scale = (ulong)DecimalScale.Of(decimals);
        ulong whole = (ulong)value / scale;
        ulong fraction = (ulong)value - (whole * scale);
        at += WriteDigits(to[at..], whole);
        to[at++] = (byte)'.';
        for (int i = decimals - 1; i >= 0; i--)
        {
            ulong rest = fraction / 10;
            to[at + i] = (byte)('0' + (fraction - (rest * 10)));
            fraction = rest;
        }
        return at + decimals;
    }

    /// <summary>Writes a date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteDate(Span<byte> to, long day)
    {
        long index = (day - s_firstDay) * 10;
        if ((ulong)index < (ulong)s_days.Length)
        {
            s_days.AsSpan((int)index, 10).CopyTo(to);
        }
        else
        {
            FormatDay(DateOnly.FromDayNumber((int)Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber)), to);
        }
        return 10;
    }

    /// <summary>Writes a date and time of day.</summary>
    public static int WriteDateTime(Span<byte> to, long second)
    {
        long day = second / VectorKinds.DaySeconds;
        WriteDate(to, day);
        to[10] = (byte)'T';
        return 11 + WriteTime(to[11..], second - (day * VectorKinds.DaySeconds));
    }

    /// <summary>Writes a time of day.</summary>
    public static int WriteTime(Span<byte> to, long second)
    {
        uint seconds = (uint)second;
        Two(to, seconds / 3600);
        to[2] = (byte)':';
        Two(to[3..], seconds / 60 % 60);
        to[5] = (byte)':';
        Two(to[6..], seconds % 60);
        return 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(Span<byte> to, uint value)
    {
        uint tens = value / 10;
        to[0] = (byte)('0' + tens);
        to[1] = (byte)('0' + value - (tens * 10));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteDigits(Span<byte> to, ulong value)
    {
        if (value < 10_000)
        {
            return WriteLeading(to, (uint)value);
        }
        if (value < 100_000_000)
        {
            uint high = (uint)value / 10_000;
            int length = WriteLeading(to, high);
            Unsafe.WriteUnaligned(ref to[length], s_fours[(uint)value - (high * 10_000)]);
            return length + 4;
        }
        ulong top = value / 100_000_000;
        int at = WriteDigitsSlow(to, top);
        uint low = (uint)(value - (top * 100_000_000));
        uint middle = low / 10_000;
        Unsafe.WriteUnaligned(ref to[at], s_fours[middle]);
        Unsafe.WriteUnaligned(ref to[at + 4], s_fours[low - (middle * 10_000)]);
        return at + 8;
    }

    private static int WriteDigitsSlow(Span<byte> to, ulong value) => WriteDigits(to, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteLeading(Span<byte> to, uint value)
    {
        uint four = s_fours[value];
        int zeros = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
        Unsafe.WriteUnaligned(ref to[0], BitConverter.IsLittleEndian ? four >> (8 * zeros) : four << (8 * zeros));
        return 4 - zeros;
    }

    private static uint[] MakeFours()
    {
        var fours = new uint[10_000];
        byte[] four = new byte[4];
        for (int i = 0; i < fours.Length; i++)
        {
            four[0] = (byte)('0' + (i / 1000));
            four[1] = (byte)('0' + (i / 100 % 10));
            four[2] = (byte)('0' + (i / 10 % 10));
            four[3] = (byte)('0' + (i % 10));
            fours[i] = BitConverter.ToUInt32(four);
        }
        return fours;
    }

    private static byte[] MakeDays(int first, int count)
    {
        var days = new byte[count * 10];
        for (int i = 0; i < count; i++)
        {
            FormatDay(DateOnly.FromDayNumber(first + i), days.AsSpan(i * 10));
        }
        return days;
    }

    private static void FormatDay(DateOnly day, Span<byte> to)
    {
        Two(to, (uint)day.Year / 100);
        Two(to[2..], (uint)day.Year % 100);
        to[4] = (byte)'-';
        Two(to[5..], (uint)day.Month);
        to[7] = (byte)'-';
        Two(to[8..], (uint)day.Day);
    }
}

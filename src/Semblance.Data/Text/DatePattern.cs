using System.Runtime.CompilerServices;
using System.Text;

namespace Semblance.Data.Text;

/// <summary>
/// A date-time pattern made ready for reading and writing UTF-8: a .NET custom format string of the specifiers yyyy, yy, MMMM, MMM,
/// MM, M, dddd, ddd, dd, d, HH, H, hh, h, mm, m, ss, s, f and F (any number up to 7), tt, quoted text and other characters as they are.
/// </summary>
/// <remarks>Stricter than <see cref="DateTime.ParseExact(string, string, IFormatProvider)"/>: two-digit specifiers take two digits, nothing is skipped.</remarks>
internal sealed class DatePattern
{
    private static readonly byte[][] MonthNames = Names("January February March April May June July August September October November December");
    private static readonly byte[][] DayNames = Names("Sunday Monday Tuesday Wednesday Thursday Friday Saturday");

    private readonly Part[] _parts;
    private readonly LetterCase _case;

    /// <summary>Prepares a pattern.</summary>
    /// <exception cref="TableException">The pattern has a specifier that is not supported.</exception>
    public DatePattern(string pattern, LetterCase nameCase = LetterCase.Mixed)
    {
        Pattern = pattern;
        _case = nameCase;
        _parts = Compile(pattern);
        HasDate = _parts.Any(part => part.Kind is PartKind.Year or PartKind.Month or PartKind.MonthName or PartKind.Day);
        HasTime = _parts.Any(part => part.Kind is PartKind.Hour or PartKind.Hour12 or PartKind.Minute or PartKind.Second);
        MaxLength = _parts.Sum(part => part.Kind == PartKind.Literal ? part.Literal.Length : 10);
    }

    private enum PartKind
    {
        Year,
        Month,
        MonthName,
        Day,
        DayName,
        Hour,
        Hour12,
        Minute,
        Second,
        Fraction,
        OptionalFraction,
        HalfDay,
        Literal,
    }

    /// <summary>The pattern.</summary>
    public string Pattern { get; }

    /// <summary>The case of names.</summary>
    public LetterCase NameCase => _case;

    /// <summary>Whether the pattern has a part of a date.</summary>
    public bool HasDate { get; }

    /// <summary>Whether the pattern has a part of a time.</summary>
    public bool HasTime { get; }

    /// <summary>What a value in this pattern holds.</summary>
    public DateTimeParts Parts => HasDate ? (HasTime ? DateTimeParts.DateTime : DateTimeParts.Date) : DateTimeParts.Time;

    /// <summary>Room that is enough for any value.</summary>
    public int MaxLength { get; }

    /// <summary>Reads a value that is written in this pattern exactly; ticks since midnight if it has no date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        int year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0, at = 0;
        bool isTwelve = false, afternoon = false;
        foreach (Part part in _parts)
        {
            switch (part.Kind)
            {
                case PartKind.Literal:
                    if (!text[at..].StartsWith(part.Literal))
                    {
                        return false;
                    }
                    at += part.Literal.Length;
                    break;
                case PartKind.Year:
                    if (!TryDigits(text, ref at, part.Length, part.Length, out year))
                    {
                        return false;
                    }
                    // Two digits: 00-49 are this century, as .NET's invariant calendar has it.
                    year += part.Length == 2 ? (year <= 49 ? 2000 : 1900) : 0;
                    break;
                case PartKind.Month when !TryNumber(text, ref at, part.Length, out month):
                case PartKind.Day when !TryNumber(text, ref at, part.Length, out day):
                case PartKind.Hour when !TryNumber(text, ref at, part.Length, out hour):
                case PartKind.Minute when !TryNumber(text, ref at, part.Length, out minute):
                case PartKind.Second when !TryNumber(text, ref at, part.Length, out second):
                    return false;
                case PartKind.Hour12:
                    isTwelve = true;
                    if (!TryNumber(text, ref at, part.Length, out hour) || hour is < 1 or > 12)
                    {
                        return false;
                    }
                    break;
                case PartKind.MonthName:
                    if (!TryName(text, ref at, MonthNames, part.Length == 3, out int index))
                    {
                        return false;
                    }
                    month = index + 1;
                    break;
                case PartKind.DayName when !TryName(text, ref at, DayNames, part.Length == 3, out _):
                    return false;
                case PartKind.Fraction:
                    if (!TryDigits(text, ref at, part.Length, part.Length, out fraction))
                    {
                        return false;
                    }
                    fraction *= Power(7 - part.Length);
                    break;
                case PartKind.OptionalFraction:
                    if (at < text.Length && text[at] == '.')
                    {
                        int start = ++at;
                        if (!TryDigits(text, ref at, 1, part.Length, out fraction))
                        {
                            return false;
                        }
                        fraction *= Power(7 - (at - start));
                    }
                    break;
                case PartKind.HalfDay:
                    if (at + 2 > text.Length || (text[at + 1] | 0x20) != 'm' || (text[at] | 0x20) is not ('a' or 'p'))
                    {
                        return false;
                    }
                    afternoon = (text[at] | 0x20) == 'p';
                    at += 2;
                    break;
                default:
                    break;
            }
        }
        if (isTwelve)
        {
            hour = (hour % 12) + (afternoon ? 12 : 0);
        }
        if (at != text.Length || hour > 23 || minute > 59 || second > 59 || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        long time = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        ticks = HasDate ? new DateTime(year, month, day).Ticks + time : time;
        return true;
    }

    /// <summary>Writes a value and returns the number of bytes; needs <see cref="MaxLength"/> of room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Write(Span<byte> destination, long ticks)
    {
        var value = new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks));
        (int year, int month, int day) = (value.Year, value.Month, value.Day);
        (int hour, int minute, int second, int fraction) = (value.Hour, value.Minute, value.Second, (int)(value.Ticks % TimeSpan.TicksPerSecond));
        int at = 0;
        foreach (Part part in _parts)
        {
            switch (part.Kind)
            {
                case PartKind.Literal:
                    part.Literal.CopyTo(destination[at..]);
                    at += part.Literal.Length;
                    break;
                case PartKind.Year:
                    at += WriteNumber(destination[at..], part.Length == 2 ? year % 100 : year, part.Length);
                    break;
                case PartKind.Month:
                    at += WriteNumber(destination[at..], month, part.Length);
                    break;
                case PartKind.MonthName:
                    at += WriteName(destination[at..], MonthNames[month - 1], part.Length == 3);
                    break;
                case PartKind.Day:
                    at += WriteNumber(destination[at..], day, part.Length);
                    break;
                case PartKind.DayName:
                    at += WriteName(destination[at..], DayNames[(int)value.DayOfWeek], part.Length == 3);
                    break;
                case PartKind.Hour:
                    at += WriteNumber(destination[at..], hour, part.Length);
                    break;
                case PartKind.Hour12:
                    at += WriteNumber(destination[at..], ((hour + 11) % 12) + 1, part.Length);
                    break;
                case PartKind.Minute:
                    at += WriteNumber(destination[at..], minute, part.Length);
                    break;
                case PartKind.Second:
                    at += WriteNumber(destination[at..], second, part.Length);
                    break;
                case PartKind.Fraction:
                    at += WriteNumber(destination[at..], fraction / Power(7 - part.Length), part.Length);
                    break;
                case PartKind.OptionalFraction:
                    int digits = part.Length;
                    int rest = fraction / Power(7 - digits);
                    while (digits > 0 && rest % 10 == 0)
                    {
                        rest /= 10;
                        digits--;
                    }
                    if (digits > 0)
                    {
                        destination[at++] = (byte)'.';
                        at += WriteNumber(destination[at..], rest, digits);
                    }
                    break;
                default:
                    ReadOnlySpan<byte> half = hour < 12 ? "AM"u8 : "PM"u8;
                    at += WriteName(destination[at..], half, shortForm: false);
                    break;
            }
        }
        return at;
    }

    private int WriteName(Span<byte> destination, ReadOnlySpan<byte> name, bool shortForm)
    {
        ReadOnlySpan<byte> written = shortForm ? name[..3] : name;
        for (int i = 0; i < written.Length; i++)
        {
            destination[i] = _case switch
            {
                LetterCase.Upper => (byte)(written[i] & ~0x20),
                LetterCase.Lower => (byte)(written[i] | 0x20),
                _ => written[i],
            };
        }
        return written.Length;
    }

    private static int WriteNumber(Span<byte> destination, int value, int width)
    {
        int count = Math.Max(width, value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10000 ? 4 : width);
        for (int i = count - 1; i >= 0; i--)
        {
            destination[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
        return count;
    }

    // "dd" takes exactly two digits; "d" one or two.
    private static bool TryNumber(ReadOnlySpan<byte> text, ref int at, int length, out int value) => TryDigits(text, ref at, length, 2, out value);

    private static bool TryDigits(ReadOnlySpan<byte> text, ref int at, int minimum, int maximum, out int value)
    {
        value = 0;
        int start = at;
        while (at < text.Length && at - start < maximum && (uint)(text[at] - '0') <= 9)
        {
            value = (value * 10) + (text[at] - '0');
            at++;
        }
        return at - start >= minimum;
    }

    private static bool TryName(ReadOnlySpan<byte> text, ref int at, byte[][] names, bool shortForm, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            ReadOnlySpan<byte> name = shortForm ? names[index].AsSpan(0, 3) : names[index];
            if (text.Length - at >= name.Length && Ascii.EqualsIgnoreCase(text.Slice(at, name.Length), name))
            {
                at += name.Length;
                return true;
            }
        }
        return false;
    }

    private static int Power(int exponent)
    {
        int result = 1;
        for (; exponent > 0; exponent--)
        {
            result *= 10;
        }
        return result;
    }

    private static byte[][] Names(string list) => [.. list.Split(' ').Select(Encoding.ASCII.GetBytes)];

    private static Part[] Compile(string pattern)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        int at = 0;
        while (at < pattern.Length)
        {
            char c = pattern[at];
            if (c is '\'' or '"')
            {
                int end = pattern.IndexOf(c, at + 1);
                if (end < 0)
                {
                    throw new TableException($"The date pattern '{pattern}' has an opening quote without a closing one.");
                }
                literal.Append(pattern, at + 1, end - at - 1);
                at = end + 1;
                continue;
            }
            if (!char.IsAsciiLetter(c))
            {
                literal.Append(c);
                at++;
                continue;
            }
            int length = 1;
            while (at + length < pattern.Length && pattern[at + length] == c)
            {
                length++;
            }
            PartKind kind = KindOf(pattern, c, length);
            if (kind == PartKind.OptionalFraction && literal.Length > 0 && literal[^1] == '.')
            {
                // As in .NET, the point goes when the optional digits after it go.
                literal.Length--;
            }
            Flush();
            parts.Add(new Part(kind, length, []));
            at += length;
        }
        Flush();
        return [.. parts];

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new Part(PartKind.Literal, 0, Encoding.UTF8.GetBytes(literal.ToString())));
                literal.Clear();
            }
        }
    }

    private static PartKind KindOf(string pattern, char specifier, int length) => (specifier, length) switch
    {
        ('y', 2 or 4) => PartKind.Year,
        ('M', 1 or 2) => PartKind.Month,
        ('M', 3 or 4) => PartKind.MonthName,
        ('d', 1 or 2) => PartKind.Day,
        ('d', 3 or 4) => PartKind.DayName,
        ('H', 1 or 2) => PartKind.Hour,
        ('h', 1 or 2) => PartKind.Hour12,
        ('m', 1 or 2) => PartKind.Minute,
        ('s', 1 or 2) => PartKind.Second,
        ('f', <= 7) => PartKind.Fraction,
        ('F', <= 7) => PartKind.OptionalFraction,
        ('t', 2) => PartKind.HalfDay,
        _ => throw new TableException($"The date pattern '{pattern}' has the specifier '{new string(specifier, length)}', which is not supported; quote text with apostrophes."),
    };

    private readonly record struct Part(PartKind Kind, int Length, byte[] Literal);
}

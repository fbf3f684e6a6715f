using System.Globalization;
using Semblance.Data;

namespace Semblance.Models.Encoding;

/// <summary>Reads single values given by a person, in the way the column writes them or plainly.</summary>
internal static class CellText
{
    /// <summary>Reads a number with the column's prefix, suffix and separators, or without them ("1234.5").</summary>
    public static bool TryParseNumber(string text, NumberFormat format, out double number)
    {
        if (TryParsePlain(text.AsSpan().Trim(), out number))
        {
            return true;
        }
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        bool negative = rest.StartsWith("-", StringComparison.Ordinal);
        if (negative)
        {
            rest = rest[1..];
        }
        if (format.Prefix.Length > 0 && rest.StartsWith(format.Prefix, StringComparison.Ordinal))
        {
            rest = rest[format.Prefix.Length..];
        }
        if (format.Suffix.Length > 0 && rest.EndsWith(format.Suffix, StringComparison.Ordinal))
        {
            rest = rest[..^format.Suffix.Length];
        }
        string digits = rest.Trim().ToString();
        if (format.ThousandsSeparator is { } separator)
        {
            digits = digits.Replace(separator.ToString(), "", StringComparison.Ordinal);
        }
        if (format.DecimalSeparator != '.')
        {
            digits = digits.Replace(format.DecimalSeparator, '.');
        }
        bool read = TryParsePlain(digits, out number);
        number = negative ? -number : number;
        return read;
    }

    /// <summary>Reads a time in the column's pattern, or as an ISO date, time or both.</summary>
    public static bool TryParseDateTime(string text, DateTimeFormat format, out long ticks)
    {
        string[] patterns = format.Parts switch
        {
            DateTimeParts.Date => [format.Pattern, "yyyy-MM-dd"],
            DateTimeParts.Time => [format.Pattern, "HH:mm:ss", "HH:mm"],
            _ => [format.Pattern, "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"],
        };
        bool read = DateTime.TryParseExact(
            text.Trim(), patterns, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.RoundtripKind, out DateTime time);
        ticks = format.Parts == DateTimeParts.Time ? time.TimeOfDay.Ticks : time.Ticks;
        return read;
    }

    /// <summary>Writes a time as the column does.</summary>
    public static string Write(long ticks, DateTimeFormat format) => new DateTime(ticks).ToString(format.Pattern, CultureInfo.InvariantCulture);

    private static bool TryParsePlain(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);
}

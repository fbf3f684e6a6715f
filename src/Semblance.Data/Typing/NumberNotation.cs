using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>
/// How the numbers of a column are dressed: currency or unit around them, separators within. One notation holds for all values of a
/// column; <see cref="Find"/> is null where the values have none in common.
/// </summary>
/// <param name="Prefix">Text before each number.</param>
/// <param name="Suffix">Text after each number.</param>
/// <param name="Thousands">The separator of groups of three digits; '\0' for none.</param>
/// <param name="Point">The decimal point.</param>
/// <param name="SignAfterPrefix">Whether the sign stands after the prefix.</param>
internal sealed record NumberNotation(string Prefix, string Suffix, char Thousands, char Point, bool SignAfterPrefix)
{
    /// <summary>Digits, a point, nothing else.</summary>
    public static readonly NumberNotation Plain = new("", "", '\0', '.', false);

    /// <summary>Mostly plain numbers, a few dressed in any notation; all are written plainly.</summary>
    public static readonly NumberNotation Mixed = new("", "", '\0', '.', false);

    private const int MaxLength = 48;

    private static readonly HashSet<string> Currencies = new(StringComparer.Ordinal)
    {
        "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₫", "₪", "฿", "₴", "₦", "R$", "US$", "C$", "A$", "CHF", "USD", "EUR", "GBP", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "kr", "zł", "Rs", "Rs.",
    };

    private static readonly HashSet<string> Units = new(StringComparer.Ordinal)
    {
        "%", "‰", "°", "°C", "°F", "kg", "g", "mg", "t", "lb", "lbs", "oz", "km", "m", "cm", "mm", "mi", "ft", "in", "h", "s", "ms", "min", "kB", "KB", "MB", "GB", "TB", "kW", "kWh", "W", "V", "Hz", "l", "L", "ml", "km/h", "mph", "bpm", "px", "CC", "bhp", "kmpl",
    };

    /// <summary>Whether a text alone may be a number in some notation.</summary>
    public static bool LooksNumeric(ReadOnlySpan<byte> text)
    {
        var stats = new NumberStats();
        return NumberText.TryParse(text, ref stats, out _) || Find([Encoding.UTF8.GetString(text)], ',') is not null;
    }

    /// <summary>The notation that all of the texts are in, or null.</summary>
    /// <param name="texts">All distinct values.</param>
    /// <param name="delimiter">The file's delimiter: files with semicolons are from places where the comma is the decimal point.</param>
    public static NumberNotation? Find(IReadOnlyList<string> texts, char delimiter)
    {
        string? prefix = null, suffix = null;
        bool after = false;
        foreach (string raw in texts)
        {
            string text = raw.Trim(' ');
            if (text.Length > MaxLength || !TrySplit(text, out string head, out string tail, out bool signAfter))
            {
                return null;
            }
            prefix ??= head;
            suffix ??= tail;
            if (head != prefix || tail != suffix)
            {
                return null;
            }
            after |= signAfter;
        }
        if (prefix is null || suffix is null || !IsPrefix(prefix) || !IsSuffix(suffix))
        {
            return null;
        }
        // 1,234 beside 12: groups of three rather than decimals, wherever the file is from.
        bool isGrouped = texts.Any(text => !text.Contains(',', StringComparison.Ordinal));
        (char Thousands, char Point)[] separators = delimiter == ';' && !isGrouped
            ? [('\0', '.'), ('\0', ','), ('.', ','), (' ', ','), ('\u00A0', ','), ('\'', '.'), (',', '.'), (' ', '.')]
            : [('\0', '.'), (',', '.'), ('\0', ','), ('.', ','), (' ', ','), ('\u00A0', ','), ('\'', '.'), (' ', '.')];
        foreach ((char thousands, char point) in separators)
        {
            var notation = new NumberNotation(prefix, suffix, thousands, point, after);
            var stats = new NumberStats();
            if (texts.All(text => notation.TryParse(text, ref stats, out _)))
            {
                return notation;
            }
        }
        return null;
    }

    /// <summary>Reads one number in this notation.</summary>
    public bool TryParse(string raw, ref NumberStats stats, out double value)
    {
        value = double.NaN;
        if (ReferenceEquals(this, Mixed))
        {
            return TryParseAny(raw, ref stats, out value);
        }
        string text = raw.Trim(' ');
        if (text.Length > MaxLength + 16 || text.Length == 0)
        {
            return false;
        }
        string sign = "";
        if (!SignAfterPrefix && text[0] is '-' or '+')
        {
            sign = text[..1];
            text = text[1..];
        }
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length < Prefix.Length + Suffix.Length || !text.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }
        text = text[Prefix.Length..^Suffix.Length];
        if (sign.Length > 0 && text.Length > 0 && text[0] is '-' or '+')
        {
            return false;
        }
        if (Thousands != '\0' && !TryUngroup(ref text))
        {
            return false;
        }
        if (Point != '.')
        {
            if (text.Contains('.', StringComparison.Ordinal))
            {
                return false;
            }
            text = text.Replace(Point, '.');
        }
        Span<byte> plain = stackalloc byte[MaxLength + 32];
        text = sign + text;
        return text.Length <= plain.Length && Encoding.UTF8.TryGetBytes(text, plain, out int length)
            && NumberText.TryParse(plain[..length], ref stats, out value);
    }

    /// <summary>The format of numbers in this notation.</summary>
    public NumberFormat ToFormat(in NumberStats stats) => stats.ToFormat() with
    {
        Prefix = Prefix,
        Suffix = Suffix,
        ThousandsSeparator = Thousands == '\0' ? null : Thousands,
        DecimalSeparator = Point,
        SignAfterPrefix = SignAfterPrefix,
    };

    private static bool TryParseAny(string raw, ref NumberStats stats, out double value)
    {
        if (Plain.TryParse(raw, ref stats, out value))
        {
            return true;
        }
        var own = new NumberStats();
        return Find([raw], ',') is NumberNotation notation && notation.TryParse(raw, ref own, out value);
    }

    // Groups must be complete: 1,234,567 but neither 1,23 nor 1234,567.
    private bool TryUngroup(ref string text)
    {
        int point = text.IndexOf(Point, StringComparison.Ordinal);
        string whole = point < 0 ? text : text[..point];
        string rest = point < 0 ? "" : text[point..];
        int start = whole.Length > 0 && whole[0] is '-' or '+' ? 1 : 0;
        string[] groups = whole[start..].Split(Thousands);
        if (groups.Length == 1)
        {
            return groups[0].Length <= 3 && !rest.Contains(Thousands, StringComparison.Ordinal);
        }
        if (groups[0].Length is 0 or > 3 || groups[0][0] == '0' || groups.Skip(1).Any(group => group.Length != 3) || rest.Contains(Thousands, StringComparison.Ordinal))
        {
            return false;
        }
        text = whole[..start] + string.Concat(groups) + rest;
        return true;
    }

    private static bool TrySplit(string text, out string prefix, out string suffix, out bool signAfter)
    {
        prefix = suffix = "";
        signAfter = false;
        int first = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return false;
        }
        int last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        string head = text[..first];
        suffix = text[(last + 1)..];
        if (head.Length > 0 && head[^1] is '.' or ',')
        {
            head = head[..^1];
        }
        if (head.Length > 0 && head[0] is '-' or '+')
        {
            head = head[1..];
        }
        else if (head.Length > 1 && head[^1] is '-' or '+')
        {
            head = head[..^1];
            signAfter = true;
        }
        prefix = head;
        return true;
    }

    private static bool IsPrefix(string prefix) => prefix.Length == 0 || Currencies.Contains(prefix.Trim());

    private static bool IsSuffix(string suffix)
    {
        if (suffix.Length == 0)
        {
            return true;
        }
        string word = suffix.Trim();
        // After a space any word may be a unit (36 months); right behind the digits only a known one, since letters there make codes.
        return Units.Contains(word) || Currencies.Contains(word)
            || (suffix[0] == ' ' && word.Length is > 0 and <= 12 && word.All(c => char.IsLetter(c) || c is '.' or '/' or '²' or '³'));
    }
}

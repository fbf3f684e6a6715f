using System.Globalization;
using System.Text;
using Semblance.Describe.Generation;

namespace Semblance.Describe.Reality;

/// <summary>Values with one defect, as text.</summary>
internal static class Damage
{
    private const string Keyboard = "qwertyuiop asdfghjkl  zxcvbnm";

    private static readonly Dictionary<char, char> s_lookAlikes = new()
    {
        ['0'] = 'O',
        ['O'] = '0',
        ['o'] = '0',
        ['1'] = 'l',
        ['l'] = '1',
        ['I'] = 'l',
        ['5'] = 'S',
        ['S'] = '5',
        ['8'] = 'B',
        ['B'] = '8',
        ['2'] = 'Z',
        ['Z'] = '2',
        ['6'] = 'G',
        ['G'] = '6',
        ['c'] = 'e',
        ['e'] = 'c',
    };

    private static readonly string[] s_dateForms = ["MM/dd/yyyy", "dd.MM.yyyy", "dd-MMM-yyyy", "yyyy/MM/dd", "MMMM d, yyyy", "yyyyMMdd", "d/M/yy"];
    private static readonly string[] s_timeForms = ["h:mm tt", "HH:mm", "HHmm", "H.mm"];
    private static readonly string[] s_yes = ["Yes", "Y", "1", "TRUE", "yes", "T"];
    private static readonly string[] s_no = ["No", "N", "0", "FALSE", "no", "F"];

    /// <summary>A text with a defect; null if the defect leaves it as it is.</summary>
    public static string? Text(string text, DefectKind kind, ulong bits) => kind switch
    {
        DefectKind.Whitespace => Whitespace(text, bits),
        DefectKind.Case => Changed(text, Draws.Take(ref bits, 3) switch { 0 => text.ToUpperInvariant(), 1 => text.ToLowerInvariant(), _ => SwapFirst(text) }) ?? Changed(text, text.ToUpperInvariant()),
        DefectKind.KeyboardTypo => KeyboardTypo(text, bits),
        DefectKind.Transposition => Transposition(text, bits),
        DefectKind.ScanError => ScanError(text, bits),
        DefectKind.CategoryVariant => CategoryVariant(text, bits),
        DefectKind.Encoding => Encoding(text),
        DefectKind.Format => Changed(text, string.Concat(text.Where(char.IsAsciiDigit))) is { Length: > 0 } digits ? digits : null,
        _ => null,
    };

    /// <summary>A number, date, time or boolean in another notation; null if there is none.</summary>
    public static string? Format(Vector clean, int index, ulong bits)
    {
        switch (clean.Kind)
        {
            case VectorKind.Date:
                return DateOnly.FromDayNumber((int)clean.Numbers[index]).ToString(s_dateForms[Draws.Take(ref bits, (uint)s_dateForms.Length)], CultureInfo.InvariantCulture);
            case VectorKind.DateTime:
                var time = new DateTime(clean.Numbers[index] * TimeSpan.TicksPerSecond, DateTimeKind.Unspecified);
                return Draws.Take(ref bits, 4) == 0
                    ? (clean.Numbers[index] - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond)).ToString(CultureInfo.InvariantCulture)
                    : time.ToString(s_dateForms[Draws.Take(ref bits, (uint)s_dateForms.Length)] + " HH:mm", CultureInfo.InvariantCulture);
            case VectorKind.Time:
                return new TimeOnly(clean.Numbers[index] * TimeSpan.TicksPerSecond).ToString(s_timeForms[Draws.Take(ref bits, (uint)s_timeForms.Length)], CultureInfo.InvariantCulture);
            case VectorKind.Boolean:
                string[] words = clean.Numbers[index] != 0 ? s_yes : s_no;
                return words[Draws.Take(ref bits, (uint)words.Length)];
            case VectorKind.Whole or VectorKind.Decimal:
                return Number(clean, index, bits);
            default:
                return null;
        }
    }

    /// <summary>A number or date far off.</summary>
    public static long Outlier(Vector clean, int index, ulong bits)
    {
        long value = clean.Numbers[index];
        switch (clean.Kind)
        {
            case VectorKind.Date or VectorKind.DateTime:
                long unit = clean.Kind == VectorKind.Date ? 1 : VectorKinds.DaySeconds;
                long day = Draws.Take(ref bits, 3) switch
                {
                    0 => new DateOnly(1900, 1, 1).DayNumber,
                    1 => new DateOnly(2099, 12, 31).DayNumber,
                    _ => new DateOnly(1970, 1, 1).DayNumber,
                };
                return day * unit;
            default:
                long one = DecimalScale.Of(clean.Decimals);
                return Draws.Take(ref bits, 4) switch
                {
                    0 => -Math.Max(Math.Abs(value), one),
                    1 => 999_999 * one,
                    _ => Math.Max(Math.Abs(Bounded(value)), one) * (50 + Draws.Take(ref bits, 950)),
                };
        }
    }

    /// <summary>A number a power of ten off, as text: 12.50 becomes 1250.00 or 0.0125.</summary>
    public static string UnitSlip(Vector clean, int index, ulong bits)
    {
        decimal value = clean.Numbers[index] / (decimal)DecimalScale.Of(clean.Decimals);
        decimal[] factors = [1000m, 100m, 0.001m, 0.01m];
        return (value * factors[Draws.Take(ref bits, (uint)factors.Length)]).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A value that breaks its rule: dates before what they follow, sums that are off.</summary>
    public static long BrokenRule(Vector clean, int index, Vector? reference, ulong bits)
    {
        long value = clean.Numbers[index];
        if (reference is null)
        {
            long one = DecimalScale.Of(clean.Decimals);
            return Bounded(value) + (one * (1 + Draws.Take(ref bits, 20)));
        }
        long unit = clean.Kind == VectorKind.Date ? 1 : VectorKinds.DaySeconds;
        long day = reference.Kind == VectorKind.Date ? reference.Numbers[index] : reference.Numbers[index] / VectorKinds.DaySeconds;
        return Math.Max(0, day - 1 - Draws.Take(ref bits, 60)) * unit;
    }

    private static long Bounded(long value) => Math.Clamp(value, long.MinValue / 2000, long.MaxValue / 2000);

    private static string? Number(Vector clean, int index, ulong bits)
    {
        decimal value = clean.Numbers[index] / (decimal)DecimalScale.Of(clean.Decimals);
        string plain = value.ToString("F" + clean.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        string grouped = value.ToString("N" + clean.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        string form = Draws.Take(ref bits, 4) switch
        {
            0 when grouped != plain => grouped,
            1 when clean.Decimals > 0 => plain.Replace('.', ','),
            2 when clean.Decimals > 0 => "$" + plain,
            3 => value.ToString("F" + (clean.Decimals == 0 ? "1" : "0"), CultureInfo.InvariantCulture),
            _ => "+" + plain,
        };
        return form == plain ? null : form;
    }

    private static string? Whitespace(string text, ulong bits)
    {
        switch (Draws.Take(ref bits, 4))
        {
            case 0:
                return " " + text;
            case 1:
                return text + " ";
            case 2:
                return text + "  ";
            default:
                int space = text.IndexOf(' ', StringComparison.Ordinal);
                return space < 0 ? " " + text + " " : text[..space] + " " + text[space..];
        }
    }

    private static string? KeyboardTypo(string text, ulong bits)
    {
        int at = Letter(text, ref bits);
        if (at < 0)
        {
            return null;
        }
        int key = Keyboard.IndexOf(char.ToLowerInvariant(text[at]), StringComparison.Ordinal);
        if (key < 0)
        {
            return null;
        }
        bool left = Draws.Take(ref bits, 2) == 0 && key > 0 && Keyboard[key - 1] != ' ';
        int neighbour = left || key + 1 >= Keyboard.Length || Keyboard[key + 1] == ' ' ? key - 1 : key + 1;
        char typed = char.IsUpper(text[at]) ? char.ToUpperInvariant(Keyboard[neighbour]) : Keyboard[neighbour];
        return text[..at] + typed + text[(at + 1)..];
    }

    private static string? Transposition(string text, ulong bits)
    {
        int at = Letter(text, ref bits);
        return at < 0 || at + 1 >= text.Length || char.IsSurrogate(text[at + 1]) || text[at] == text[at + 1] ? null : text[..at] + text[at + 1] + text[at] + text[(at + 2)..];
    }

    private static string? ScanError(string text, ulong bits)
    {
        int start = Draws.Take(ref bits, (uint)Math.Max(1, text.Length));
        for (int i = 0; i < text.Length; i++)
        {
            int at = (start + i) % text.Length;
            if (s_lookAlikes.TryGetValue(text[at], out char alike))
            {
                return text[..at] + alike + text[(at + 1)..];
            }
        }
        return null;
    }

    private static string? CategoryVariant(string text, ulong bits) => Changed(text, Draws.Take(ref bits, 4) switch
    {
        0 => text.ToUpperInvariant().Replace(' ', '_'),
        1 when text.Length > 5 => text[..4] + ".",
        2 => text.Contains('_', StringComparison.Ordinal) ? text.Replace('_', ' ') : text.Replace(' ', '-'),
        _ => SwapFirst(text),
    }) ?? Changed(text, SwapFirst(text));

    // What a program sees that takes UTF-8 for Latin-1; text of ASCII alone looks the same.
    private static string? Encoding(string text) => Changed(text, System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string SwapFirst(string text) =>
        text.Length == 0 ? text : (char.IsUpper(text[0]) ? char.ToLowerInvariant(text[0]) : char.ToUpperInvariant(text[0])) + text[1..];

    private static string? Changed(string text, string changed) => changed == text ? null : changed;

    // A place in the text that holds an ASCII letter; -1 if there is none.
    private static int Letter(string text, ref ulong bits)
    {
        int start = Draws.Take(ref bits, (uint)Math.Max(1, text.Length));
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetter(text[(start + i) % text.Length]))
            {
                return (start + i) % text.Length;
            }
        }
        return -1;
    }
}

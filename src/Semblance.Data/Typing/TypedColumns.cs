using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>Makes typed columns of distinct texts and codes.</summary>
internal static class TypedColumns
{
    // The mask has one byte per row.
    private const int MaxTokens = 255;

    // Units that date-times are rounded to; a column gets the coarsest that divides all its values.
    private static readonly long[] Resolutions =
    [
        7 * TimeSpan.TicksPerDay, TimeSpan.TicksPerDay, 12 * TimeSpan.TicksPerHour, 6 * TimeSpan.TicksPerHour, TimeSpan.TicksPerHour,
        30 * TimeSpan.TicksPerMinute, 15 * TimeSpan.TicksPerMinute, 10 * TimeSpan.TicksPerMinute, 5 * TimeSpan.TicksPerMinute, TimeSpan.TicksPerMinute,
        30 * TimeSpan.TicksPerSecond, 10 * TimeSpan.TicksPerSecond, TimeSpan.TicksPerSecond,
        100 * TimeSpan.TicksPerMillisecond, 10 * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMillisecond, 1000, 100, 10,
    ];

    private static readonly (string, string)[] Booleans = [("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("on", "off")];

    /// <summary>The coarsest unit that all the given ticks are multiples of, from their greatest common divisor.</summary>
    public static long Resolution(long divisor) => divisor == 0 ? TimeSpan.TicksPerSecond : Resolutions.FirstOrDefault(unit => divisor % unit == 0, 1);

    /// <summary>The greatest common divisor.</summary>
    public static long Divisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }
        return a;
    }

    /// <summary>Whether the values are two that mean yes and no.</summary>
    public static bool IsBoolean(DistinctTexts view)
    {
        if (view.ValueCount != 2)
        {
            return false;
        }
        string a = view.Values()[0].ToLowerInvariant(), b = view.Values()[1].ToLowerInvariant();
        return Booleans.Any(pair => (a, b) == pair || (b, a) == pair);
    }

    /// <summary>Whether a text alone is a number.</summary>
    public static bool IsNumber(string text) => NumberNotation.Find([text], ',') is not null;

    /// <summary>Whether a text alone is a date or time.</summary>
    public static bool IsDate(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return DatePatternGuess.Candidates(bytes).Any(pattern => pattern.TryParse(bytes, out _));
    }

    /// <summary>The notation that all values are numbers in, or null; codes that only look like numbers have none unless <paramref name="lenient"/>.</summary>
    public static NumberNotation? FindNumber(ColumnContext context, DistinctTexts view, bool lenient)
    {
        if (view.ValueCount == 0)
        {
            return null;
        }
        NumberNotation? notation = ParsesAs(view, NumberNotation.Plain, out NumberStats stats) ? NumberNotation.Plain : null;
        if (notation is null)
        {
            // A few values decide quickly for columns of words and codes.
            if (NumberNotation.Find(view.FirstValues(20), context.Delimiter) is null)
            {
                return null;
            }
            notation = NumberNotation.Find(view.Values(), context.Delimiter);
            if (notation is null || !ParsesAs(view, notation, out stats))
            {
                return null;
            }
        }
        return stats.LooksLikeCode && !lenient ? null : notation;
    }

    /// <summary>The first pattern that all values are dates or times in, or null.</summary>
    public static DatePattern? FindDate(ColumnContext context, DistinctTexts view)
    {
        int first = 0;
        while (first < view.Count && view.IsMissing(first))
        {
            first++;
        }
        if (first == view.Count)
        {
            return null;
        }
        foreach (DatePattern pattern in DatePatternGuess.Candidates(view.Bytes(first).Trim((byte)' ')))
        {
            bool fits = IsWanted(context, pattern);
            for (int code = first; fits && code < view.Count; code++)
            {
                fits = view.IsMissing(code)
                    || (pattern.TryParse(view.Bytes(code).Trim((byte)' '), out long ticks) && DatePlausibility.Allows(context, pattern, ticks));
            }
            if (fits)
            {
                return pattern;
            }
        }
        return null;
    }

    /// <summary>Makes a number column.</summary>
    public static Column Number(ColumnContext context, DistinctTexts view, int[] codes, NumberNotation notation)
    {
        var stats = new NumberStats();
        double[] table = new double[view.Count];
        for (int code = 0; code < table.Length; code++)
        {
            table[code] = double.NaN;
            if (!view.IsMissing(code))
            {
                Parse(view, code, notation, ref stats, out table[code]);
            }
        }
        double[] values = new double[codes.Length];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = table[codes[row]];
        }
        NumberFormat format = notation.ToFormat(stats);
        if (stats.LeadingZeros && format.IsInteger)
        {
            format = format with { MinimumIntegerDigits = stats.MaxIntegerDigits };
        }
        (byte[]? missing, string[] tokens) = Missing(view, codes);
        return new NumberColumn(Schema(context, ColumnKind.Number, view, tokens) with { Number = format }, values, missing);
    }

    /// <summary>Makes a date-time column.</summary>
    public static Column DateTime(ColumnContext context, DistinctTexts view, int[] codes, DatePattern pattern)
    {
        long[] table = new long[view.Count];
        long divisor = 0;
        for (int code = 0; code < table.Length; code++)
        {
            if (!view.IsMissing(code) && pattern.TryParse(view.Bytes(code).Trim((byte)' '), out table[code]))
            {
                divisor = Divisor(table[code], divisor);
            }
        }
        long[] ticks = new long[codes.Length];
        for (int row = 0; row < ticks.Length; row++)
        {
            ticks[row] = table[codes[row]];
        }
        (byte[]? missing, string[] tokens) = Missing(view, codes);
        return new DateTimeColumn(Schema(context, ColumnKind.DateTime, view, tokens) with { DateTime = FormatOf(pattern, divisor) }, ticks, missing);
    }

    /// <summary>The format of values in a pattern that are all multiples of some ticks.</summary>
    public static DateTimeFormat FormatOf(DatePattern pattern, long divisor) => new(pattern.Pattern, pattern.Parts, Resolution(divisor)) { NameCase = pattern.NameCase };

    /// <summary>Makes a category or boolean column; takes over the codes.</summary>
    public static Column Category(ColumnContext context, ColumnKind kind, DistinctTexts view, int[] codes)
    {
        (byte[]? missing, string[] tokens) = Missing(view, codes);
        int[] map = new int[view.Count];
        int next = 0;
        for (int code = 0; code < map.Length; code++)
        {
            map[code] = view.IsMissing(code) ? -1 : next++;
        }
        if (next != map.Length)
        {
            for (int row = 0; row < codes.Length; row++)
            {
                codes[row] = map[codes[row]];
            }
        }
        return new CategoryColumn(Schema(context, kind, view, tokens) with { Levels = [.. view.Values()] }, codes, missing);
    }

    /// <summary>Makes an identifier or text column.</summary>
    public static Column Strings(ColumnContext context, ColumnKind kind, DistinctTexts view, int[] codes)
    {
        (byte[]? missing, string[] tokens) = Missing(view, codes);
        long bytes = 0;
        foreach (int code in codes)
        {
            bytes += view.IsMissing(code) ? 0 : view.Bytes(code).Length;
        }
        var builder = new Utf8Strings.Builder(codes.Length, bytes);
        foreach (int code in codes)
        {
            builder.Add(view.IsMissing(code) ? [] : view.Bytes(code));
        }
        return new StringColumn(Schema(context, kind, view, tokens), builder.Build(), missing);
    }

    /// <summary>Makes a column in which everything is missing.</summary>
    public static Column Empty(ColumnContext context, DistinctTexts view, int[] codes)
    {
        view.SetMissing(_ => true);
        (byte[]? missing, string[] tokens) = Missing(view, codes);
        return new EmptyColumn(Schema(context, ColumnKind.Empty, view, tokens), missing ?? []);
    }

    private static bool IsWanted(ColumnContext context, DatePattern pattern) => context.Forced switch
    {
        ColumnType.Date => pattern.Parts == DateTimeParts.Date,
        ColumnType.Time => pattern.Parts == DateTimeParts.Time,
        ColumnType.DateTime => pattern.Parts == DateTimeParts.DateTime,
        _ => true,
    };

    private static bool ParsesAs(DistinctTexts view, NumberNotation notation, out NumberStats stats)
    {
        stats = new NumberStats();
        for (int code = 0; code < view.Count; code++)
        {
            if (!view.IsMissing(code) && !Parse(view, code, notation, ref stats, out _))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Parse(DistinctTexts view, int code, NumberNotation notation, ref NumberStats stats, out double value) =>
        ReferenceEquals(notation, NumberNotation.Plain)
            ? NumberText.TryParse(view.Bytes(code).Trim((byte)' '), ref stats, out value)
            : notation.TryParse(view.Text(code), ref stats, out value);

    private static (byte[]? Missing, string[] Tokens) Missing(DistinctTexts view, int[] codes)
    {
        var tokens = new List<string>();
        byte[] map = new byte[view.Count];
        for (int code = 0; code < map.Length; code++)
        {
            if (view.IsMissing(code))
            {
                // More spellings than the mask can tell apart: the rest is written as the first.
                if (tokens.Count < MaxTokens)
                {
                    tokens.Add(view.Text(code));
                }
                map[code] = (byte)(tokens.Count < MaxTokens || tokens[^1] == view.Text(code) ? tokens.Count : 1);
            }
        }
        if (tokens.Count == 0)
        {
            return (null, []);
        }
        byte[] missing = new byte[codes.Length];
        for (int row = 0; row < missing.Length; row++)
        {
            missing[row] = map[codes[row]];
        }
        return (missing, [.. tokens]);
    }

    private static ColumnSchema Schema(ColumnContext context, ColumnKind kind, DistinctTexts view, string[] tokens) => new(context.Name, kind)
    {
        Header = context.Header,
        MissingTokens = tokens,
        AlwaysQuoted = view.AlwaysQuoted(ofMissing: false),
        MissingQuoted = view.AlwaysQuoted(ofMissing: true),
    };
}

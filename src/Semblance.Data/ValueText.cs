using System.Globalization;
using System.Text;
using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data;

/// <summary>One value of a column, read from text. What is set depends on the column's kind; a missing value has only its token.</summary>
/// <param name="Number">Number columns: the number; NaN otherwise.</param>
/// <param name="Ticks">Date-time columns: the ticks, as in <see cref="DateTimeColumn.Ticks"/>.</param>
/// <param name="Code">Category and boolean columns: the level's code; -1 otherwise.</param>
/// <param name="Missing">0 for a value, k for the missing token k - 1 of the schema, as in <see cref="Column.Missing"/>.</param>
public readonly record struct ParsedValue(double Number, long Ticks, int Code, byte Missing)
{
    /// <summary>Whether the value is missing.</summary>
    public bool IsMissing => Missing != 0;
}

/// <summary>Single values as text, read and written as a column's schema says.</summary>
public static class ValueText
{
    private const int LevelsNamed = 8;

    /// <summary>Reads a value as a person writes it in a condition: in the column's own format, or a plain number or ISO date.</summary>
    /// <exception cref="TableException">The text is no value of this column, or the column's values are generated anew (identifiers, text).</exception>
    public static ParsedValue Parse(ColumnSchema schema, string text)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(text);
        for (int i = 0; i < schema.MissingTokens.Count; i++)
        {
            if (schema.MissingTokens[i] == text)
            {
                return new ParsedValue(double.NaN, 0, -1, (byte)(i + 1));
            }
        }
        switch (schema.Kind)
        {
            case ColumnKind.Number:
                NumberFormat format = schema.Number!;
                double number = ParseNumber(schema, text, format);
                double scale = Math.Pow(10, format.Decimals);
                if (Math.Abs(number) * scale < 1L << 51 && Math.Abs((number * scale) - Math.Round(number * scale)) > 1e-6)
                {
                    throw new TableException(
                        $"Column '{schema.Name}' holds {(format.IsInteger ? "whole numbers" : $"numbers with up to {format.Decimals} decimals")}; '{text}' is not one.");
                }
                return new ParsedValue(number, 0, -1, 0);
            case ColumnKind.DateTime:
                return new ParsedValue(double.NaN, ParseTicks(schema, text), -1, 0);
            case ColumnKind.Category or ColumnKind.Boolean:
                for (int code = 0; code < schema.Levels.Count; code++)
                {
                    if (schema.Levels[code] == text)
                    {
                        return new ParsedValue(double.NaN, 0, code, 0);
                    }
                }
                throw new TableException($"Column '{schema.Name}' has no value '{text}'; it has {NameLevels(schema.Levels)}.");
            case ColumnKind.Empty:
                throw new TableException($"Column '{schema.Name}' has no values, so '{text}' cannot be asked of it.");
            default:
                throw new TableException($"Column '{schema.Name}' holds {(schema.Kind == ColumnKind.Text ? "free text" : "identifiers")}, which are generated anew; no value can be asked of it.");
        }
    }

    /// <summary>Writes one value of a column, missing ones as their token.</summary>
    public static string Format(Column column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Missing is { } missing && missing[row] != 0)
        {
            return column.Schema.MissingTokens[missing[row] - 1];
        }
        return column switch
        {
            NumberColumn numbers => Format(numbers.Schema.Number!, numbers.Values[row]),
            DateTimeColumn times => Format(times.Schema.DateTime!, times.Ticks[row]),
            CategoryColumn categories => categories.Schema.Levels[categories.Codes[row]],
            StringColumn strings => strings.Values.GetString(row),
            _ => "",
        };
    }

    /// <summary>Writes a finite number, rounded to the format's decimals.</summary>
    public static string Format(NumberFormat format, double value)
    {
        ArgumentNullException.ThrowIfNull(format);
        var writer = new NumberWriter(format);
        byte[] buffer = new byte[writer.MaxLength];
        return Encoding.UTF8.GetString(buffer, 0, writer.Write(buffer, value));
    }

    /// <summary>Writes a date-time given in ticks, as in <see cref="DateTimeColumn.Ticks"/>.</summary>
    public static string Format(DateTimeFormat format, long ticks)
    {
        ArgumentNullException.ThrowIfNull(format);
        var pattern = new DatePattern(format.Pattern, format.NameCase);
        byte[] buffer = new byte[pattern.MaxLength];
        return Encoding.UTF8.GetString(buffer, 0, pattern.Write(buffer, ticks));
    }

    private static double ParseNumber(ColumnSchema schema, string text, NumberFormat format)
    {
        var stats = new NumberStats();
        var notation = new NumberNotation(format.Prefix, format.Suffix, format.ThousandsSeparator ?? '\0', format.DecimalSeparator, format.SignAfterPrefix);
        return notation.TryParse(text, ref stats, out double value) || NumberText.TryParse(Encoding.UTF8.GetBytes(text.Trim()), ref stats, out value)
            ? value
            : throw new TableException($"Column '{schema.Name}' holds numbers such as {Format(format, 1234.5)}; '{text}' is not one.");
    }

    private static long ParseTicks(ColumnSchema schema, string text)
    {
        DateTimeFormat format = schema.DateTime!;
        if (new DatePattern(format.Pattern).TryParse(Encoding.UTF8.GetBytes(text.Trim()), out long ticks))
        {
            return ticks;
        }
        if (format.Parts == DateTimeParts.Time)
        {
            if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) && time >= TimeSpan.Zero && time < TimeSpan.FromDays(1))
            {
                return time.Ticks;
            }
        }
        else if (DateTime.TryParseExact(text.Trim(), ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime value))
        {
            return value.Ticks;
        }
        string sample = Format(format, new DateTime(2026, 3, 31, 13, 45, 0).Ticks);
        throw new TableException($"Column '{schema.Name}' holds {(format.Parts == DateTimeParts.Time ? "times" : "dates")} such as {sample}; '{text}' is not one.");
    }

    private static string NameLevels(IReadOnlyList<string> levels)
    {
        string named = string.Join(", ", levels.Take(LevelsNamed).Select(level => $"'{(level.Length > 40 ? level[..40] + "..." : level)}'"));
        return levels.Count > LevelsNamed ? $"{named} and {levels.Count - LevelsNamed} more" : named;
    }
}

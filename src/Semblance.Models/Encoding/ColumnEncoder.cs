using Semblance.Data;
using Semblance.Models.Strings;

namespace Semblance.Models.Encoding;

/// <summary>Learns the encoding of one training column and encodes it, sharing the column's arrays where they can serve as they are.</summary>
internal static class ColumnEncoder
{
    /// <summary>Learns and encodes a column.</summary>
    /// <param name="column">The training column.</param>
    /// <returns>The encoding, and the encoded column if the encoding is modelled.</returns>
    /// <exception cref="TableException">The column holds what no file can: an infinite number, a code without a level.</exception>
    public static (ColumnEncoding Encoding, EncodedColumn? Encoded) Encode(Column column) => column switch
    {
        NumberColumn numbers => Encode(numbers),
        DateTimeColumn dates => Encode(dates),
        CategoryColumn categories => Encode(categories),
        StringColumn strings => Encode(strings),
        _ => EncodePresence(column, new ColumnEncoding(column.Schema, OutcomesOf(column, values: []))),
    };

    private static (ColumnEncoding, EncodedColumn?) Encode(NumberColumn column)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        for (int row = 0; row < column.Count; row++)
        {
            double value = column.Values[row];
            if (column.IsMissing(row))
            {
                continue;
            }
            if (!double.IsFinite(value))
            {
                throw new TableException($"Column '{column.Name}', row {row + 1}: {value} is not a finite number and not marked as missing.");
            }
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }
        bool any = minimum <= maximum;
        var encoding = new ColumnEncoding(column.Schema, OutcomesOf(column, any ? [0] : []))
        {
            IsNumeric = any && minimum < maximum,
            Minimum = any ? minimum + 0.0 : 0,
            Maximum = any ? maximum + 0.0 : 0,
            Grid = GridOf(column),
        };
        return encoding.IsNumeric
            ? (encoding, EncodedColumn.Numeric(column.Name, column.Values, MissingCodes(column, encoding), MissingLevels(encoding), encoding.Step))
            : EncodePresence(column, encoding);
    }

    /// <summary>The greatest common divisor of all values in units of the last decimal; 1 if there is none, or if values are too large to tell.</summary>
    private static long GridOf(NumberColumn column)
    {
        double scale = ColumnEncoding.PowerOfTen(column.Schema.Number?.Decimals ?? 0);
        long grid = 0;
        for (int row = 0; row < column.Count && grid != 1; row++)
        {
            double units = Math.Abs(Math.Round(column.Values[row] * scale));
            if (column.IsMissing(row) || units == 0)
            {
                continue;
            }
            if (units >= 1L << 52)
            {
                return 1;
            }
            long rest = (long)units;
            while (rest != 0)
            {
                (grid, rest) = (rest, grid % rest);
            }
        }
        return Math.Max(1, grid);
    }

    private static (ColumnEncoding, EncodedColumn?) Encode(DateTimeColumn column)
    {
        long first = long.MaxValue, last = long.MinValue;
        for (int row = 0; row < column.Count; row++)
        {
            if (!column.IsMissing(row))
            {
                first = Math.Min(first, column.Ticks[row]);
                last = Math.Max(last, column.Ticks[row]);
            }
        }
        bool any = first <= last;
        var encoding = new ColumnEncoding(column.Schema, OutcomesOf(column, any ? [0] : []))
        {
            IsNumeric = any && first < last,
            OriginTicks = any ? first : 0,
            LastTicks = any ? last : 0,
        };
        if (!encoding.IsNumeric)
        {
            return EncodePresence(column, encoding);
        }
        encoding = encoding with { Maximum = Steps(last, encoding) };
        var values = new double[column.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = column.IsMissing(row) ? double.NaN : Steps(column.Ticks[row], encoding);
        }
        return (encoding, EncodedColumn.Numeric(column.Name, values, MissingCodes(column, encoding), MissingLevels(encoding), 1, encoding.Time));
    }

    /// <summary>The number of resolution steps from the origin to a time.</summary>
    public static double Steps(long ticks, ColumnEncoding encoding) => Math.Round((ticks - encoding.OriginTicks) / (double)encoding.Resolution);

    private static (ColumnEncoding, EncodedColumn?) Encode(CategoryColumn column)
    {
        int levels = column.Schema.Levels.Count;
        var seen = new bool[levels];
        for (int row = 0; row < column.Count; row++)
        {
            int code = column.Codes[row];
            if (column.IsMissing(row))
            {
                continue;
            }
            if ((uint)code >= (uint)levels)
            {
                throw new TableException($"Column '{column.Name}', row {row + 1}: code {code} is not one of the column's {levels} levels and not marked as missing.");
            }
            seen[code] = true;
        }
        int[] occurring = [.. Enumerable.Range(0, levels).Where(level => seen[level])];
        var encoding = new ColumnEncoding(column.Schema, OutcomesOf(column, occurring));
        if (!encoding.IsModelled)
        {
            return (encoding, null);
        }
        if (occurring.Length == levels && encoding.Outcomes.Length == levels)
        {
            return (encoding, EncodedColumn.Categorical(column.Name, column.Codes, levels));
        }
        var codeOfLevel = new int[levels];
        for (int code = 0; code < occurring.Length; code++)
        {
            codeOfLevel[occurring[code]] = code;
        }
        int[] codeOfToken = CodeOfToken(column, encoding);
        var codes = new int[column.Count];
        for (int row = 0; row < codes.Length; row++)
        {
            byte missing = column.Missing is null ? (byte)0 : column.Missing[row];
            codes[row] = missing == 0 ? codeOfLevel[column.Codes[row]] : codeOfToken[missing];
        }
        return (encoding, EncodedColumn.Categorical(column.Name, codes, encoding.Outcomes.Length));
    }

    private static (ColumnEncoding, EncodedColumn?) Encode(StringColumn column)
    {
        bool any = column.CountMissing() < column.Count;
        var encoding = new ColumnEncoding(column.Schema, OutcomesOf(column, any ? [0] : []))
        {
            Generator = any ? StringGenerators.Learn(column) : null,
        };
        return EncodePresence(column, encoding);
    }

    /// <summary>Encodes only whether, and how, a value is missing.</summary>
    private static (ColumnEncoding, EncodedColumn?) EncodePresence(Column column, ColumnEncoding encoding)
    {
        if (!encoding.IsModelled)
        {
            return (encoding, null);
        }
        int[] codeOfToken = CodeOfToken(column, encoding);
        var codes = new int[column.Count];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codeOfToken[column.Missing![row]];
        }
        return (encoding, EncodedColumn.Categorical(column.Name, codes, encoding.Outcomes.Length));
    }

    /// <summary>The given value outcomes, then the missing tokens that occur.</summary>
    private static int[] OutcomesOf(Column column, int[] values)
    {
        if (column.Missing is null)
        {
            return values;
        }
        var seen = new bool[256];
        foreach (byte token in column.Missing)
        {
            seen[token] = true;
        }
        var outcomes = new List<int>(values);
        for (int token = 1; token < 256; token++)
        {
            if (!seen[token])
            {
                continue;
            }
            if (token > column.Schema.MissingTokens.Count)
            {
                throw new TableException($"Column '{column.Name}' marks a value as missing with token {token}, but names only {column.Schema.MissingTokens.Count} missing tokens.");
            }
            outcomes.Add(-token);
        }
        return [.. outcomes];
    }

    /// <summary>The code by mask byte: 0 for a value, the token's code otherwise.</summary>
    private static int[] CodeOfToken(Column column, ColumnEncoding encoding)
    {
        var codeOfToken = new int[column.Schema.MissingTokens.Count + 1];
        for (int code = 0; code < encoding.Outcomes.Length; code++)
        {
            if (encoding.Outcomes[code] < 0)
            {
                codeOfToken[-encoding.Outcomes[code]] = code;
            }
        }
        return codeOfToken;
    }

    private static int MissingLevels(ColumnEncoding encoding) => encoding.Outcomes.Length == 1 ? 0 : encoding.Outcomes.Length;

    private static int[]? MissingCodes(Column column, ColumnEncoding encoding)
    {
        if (encoding.Outcomes.Length == 1)
        {
            return null;
        }
        int[] codeOfToken = CodeOfToken(column, encoding);
        return Array.ConvertAll(column.Missing!, mask => codeOfToken[mask]);
    }
}

using System.Globalization;
using Semblance.Data;

namespace Semblance.Quality;

/// <summary>Columns of any kind as numbers or as categories.</summary>
internal static class ViewConversion
{
    public static ViewColumn ToView(Column column, LevelList? levels) => levels is null
        ? ViewColumn.Numeric(column.Name, Numbers(column))
        : ViewColumn.Categorical(column.Name, Codes(column, levels), levels.Names);

    /// <summary>A column as numbers: dates in seconds, levels parsed, NaN where there is none.</summary>
    public static double[] Numbers(Column column)
    {
        switch (column)
        {
            case NumberColumn number:
                return number.Values;
            case DateTimeColumn date:
                var seconds = new double[date.Count];
                for (int row = 0; row < seconds.Length; row++)
                {
                    seconds[row] = date.IsMissing(row) ? double.NaN : (double)date.Ticks[row] / TimeSpan.TicksPerSecond;
                }
                return seconds;
            case CategoryColumn category:
                double[] levels = [.. category.Schema.Levels.Select(Parse)];
                var values = new double[category.Count];
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = category.Codes[row] < 0 ? double.NaN : levels[category.Codes[row]];
                }
                return values;
            default:
                var missing = new double[column.Count];
                missing.AsSpan().Fill(double.NaN);
                return missing;
        }
    }

    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    /// <summary>A column as codes into a level list, which grows by the levels it lacks; -1 where missing.</summary>
    public static int[] Codes(Column column, LevelList levels)
    {
        var codes = new int[column.Count];
        codes.AsSpan().Fill(-1);
        switch (column)
        {
            case CategoryColumn category:
                int[] map = LevelMap(category, levels);
                for (int row = 0; row < codes.Length; row++)
                {
                    codes[row] = category.Codes[row] < 0 ? -1 : map[category.Codes[row]];
                }
                break;
            case NumberColumn number:
                MapDistinct(number.Values, double.IsNaN, value => value.ToString("R", CultureInfo.InvariantCulture), levels, codes);
                break;
            case DateTimeColumn date:
                MapDistinct(date.Ticks, _ => false, ticks => ticks.ToString(CultureInfo.InvariantCulture), levels, codes);
                for (int row = 0; row < codes.Length; row++)
                {
                    codes[row] = date.IsMissing(row) ? -1 : codes[row];
                }
                break;
            case StringColumn text:
                for (int row = 0; row < codes.Length; row++)
                {
                    codes[row] = text.IsMissing(row) ? -1 : levels.CodeOf(text.Values.GetString(row));
                }
                break;
        }
        return codes;
    }

    /// <summary>Codes of a category column as codes into a level list; only levels that occur are added, as a schema may name more.</summary>
    public static int[] LevelMap(CategoryColumn column, LevelList levels)
    {
        var map = new int[column.Schema.Levels.Count];
        map.AsSpan().Fill(-1);
        foreach (int code in column.Codes)
        {
            if (code >= 0 && map[code] < 0)
            {
                map[code] = levels.CodeOf(column.Schema.Levels[code]);
            }
        }
        return map;
    }

    private static void MapDistinct<T>(T[] values, Predicate<T> isMissing, Func<T, string> toText, LevelList levels, int[] codes)
        where T : notnull
    {
        var known = new Dictionary<T, int>();
        for (int row = 0; row < values.Length; row++)
        {
            if (isMissing(values[row]))
            {
                continue;
            }
            if (!known.TryGetValue(values[row], out int code))
            {
                code = levels.CodeOf(toText(values[row]));
                known.Add(values[row], code);
            }
            codes[row] = code;
        }
    }
}

using System.Globalization;
using Semblance.Data;

namespace Semblance.Quality;

/// <summary>
/// A table as the metrics see it: the columns that can be compared, numbers as numbers, categories with one level list for all of
/// the tables that were aligned together. Identifiers, texts and empty columns are left out.
/// </summary>
public sealed class TableView
{
    private TableView(IReadOnlyList<ViewColumn> columns, int rowCount)
    {
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The compared columns, in the order of the real table.</summary>
    public IReadOnlyList<ViewColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Aligns tables by column name. The real table decides which columns are compared and which of them are numbers.</summary>
    /// <param name="settings">Names the columns that are categories whatever their kind.</param>
    /// <param name="real">The real table.</param>
    /// <param name="others">Tables to compare with it: synthetic rows, a holdout.</param>
    /// <returns>One view per table, the real one first.</returns>
    /// <exception cref="TableException">A table lacks a compared column, a name in the settings is unknown, or no column can be compared.</exception>
    public static TableView[] Align(MetricSettings settings, Table real, params ReadOnlySpan<Table> others)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(real);
        foreach (string name in settings.Categorical)
        {
            if (real.IndexOf(name) < 0)
            {
                throw new TableException($"The table has no column '{name}', which is named as a category; its columns are {string.Join(", ", real.Schema.Select(column => column.Name))}.");
            }
        }
        var columns = new List<ViewColumn>[1 + others.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = [];
        }
        foreach (Column column in real.Columns)
        {
            bool forced = settings.Categorical.Contains(column.Name) && column.Kind != ColumnKind.Empty;
            if (!forced && column.Kind is ColumnKind.Identifier or ColumnKind.Text or ColumnKind.Empty)
            {
                continue;
            }
            var levels = forced || column.Kind is ColumnKind.Category or ColumnKind.Boolean ? new LevelList() : null;
            columns[0].Add(ToView(column, levels));
            for (int i = 0; i < others.Length; i++)
            {
                int at = others[i].IndexOf(column.Name);
                if (at < 0)
                {
                    throw new TableException($"Column '{column.Name}' of the real table is missing in a table it is compared with; both need the same columns.");
                }
                columns[1 + i].Add(ToView(others[i].Columns[at], levels));
            }
        }
        if (columns[0].Count == 0)
        {
            throw new TableException("The real table has no column of numbers, dates or categories, so there is nothing to compare.");
        }
        var views = new TableView[columns.Length];
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = new TableView(columns[i], i == 0 ? real.RowCount : others[i - 1].RowCount);
        }
        return views;
    }

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Some rows, in the order given; a copy.</summary>
    public TableView Select(ReadOnlySpan<int> rows)
    {
        var selected = new ViewColumn[Columns.Count];
        for (int i = 0; i < selected.Length; i++)
        {
            selected[i] = Columns[i].Select(rows);
        }
        return new TableView(selected, rows.Length);
    }

    /// <summary>The rows of this view and then those of another that was aligned with it.</summary>
    internal TableView Append(TableView other) =>
        new([.. Columns.Select((column, i) => column.Append(other.Columns[i]))], RowCount + other.RowCount);

    private static ViewColumn ToView(Column column, LevelList? levels) => levels is null
        ? ViewColumn.Numeric(column.Name, Numbers(column))
        : ViewColumn.Categorical(column.Name, Codes(column, levels), levels.Names);

    private static double[] Numbers(Column column)
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

    private static int[] Codes(Column column, LevelList levels)
    {
        var codes = new int[column.Count];
        codes.AsSpan().Fill(-1);
        switch (column)
        {
            case CategoryColumn category:
                // Only levels that occur: a level list may name more.
                var map = new int[category.Schema.Levels.Count];
                map.AsSpan().Fill(-1);
                for (int row = 0; row < codes.Length; row++)
                {
                    int code = category.Codes[row];
                    if (code >= 0)
                    {
                        codes[row] = map[code] >= 0 ? map[code] : map[code] = levels.CodeOf(category.Schema.Levels[code]);
                    }
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

    /// <summary>Levels in the order in which they were first met.</summary>
    private sealed class LevelList
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

        public List<string> Names { get; } = [];

        public int CodeOf(string level)
        {
            // "1.0" and "1" are one level, so that a column read as numbers matches one read as text.
            if (double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            {
                level = number.ToString("R", CultureInfo.InvariantCulture);
            }
            if (!_codes.TryGetValue(level, out int code))
            {
                code = Names.Count;
                _codes.Add(level, code);
                Names.Add(level);
            }
            return code;
        }
    }
}

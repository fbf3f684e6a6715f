using System.Globalization;
using Semblance.Data;
using Shouldly;

namespace Semblance.Models.Tests.Battery;

/// <summary>Measurements on tables for the battery.</summary>
internal static class Checks
{
    /// <summary>A cell as it would be written, without padding.</summary>
    public static string Text(Column column, int row)
    {
        if (column.IsMissing(row))
        {
            return column.Schema.MissingTokens[column.Missing![row] - 1];
        }
        return column switch
        {
            NumberColumn numbers => numbers.Values[row].ToString(CultureInfo.InvariantCulture),
            DateTimeColumn dates => new DateTime(dates.Ticks[row]).ToString(dates.Schema.DateTime!.Pattern, CultureInfo.InvariantCulture),
            CategoryColumn categories => categories.Schema.Levels[categories.Codes[row]],
            StringColumn strings => strings.Values.GetString(row),
            _ => throw new InvalidOperationException($"A {column.Kind} column has no values."),
        };
    }

    /// <summary>The values that are there, as text.</summary>
    public static IEnumerable<string> Present(Column column) => Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).Select(row => Text(column, row));

    /// <summary>The mask and the values tell the same story, and every token used has a spelling.</summary>
    public static void MissingAgrees(Column column)
    {
        for (int row = 0; row < column.Count; row++)
        {
            bool missing = column.IsMissing(row);
            if (missing)
            {
                (column.Missing![row] <= column.Schema.MissingTokens.Count).ShouldBeTrue($"{column.Name}, row {row}: no such token");
            }
            bool agrees = column switch
            {
                NumberColumn numbers => double.IsNaN(numbers.Values[row]) == missing,
                DateTimeColumn dates => !missing || dates.Ticks[row] == 0,
                CategoryColumn categories => missing ? categories.Codes[row] == -1 : (uint)categories.Codes[row] < (uint)column.Schema.Levels.Count,
                StringColumn strings => !missing || strings.Values[row].IsEmpty,
                _ => missing,
            };
            agrees.ShouldBeTrue($"{column.Name}, row {row}");
        }
    }

    /// <summary>Numbers and times lie within the real bounds and on the real grid; levels occur in the real table.</summary>
    public static void BoundsAndGrid(Table real, Table made)
    {
        for (int c = 0; c < real.Columns.Count; c++)
        {
            switch (made.Columns[c])
            {
                case NumberColumn numbers:
                    double[] known = [.. ((NumberColumn)real.Columns[c]).Values.Where(double.IsFinite)];
                    int decimals = numbers.Schema.Number!.Decimals;
                    bool onGrid = decimals <= 6 && known.All(value => Math.Abs(value) < 1e9 && value == Math.Round(value, decimals));
                    (double least, double most) = known.Length == 0 ? (0, 0) : (known.Min(), known.Max());
                    foreach (double value in numbers.Values.Where(double.IsFinite))
                    {
                        (value >= least && value <= most).ShouldBeTrue($"{numbers.Name}: {value} lies outside {least} to {most}");
                        (value == 0 && double.IsNegative(value)).ShouldBeFalse($"{numbers.Name} holds a negative zero");
                        (!onGrid || value == Math.Round(value, decimals)).ShouldBeTrue($"{numbers.Name}: {value} has more than {decimals} decimals");
                    }
                    break;
                case DateTimeColumn dates:
                    var realDates = (DateTimeColumn)real.Columns[c];
                    long[] knownTicks = [.. Enumerable.Range(0, real.RowCount).Where(row => !realDates.IsMissing(row)).Select(row => realDates.Ticks[row])];
                    (long first, long last) = knownTicks.Length == 0 ? (0, 0) : (knownTicks.Min(), knownTicks.Max());
                    for (int row = 0; row < dates.Count; row++)
                    {
                        long ticks = dates.Ticks[row];
                        (dates.IsMissing(row) || (ticks >= first && ticks <= last && (ticks - first) % dates.Schema.DateTime!.ResolutionTicks == 0))
                            .ShouldBeTrue($"{dates.Name}: {ticks} is outside {first} to {last} or off the grid");
                    }
                    break;
                case CategoryColumn categories:
                    ((CategoryColumn)real.Columns[c]).Codes.ToHashSet().IsSupersetOf(categories.Codes).ShouldBeTrue(categories.Name);
                    break;
            }
        }
    }

    /// <summary>Kolmogorov-Smirnov distance of ordered columns, total variation distance of categories; missing left out.</summary>
    public static double Distance(Column a, Column b)
    {
        if (a is CategoryColumn left && b is CategoryColumn right)
        {
            double[] p = Shares(left), q = Shares(right);
            return 0.5 * p.Zip(q, (x, y) => Math.Abs(x - y)).Sum();
        }
        double[] first = Ordered(a), second = Ordered(b);
        double largest = 0;
        int i = 0, j = 0;
        while (i < first.Length && j < second.Length)
        {
            double value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] == value)
            {
                i++;
            }
            while (j < second.Length && second[j] == value)
            {
                j++;
            }
            largest = Math.Max(largest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }
        return largest;
    }

    /// <summary>Pearson's correlation of two number columns over the rows where both are there.</summary>
    public static double Correlation(Table table, string a, string b)
    {
        double[] x = ((NumberColumn)table.Columns[table.IndexOf(a)]).Values, y = ((NumberColumn)table.Columns[table.IndexOf(b)]).Values;
        int[] rows = [.. Enumerable.Range(0, x.Length).Where(row => !double.IsNaN(x[row]) && !double.IsNaN(y[row]))];
        double meanX = rows.Average(row => x[row]), meanY = rows.Average(row => y[row]);
        double xy = rows.Sum(row => (x[row] - meanX) * (y[row] - meanY));
        return xy / Math.Sqrt(rows.Sum(row => Math.Pow(x[row] - meanX, 2)) * rows.Sum(row => Math.Pow(y[row] - meanY, 2)));
    }

    /// <summary>Of the rows in which a column has a value, the share in which another has one.</summary>
    public static double ShareWhere(Table table, string column, string value, string other, string otherValue)
    {
        Column a = table.Columns[table.IndexOf(column)], b = table.Columns[table.IndexOf(other)];
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => Text(a, row) == value)];
        return (double)rows.Count(row => Text(b, row) == otherValue) / rows.Length;
    }

    private static double[] Shares(CategoryColumn column)
    {
        var shares = new double[column.Schema.Levels.Count];
        int present = column.Count - column.CountMissing();
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                shares[code] += 1.0 / present;
            }
        }
        return shares;
    }

    private static double[] Ordered(Column column)
    {
        double[] values = column is NumberColumn numbers
            ? [.. numbers.Values.Where(value => !double.IsNaN(value))]
            : [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).Select(row => (double)((DateTimeColumn)column).Ticks[row])];
        Array.Sort(values);
        return values;
    }
}

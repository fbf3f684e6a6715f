using Semblance.Numerics;

namespace Semblance.Data;

/// <summary>Some rows of a table, as a table.</summary>
public static class TableRows
{
    /// <summary>The rows of the given numbers, in the order given; a copy.</summary>
    public static Table Select(Table table, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        return new Table([.. table.Columns.Select(column => Select(column, rows))], rows.Length);
    }

    /// <summary>Every k-th row, with the smallest k that leaves no more rows than asked for; the table itself if it has no more.</summary>
    public static Table Thin(Table table, int most)
    {
        ArgumentNullException.ThrowIfNull(table);
        int step = (table.RowCount + most - 1) / Math.Max(most, 1);
        return step <= 1 ? table : Select(table, [.. Enumerable.Range(0, (table.RowCount + step - 1) / step).Select(i => i * step)]);
    }

    /// <summary>Two random halves of a table, of equal size.</summary>
    /// <param name="table">The table.</param>
    /// <param name="most">The most rows of each half.</param>
    /// <param name="seed">The same seed gives the same halves.</param>
    /// <param name="stream">The random stream, one for each use.</param>
    public static (Table First, Table Second) Halves(Table table, int most, ulong seed, uint stream)
    {
        ArgumentNullException.ThrowIfNull(table);
        // Fisher and Yates, from the front: the first i rows are a random choice in random order.
        var order = new int[table.RowCount];
        var random = new Philox(seed);
        for (int i = 0; i < order.Length; i++)
        {
            int j = random.At(stream, (ulong)i).NextInt32(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int half = Math.Min(order.Length / 2, most);
        return (Select(table, order[..half]), Select(table, order[half..(2 * half)]));
    }

    private static Column Select(Column column, int[] rows)
    {
        byte[]? missing = column.Missing is { } mask ? Array.ConvertAll(rows, row => mask[row]) : null;
        switch (column)
        {
            case NumberColumn number:
                return new NumberColumn(number.Schema, Array.ConvertAll(rows, row => number.Values[row]), missing);
            case DateTimeColumn date:
                return new DateTimeColumn(date.Schema, Array.ConvertAll(rows, row => date.Ticks[row]), missing);
            case CategoryColumn category:
                return new CategoryColumn(category.Schema, Array.ConvertAll(rows, row => category.Codes[row]), missing);
            case StringColumn text:
                var builder = new Utf8Strings.Builder(rows.Length);
                foreach (int row in rows)
                {
                    builder.Add(text.Values[row]);
                }
                return new StringColumn(text.Schema, builder.Build(), missing);
            default:
                return new EmptyColumn(column.Schema, missing!);
        }
    }
}

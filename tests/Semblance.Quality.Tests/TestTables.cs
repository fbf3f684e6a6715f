using Semblance.Data;
using Semblance.Numerics;

namespace Semblance.Quality.Tests;

/// <summary>Small tables for tests.</summary>
internal static class TestTables
{
    public static Column Numbers(string name, params double[] values)
    {
        byte[] missing = [.. values.Select(value => double.IsNaN(value) ? (byte)1 : (byte)0)];
        bool any = missing.Contains((byte)1);
        var schema = new ColumnSchema(name, ColumnKind.Number) { Number = new NumberFormat(4, false), MissingTokens = any ? [""] : [] };
        return new NumberColumn(schema, values, any ? missing : null);
    }

    /// <summary>A category column; null is missing.</summary>
    public static Column Categories(string name, params string?[] values)
    {
        string[] levels = [.. values.OfType<string>().Distinct()];
        int[] codes = [.. values.Select(value => value is null ? -1 : Array.IndexOf(levels, value))];
        bool any = codes.Contains(-1);
        var schema = new ColumnSchema(name, ColumnKind.Category) { Levels = levels, MissingTokens = any ? [""] : [] };
        return new CategoryColumn(schema, codes, any ? [.. codes.Select(code => code < 0 ? (byte)1 : (byte)0)] : null);
    }

    public static Table Of(params Column[] columns) => new(columns, columns[0].Count);

    /// <summary>Some rows of a table.</summary>
    public static Table Rows(Table table, int[] rows) => new([.. table.Columns.Select(column => Rows(column, rows))], rows.Length);

    public static Table Rows(Table table, int begin, int count) => Rows(table, [.. Enumerable.Range(begin, count)]);

    /// <summary>Every column drawn on its own from the table: right shapes, no relations.</summary>
    public static Table Independent(Table table, ulong seed)
    {
        var random = new Philox(seed);
        return new Table(
            [.. table.Columns.Select((column, i) => Rows(column, [.. Enumerable.Range(0, table.RowCount).Select(row => random.At((uint)i, (ulong)row).NextInt32(table.RowCount))]))],
            table.RowCount);
    }

    /// <summary>
    /// A table with two numbers, a category and an outcome that depend on each other: x uniform, y = x + noise, c by the third of x, o more
    /// often "yes" for large x. Row i depends on the seed and i alone.
    /// </summary>
    public static Table Related(int rows, ulong seed)
    {
        var random = new Philox(seed);
        var x = new double[rows];
        var y = new double[rows];
        var c = new string[rows];
        var o = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            RandomSequence numbers = random.At(77, (ulong)row);
            x[row] = Math.Round(numbers.NextDouble(), 4);
            y[row] = Math.Round(x[row] + 0.3 * numbers.NextDouble(), 4);
            c[row] = numbers.NextDouble() < 0.1 ? "other" : ((int)(x[row] * 3)) switch { 0 => "low", 1 => "middle", _ => "high" };
            o[row] = numbers.NextDouble() < 0.1 + 0.8 * x[row] ? "yes" : "no";
        }
        return Of(Numbers("x", x), Numbers("y", y), Categories("c", c), Categories("o", o));
    }

    /// <summary>The table with its numbers rounded.</summary>
    public static Table Coarse(Table table, int decimals) => new(
        [.. table.Columns.Select(column => column is NumberColumn number ? Numbers(number.Name, [.. number.Values.Select(value => Math.Round(value, decimals))]) : column)],
        table.RowCount);

    /// <summary>The rows of one table, some of them those of another in the same place. </summary>
    public static Table Mix(Table table, Table other, Func<int, bool> takeOther) => Of(
    [
        .. table.Columns.Zip(other.Columns, (a, b) => (a, b) switch
        {
            (NumberColumn x, NumberColumn y) => Numbers(a.Name, [.. x.Values.Select((value, row) => takeOther(row) ? y.Values[row] : value)]),
            (CategoryColumn x, CategoryColumn y) => Categories(
                a.Name, [.. x.Codes.Select((code, row) => takeOther(row) ? y.Schema.Levels[y.Codes[row]] : x.Schema.Levels[code])]),
            _ => throw new NotSupportedException(a.Kind.ToString()),
        }),
    ]);

    private static Column Rows(Column column, int[] rows)
    {
        byte[]? missing = column.Missing is { } mask ? [.. rows.Select(row => mask[row])] : null;
        return column switch
        {
            NumberColumn number => new NumberColumn(number.Schema, [.. rows.Select(row => number.Values[row])], missing),
            CategoryColumn category => new CategoryColumn(category.Schema, [.. rows.Select(row => category.Codes[row])], missing),
            DateTimeColumn date => new DateTimeColumn(date.Schema, [.. rows.Select(row => date.Ticks[row])], missing),
            _ => throw new NotSupportedException(column.Kind.ToString()),
        };
    }
}

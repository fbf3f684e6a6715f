using Semblance.Data;
using Semblance.Numerics;
using Semblance.Workspace.Twins;

namespace Semblance.Cli.Bench;

/// <summary>Rows taken from a table for the benchmark, and blocks of rows put together.</summary>
internal static class BenchRows
{
    private const uint HalvesStream = 0xBE000001;
    private const uint ScaleStream = 0xBE000002;

    // Of the range; enough to make most numbers new, little enough to leave the table's relations alone.
    private const double Jitter = 0.01;

    /// <summary>Two random halves of a table.</summary>
    public static (Table First, Table Second) Halves(Table table, ulong seed) => TableRows.Halves(table, table.RowCount, seed, HalvesStream);

    /// <summary>
    /// A table of any number of rows: rows drawn with replacement, their numbers moved by up to 1 % of the column's range (rounded as the
    /// column is, kept within its range, its most common value left alone).
    /// </summary>
    public static Table Scale(Table table, int rows, ulong seed)
    {
        var random = new Philox(seed);
        var chosen = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            chosen[row] = random.At(ScaleStream, (ulong)row).NextInt32(table.RowCount);
        }
        Table drawn = TableRows.Select(table, chosen);
        return new Table([.. drawn.Columns.Select((column, i) => column is NumberColumn number ? Move(number, random, ScaleStream + 1 + (uint)i) : column)], rows);
    }

    /// <summary>All blocks as one table.</summary>
    public static Table Join(IReadOnlyList<Table> blocks)
    {
        if (blocks.Count == 1)
        {
            return blocks[0];
        }
        return new Table(
            [.. blocks[0].Columns.Select((_, i) => Join([.. blocks.Select(block => block.Columns[i])]))],
            blocks.Sum(block => block.RowCount));
    }

    private static NumberColumn Move(NumberColumn column, Philox random, uint stream)
    {
        double[] present = Array.FindAll(column.Values, value => !double.IsNaN(value));
        if (present.Length == 0)
        {
            return column;
        }
        double low = present.Min(), high = present.Max();
        double common = present.GroupBy(value => value).MaxBy(group => group.Count())!.Key;
        int decimals = Math.Min(column.Schema.Number!.Decimals, 15);
        var moved = new double[column.Count];
        for (int row = 0; row < moved.Length; row++)
        {
            double value = column.Values[row];
            double step = (2 * random.At(stream, (ulong)row).NextDouble() - 1) * Jitter * (high - low);
            moved[row] = double.IsNaN(value) || value == common ? value : Math.Clamp(Math.Round(value + step, decimals), low, high);
        }
        return new NumberColumn(column.Schema, moved, column.Missing);
    }

    private static Column Join(Column[] parts)
    {
        ColumnSchema schema = parts[0].Schema;
        byte[]? missing = Array.Exists(parts, part => part.Missing is not null)
            ? [.. parts.SelectMany(part => part.Missing ?? new byte[part.Count])]
            : null;
        switch (parts[0])
        {
            case NumberColumn:
                return new NumberColumn(schema, [.. parts.SelectMany(part => ((NumberColumn)part).Values)], missing);
            case DateTimeColumn:
                return new DateTimeColumn(schema, [.. parts.SelectMany(part => ((DateTimeColumn)part).Ticks)], missing);
            case CategoryColumn:
                return new CategoryColumn(schema, [.. parts.SelectMany(part => ((CategoryColumn)part).Codes)], missing);
            case StringColumn:
                var builder = new Utf8Strings.Builder(parts.Sum(part => part.Count));
                foreach (StringColumn part in parts.Cast<StringColumn>())
                {
                    for (int row = 0; row < part.Count; row++)
                    {
                        builder.Add(part.Values[row]);
                    }
                }
                return new StringColumn(schema, builder.Build(), missing);
            default:
                return new EmptyColumn(schema, missing!);
        }
    }
}

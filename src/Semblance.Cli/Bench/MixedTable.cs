using System.Globalization;
using Semblance.Data;
using Semblance.Data.Parquet;
using Semblance.Numerics;

namespace Semblance.Cli.Bench;

/// <summary>A made table of 15 columns of all kinds, such as a shop's orders: whole and broken numbers, codes, words, texts, dates, missing values.</summary>
internal static class MixedTable
{
    private const ulong Seed = 20;

    /// <summary>The table.</summary>
    public static Table Make(int rows)
    {
        var random = new Philox(Seed);
        uint stream = 0;
        var start = new DateTime(2015, 1, 1);
        Column[] columns =
        [
            Numbers("order_no", Integer(ParquetPhysicalType.Int64), 0, (row, _) => row + 1),
            Numbers("customer", Integer(ParquetPhysicalType.Int32), 0, (_, draw) => Math.Floor(draw * draw * 100_000)),
            Numbers("price", null, 2, (_, draw) => Math.Round(draw * 1000, 2)),
            Numbers("distance", null, 17, (_, draw) => draw),
            Numbers("quantity", Integer(ParquetPhysicalType.Int32), 0, (_, draw) => draw < 0.1 ? double.NaN : Math.Floor(draw * 50)),
            Numbers("discount", null, 1, (_, draw) => draw < 0.05 ? double.NaN : draw < 0.8 ? 0 : Math.Round(draw * 100, 1)),
            Numbers("account", Integer(ParquetPhysicalType.Int64), 0, (_, draw) => Math.Floor(draw * 1e12)),
            Levels("status", ["shipped", "open", "returned", "lost", "paid"]),
            Levels("country", [.. Enumerable.Range(0, 60).Select(i => $"country {i}")]),
            Levels("city", [.. Enumerable.Range(0, 3000).Select(i => $"city of {i}")]),
            Truths("gift"),
            Times("ordered_on", DateTimeParts.Date, "yyyy-MM-dd", TimeSpan.TicksPerDay, draw => start.AddDays(Math.Floor(draw * 3000))),
            Times("paid_at", DateTimeParts.DateTime, "yyyy-MM-dd HH:mm:ss", TimeSpan.TicksPerSecond, draw => start.AddSeconds(Math.Floor(draw * 1e8))),
            Texts("reference", (row, draw) => string.Create(CultureInfo.InvariantCulture, $"R-{row:D8}-{(int)(draw * 1000):D3}")),
            Texts("note", (_, draw) => string.Create(CultureInfo.InvariantCulture, $"leave {(int)(draw * 40)} parcels at door {(int)(draw * 1e6) % 977}, ring twice")),
        ];
        return new Table(columns, rows);

        static ParquetType Integer(ParquetPhysicalType physical) => new(physical);

        Func<int, double> Draws()
        {
            uint own = stream++;
            return row => random.At(own, (ulong)row).NextDouble();
        }

        NumberColumn Numbers(string name, ParquetType? type, int decimals, Func<int, double, double> value)
        {
            Func<int, double> draw = Draws();
            double[] values = [.. Enumerable.Range(0, rows).Select(row => value(row, draw(row)))];
            byte[]? missing = values.Any(double.IsNaN) ? Array.ConvertAll(values, number => double.IsNaN(number) ? (byte)1 : (byte)0) : null;
            return new NumberColumn(
                new ColumnSchema(name, ColumnKind.Number)
                {
                    Number = new NumberFormat(decimals, FixedDecimals: false),
                    Parquet = type is null ? null : type with { NullCode = missing is null ? 0 : 1 },
                    MissingTokens = missing is null ? [] : [""],
                },
                values,
                missing);
        }

        CategoryColumn Levels(string name, string[] levels)
        {
            Func<int, double> draw = Draws();
            return new CategoryColumn(new ColumnSchema(name, ColumnKind.Category) { Levels = levels }, [.. Enumerable.Range(0, rows).Select(row => (int)(draw(row) * levels.Length))]);
        }

        CategoryColumn Truths(string name)
        {
            Func<int, double> draw = Draws();
            return new CategoryColumn(new ColumnSchema(name, ColumnKind.Boolean) { Levels = ["false", "true"] }, [.. Enumerable.Range(0, rows).Select(row => draw(row) < 0.3 ? 1 : 0)]);
        }

        DateTimeColumn Times(string name, DateTimeParts parts, string pattern, long resolution, Func<double, DateTime> value)
        {
            Func<int, double> draw = Draws();
            return new DateTimeColumn(new ColumnSchema(name, ColumnKind.DateTime) { DateTime = new DateTimeFormat(pattern, parts, resolution) }, [.. Enumerable.Range(0, rows).Select(row => value(draw(row)).Ticks)]);
        }

        StringColumn Texts(string name, Func<int, double, string> value)
        {
            Func<int, double> draw = Draws();
            var builder = new Utf8Strings.Builder(rows);
            for (int row = 0; row < rows; row++)
            {
                builder.Add(value(row, draw(row)));
            }
            return new StringColumn(new ColumnSchema(name, ColumnKind.Text), builder.Build());
        }
    }
}

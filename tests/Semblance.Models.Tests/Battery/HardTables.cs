using Semblance.Data;
using Semblance.Numerics;
using Xunit;

namespace Semblance.Models.Tests.Battery;

/// <summary>Tables at the edges of what a synthesizer must bear, by name.</summary>
internal static class HardTables
{
    private static readonly Dictionary<string, Func<Table>> Makers = new()
    {
        ["41 rows of 3 columns"] = () => Random(41, 2, 1, 3),
        ["300 columns"] = () => Random(400, 200, 100, 4),
        ["more columns than rows"] = () => Random(45, 60, 60, 3),
        ["10,000 categories"] = () => Random(12_000, 1, 2, 10_000),
        ["all constant"] = () => new Table([Tables.Number("a", Filled(1.5), 1), Tables.Number("b", Filled(-3.0)), Tables.Category("c", new int[50], 1)], 50),
        ["all missing"] = AllMissing,
        ["all identifiers"] = () => new Table(
            [
                Tables.Strings("a", ColumnKind.Identifier, [.. Enumerable.Range(0, 60).Select(i => $"A-{i:D4}")]),
                Tables.Strings("b", ColumnKind.Identifier, [.. Enumerable.Range(0, 60).Select(i => $"{i + 1}")]),
                Tables.Strings("c", ColumnKind.Identifier, [.. Enumerable.Range(0, 60).Select(i => $"user{i * 37 % 61}@example.org")]),
            ], 60),
        ["one level and missing"] = OneLevelAndMissing,
        ["huge and tiny numbers"] = () => Numbers(0, r => (r.NextDouble() - 0.5) * double.MaxValue, r => r.NextDouble() * 1e-300, r => r.NextDouble() * double.Epsilon * 8),
        ["negative zero"] = () => Numbers(1, r => r.NextInt32(2) == 0 ? -0.0 : 0.0, r => r.NextInt32(3) == 0 ? -0.0 : r.NextInt32(5) / 10.0, r => -0.04 + (r.NextInt32(2) / 10.0)),
        ["large whole numbers"] = () => Numbers(0, r => 9007199254740991 - r.NextInt32(100), r => 1e18 + (1024.0 * r.NextInt32(50)), r => -4e15 + r.NextInt32(9)),
        ["copies of one column"] = Copies,
        ["dates at the ends of time"] = Dates,
        ["levels that never occur"] = () => new Table(
            [Tables.Category("a", Codes(80, 3), 12), Tables.Category("b", Codes(80, 2), 5), Tables.Number("c", [.. Codes(80, 7).Select(code => (double)code)])], 80),
    };

    /// <summary>The names of all tables.</summary>
    public static TheoryData<string> Names => [.. Makers.Keys];

    /// <summary>The table of a name.</summary>
    public static Table Make(string name) => Makers[name]();

    private static double[] Filled(double value) => [.. Enumerable.Repeat(value, 50)];

    private static int[] Codes(int rows, int levels) => [.. Enumerable.Range(0, rows).Select(i => (i * 31 % 17 % levels))];

    private static Table Random(int rows, int numbers, int categories, int levels)
    {
        var random = new Philox(77);
        var columns = new List<Column>();
        for (int c = 0; c < numbers; c++)
        {
            columns.Add(Tables.Number($"n{c}", [.. Enumerable.Range(0, rows).Select(i =>
            {
                RandomSequence shared = random.At(0, (ulong)i), own = random.At((uint)c + 1, (ulong)i);
                return Math.Round((10 * shared.NextDouble()) + (5 * own.NextDouble()), 3);
            })], 3));
        }
        for (int c = 0; c < categories; c++)
        {
            columns.Add(Tables.Category($"c{c}", [.. Enumerable.Range(0, rows).Select(i => random.At((uint)(1_000 + c), (ulong)i).NextInt32(levels))], levels));
        }
        return new Table(columns, rows);
    }

    private static Table Numbers(int decimals, params Func<RandomSequence, double>[] makers)
    {
        var random = new Philox(5);
        return new Table(
            [.. makers.Select((make, c) => Tables.Number($"n{c}", [.. Enumerable.Range(0, 100).Select(i => make(random.At((uint)c, (ulong)i)))], decimals > 0 && c == 2 ? 2 : decimals))], 100);
    }

    private static Table AllMissing()
    {
        byte[] ones = [.. Enumerable.Repeat((byte)1, 50)];
        byte[] mixed = [.. Enumerable.Range(0, 50).Select(i => (byte)(1 + (i % 2)))];
        return new Table(
            [
                new EmptyColumn(new ColumnSchema("a", ColumnKind.Empty) { MissingTokens = [""] }, ones),
                new EmptyColumn(new ColumnSchema("b", ColumnKind.Empty) { MissingTokens = ["NA", "?"] }, mixed),
                new NumberColumn(new ColumnSchema("c", ColumnKind.Number) { Number = new NumberFormat(), MissingTokens = ["NA"] }, [.. Enumerable.Repeat(double.NaN, 50)], ones),
                new CategoryColumn(new ColumnSchema("d", ColumnKind.Category) { Levels = ["x"], MissingTokens = ["NA", "-"] }, [.. Enumerable.Repeat(-1, 50)], mixed),
                new StringColumn(new ColumnSchema("e", ColumnKind.Text) { MissingTokens = [""] }, Utf8Strings.From(new string[50].Select(_ => "").ToArray()), ones),
                new DateTimeColumn(new ColumnSchema("f", ColumnKind.DateTime) { DateTime = new DateTimeFormat("yyyy-MM-dd", DateTimeParts.Date, TimeSpan.TicksPerDay), MissingTokens = [""] }, new long[50], ones),
            ], 50);
    }

    private static Table OneLevelAndMissing()
    {
        byte[] third = [.. Enumerable.Range(0, 90).Select(i => (byte)(i % 3 == 0 ? 1 : 0))];
        byte[] fifth = [.. Enumerable.Range(0, 90).Select(i => (byte)(i % 5 == 0 ? 1 : 0))];
        return new Table(
            [
                Tables.Category("a", [.. third.Select(mask => -mask)], 1, third),
                Tables.Category("b", [.. fifth.Select(mask => -mask)], 1, fifth),
                new NumberColumn(new ColumnSchema("c", ColumnKind.Number) { Number = new NumberFormat(), MissingTokens = ["NA"] }, [.. third.Select(mask => mask == 1 ? double.NaN : 4)], third),
                new NumberColumn(new ColumnSchema("d", ColumnKind.Number) { Number = new NumberFormat(), MissingTokens = ["NA"] }, [.. fifth.Select((mask, i) => mask == 1 ? double.NaN : i)], fifth),
            ], 90);
    }

    private static Table Copies()
    {
        var random = new Philox(8);
        double[] values = [.. Enumerable.Range(0, 500).Select(i => Math.Round(100 * random.At(0, (ulong)i).NextDouble(), 2))];
        return new Table(
            [Tables.Number("a", values, 2), Tables.Number("b", values, 2), Tables.Number("c", [.. values.Select(value => -2 * value)], 2), Tables.Category("d", [.. values.Select(value => (int)(value / 25.001))], 4)],
            values.Length);
    }

    private static Table Dates()
    {
        var random = new Philox(4);
        DateTimeColumn Column(string name, DateTimeParts parts, string pattern, long resolution, Func<RandomSequence, long> make) =>
            new(new ColumnSchema(name, ColumnKind.DateTime) { DateTime = new DateTimeFormat(pattern, parts, resolution) }, [.. Enumerable.Range(0, 64).Select(i => make(random.At(9, (ulong)i)))]);
        return new Table(
            [
                Column("first", DateTimeParts.Date, "yyyy-MM-dd", TimeSpan.TicksPerDay, r => r.NextInt32(3) * TimeSpan.TicksPerDay),
                Column("last", DateTimeParts.DateTime, "yyyy-MM-dd HH:mm:ss", TimeSpan.TicksPerSecond, r => (DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond - r.NextInt32(9)) * TimeSpan.TicksPerSecond),
                Column("wide", DateTimeParts.DateTime, "o", 1, r => (long)(r.NextDouble() * DateTime.MaxValue.Ticks)),
                Column("time", DateTimeParts.Time, "HH:mm", TimeSpan.TicksPerMinute, r => r.NextInt32(1440) * TimeSpan.TicksPerMinute),
            ], 64);
    }
}

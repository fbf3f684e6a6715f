using FsCheck;
using FsCheck.Fluent;
using Semblance.Data;
using Semblance.Models.Encoding;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Encoding;

public sealed class TableEncodingTests
{
    private static readonly ConditionSet None = new([], new FixedCell?[1]);

    /// <summary>A column, encoded and decoded as if it had been sampled.</summary>
    private static Column RoundTrip(Column column)
    {
        TableEncoding encoding = TableEncoding.Learn(new Table([column], column.Count), new FitOptions { Threads = 1 }, null, CancellationToken.None, out EncodedColumn[] encoded);
        EncodedColumn[] block = encoding.NewBlock(column.Count);
        block.Length.ShouldBe(encoded.Length);
        for (int c = 0; c < block.Length; c++)
        {
            block[c].IsNumeric.ShouldBe(encoded[c].IsNumeric);
            block[c].Levels.ShouldBe(encoded[c].Levels);
            encoded[c].Values?.CopyTo(block[c].Values!, 0);
            encoded[c].Codes?.CopyTo(block[c].Codes!, 0);
        }
        return encoding.Decode(block, 0, 0, column.Count, None).Columns[0];
    }

    private static byte[] Bytes(Column column) => Tables.Bytes(new Table([column], column.Count));

    [Fact]
    public void Numbers_come_back()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(int, byte)[]>().Filter(cells => cells.Length > 0), cells =>
        {
            byte[] missing = [.. cells.Select(cell => (byte)(cell.Item2 % 3))];
            double[] values = [.. cells.Select((cell, row) => missing[row] != 0 ? double.NaN : cell.Item1 / 100.0)];
            var schema = new ColumnSchema("n", ColumnKind.Number) { Number = new NumberFormat(2), MissingTokens = ["", "NA"] };
            bool any = missing.Any(mask => mask != 0);
            var column = new NumberColumn(schema, values, any ? missing : null);
            Bytes(RoundTrip(column)).ShouldBe(Bytes(column));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Dates_come_back()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(int, bool)[]>().Filter(cells => cells.Length > 0), cells =>
        {
            byte[] missing = [.. cells.Select(cell => (byte)(cell.Item2 ? 1 : 0))];
            long[] ticks = [.. cells.Select(cell => cell.Item2 ? 0 : new DateTime(2000, 1, 1).AddMinutes(cell.Item1).Ticks)];
            var schema = new ColumnSchema("d", ColumnKind.DateTime)
            {
                DateTime = new DateTimeFormat("yyyy-MM-dd HH:mm", DateTimeParts.DateTime, TimeSpan.TicksPerMinute),
                MissingTokens = ["-"],
            };
            var column = new DateTimeColumn(schema, ticks, missing.Contains((byte)1) ? missing : null);
            Bytes(RoundTrip(column)).ShouldBe(Bytes(column));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Categories_come_back()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte)[]>().Filter(cells => cells.Length > 0), cells =>
        {
            byte[] missing = [.. cells.Select(cell => (byte)(cell.Item2 % 4))];
            int[] codes = [.. cells.Select((cell, row) => missing[row] != 0 ? -1 : cell.Item1 % 20)];
            var schema = new ColumnSchema("c", ColumnKind.Category) { Levels = [.. Enumerable.Range(0, 20).Select(i => $"{i}")], MissingTokens = ["a", "b", "c"] };
            var column = new CategoryColumn(schema, codes, missing.Any(mask => mask != 0) ? missing : null);
            Bytes(RoundTrip(column)).ShouldBe(Bytes(column));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_a_model_makes_is_rounded_and_bounded()
    {
        var encoding = new ColumnEncoding(new ColumnSchema("n", ColumnKind.Number) { Number = new NumberFormat(1) }, [0]) { IsNumeric = true, Minimum = -2.5, Maximum = 7 };
        encoding.Settle(3.14159, 10).ShouldBe(3.1);
        encoding.Settle(-99, 10).ShouldBe(-2.5);
        encoding.Settle(99, 10).ShouldBe(7);
        double.IsNegative(encoding.Settle(-0.04, 10)).ShouldBeFalse();
        encoding.Settle(0.1 + 0.2, 10).ShouldBe(0.3);
    }

    [Theory]
    [InlineData(new[] { 0.0, 300, -1200, 500 }, 0, 100, 100.0)]
    [InlineData(new[] { 0.25, 1.5, 3 }, 2, 25, 0.25)]
    [InlineData(new[] { 0.15, 0.45, 3 }, 2, 15, 0.01)]
    [InlineData(new[] { 2.0, 3, 1e300 }, 0, 1, 1.0)]
    [InlineData(new[] { 0.0, 0, 0 }, 0, 1, 1.0)]
    public void Numbers_stay_multiples_of_what_all_real_ones_are_multiples_of(double[] values, int decimals, long grid, double step)
    {
        TableEncoding encoding = TableEncoding.Learn(new Table([Tables.Number("n", values, decimals)], values.Length), new FitOptions(), null, CancellationToken.None, out EncodedColumn[] _);
        encoding.Columns[0].Grid.ShouldBe(grid);
        encoding.Columns[0].Step.ShouldBe(step);
        double settled = encoding.Columns[0].Settle(2.71828, Math.Pow(10, decimals));
        (settled == values.Max() || Math.Abs(Math.IEEERemainder(settled * Math.Pow(10, decimals), grid)) < 1e-9).ShouldBeTrue($"{settled}");
    }

    [Fact]
    public void Arrays_are_shared_where_they_serve_as_they_are()
    {
        double[] numbers = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        int[] codes = [.. Enumerable.Range(0, 50).Select(i => i % 3)];
        var table = new Table([Tables.Number("n", numbers), Tables.Category("c", codes, 3)], 50);
        TableEncoding.Learn(table, new FitOptions(), null, CancellationToken.None, out EncodedColumn[] encoded);
        encoded[0].Values.ShouldBeSameAs(numbers);
        encoded[1].Codes.ShouldBeSameAs(codes);
    }

    [Fact]
    public void Numbers_that_are_none_are_refused_by_name_and_row()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => i == 7 ? double.PositiveInfinity : i)];
        string message = Should.Throw<TableException>(() => RoundTrip(Tables.Number("speed", values))).Message;
        message.ShouldContain("speed");
        message.ShouldContain("row 8");
        int[] codes = [.. Enumerable.Range(0, 50).Select(i => i == 3 ? 9 : 0)];
        Should.Throw<TableException>(() => RoundTrip(Tables.Category("kind", codes, 2))).Message.ShouldContain("row 4");
    }

    [Fact]
    public void Errors_of_workers_come_out_as_thrown_at_any_thread_count()
    {
        foreach (int threads in new[] { 1, 2, 8 })
        {
            Should.Throw<TableException>(() => new Workers(threads, CancellationToken.None).For(100, i =>
            {
                if (i % 10 == 7)
                {
                    throw new TableException($"index {i}");
                }
            })).Message.ShouldBe("index 7");
        }
    }
}

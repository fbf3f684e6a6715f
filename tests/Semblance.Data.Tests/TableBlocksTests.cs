using Shouldly;
using Xunit;

namespace Semblance.Data.Tests;

public sealed class TableBlocksTests
{
    private static readonly ColumnSchema[] s_schema =
    [
        new("number", ColumnKind.Number) { Number = new NumberFormat(), MissingTokens = ["", "NA"] },
        new("date", ColumnKind.DateTime) { DateTime = new DateTimeFormat("yyyy-MM-dd", DateTimeParts.Date, TimeSpan.TicksPerDay) },
        new("category", ColumnKind.Category) { Levels = ["a", "b"] },
        new("text", ColumnKind.Text),
        new("empty", ColumnKind.Empty) { MissingTokens = [""] },
    ];

    [Fact]
    public void Blocks_join_in_order_with_their_missing_values()
    {
        Table joined = TableBlocks.Join(s_schema, [Block([1, 2], null), Block([], null), Block([double.NaN, 4], [2, 0])]);
        joined.RowCount.ShouldBe(4);
        ((NumberColumn)joined.Columns[0]).Values.ShouldBe([1, 2, double.NaN, 4]);
        joined.Columns[0].Missing.ShouldBe([0, 0, 2, 0], "a block without missing values has none in the whole");
        joined.Columns[1].Missing.ShouldBeNull("no block has any");
        ((DateTimeColumn)joined.Columns[1]).Ticks.ShouldBe([0, 1, 0, 1]);
        ((CategoryColumn)joined.Columns[2]).Codes.ShouldBe([0, 1, 0, 1]);
        ((StringColumn)joined.Columns[3]).Values.GetString(3).ShouldBe("text 1");
        joined.Columns[4].CountMissing().ShouldBe(4);
        joined.Columns.Select(column => column.Schema).ShouldBe(s_schema);
    }

    [Fact]
    public void No_blocks_make_a_table_without_rows()
    {
        TableBlocks.Join(s_schema, []).RowCount.ShouldBe(0);
    }

    [Fact]
    public void A_block_of_another_table_is_refused()
    {
        Should.Throw<ArgumentException>(() => TableBlocks.Join(s_schema[..4], [Block([1], null)])).Message.ShouldContain("other columns");
    }

    private static Table Block(double[] numbers, byte[]? missing)
    {
        int rows = numbers.Length;
        int[] index = [.. Enumerable.Range(0, rows)];
        return new Table(
            [
                new NumberColumn(s_schema[0], numbers, missing),
                new DateTimeColumn(s_schema[1], [.. index.Select(i => (long)i)]),
                new CategoryColumn(s_schema[2], index),
                new StringColumn(s_schema[3], Utf8Strings.From([.. index.Select(i => $"text {i}")])),
                new EmptyColumn(s_schema[4], [.. index.Select(_ => (byte)1)]),
            ],
            rows);
    }
}

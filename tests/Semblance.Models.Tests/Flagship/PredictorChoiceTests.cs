using Semblance.Models.Encoding;
using Semblance.Models.Flagship;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class PredictorChoiceTests
{
    private const int Rows = 2_000;

    private static (byte[][] Codes, FeatureCoder[] Coders) Coded(EncodedColumn[] columns)
    {
        FeatureCoder[] coders = [.. columns.Select(column => FeatureCoder.Learn(column, column.Values is null ? null : [.. column.Values.Order()], 250))];
        byte[][] codes = [.. columns.Select(column => new byte[column.RowCount])];
        for (int c = 0; c < columns.Length; c++)
        {
            coders[c].Code(columns[c], Rows, codes[c], 0, 1);
        }
        return (codes, coders);
    }

    private static EncodedColumn[] Noise(int count) =>
        [.. Enumerable.Range(0, count).Select(c => EncodedColumn.Numeric($"n{c}", [.. Enumerable.Range(0, Rows).Select(row => new Philox(4).At((uint)c, (ulong)row).NextDouble())], null, 0, 0))];

    [Fact]
    public void A_narrow_table_uses_all_earlier_columns()
    {
        (byte[][] codes, FeatureCoder[] coders) = Coded(Noise(6));
        var choice = new PredictorChoice(codes, coders, 6);
        choice.For(0).ShouldBeEmpty();
        choice.For(5).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void A_wide_table_uses_the_columns_that_tell_most_in_their_order()
    {
        EncodedColumn[] columns = Noise(40);
        // Column 39 depends on 31 (not monotonously), on the levels of 12, and on 3.
        columns[12] = EncodedColumn.Categorical("c", [.. columns[12].Values!.Select(value => (int)(value * 30))], 30);
        columns[39] = EncodedColumn.Numeric("y", [.. Enumerable.Range(0, Rows).Select(row =>
            Math.Abs(columns[31].Values![row] - 0.5) + (columns[12].Codes![row] % 2) + (0.7 * columns[3].Values![row]))], null, 0, 0);
        (byte[][] codes, FeatureCoder[] coders) = Coded(columns);
        var choice = new PredictorChoice(codes, coders, 5);
        int[] chosen = choice.For(39);
        chosen.Length.ShouldBe(5);
        chosen.ShouldBe(chosen.Order());
        chosen.ShouldContain(3);
        chosen.ShouldContain(12);
        chosen.ShouldContain(31);
        choice.For(4).ShouldBe([0, 1, 2, 3]);
        choice.For(20).ShouldAllBe(position => position < 20);
        new PredictorChoice(codes, coders, 5).For(39).ShouldBe(chosen);
    }
}

using Semblance.Models.Encoding;
using Semblance.Models.Flagship;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class FeatureCoderTests
{
    private static (FeatureCoder Coder, byte[] Codes) Learn(EncodedColumn column, int bins = 250)
    {
        double[]? sorted = column.Values is null ? null : [.. column.Values.Where(value => !double.IsNaN(value)).Order()];
        var coder = FeatureCoder.Learn(column, sorted, bins);
        byte[] codes = Code(coder, column);
        codes.ShouldAllBe(code => code < coder.Codes);
        Code(Reread(coder), column).ShouldBe(codes);
        Reread(coder).Codes.ShouldBe(coder.Codes);
        Reread(coder).IsCategorical.ShouldBe(coder.IsCategorical);
        return (coder, codes);
    }

    private static byte[] Code(FeatureCoder coder, EncodedColumn column)
    {
        var codes = new byte[column.RowCount];
        coder.Code(column, column.RowCount, codes, 0, 1);
        return codes;
    }

    private static FeatureCoder Reread(FeatureCoder coder)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        coder.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return FeatureCoder.Read(reader);
    }

    private static EncodedColumn Numbers(double[] values) => EncodedColumn.Numeric("x", values, null, 0, 0);

    [Fact]
    public void Few_values_have_a_code_each_in_their_order()
    {
        double[] values = [.. Enumerable.Range(0, 1_000).Select(i => (double)(i * 31 % 100))];
        (FeatureCoder coder, byte[] codes) = Learn(Numbers(values));
        coder.Codes.ShouldBe(100);
        codes.ShouldBe(values.Select(value => (byte)value));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(16)]
    [InlineData(2)]
    public void Many_values_fill_at_most_the_bins_allowed_and_keep_their_order(int bins)
    {
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => Math.Sin(i))];
        (FeatureCoder coder, byte[] codes) = Learn(Numbers(values), bins);
        coder.Codes.ShouldBeInRange(bins - 1, bins);
        Array.Sort(values, codes);
        codes.ShouldBe(codes.Order());
        codes.CountBy(code => code).Max(pair => pair.Value).ShouldBeLessThanOrEqualTo((20_000 / bins) + 1, "bins weigh about the same");
    }

    [Fact]
    public void A_frequent_value_between_others_has_a_bin_of_its_own()
    {
        double[] values = [.. Enumerable.Range(0, 5_000).Select(i => i % 2 == 0 ? 0 : (i / 1_000.0) - 2.5)];
        (_, byte[] codes) = Learn(Numbers(values), 20);
        byte atom = codes[0];
        Enumerable.Range(0, 5_000).Where(i => codes[i] == atom).ShouldAllBe(i => values[i] == 0);
        codes.Distinct().Count().ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public void Missing_tokens_come_after_the_bins_the_last_together_if_codes_run_out()
    {
        int rows = 3_000;
        int[] tokens = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? 1 + (i / 3 % 8) : 0)];
        double[] values = [.. tokens.Select((token, i) => token != 0 ? double.NaN : i)];
        (FeatureCoder coder, byte[] codes) = Learn(EncodedColumn.Numeric("x", values, tokens, 9, 1));
        coder.Codes.ShouldBe(255);
        for (int i = 0; i < rows; i++)
        {
            // Five codes are left for eight tokens: the last four share one.
            ((int)codes[i]).ShouldBe(tokens[i] == 0 ? codes[i] : 250 + Math.Min(tokens[i], 5) - 1);
            (codes[i] >= 250).ShouldBe(tokens[i] != 0);
        }
    }

    [Fact]
    public void Levels_beyond_255_share_the_code_of_the_rarest()
    {
        int[] levels = [.. Enumerable.Range(0, 300).SelectMany(level => Enumerable.Repeat(level, level < 254 ? 5 : 2))];
        (FeatureCoder coder, byte[] codes) = Learn(EncodedColumn.Categorical("c", levels, 300));
        coder.IsCategorical.ShouldBeTrue();
        coder.Codes.ShouldBe(255);
        for (int i = 0; i < levels.Length; i++)
        {
            ((int)codes[i]).ShouldBe(Math.Min(levels[i], 254));
        }
        Learn(EncodedColumn.Categorical("c", [0, 2, 1], 3)).Codes.ShouldBe([0, 2, 1]);
    }

    [Fact]
    public void Values_never_seen_fall_in_the_nearest_bins()
    {
        (FeatureCoder coder, _) = Learn(Numbers([1, 2, 3, 4]));
        Code(coder, Numbers([-100, 2.5, 1e300])).ShouldBe([0, 2, 3]);
    }

    [Fact]
    public void Constant_and_empty_columns_have_one_bin()
    {
        Learn(Numbers([5, 5, 5])).Coder.Codes.ShouldBe(1);
        (FeatureCoder coder, byte[] codes) = Learn(EncodedColumn.Numeric("x", [double.NaN, double.NaN], [1, 2], 3, 1));
        coder.Codes.ShouldBe(3);
        codes.ShouldBe([1, 2]);
    }

    [Fact]
    public void Codes_are_written_where_they_are_asked_for()
    {
        (FeatureCoder coder, byte[] codes) = Learn(Numbers([3, 1, 2]));
        var rows = new byte[10];
        coder.Code(Numbers([3, 1, 2]), 3, rows, 1, 3);
        rows.ShouldBe([0, codes[0], 0, 0, codes[1], 0, 0, codes[2], 0, 0]);
    }

    [Fact]
    public void A_coding_with_more_bins_than_codes_is_refused()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(false);
        writer.WriteDoubles([1, 2, 3]);
        writer.Write((byte)2);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Should.Throw<InvalidDataException>(() => FeatureCoder.Read(reader));
    }
}

using System.Globalization;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data;
using Semblance.Models.Strings;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Strings;

public sealed class IdentifierTests
{
    private static string[] Like(IReadOnlyCollection<string> values, int rows = 2_000) => Made.Like(ColumnKind.Identifier, values, rows);

    private static string[] Numbers(int first, int count, string prefix = "", int width = 1) =>
        [.. Enumerable.Range(first, count).Select(i => prefix + i.ToString("D" + width, CultureInfo.InvariantCulture))];

    /// <summary>Distinct numbers below a limit, in random order.</summary>
    private static string[] Scattered(int count, ulong limit, string prefix = "", int width = 1)
    {
        var shuffle = new Permutation(limit, 99);
        return [.. Enumerable.Range(0, count).Select(i => prefix + shuffle[(ulong)i].ToString("D" + width, CultureInfo.InvariantCulture))];
    }

    private static void ShouldBeNew(string[] made, IEnumerable<string> real)
    {
        made.Distinct().Count().ShouldBe(made.Length, "identifiers are distinct");
        made.Intersect(real).ShouldBeEmpty("no identifier is a real one");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_count_of_the_rows_counts_again(int first) => Like(Numbers(first, 500), 800).ShouldBe(Numbers(first, 800));

    [Fact]
    public void Other_sequences_go_on_after_the_last()
    {
        Like(Numbers(1, 500, "TX", 6), 3).ShouldBe(["TX000501", "TX000502", "TX000503"]);
        Like(Numbers(536_365, 100), 2).ShouldBe(["536465", "536466"]);
        Like([.. Enumerable.Range(0, 100).Select(i => $"{10 * i}")], 2).ShouldBe(["1000", "1010"]);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(49)]
    [InlineData(63)]
    [InlineData(64)]
    public void Numbers_of_either_sign_stay_whole_numbers_of_64_bits(int bits)
    {
        string[] real = [.. Enumerable.Range(0, 200).Select(i => ((long)new Philox(7).At(1, (ulong)i).NextUInt64() >> (64 - bits)).ToString(CultureInfo.InvariantCulture))];
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.ShouldAllBe(text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) == text);
        made.Select(text => (double)long.Parse(text, CultureInfo.InvariantCulture)).ShouldAllBe(number => Math.Abs(number) <= Math.Pow(2, bits - 1));
        made.Count(text => text[0] == '-').ShouldBeInRange(800, 1_200, "half of them, as of the real ones");
    }

    [Fact]
    public void Ascending_numbers_with_gaps_go_on_ascending()
    {
        string[] real = [.. Enumerable.Range(0, 300).Select(i => $"{1_000 + (7 * i) + (i * i % 5)}")];
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.Select(int.Parse).ShouldBeInOrder();
    }

    [Fact]
    public void Ascending_codes_of_one_width_keep_it_where_there_is_room()
    {
        // Sorted postcodes: going on above 98,000 would need six digits.
        string[] real = [.. Enumerable.Range(0, 50).Select(i => $"{1_500 + (1_930 * i) + (i * i % 7):D5}")];
        string[] made = Like(real, 100);
        ShouldBeNew(made, real);
        made.ShouldAllBe(code => code.Length == 5);
    }

    [Fact]
    public void Numbers_scattered_over_a_range_stay_in_it()
    {
        string[] real = Scattered(2_000, 10_000_000);
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.ShouldAllBe(value => int.Parse(value, CultureInfo.InvariantCulture) < 10_000_000);
        // Evenly: half of them in the lower half; four standard errors of a share of 2,000.
        made.Count(value => int.Parse(value, CultureInfo.InvariantCulture) < 5_000_000).ShouldBeInRange(910, 1_090);
    }

    [Fact]
    public void A_shuffled_count_goes_on_above_itself()
    {
        string[] real = Scattered(681, 681, "D", 6);
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.ShouldAllBe(value => value.Length == 7 && value.StartsWith('D'));
    }

    [Fact]
    public void Uuids_are_version_4_in_the_same_case()
    {
        var random = new Philox(3);
        string[] real = [.. Enumerable.Range(0, 300).Select(i =>
        {
            RandomSequence r = random.At(1, (ulong)i);
            Span<byte> bytes = stackalloc byte[16];
            BitConverter.TryWriteBytes(bytes, r.NextUInt64());
            BitConverter.TryWriteBytes(bytes[8..], r.NextUInt64());
            bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new Guid(bytes).ToString();
        })];
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.ShouldAllBe(value => Guid.Parse(value).ToString() == value && Guid.Parse(value).Version == 4 && (Guid.Parse(value).Variant & 0xC) == 8);
        string[] upper = [.. real.Select(value => $"{{{value.ToUpperInvariant()}}}")];
        Like(upper, 100).ShouldAllBe(value => Guid.ParseExact(value, "B").Version == 4 && !value.Any(char.IsAsciiLetterLower));
    }

    [Fact]
    public void Codes_keep_the_class_of_each_place()
    {
        var random = new Philox(4);
        const string letters = "ABCDEFGHIKLMNOPQRSTVWXYZ";
        string[] real = [.. Enumerable.Range(0, 3_000).Select(i =>
        {
            RandomSequence r = random.At(1, (ulong)i);
            return $"{r.NextInt32(10_000):D4}-{string.Concat(Enumerable.Range(0, 5).Select(_ => letters[r.NextInt32(letters.Length)]))}";
        })];
        string[] made = Like(real, 5_000);
        ShouldBeNew(made, real);
        made.ShouldAllBe(value => value.Length == 10 && value[4] == '-' && value.Take(4).All(char.IsAsciiDigit) && value.Skip(5).All(letters.Contains));
    }

    [Fact]
    public void Mail_addresses_keep_public_domains_and_lose_private_ones()
    {
        string[] names = ["anna", "bert.meyer", "c_lange", "dora", "emil.otto", "fritzi", "gina.lodge", "hans"];
        string[] real = [.. Enumerable.Range(0, 400).Select(i => $"{names[i % 8]}{i}@{(i % 40 == 7 ? $"family-{i}.net" : i % 3 == 0 ? "web.org" : "mail.com")}")];
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.ShouldAllBe(value => value.Count(character => character == '@') == 1);
        made.Select(value => value[value.IndexOf('@', StringComparison.Ordinal)..]).Distinct().Order().ShouldBe(["@example.com", "@mail.com", "@web.org"]);
    }

    [Fact]
    public void Network_addresses_stay_valid()
    {
        string[] real = [.. Enumerable.Range(0, 500).Select(i => $"{10 + (i % 200)}.{i * 7 % 256}.{i * 31 % 256}.{1 + (i * 13 % 250)}")];
        string[] made = Like(real);
        ShouldBeNew(made, real);
        made.ShouldAllBe(value => IPAddress.Parse(value).ToString() == value);
    }

    [Fact]
    public void A_pattern_that_is_used_up_gets_wider()
    {
        string[] real = [.. Enumerable.Range(0, 600).Select(i => $"{(char)('A' + (i * 7 % 26))}{(char)('A' + (i / 26))}")];
        string[] made = Like([.. real.Distinct()], 3_000);
        ShouldBeNew(made, real);
    }

    [Fact]
    public void Any_distinct_strings_give_new_distinct_strings()
    {
        Gen<string[]> columns = ArbMap.Default.GeneratorFor<NonNull<string>[]>().Select(values => values.Select(value => value.Get).Where(value => value.Length > 0).Distinct().ToArray());
        Prop.ForAll(columns.Where(values => values.Length > 0).ToArbitrary(), values =>
        {
            string[] real = [.. values.Select(value => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(value))).Distinct()];
            ShouldBeNew(Like(real, 200), real);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Different_seeds_give_different_codes()
    {
        string[] real = Scattered(500, 1_000_000, "K", 6);
        Made.Like(ColumnKind.Identifier, real, 50, seed: 1).ShouldNotBe(Made.Like(ColumnKind.Identifier, real, 50, seed: 2));
    }

    [Fact]
    public void A_permutation_hits_every_number_once()
    {
        foreach (ulong size in new ulong[] { 1, 2, 3, 4, 5, 17, 64, 1_000, 4_097 })
        {
            var shuffle = new Permutation(size, 12345);
            Enumerable.Range(0, (int)size).Select(i => shuffle[(ulong)i]).Order().ShouldBe(Enumerable.Range(0, (int)size).Select(i => (ulong)i));
        }
        var large = new Permutation(Permutation.LargestSize, 1);
        Enumerable.Range(0, 10_000).Select(i => large[(ulong)i]).Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public void Known_values_are_all_known_and_few_others_are()
    {
        string[] real = Numbers(0, 20_000, "v");
        KnownValues known = KnownValues.Of(Tables.Strings("s", ColumnKind.Identifier, real));
        real.ShouldAllBe(value => known.Contains(System.Text.Encoding.UTF8.GetBytes(value)));
        int wrong = Numbers(20_000, 100_000, "v").Count(value => known.Contains(System.Text.Encoding.UTF8.GetBytes(value)));
        // 12 bits and 8 probes per value: .31 % expected, 310 of 100,000; five standard errors are 90.
        wrong.ShouldBeInRange(220, 400);
    }
}

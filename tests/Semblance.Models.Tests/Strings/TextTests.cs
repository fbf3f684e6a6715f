using FsCheck;
using FsCheck.Fluent;
using Semblance.Data;
using Semblance.Models.Strings;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Strings;

public sealed class TextTests
{
    private static readonly string[] Given = ["John", "Mary", "William", "Anna", "George", "Ellen", "Peter", "Kate"];
    private static readonly string[] Syllables = ["bra", "und", "cum", "ing", "hei", "kki", "nen", "fut", "rel", "all", "mor", "an", "pal", "sson", "vest", "rom", "san", "dst"];

    /// <summary>Names such as "Palssoning, Mr. John Morrel", most of whose words occur once.</summary>
    private static string[] Names(int count)
    {
        var random = new Philox(11);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            RandomSequence r = random.At(2, (ulong)i);
            string family = Capital(string.Concat(Enumerable.Range(0, 3).Select(_ => Syllables[r.NextInt32(Syllables.Length)])));
            string middle = Capital(string.Concat(Enumerable.Range(0, 3).Select(_ => Syllables[r.NextInt32(Syllables.Length)])));
            return $"{family}, {(r.NextInt32(2) == 0 ? "Mr" : "Mrs")}. {Given[r.NextInt32(Given.Length)]} {middle}";
        })];
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string[] Words(string text) => text.Split([' ', ',', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Names_come_out_new_with_the_same_look()
    {
        string[] real = Names(1_000);
        string[] made = Made.Like(ColumnKind.Text, real, 1_000);
        made.Intersect(real).ShouldBeEmpty();
        // Shared words stay, words that few rows have are made up.
        made.Count(name => name.Contains("Mr. ", StringComparison.Ordinal) || name.Contains("Mrs. ", StringComparison.Ordinal)).ShouldBeGreaterThan(900);
        made.Count(name => Given.Any(given => name.Contains(given, StringComparison.Ordinal))).ShouldBeGreaterThan(800);
        made.ShouldAllBe(name => char.IsUpper(name[0]));
    }

    [Fact]
    public void Words_of_few_rows_do_not_come_out()
    {
        string[] real = Names(1_000);
        var rowsOf = real.SelectMany((name, row) => Words(name).Distinct().Select(word => (word, row))).GroupBy(pair => pair.word).ToDictionary(group => group.Key, group => group.Count());
        string[] rare = [.. rowsOf.Where(pair => pair.Value < 5).Select(pair => pair.Key)];
        rare.Length.ShouldBeGreaterThan(500, "the test needs rare words");
        var made = Made.Like(ColumnKind.Text, real, 3_000).SelectMany(Words).ToHashSet();
        // Very short made-up words may exist by chance; longer ones are checked against all words.
        rare.Where(word => word.Length > 3 && made.Contains(word)).ShouldBeEmpty();
    }

    [Fact]
    public void No_long_piece_of_a_text_comes_out_verbatim()
    {
        var random = new Philox(21);
        string[] words = [.. Enumerable.Range(0, 60).Select(i => Syllables[i % 18] + Syllables[i * 7 % 17])];
        string[] real = [.. Enumerable.Range(0, 800).Select(i =>
        {
            RandomSequence r = random.At(5, (ulong)i);
            return string.Join(' ', Enumerable.Range(0, 12 + r.NextInt32(8)).Select(_ => words[r.NextInt32(words.Length)]));
        })];
        static IEnumerable<string> Pieces(string text)
        {
            string[] words = text.Split(' ');
            return Enumerable.Range(0, Math.Max(0, words.Length - 5)).Select(i => string.Join(' ', words.Skip(i).Take(6)));
        }
        var known = real.SelectMany(Pieces).ToHashSet();
        string[] made = Made.Like(ColumnKind.Text, real, 800);
        made.SelectMany(Pieces).Count(known.Contains).ShouldBe(0);
        // Lengths stay: the mean of 800 texts has a standard error of .08 words.
        made.Average(text => text.Split(' ').Length).ShouldBe(real.Average(text => text.Split(' ').Length), 0.6);
    }

    [Fact]
    public void A_column_of_very_short_texts_still_gives_new_ones()
    {
        string[] real = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "ok" : "no")];
        string[] made = Made.Like(ColumnKind.Text, real, 50);
        made.ShouldAllBe(text => text != "ok" && text != "no" && text.Length > 0);
    }

    [Fact]
    public void Any_texts_give_new_texts()
    {
        Gen<string[]> columns = ArbMap.Default.GeneratorFor<NonNull<string>[]>().Select(values => values.Select(value => value.Get).ToArray());
        Prop.ForAll(columns.Where(values => values.Length > 0).ToArbitrary(), values =>
        {
            var real = values.Select(value => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(value))).ToHashSet();
            Made.Like(ColumnKind.Text, values, 50).ShouldAllBe(text => !real.Contains(text));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_is_cut_into_gaps_and_words()
    {
        var pieces = new List<Range>();
        TextTokens.Split("(Don't stop, 24/7!", pieces);
        pieces.Select(piece => "(Don't stop, 24/7!"[piece]).ShouldBe(["(", "Don't", " ", "stop", ", ", "24", "/", "7", "!"]);
        TextTokens.Split("word", pieces);
        pieces.Count.ShouldBe(3);
        TextTokens.Split("", pieces);
        pieces.Count.ShouldBe(1);
    }
}

using System.Text.Json.Nodes;
using Semblance.Describe.Plans;
using Semblance.Describe.Words;

namespace Semblance.Describe.Tests.Generation;

/// <summary>Every locale and every generator makes values that agree with each other and are distinct where they must be.</summary>
public sealed class LocaleTests
{
    private const int Rows = 3000;

    public static TheoryData<string> Locales => [.. PlanLocales.All];

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task Every_generator_makes_values_in_every_locale(string locale)
    {
        PlanColumn[] columns = [.. Generators.All
            .Where(generator => !generator.Parameters.Any(parameter => parameter.Required) && generator.Name is not "foreign_key")
            .Select(generator => new PlanColumn { Name = generator.Name, Type = generator.Types[0], Generator = generator.Name, Unique = generator.Uniqueness == Uniqueness.Always })];
        JsonObject[] rows = await RowsAsync(locale, columns);
        LocaleWords words = LocaleWords.Get(locale);
        foreach (PlanColumn column in columns)
        {
            rows.ShouldAllBe(row => row[column.Name] != null && row[column.Name]!.ToString() != "", column.Name);
        }
        Dictionary<string, City> cities = words.Cities.ToDictionary(city => Text(city.Name));
        foreach (JsonObject row in rows)
        {
            City city = cities[row["city"]!.ToString()];
            row["region"]!.ToString().ShouldBe(Text(city.Region));
            row["region_code"]!.ToString().ShouldBe(Text(city.RegionCode));
            row["phone"]!.ToString().ShouldContain(city.AreaCode);
            row["address"]!.ToString().ShouldContain(row["postcode"]!.ToString());
            row["address"]!.ToString().ShouldContain(row["city"]!.ToString());
            ((double)row["latitude"]!).ShouldBe(city.Latitude, 0.13);
            row["full_name"]!.ToString().ShouldContain(row["last_name"]!.ToString());
            row["full_name"]!.ToString().ShouldContain(row["first_name"]!.ToString());
            Mod97(row["iban"]!.ToString()).ShouldBe(1);
            Luhn(row["credit_card"]!.ToString()).ShouldBe(0);
            Luhn(row["imei"]!.ToString()).ShouldBe(0);
            row["email"]!.ToString().ShouldMatch("^[a-z0-9]+[._-][a-z0-9]+@[a-z0-9.-]+$");
        }
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public void Names_of_a_locale_tell_people_apart_in_Latin_letters(string locale)
    {
        LocaleWords words = LocaleWords.Get(locale);
        foreach (PersonName name in words.Female.Concat(words.Male).Concat(words.Last))
        {
            name.Latin.ShouldMatch("^[a-z]+$");
            Text(name.Written).ShouldNotContain(",");
            Text(name.Written).ShouldNotContain("\"");
        }
        words.Female.Count.ShouldBeGreaterThanOrEqualTo(40);
        words.Last.Count.ShouldBeGreaterThanOrEqualTo(90);
        words.Cities.Count.ShouldBeGreaterThanOrEqualTo(15);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public void Unique_columns_are_unique_far_beyond_the_words_that_they_are_made_of(string locale)
    {
        const int Many = 60_000;
        PlanColumn[] columns = [.. Generators.All
            .Where(generator => generator.Uniqueness != Uniqueness.Never && !generator.Parameters.Any(parameter => parameter.Required) && generator.Name is not ("foreign_key" or "product_category" or "brand" or "integer" or "license_plate"))
            .Select(generator => new PlanColumn { Name = generator.Name, Type = generator.Types[0], Generator = generator.Name, Unique = true })];
        var plan = new Plan { Locale = locale, Entities = [new PlanEntity { Name = "t", Columns = columns }] };
        PlanScore score = TableSet.Create(plan, new TableSetOptions { Size = Many, Seed = 3 }).Score(Many, TestContext.Current.CancellationToken);
        score.Checks.Count.ShouldBe(columns.Length);
        score.Checks.ShouldAllBe(check => check.Rows == Many && check.Broken == 0);
    }

    [Fact]
    public void Too_few_distinct_values_are_a_sentence()
    {
        var plan = new Plan { Entities = [new PlanEntity { Name = "t", Columns = [new PlanColumn { Name = "code", Generator = "pattern", Unique = true, Parameters = new JsonObject { ["pattern"] = "A-##" } }] }] };
        Should.Throw<PlanException>(() => TableSet.Create(plan, new TableSetOptions { Size = 101 })).Message.ShouldBe("Column 't.code' is unique, but generator 'pattern' has 100 different values for 101 rows.");
        TableSet.Create(plan, new TableSetOptions { Size = 100 }).Score(cancellation: TestContext.Current.CancellationToken).Score.ShouldBe(10);
    }

    private static async Task<JsonObject[]> RowsAsync(string locale, PlanColumn[] columns) =>
        await Shop.RowsAsync(TableSet.Create(new Plan { Locale = locale, Entities = [new PlanEntity { Name = "t", Columns = columns }] }, new TableSetOptions { Size = Rows, Seed = 9 }), "t");

    private static string Text(byte[] utf8) => System.Text.Encoding.UTF8.GetString(utf8);

    private static int Mod97(string iban) => (iban[4..] + iban[..4]).Aggregate(0, (rest, c) => char.IsDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97);

    private static int Luhn(string digits) => digits.Reverse().Select((c, i) => i % 2 == 0 ? c - '0' : ((c - '0') * 2 / 10) + ((c - '0') * 2 % 10)).Sum() % 10;
}

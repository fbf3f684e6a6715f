using System.Globalization;
using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

public class TypingTests
{
    private static readonly string[] Words = ["red", "green", "blue"];

    [Fact]
    public void Whole_numbers_and_decimals_keep_their_decimals()
    {
        Table table = CsvText.Read("a,b,c\n1,1.50,1.5\n2,2.25,2.25\n").Table;

        table.Columns[0].Schema.Number.ShouldBe(new NumberFormat());
        table.Columns[1].Schema.Number.ShouldBe(new NumberFormat(2));
        table.Columns[2].Schema.Number.ShouldBe(new NumberFormat(2, false) { MinimumDecimals = 1 });
    }

    [Theory]
    [InlineData("{0:000}-45-{0:0000}", ColumnKind.Identifier)]
    [InlineData("Patient number {0} reported pain", ColumnKind.Text)]
    [InlineData("same for all", ColumnKind.Category)]
    public void The_few_values_of_a_sparse_column_are_levels_only_if_they_repeat(string pattern, ColumnKind kind)
    {
        // One row of ten has a value: too few to prove distinctness as such, but single people's values all the same.
        IEnumerable<string> rows = Enumerable.Range(0, 60).Select(i => i % 10 == 0 ? string.Format(CultureInfo.InvariantCulture, pattern, i + 7) : "");

        CsvText.Read("a,remark\n" + string.Concat(rows.Select((value, i) => $"{i % 7},{value}\n"))).Table.Columns[1].Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("True|False", ColumnKind.Boolean)]
    [InlineData("yes|no", ColumnKind.Boolean)]
    [InlineData("Y|N", ColumnKind.Boolean)]
    [InlineData("t|f", ColumnKind.Boolean)]
    [InlineData("True|False|None", ColumnKind.Boolean)]
    [InlineData("M|F", ColumnKind.Category)]
    [InlineData("Yes|No|Maybe", ColumnKind.Category)]
    [InlineData("0|1", ColumnKind.Number)]
    public void Booleans_are_two_words_that_mean_yes_and_no(string values, ColumnKind kind)
    {
        Column column = Column("flag", values.Split('|'));

        column.Kind.ShouldBe(kind);
        CsvText.Cells(column).ShouldBe(values.Split('|'));
    }

    [Theory]
    [InlineData("$1,234.50|$5.00|-$7.25", "$", "", ',', '.')]
    [InlineData("12%|7%|100%", "", "%", null, '.')]
    [InlineData("1,234|12|999,999", "", "", ',', '.')]
    [InlineData("36 months|60 months", "", " months", null, '.')]
    [InlineData("1.234,50 €|7,25 €|12,00 €", "", " €", '.', ',')]
    [InlineData("3,14|2,72|10,5", "", "", null, ',')]
    public void Dressed_numbers_are_numbers(string values, string prefix, string suffix, char? thousands, char point)
    {
        Column column = Column("x", values.Split('|'));

        column.Kind.ShouldBe(ColumnKind.Number);
        NumberFormat format = column.Schema.Number!;
        (format.Prefix, format.Suffix, format.ThousandsSeparator, format.DecimalSeparator).ShouldBe((prefix, suffix, thousands, point));
        CsvText.Cells(column).ShouldBe(values.Split('|'));
    }

    [Theory]
    [InlineData("02134|10001|90210")]
    [InlineData("1234567890123456|6543210987654321|1111222233334444")]
    [InlineData("M15|M100|M7")]
    [InlineData("1-2|3-4|5-6")]
    [InlineData("10:30|25:00|99:99")]
    [InlineData("5'11|6'02|5'07")]
    public void Codes_are_no_numbers(string values)
    {
        Column column = Column("x", values.Split('|'));

        column.Kind.ShouldBe(ColumnKind.Category);
        CsvText.Cells(column).ShouldBe(values.Split('|'));
    }

    [Fact]
    public void A_code_in_the_last_row_of_many_makes_codes_of_all()
    {
        string[] values = [.. Enumerable.Range(0, 5000).Select(i => (10000 + (i * 7919 % 80000)).ToString(CultureInfo.InvariantCulture)), "01234"];

        Column column = Column("zip", values);

        column.Kind.ShouldBe(ColumnKind.Identifier, "nearly all of the codes are distinct");
        CsvText.Cells(column).ShouldBe(values);
    }

    [Theory]
    [InlineData("", 1, true)]
    [InlineData("n", 0, true)]
    [InlineData("n", 5, false)]
    [InlineData("customerID", 10248, true)]
    [InlineData("Ticket No", 10248, true)]
    public void Whole_numbers_in_order_are_identifiers_if_they_begin_like_a_count_or_are_called_so(string name, int first, bool isIdentifier) =>
        Column(name, [.. Enumerable.Range(first, 30).Select(i => i.ToString(CultureInfo.InvariantCulture))]).Kind
            .ShouldBe(isIdentifier ? ColumnKind.Identifier : ColumnKind.Number);

    [Fact]
    public void Codes_of_places_are_categories_where_they_repeat()
    {
        string[] values = [.. Enumerable.Range(0, 100).Select(i => (98101 + (i % 7)).ToString(CultureInfo.InvariantCulture)), ""];

        Column column = Column("zipcode", values);

        column.Kind.ShouldBe(ColumnKind.Category);
        column.Schema.Levels.Count.ShouldBe(7);
        CsvText.Cells(column).ShouldBe(values);
        Column("price", values).Kind.ShouldBe(ColumnKind.Number);
    }

    [Fact]
    public void All_distinct_measurements_are_numbers()
    {
        Column("n", [.. Enumerable.Range(0, 100).Select(i => (i * 7919 % 10007).ToString(CultureInfo.InvariantCulture))]).Kind.ShouldBe(ColumnKind.Number);
        Column("id", [.. Enumerable.Range(0, 100).Select(i => (i * 1.37).ToString("F3", CultureInfo.InvariantCulture))]).Kind.ShouldBe(ColumnKind.Number);
        Column("date", [.. Enumerable.Range(0, 100).Select(i => new DateTime(2020, 1, 1).AddDays(i * 3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]).Kind.ShouldBe(ColumnKind.DateTime);
    }

    [Fact]
    public void A_key_with_a_few_repeats_is_an_identifier_still()
    {
        string[] values = [.. Enumerable.Range(0, 200).Select(i => (7129300520L + ((i / 2 * 2 == i && i < 4 ? 0 : i) * 104729L)).ToString(CultureInfo.InvariantCulture))];

        Column("id", values).Kind.ShouldBe(ColumnKind.Identifier);
        Column("price", values).Kind.ShouldBe(ColumnKind.Number);
    }

    [Theory]
    [InlineData("TX{0:D6}", ColumnKind.Identifier)]
    [InlineData("user{0}@example.org", ColumnKind.Identifier)]
    [InlineData("0b8f8a2c-1111-4222-8333-{0:D12}", ColumnKind.Identifier)]
    [InlineData("(030) 555-{0:D4}", ColumnKind.Identifier)]
    [InlineData("the parcel of order {0} came late and was wet", ColumnKind.Text)]
    public void All_distinct_strings_are_identifiers_or_text(string pattern, ColumnKind kind) =>
        Column("x", [.. Enumerable.Range(1, 60).Select(i => string.Format(CultureInfo.InvariantCulture, pattern, i * 37))]).Kind.ShouldBe(kind);

    [Fact]
    public void Repeated_strings_are_categories_and_keep_the_order_of_their_appearance()
    {
        Column column = Column("colour", [.. Enumerable.Range(0, 60).Select(i => Words[i % 3])]);

        column.Kind.ShouldBe(ColumnKind.Category);
        column.Schema.Levels.ShouldBe(Words);
    }

    [Fact]
    public void Missing_tokens_are_kept_as_they_were_each()
    {
        string[] values = ["1", "", "NA", "2", " ", "?", "NaN", "null", "-", "3", "", "None"];

        Column column = Column("x", values);

        column.Kind.ShouldBe(ColumnKind.Number);
        column.CountMissing().ShouldBe(9);
        column.Schema.MissingTokens.ShouldBe(["", "NA", " ", "?", "NaN", "null", "-", "None"]);
        CsvText.Cells(column).ShouldBe(values);
    }

    [Fact]
    public void Among_words_none_is_an_answer_and_a_sign_is_a_sign()
    {
        Column("fence", ["None", "wood", "None", "?"]).Schema.Levels.ShouldBe(["None", "wood"]);
        Column("strand", ["+", "-", "+"]).Schema.Levels.ShouldBe(["+", "-"]);
        Column("kind", ["a", "-", "b"]).Schema.MissingTokens.ShouldBe(["-"]);
        Column("country", ["DE", "FR", "NA", "US", "BR", "IT"]).Schema.Levels.ShouldContain("NA");
        Column("answer", ["yes, often", "NA", "never"]).Schema.MissingTokens.ShouldBe(["NA"]);
    }

    [Fact]
    public void A_column_of_missing_values_is_empty()
    {
        Column column = Column("x", ["", "NA", ""]);

        column.ShouldBeOfType<EmptyColumn>();
        CsvText.Cells(column).ShouldBe(["", "NA", ""]);
    }

    [Fact]
    public void Numbers_with_a_few_words_in_between_are_numbers_and_the_words_are_kept()
    {
        string[] values = [.. Enumerable.Range(0, 95).Select(i => (i * 1.5).ToString("F1", CultureInfo.InvariantCulture)), "refused", "not asked", "refused"];

        Column column = Column("income", values);

        column.Kind.ShouldBe(ColumnKind.Number);
        column.Schema.MissingTokens.ShouldBe(["refused", "not asked"]);
        CsvText.Cells(column).ShouldBe(values);
    }

    [Fact]
    public void One_number_in_another_notation_does_not_make_words_of_all()
    {
        string[] values = [.. Enumerable.Range(0, 95).Select(i => (100 + (i * 1.37)).ToString("F2", CultureInfo.InvariantCulture)), "$9.28"];

        NumberColumn column = Column("salary", values).ShouldBeOfType<NumberColumn>();

        column.Values[95].ShouldBe(9.28);
    }

    [Fact]
    public void Types_can_be_asked_for()
    {
        const string text = "a,b,c,d,e,f\n1,0,20110131,007,x y,5\n2,1,20111301,008,z,6\n";
        Table table = CsvText.Read(text.Replace("20111301", "20111231", StringComparison.Ordinal), new CsvReadOptions
        {
            Types = new Dictionary<string, ColumnType>
            {
                ["a"] = ColumnType.Category,
                ["b"] = ColumnType.Boolean,
                ["c"] = ColumnType.Date,
                ["d"] = ColumnType.Integer,
                ["e"] = ColumnType.Text,
                ["f"] = ColumnType.Identifier,
            },
        }).Table;

        table.Columns.Select(column => column.Kind).ShouldBe(
            [ColumnKind.Category, ColumnKind.Boolean, ColumnKind.DateTime, ColumnKind.Number, ColumnKind.Text, ColumnKind.Identifier]);
        CsvText.Cells(table.Columns[3]).ShouldBe(["007", "008"]);
    }

    [Theory]
    [InlineData(ColumnType.Integer, "column 'a', row 2: 'x' is not a whole number")]
    [InlineData(ColumnType.Decimal, "column 'a', row 2: 'x' is not a number")]
    [InlineData(ColumnType.Date, "column 'a', row 1: '1' is not a date")]
    [InlineData(ColumnType.Boolean, "column 'a' cannot be boolean: it has 3 different values")]
    public void A_type_that_does_not_fit_is_refused_with_the_place(ColumnType type, string message) =>
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,1\nx,1\n2,1\n", Ask("a", type))).Message.ShouldContain(message);

    [Fact]
    public void Whole_numbers_cannot_be_asked_of_decimals() =>
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,1\n2.5,1\n", Ask("a", ColumnType.Integer))).Message.ShouldContain("row 2 has 2.5");

    [Fact]
    public void Wishes_about_unknown_columns_are_refused()
    {
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,1\n", Ask("c", ColumnType.Integer))).Message.ShouldBe("test.csv has no column 'c'; its columns are 'a', 'b'.");
        Should.Throw<TableException>(() => CsvText.Read("a,b\n1,1\n", new CsvReadOptions { Drop = new HashSet<string> { "a", "b" } })).Message.ShouldContain("keep at least one");
    }

    [Fact]
    public void Columns_can_be_left_out() =>
        CsvText.Read("a,b,c\n1,2,3\n", new CsvReadOptions { Drop = new HashSet<string> { "b" } }).Table.Columns.Select(column => column.Name).ShouldBe(["a", "c"]);

    [Theory]
    [InlineData("integer", ColumnType.Integer)]
    [InlineData("Date-Time", ColumnType.DateTime)]
    [InlineData("TEXT", ColumnType.Text)]
    public void Names_of_types_are_read(string name, ColumnType type) => ColumnTypes.Parse(name).ShouldBe(type);

    [Fact]
    public void Unknown_names_of_types_are_refused() =>
        Should.Throw<TableException>(() => ColumnTypes.Parse("int")).Message.ShouldContain("integer, decimal, boolean");

    private static CsvReadOptions Ask(string column, ColumnType type) => new() { Types = new Dictionary<string, ColumnType> { [column] = type } };

    private static Column Column(string name, string[] values) =>
        CsvText.Read($"{name};other\n" + string.Concat(values.Select(value => $"{value};word\n")), new CsvReadOptions { HasHeader = true, Delimiter = ';' }).Table.Columns[0];
}

using Semblance.Data.Csv;

namespace Semblance.Data.Tests;

public class ValueTextTests
{
    private static readonly Table Sample = CsvText.Read(
        "n;d;w;price;when;t;id\n1;1.50;a;$1,000;31/12/2020;10:30;u1x\n2;2.25;b;$2,000;01/01/2021;11:45;u2x\nNA;7.75;c;$30;02/01/2021;23:59;u3x\n3;7.75;c;$30;02/01/2021;23:59;u4x\n4;7.75;c;$30;02/01/2021;23:59;u5x\n",
        new CsvReadOptions { Types = new Dictionary<string, ColumnType> { ["id"] = ColumnType.Identifier } }).Table;

    [Fact]
    public void Reads_a_value_in_the_column_s_own_form_or_plainly()
    {
        Parse("n", "12").Number.ShouldBe(12);
        Parse("n", "NA").ShouldBe(new ParsedValue(double.NaN, 0, -1, 1));
        Parse("d", "1.5").Number.ShouldBe(1.5);
        Parse("price", "$1,500").Number.ShouldBe(1500);
        Parse("price", "1500").Number.ShouldBe(1500);
        Parse("w", "b").Code.ShouldBe(1);
        Parse("when", "31/01/2021").Ticks.ShouldBe(new DateTime(2021, 1, 31).Ticks);
        Parse("when", "2021-01-31").Ticks.ShouldBe(new DateTime(2021, 1, 31).Ticks);
        Parse("t", "08:05").Ticks.ShouldBe(new TimeSpan(8, 5, 0).Ticks);
    }

    [Theory]
    [InlineData("n", "x", "Column 'n' holds numbers such as 1234; 'x' is not one.")]
    [InlineData("n", "1.5", "Column 'n' holds whole numbers; '1.5' is not one.")]
    [InlineData("d", "1.255", "Column 'd' holds numbers with up to 2 decimals; '1.255' is not one.")]
    [InlineData("w", "z", "Column 'w' has no value 'z'; it has 'a', 'b', 'c'.")]
    [InlineData("when", "soon", "Column 'when' holds dates such as 31/03/2026; 'soon' is not one.")]
    [InlineData("t", "25:00", "Column 't' holds times such as 13:45; '25:00' is not one.")]
    [InlineData("id", "u1x", "Column 'id' holds identifiers, which are generated anew; no value can be asked of it.")]
    public void Refuses_other_values_and_says_what_would_be_right(string column, string text, string message) =>
        Should.Throw<TableException>(() => Parse(column, text)).Message.ShouldBe(message);

    private static ParsedValue Parse(string column, string text) => ValueText.Parse(Sample.Columns[Sample.IndexOf(column)].Schema, text);
}

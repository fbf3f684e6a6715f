using Semblance.Cli.Input;
using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class ColumnPairsTests
{
    [Theory]
    [InlineData("income=>50K", "income", ">50K")]
    [InlineData("a=b=c", "a=b", "c")]
    [InlineData("formula=x=y", "formula", "x=y")]
    [InlineData("income=", "income", "")]
    public void The_equals_sign_after_a_column_name_divides(string word, string name, string value)
    {
        Dictionary<string, string> pairs = ColumnPairs.Divide("--condition", [word], ["income", "a=b", "formula"]);
        pairs.ShouldBe(new Dictionary<string, string> { [name] = value });
    }

    [Fact]
    public void A_word_that_names_no_column_lists_the_columns()
    {
        Should.Throw<TableException>(() => ColumnPairs.Divide("--condition", ["incom=1"], ["age", "income"]))
            .Message.ShouldBe("--condition incom=1 names no column of the table; its columns are age, income.");
    }

    [Fact]
    public void Two_values_for_one_column_cannot_both_hold()
    {
        Should.Throw<TableException>(() => ColumnPairs.Divide("--condition", ["sex=male", "sex=female"], ["sex"])).Message.ShouldContain("two values");
        ColumnPairs.Divide("--condition", ["sex=male", "sex=male"], ["sex"]).Count.ShouldBe(1);
    }
}

using Semblance.Workspace.Credits;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Credits;

public sealed class CreditAmountTests
{
    [Theory]
    [InlineData("core", 10_000, "1")]
    [InlineData("flagship", 5_000, "1")]
    [InlineData("core", 41, "0.0041")]
    [InlineData("flagship", 41, "0.0082")]
    [InlineData("core", 1, "0.0001")]
    [InlineData("core", 1_000_000_000_000, "100000000")]
    public void Rows_cost_what_the_contract_says(string family, long rows, string credits) => CreditAmount.Format(CreditAmount.OfTwin(family, rows)).ShouldBe(credits);

    [Theory]
    [InlineData("30", 30_000_000L)]
    [InlineData("0.5", 500_000L)]
    [InlineData("0", 0L)]
    [InlineData("0.000001", 1L)]
    [InlineData("unlimited", null)]
    [InlineData("Unlimited", null)]
    public void Allowances_are_read_as_people_write_them(string text, long? micros)
    {
        CreditAmount.TryParseAllowance(text, out long? read).ShouldBeTrue();
        read.ShouldBe(micros);
        CreditAmount.FormatAllowance(read).ShouldBe(text.ToLowerInvariant());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("0.0000001")]
    [InlineData("1000000001")]
    [InlineData("99999999999999999999999999999999")]
    public void Other_allowances_are_none(string text) => CreditAmount.TryParseAllowance(text, out _).ShouldBeFalse();
}

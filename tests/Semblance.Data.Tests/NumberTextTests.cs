using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data.Text;

namespace Semblance.Data.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+12", 12)]
    [InlineData("007", 7)]
    [InlineData("1.", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("-1.25", -1.25)]
    [InlineData("1e3", 1000)]
    [InlineData("1.225e+006", 1225000)]
    [InlineData("9.1E-05", 0.000091)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    public void Reads_plain_numbers(string text, double expected)
    {
        var stats = new NumberStats();

        NumberText.TryParse(Encoding.UTF8.GetBytes(text), ref stats, out double value).ShouldBeTrue();

        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1000")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("١٢")]
    public void Refuses_what_is_no_plain_number(string text)
    {
        var stats = new NumberStats();

        NumberText.TryParse(Encoding.UTF8.GetBytes(text), ref stats, out _).ShouldBeFalse();
    }

    [Fact]
    public void Reads_as_the_runtime_does() =>
        Prop.ForAll<int, int, uint>((digits, shift, whole) =>
        {
            string text = ((decimal)digits / (decimal)Math.Pow(10, Math.Abs(shift % 12)) + whole).ToString(CultureInfo.InvariantCulture);
            var stats = new NumberStats();
            NumberText.TryParse(Encoding.UTF8.GetBytes(text), ref stats, out double value).ShouldBeTrue();
            value.ShouldBe(double.Parse(text, CultureInfo.InvariantCulture));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_with_some_decimals_reads_back_and_is_written_the_same() =>
        Prop.ForAll<long, byte, bool>((digits, places, isFixed) =>
        {
            int decimals = places % 8;
            long units = digits % 1_000_000_000_000;
            double value = units / Math.Pow(10, decimals);
            var writer = new NumberWriter(new NumberFormat(decimals, isFixed));
            string text = Write(writer, value);
            var stats = new NumberStats();
            NumberText.TryParse(Encoding.UTF8.GetBytes(text), ref stats, out double again).ShouldBeTrue();
            Write(writer, again).ShouldBe(text);
            decimal exact = (decimal)units / (decimal)Math.Pow(10, decimals);
            decimal.Parse(text, CultureInfo.InvariantCulture).ShouldBe(exact);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Doubles_with_seventeen_digits_come_back_exactly() =>
        Prop.ForAll<NormalFloat>(random =>
        {
            double value = Math.Abs(random.Get) is var size && size is > 1e-3 and < 1e15 ? random.Get : Math.Sin(random.Get);
            string text = value.ToString("R", CultureInfo.InvariantCulture);
            if (text.Contains('E', StringComparison.Ordinal))
            {
                return;
            }
            var stats = new NumberStats();
            NumberText.TryParse(Encoding.UTF8.GetBytes(text), ref stats, out double read).ShouldBeTrue();
            read.ShouldBe(value);
            Write(new NumberWriter(stats.ToFormat()), read).ShouldBe(text);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1.50 2.25 10.00", 2, true, 0)]
    [InlineData("1.5 2.25 10", 2, false, 0)]
    [InlineData("7.0 2.15 0.0", 2, false, 1)]
    [InlineData("7.10 2.15 0.0", 2, false, 0)]
    [InlineData("7 12 -3", 0, true, 0)]
    [InlineData("0.0 9.1e-05 1.25", 6, false, 1)]
    public void Finds_decimals(string texts, int decimals, bool isFixed, int minimum)
    {
        NumberFormat format = StatsOf(texts).ToFormat();

        format.Decimals.ShouldBe(decimals);
        format.FixedDecimals.ShouldBe(isFixed);
        format.MinimumDecimals.ShouldBe(minimum);
    }

    [Theory]
    [InlineData("02134 12345")]
    [InlineData("1234567890123456")]
    [InlineData("+15551234567 +15551234568")]
    [InlineData("+1 2")]
    public void Knows_codes_by_their_form(string texts) => StatsOf(texts).LooksLikeCode.ShouldBeTrue();

    [Theory]
    [InlineData("0.5 0 -0.25")]
    [InlineData("123456789012345")]
    [InlineData("+1.5 -2.5")]
    [InlineData("0.12345678901234567")]
    public void Knows_numbers_by_their_form(string texts) => StatsOf(texts).LooksLikeCode.ShouldBeFalse();

    [Theory]
    [InlineData(1234567.891, "$1,234,567.89")]
    [InlineData(-5, "-$5.00")]
    [InlineData(0.004, "$0.00")]
    [InlineData(-0.004, "$0.00")]
    public void Writes_currency(double value, string expected) =>
        Write(new NumberWriter(new NumberFormat(2, Prefix: "$", ThousandsSeparator: ',')), value).ShouldBe(expected);

    [Fact]
    public void Writes_dressed_numbers()
    {
        Write(new NumberWriter(new NumberFormat(1, DecimalSeparator: ',', ThousandsSeparator: '.', Suffix: " €")), 1234.5).ShouldBe("1.234,5 €");
        Write(new NumberWriter(new NumberFormat(0, Suffix: "%")), 12).ShouldBe("12%");
        Write(new NumberWriter(new NumberFormat(0, MinimumIntegerDigits: 5)), 42).ShouldBe("00042");
        Write(new NumberWriter(new NumberFormat(2, false, MinimumIntegerDigits: 0)), -0.5).ShouldBe("-.5");
        Write(new NumberWriter(new NumberFormat(0, Prefix: "$") { SignAfterPrefix = true }), -3).ShouldBe("$-3");
        Write(new NumberWriter(new NumberFormat(1) { ExplicitPlus = true }), 3).ShouldBe("+3.0");
        Write(new NumberWriter(new NumberFormat(2)), 1e300).Length.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData(0.000091, ExponentUse.WhenSmall, "9.1e-05")]
    [InlineData(0.0001, ExponentUse.WhenSmall, "0.0001")]
    [InlineData(-0.0001, ExponentUse.WhenShorter, "-1e-04")]
    [InlineData(0.00012, ExponentUse.WhenShorter, "0.00012")]
    [InlineData(0.000012, ExponentUse.WhenShorter, "1.2e-05")]
    [InlineData(0.25, ExponentUse.WhenShorter, "0.25")]
    [InlineData(0, ExponentUse.WhenSmall, "0.0")]
    public void Writes_exponents_where_they_were(double value, ExponentUse use, string expected) =>
        Write(new NumberWriter(new NumberFormat(6, false) { MinimumDecimals = 1, Exponents = use }), value).ShouldBe(expected);

    private static NumberStats StatsOf(string texts)
    {
        var stats = new NumberStats();
        foreach (string text in texts.Split(' '))
        {
            NumberText.TryParse(Encoding.UTF8.GetBytes(text), ref stats, out _).ShouldBeTrue();
        }
        return stats;
    }

    private static string Write(NumberWriter writer, double value)
    {
        byte[] buffer = new byte[writer.MaxLength];
        return Encoding.UTF8.GetString(buffer, 0, writer.Write(buffer, value));
    }
}

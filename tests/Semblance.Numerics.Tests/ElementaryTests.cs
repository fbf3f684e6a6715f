using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests;

public sealed class ElementaryTests
{
    /// <summary>What the class promises.</summary>
    private const double Promised = 1e-14;

    [Fact]
    public void Exponentials_agree_with_the_library_over_the_whole_range()
    {
        double worst = 0;
        for (double x = -708 + 1e-9; x < 709; x += 0.01237)
        {
            worst = Math.Max(worst, Relative(Elementary.Exp(x), Math.Exp(x)));
        }
        // Near 0, where e^x - 1 would show a wrong reduction.
        for (double x = -1; x < 1; x += 0.000731)
        {
            worst = Math.Max(worst, Relative(Elementary.Exp(x), Math.Exp(x)));
        }
        worst.ShouldBeLessThan(Promised);
    }

    [Fact]
    public void Logarithms_agree_with_the_library_over_the_whole_range()
    {
        double worst = 0;
        for (double e = -1074; e < 1024; e += 0.0937)
        {
            double x = Math.Pow(2, e);
            if (x > 0 && Math.Log(x) != 0)
            {
                worst = Math.Max(worst, Relative(Elementary.Log(x), Math.Log(x)));
            }
        }
        // Around 1 the result is near 0 and a cancellation would cost all digits.
        for (double d = 1e-15; d < 0.5; d *= 1.07)
        {
            worst = Math.Max(worst, Relative(Elementary.Log(1 + d), Math.Log(1 + d)));
            worst = Math.Max(worst, Relative(Elementary.Log(1 - d), Math.Log(1 - d)));
        }
        worst.ShouldBeLessThan(Promised);
    }

    [Fact]
    public void Logistic_agrees_with_its_definition()
    {
        for (double x = -700; x < 700; x += 0.0719)
        {
            Relative(Elementary.Logistic(x), 1 / (1 + Math.Exp(-x))).ShouldBeLessThan(Promised, $"at {x}");
        }
    }

    [Fact]
    public void Edges_are_those_of_the_functions()
    {
        Elementary.Exp(0).ShouldBe(1);
        Elementary.Exp(-708.5).ShouldBe(0);
        Elementary.Exp(double.NegativeInfinity).ShouldBe(0);
        Elementary.Exp(709.5).ShouldBe(double.PositiveInfinity);
        Elementary.Exp(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Elementary.Exp(double.NaN).ShouldBe(double.NaN);
        Elementary.Log(1).ShouldBe(0);
        Elementary.Log(0).ShouldBe(double.NegativeInfinity);
        Elementary.Log(-1).ShouldBe(double.NaN);
        Elementary.Log(double.NaN).ShouldBe(double.NaN);
        Elementary.Log(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Relative(Elementary.Log(double.Epsilon), Math.Log(double.Epsilon)).ShouldBeLessThan(Promised);
        Relative(Elementary.Log(double.MaxValue), Math.Log(double.MaxValue)).ShouldBeLessThan(Promised);
        Elementary.Logistic(0).ShouldBe(0.5);
        Elementary.Logistic(double.PositiveInfinity).ShouldBe(1);
        Elementary.Logistic(double.NegativeInfinity).ShouldBe(0);
    }

    private static double Relative(double found, double expected) => Math.Abs(found - expected) / Math.Abs(expected);
}

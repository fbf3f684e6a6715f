namespace Semblance.Models.Flagship;

/// <summary>The whole multiples of a step, or all numbers if the step is 0.</summary>
internal readonly struct Grid
{
    private readonly double _step;
    private readonly double _inverse;

    public Grid(double step)
    {
        _step = step;
        // Below 1 a step is 1/k for a whole k, and dividing by k gives the very number that a decimal text is read as.
        _inverse = step is > 0 and < 1 ? Math.Round(1 / step) : 0;
    }

    /// <summary>The nearest multiple; NaN stays NaN.</summary>
    public double Round(double value) =>
        _inverse > 0 ? Math.Round(value * _inverse) / _inverse : _step > 0 ? Math.Round(value / _step) * _step : value;

    /// <summary>The largest step that divides both: what sums of multiples of both are multiples of. 0 if one is 0, or if it would be too fine to tell.</summary>
    public static double Common(double a, double b)
    {
        if (!(a > 0 && b > 0 && a < 1L << 52 && b < 1L << 52))
        {
            return 0;
        }
        if (a >= 1 && b >= 1)
        {
            return (double)Divisor((long)a, (long)b);
        }
        // The common step of 1/k and 1/m is 1 / lcm(k, m); a whole step is a multiple of all of them.
        Int128 k = a < 1 ? (long)Math.Round(1 / a) : 1, m = b < 1 ? (long)Math.Round(1 / b) : 1;
        Int128 least = k / Divisor(k, m) * m;
        return least < 1L << 52 ? 1 / (double)least : 0;
    }

    private static Int128 Divisor(Int128 a, Int128 b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }
        return a;
    }
}

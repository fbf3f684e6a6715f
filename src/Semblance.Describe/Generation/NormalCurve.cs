using Semblance.Numerics;

namespace Semblance.Describe.Generation;

/// <summary>The standard normal distribution, from basic arithmetic alone: the same bits on every machine.</summary>
internal static class NormalCurve
{
    /// <summary>
    /// The quantile function, relative error 1.15e-9. Source: Acklam, "An algorithm for computing the
    /// inverse normal cumulative distribution function", 2003.
    /// </summary>
    /// <param name="p">A probability within (0, 1).</param>
    public static double Quantile(double p)
    {
        const double Edge = 0.02425;
        if (p < Edge)
        {
            return Tail(Math.Sqrt(-2 * Elementary.Log(p)));
        }
        if (p > 1 - Edge)
        {
            return -Tail(Math.Sqrt(-2 * Elementary.Log(1 - p)));
        }
        double q = p - 0.5, r = q * q;
        return ((((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) + 1.383577518672690e+02) * r) - 3.066479806614716e+01) * r) + 2.506628277459239e+00) * q
            / ((((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) + 6.680131188771972e+01) * r) - 1.328068155288572e+01) * r) + 1);
    }

    /// <summary>
    /// The distribution function, absolute error below 7.5e-8. Source: Abramowitz and Stegun, "Handbook of mathematical functions", 1964, 26.2.17.
    /// </summary>
    public static double Cumulative(double z)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        double tail = 0.3989422804014327 * Elementary.Exp(-0.5 * z * z)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }

    private static double Tail(double q) =>
        ((((((((((-7.784894002430293e-03 * q) - 3.223964580411365e-01) * q) - 2.400758277161838e+00) * q) - 2.549732539343734e+00) * q) + 4.374664141464968e+00) * q) + 2.938163982698783e+00)
        / ((((((((7.784695709041462e-03 * q) + 3.224671290700398e-01) * q) + 2.445134137142996e+00) * q) + 3.754408661907416e+00) * q) + 1);
}

namespace Semblance.Numerics.Distributions;

/// <summary>
/// The gamma and beta functions and their relatives, from basic arithmetic alone: the same bits on every machine.
/// Relative errors are some 1e-12 where the result is not near 0.
/// </summary>
public static class SpecialFunctions
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const int MostSteps = 10_000;

    // Lanczos's coefficients for g = 7, n = 9; Godfrey 2001.
    private static readonly double[] s_lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The logarithm of the gamma function for x &gt; 0.</summary>
    public static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            // The recurrence leads where the series is good.
            return LogGamma(x + 1) - Elementary.Log(x);
        }
        double sum = s_lanczos[0], t = x + 6.5;
        for (int k = 1; k < s_lanczos.Length; k++)
        {
            sum += s_lanczos[k] / (x - 1 + k);
        }
        return HalfLogTwoPi + ((x - 0.5) * Elementary.Log(t)) - t + Elementary.Log(sum);
    }

    /// <summary>The derivative of <see cref="LogGamma"/> for x &gt; 0.</summary>
    public static double Digamma(double x)
    {
        double shift = 0;
        while (x < 8)
        {
            shift -= 1 / x;
            x++;
        }
        double inverse = 1 / x, square = inverse * inverse;
        double series = square * ((1.0 / 12) - (square * ((1.0 / 120) - (square * ((1.0 / 252) - (square * ((1.0 / 240) - (square * (1.0 / 132)))))))));
        return shift + Elementary.Log(x) - (0.5 * inverse) - series;
    }

    /// <summary>The regularised lower incomplete gamma function P(a, x): the distribution function of the gamma distribution of shape a.</summary>
    public static double GammaP(double a, double x)
    {
        if (!(x > 0))
        {
            return 0;
        }
        if (double.IsPositiveInfinity(x))
        {
            return 1;
        }
        double scale = Elementary.Exp((a * Elementary.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (int n = 1; n < MostSteps && term > sum * 1e-16; n++)
            {
                term *= x / (a + n);
                sum += term;
            }
            return Math.Min(1, sum * scale);
        }
        return Math.Max(0, 1 - (scale * GammaFraction(a, x)));
    }

    /// <summary>The regularised incomplete beta function I_x(a, b): the distribution function of the beta distribution.</summary>
    public static double BetaI(double a, double b, double x)
    {
        if (!(x > 0))
        {
            return 0;
        }
        if (x >= 1)
        {
            return 1;
        }
        double scale = Elementary.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Elementary.Log(x)) + (b * Elementary.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? scale * BetaFraction(a, b, x) / a : 1 - (scale * BetaFraction(b, a, 1 - x) / b);
    }

    /// <summary>The continued fraction of Q(a, x), by Lentz's method.</summary>
    private static double GammaFraction(double a, double x)
    {
        const double Tiny = 1e-300;
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, fraction = d;
        for (int n = 1; n < MostSteps; n++)
        {
            double term = -n * (n - a);
            b += 2;
            d = (term * d) + b;
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = b + (term / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            double factor = c * d;
            fraction *= factor;
            if (Math.Abs(factor - 1) < 1e-15)
            {
                break;
            }
        }
        return fraction;
    }

    /// <summary>The continued fraction of I_x(a, b), by Lentz's method. Source: DiDonato and Morris, 1992, in the form of Abramowitz and Stegun 26.5.8.</summary>
    private static double BetaFraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 - ((a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        double fraction = d;
        for (int m = 1; m < MostSteps; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 + (even * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (even / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            fraction *= c * d;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 + (odd * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (odd / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            double factor = c * d;
            fraction *= factor;
            if (Math.Abs(factor - 1) < 1e-15)
            {
                break;
            }
        }
        return fraction;
    }
}

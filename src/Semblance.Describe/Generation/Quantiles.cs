using System.Runtime.CompilerServices;
using Semblance.Numerics;

namespace Semblance.Describe.Generation;

/// <summary>
/// A distribution between two bounds as its quantiles at equal steps, with finer steps in the first and last of them, so that a far bound gets no
/// more than its due; in between, straight lines.
/// </summary>
internal sealed class Quantiles
{
    private const int Cells = 2048;
    private const int TailCells = 2048;

    private readonly double[] _body = new double[Cells + 1];
    private readonly double[] _low = new double[TailCells + 1];
    private readonly double[] _high = new double[TailCells + 1];

    private Quantiles(Func<double, double> quantile, double min, double max)
    {
        for (int i = 0; i <= Cells; i++)
        {
            _body[i] = Math.Clamp(quantile((double)i / Cells), min, max);
        }
        for (int i = 0; i <= TailCells; i++)
        {
            _low[i] = Math.Clamp(quantile((double)i / TailCells / Cells), min, max);
            _high[i] = Math.Clamp(quantile(1 - ((double)(TailCells - i) / TailCells / Cells)), min, max);
        }
    }

    /// <summary>The distribution that a plan names.</summary>
    /// <param name="distribution">uniform, normal, lognormal, exponential, low_first.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="mean">Where the mass lies; null for a place that suits the bounds.</param>
    /// <param name="deviation">How wide it is; null for a width that suits the bounds.</param>
    public static Quantiles Create(string distribution, double min, double max, double? mean, double? deviation)
    {
        double range = max - min;
        if (range <= 0)
        {
            return new Quantiles(_ => min, min, max);
        }
        switch (distribution)
        {
            case "normal":
                double center = mean ?? min + (range / 2);
                double sigma = deviation ?? range / 6;
                return sigma <= 0 ? new Quantiles(_ => center, min, max) : Truncated(z => center + (sigma * z), x => (x - center) / sigma, min, max);
            case "lognormal":
                // Distances from 0 where the bounds allow it, else from the lower bound.
                double origin = min >= 0 ? 0 : min;
                double floor = Math.Max(min - origin, range * 1e-4);
                double median = Math.Max((mean ?? Math.Sqrt(floor * (max - origin)) + origin) - origin, range * 1e-6);
                double spread = deviation ?? Math.Max(0.1, Elementary.Log((max - origin) / floor) / 6);
                return spread <= 0 ? new Quantiles(_ => origin + median, min, max) : Truncated(z => origin + (median * Elementary.Exp(spread * z)), x => x - origin <= 0 ? double.NegativeInfinity : Elementary.Log((x - origin) / median) / spread, min, max);
            case "exponential":
                double scale = Math.Max((mean ?? min + (range / 5)) - min, range * 1e-6);
                double top = 1 - Elementary.Exp(-range / scale);
                return new Quantiles(p => p * top >= 1 ? max : min - (scale * Elementary.Log(1 - (p * top))), min, max);
            case "low_first":
                // The cube of a uniform number: half of the mass in the lowest eighth.
                return new Quantiles(p => min + (range * p * p * p), min, max);
            default:
                return new Quantiles(p => min + (range * p), min, max);
        }
    }

    /// <summary>A value for 64 random bits.</summary>
    public double this[ulong bits]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            double place = Draws.Unit(bits) * Cells;
            int cell = (int)place;
            return cell is 0 or Cells - 1 ? Tail(cell == 0 ? _low : _high, place - cell) : _body[cell] + ((place - cell) * (_body[cell + 1] - _body[cell]));
        }
    }

    private static double Tail(double[] values, double share)
    {
        double place = share * TailCells;
        int cell = Math.Min((int)place, TailCells - 1);
        return values[cell] + ((place - cell) * (values[cell + 1] - values[cell]));
    }

    private static Quantiles Truncated(Func<double, double> value, Func<double, double> score, double min, double max)
    {
        double low = score(min), high = score(max);
        double below = double.IsNegativeInfinity(low) ? 0 : NormalCurve.Cumulative(low);
        double inside = NormalCurve.Cumulative(high) - below;
        if (!(inside > 1e-9))
        {
            // All of the mass lies outside: what is left leans on the nearer bound.
            return new Quantiles(p => min + ((max - min) * p), min, max);
        }
        return new Quantiles(
            p =>
            {
                double at = below + (p * inside);
                return at <= 1e-15 ? min : at >= 1 - 1e-15 ? max : value(NormalCurve.Quantile(at));
            },
            min,
            max);
    }
}

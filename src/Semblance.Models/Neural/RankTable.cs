using Semblance.Models.Copula;
using Semblance.Numerics;
using Semblance.Numerics.Distributions;

namespace Semblance.Models.Neural;

/// <summary>
/// The ranks of a column's numbers as a model makes them: by it a number is read off the training column's distribution at the rank that it has among made ones. Plain data.
/// </summary>
/// <param name="knots">Made numbers, ascending, at the shares of <see cref="ShareOf"/>; fewer than two if none were made.</param>
/// <param name="isEven">Whether shares are evenly spaced, as they were in models of format version 1; else they lie the closer, the nearer they are to 0 or 1.</param>
internal sealed class RankTable(double[] knots, bool isEven)
{
    private const int MostKnots = 512;

    /// <summary>No numbers.</summary>
    public static RankTable Empty { get; } = new([], false);

    /// <summary>Learns the ranks.</summary>
    /// <param name="made">Numbers made, NaN where missing.</param>
    public static RankTable Learn(double[] made)
    {
        double[] present = Array.FindAll(made, value => !double.IsNaN(value));
        Array.Sort(present);
        var knots = new double[Math.Min(MostKnots, present.Length)];
        var table = new RankTable(knots, false);
        for (int k = 0; k < knots.Length; k++)
        {
            knots[k] = present[(int)(table.ShareOf(k) * (present.Length - 1))];
        }
        return table;
    }

    /// <summary>The number at the rank that a number has.</summary>
    /// <param name="marginal">The training column's distribution.</param>
    /// <param name="value">The number as the model makes it.</param>
    /// <param name="uniform">A number in [0, 1), which decides among equal ranks.</param>
    public double ReadOff(NumberMarginal marginal, double value, double uniform)
    {
        if (knots.Length < 2)
        {
            return marginal.ValueAt(Normal.Quantile(Inside(uniform)));
        }
        int below = SortedNumbers.LowerBound(knots, value), above = below;
        while (above < knots.Length && knots[above] == value)
        {
            above++;
        }
        double share = above > below + 1 ? Between(below, above - 1, uniform) // a value made often
            : below == 0 ? 0
            : below == knots.Length ? 1
            : above > below ? ShareOf(below)
            : Between(below - 1, below, (value - knots[below - 1]) / (knots[below] - knots[below - 1]));
        return marginal.ValueAt(Normal.Quantile(Inside(share)));
    }

    /// <summary>The number that a model makes where <see cref="ReadOff"/> gives a number: the inverse, near enough to look for candidates by.</summary>
    public double Unread(NumberMarginal marginal, double value)
    {
        if (knots.Length < 2)
        {
            return value;
        }
        double share = Normal.Cdf(marginal.ScoreOf(value));
        int below = 0, end = knots.Length - 1;
        while (end - below > 1)
        {
            int middle = (below + end) >> 1;
            (below, end) = ShareOf(middle) <= share ? (middle, end) : (below, middle);
        }
        double place = Math.Clamp((share - ShareOf(below)) / (ShareOf(end) - ShareOf(below)), 0, 1);
        return knots[below] + (place * (knots[end] - knots[below]));
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer) => writer.WriteDoubles(knots);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">What to read.</param>
    /// <param name="version">The format version of the model.</param>
    public static RankTable Read(BinaryReader reader, int version) => new(reader.ReadDoubles(), version == 1);

    /// <summary>
    /// The share of made numbers below a knot. With t from 0 to 1 it is t^2 (3 - 2 t): even knots would leave some 16 of 8,192 numbers between the last two, and among those the largest ones, that
    /// decide how far a table reaches, would have no ranks of their own.
    /// </summary>
    private double ShareOf(int knot)
    {
        double t = (double)knot / Math.Max(1, knots.Length - 1);
        return isEven ? t : t * t * (3 - (2 * t));
    }

    private double Between(int first, int second, double place) => ShareOf(first) + (place * (ShareOf(second) - ShareOf(first)));

    private static double Inside(double share) => Math.Clamp(share, 1e-9, 1 - 1e-9);
}

using System.Globalization;
using Semblance.Data;

namespace Semblance.Quality;

/// <summary>One bar of a column's picture.</summary>
/// <param name="Label">The level, or the lower end of the bin.</param>
/// <param name="Real">The share of the real rows, 0 to 1.</param>
/// <param name="Synthetic">The share of the synthetic rows, 0 to 1.</param>
public readonly record struct ColumnBar(string Label, double Real, double Synthetic);

/// <summary>How one column came out.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="IsCategorical">Whether it was compared as categories.</param>
/// <param name="ShapeError">See <see cref="Quality.ShapeError"/>; NaN if undefined.</param>
/// <param name="CeilingShapeError">The same of fresh real rows.</param>
/// <param name="RealMissing">The missing share of the real column.</param>
/// <param name="SyntheticMissing">The missing share of the synthetic column.</param>
/// <param name="Bars">Shares of the present values: the most frequent levels, or 20 bins of equal width, the outer ones open.</param>
public sealed record ColumnComparison(
    string Name,
    bool IsCategorical,
    double ShapeError,
    double CeilingShapeError,
    double RealMissing,
    double SyntheticMissing,
    IReadOnlyList<ColumnBar> Bars)
{
    /// <summary>The most bars of a picture.</summary>
    internal const int MostBars = 20;

    internal static ColumnComparison Of(ColumnSchema schema, ViewColumn real, ViewColumn synthetic, double error, double ceiling)
    {
        (double realMissing, double syntheticMissing) = (MissingShare(real), MissingShare(synthetic));
        ColumnBar[] bars = real.IsCategorical ? LevelBars(real, synthetic) : BinBars(schema, real.Values!, synthetic.Values!);
        return new ColumnComparison(real.Name, real.IsCategorical, error, ceiling, realMissing, syntheticMissing, bars);
    }

    private static double MissingShare(ViewColumn column)
    {
        if (column.Count == 0)
        {
            return 0;
        }
        int missing = column.Values is { } values ? values.Count(double.IsNaN) : column.Codes!.Count(code => code < 0);
        return (double)missing / column.Count;
    }

    private static ColumnBar[] LevelBars(ViewColumn real, ViewColumn synthetic)
    {
        int levels = real.Levels.Count;
        double[] r = Shares(real.Codes!, levels), s = Shares(synthetic.Codes!, levels);
        int[] order = [.. Enumerable.Range(0, levels).OrderByDescending(level => Math.Max(r[level], s[level]))];
        int named = levels <= MostBars ? levels : MostBars - 1;
        List<ColumnBar> bars = [.. order[..named].Select(level => new ColumnBar(real.Levels[level], r[level], s[level]))];
        if (named < levels)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"{levels - named} others");
            bars.Add(new ColumnBar(label, order[named..].Sum(level => r[level]), order[named..].Sum(level => s[level])));
        }
        return [.. bars];
    }

    private static ColumnBar[] BinBars(ColumnSchema schema, double[] real, double[] synthetic)
    {
        double[] sorted = Array.FindAll(real, double.IsFinite);
        if (sorted.Length == 0)
        {
            return [];
        }
        Array.Sort(sorted);
        // A few extreme values would squeeze everything else into one bar.
        double low = sorted[sorted.Length / 200], high = sorted[sorted.Length - 1 - sorted.Length / 200];
        int bins = high > low ? MostBars : 1;
        double width = high > low ? (high - low) / bins : 1;
        int[] Codes(double[] values) => Array.ConvertAll(values, value => double.IsFinite(value) ? (int)Math.Clamp((value - low) / width, 0, bins - 1) : -1);
        double[] r = Shares(Codes(real), bins), s = Shares(Codes(synthetic), bins);
        return [.. Enumerable.Range(0, bins).Select(bin => new ColumnBar(Label(schema, low + bin * width), r[bin], s[bin]))];
    }

    private static string Label(ColumnSchema schema, double value) => schema.DateTime is { } format
        ? new DateTime((long)(value * TimeSpan.TicksPerSecond)).ToString(format.Pattern, CultureInfo.InvariantCulture)
        : value.ToString("G5", CultureInfo.InvariantCulture);

    private static double[] Shares(int[] codes, int slots)
    {
        var shares = new double[slots];
        foreach (int code in codes)
        {
            if (code >= 0)
            {
                shares[code]++;
            }
        }
        double present = Math.Max(shares.Sum(), 1);
        return Array.ConvertAll(shares, count => count / present);
    }
}

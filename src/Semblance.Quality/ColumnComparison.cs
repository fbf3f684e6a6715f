using System.Globalization;
using Semblance.Data;

namespace Semblance.Quality;

/// <summary>One bar of a column's picture.</summary>
/// <param name="Label">The level, or the lower end of the bin.</param>
/// <param name="Real">The share of the real rows, 0 to 1.</param>
/// <param name="Synthetic">The share of the synthetic rows, 0 to 1.</param>
public readonly record struct ColumnBar(string Label, double Real, double Synthetic);

/// <summary>How one column came out. NaN where a figure is undefined.</summary>
public sealed record ColumnComparison
{
    /// <summary>The most bars of a picture.</summary>
    internal const int MostBars = 20;

    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it was compared as categories.</summary>
    public required bool IsCategorical { get; init; }

    /// <summary>See <see cref="Quality.ShapeError"/>.</summary>
    public double ShapeError { get; init; }

    /// <summary>The same of fresh real rows.</summary>
    public double CeilingShapeError { get; init; }

    /// <summary>See <see cref="ValueRanges.Adherence"/>.</summary>
    public double Adherence { get; init; }

    /// <summary>The same of fresh real rows.</summary>
    public double CeilingAdherence { get; init; }

    /// <summary>See <see cref="ValueRanges.Coverage"/>.</summary>
    public double Coverage { get; init; }

    /// <summary>The same of fresh real rows.</summary>
    public double CeilingCoverage { get; init; }

    /// <summary>The missing share of the real column.</summary>
    public required double RealMissing { get; init; }

    /// <summary>The missing share of the synthetic column.</summary>
    public required double SyntheticMissing { get; init; }

    /// <summary>How far the missing shares of two samples of real rows are apart.</summary>
    public double CeilingMissingError { get; init; }

    /// <summary>Whether the bars are levels or single values; otherwise they are bins, the outer ones open.</summary>
    public required bool BarsAreValues { get; init; }

    /// <summary>Shares of the present values: the most frequent levels, single numbers if there are few, or bins of equal width.</summary>
    public required IReadOnlyList<ColumnBar> Bars { get; init; }

    internal static ColumnComparison Of(ColumnSchema schema, ViewColumn real, ViewColumn synthetic)
    {
        (ColumnBar[] bars, bool single) = real.IsCategorical ? (LevelBars(real, synthetic), true) : NumberBars(schema, real.Values!, synthetic.Values!);
        return new ColumnComparison
        {
            Name = real.Name,
            IsCategorical = real.IsCategorical,
            RealMissing = MissingShare(real),
            SyntheticMissing = MissingShare(synthetic),
            BarsAreValues = single,
            Bars = bars,
        };
    }

    internal static double MissingShare(ViewColumn column)
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

    private static (ColumnBar[] Bars, bool Single) NumberBars(ColumnSchema schema, double[] real, double[] synthetic)
    {
        double[] sorted = Array.FindAll(real, double.IsFinite);
        if (sorted.Length == 0)
        {
            return ([], false);
        }
        Array.Sort(sorted);
        double[] distinct = [.. sorted.Distinct().Take(MostBars + 1)];
        if (distinct.Length <= MostBars)
        {
            // A bar for each value; others go to the nearest.
            double[] middles = [.. distinct.Skip(1).Select((value, i) => (value + distinct[i]) / 2)];
            return (Bars(value => UpperBound(middles, value), i => Label(schema, distinct[i]), distinct.Length), true);
        }
        // A few extreme values would squeeze everything else into one bar.
        double low = sorted[sorted.Length / 200], high = sorted[sorted.Length - 1 - sorted.Length / 200];
        (low, high) = low < high ? (low, high) : (sorted[0], sorted[^1]);
        int bins = MostBars;
        double width = (high - low) / bins;
        double step = schema.DateTime is { } date ? (double)date.ResolutionTicks / TimeSpan.TicksPerSecond : sorted.All(double.IsInteger) ? 1 : 0;
        if (step > 0)
        {
            // Bins of as many whole numbers or days each, or the picture would be a comb.
            width = step * Math.Ceiling(((high - low) / step + 1) / bins);
            bins = (int)Math.Ceiling((high - low + step) / width);
        }
        return (Bars(value => (int)Math.Clamp((value - low) / width, 0, bins - 1), bin => Label(schema, low + bin * width), bins), false);

        ColumnBar[] Bars(Func<double, int> slotOf, Func<int, string> label, int slots)
        {
            double[] Count(double[] values) => Shares(Array.ConvertAll(values, value => double.IsFinite(value) ? slotOf(value) : -1), slots);
            double[] r = Count(real), s = Count(synthetic);
            return [.. Enumerable.Range(0, slots).Select(slot => new ColumnBar(label(slot), r[slot], s[slot]))];
        }
    }

    /// <summary>How many of the sorted edges are not above a value.</summary>
    private static int UpperBound(double[] edges, double value)
    {
        int at = Array.BinarySearch(edges, value);
        return at >= 0 ? at + 1 : ~at;
    }

    private static string Label(ColumnSchema schema, double value) => schema.DateTime is { } format
        ? new DateTime((long)(value * TimeSpan.TicksPerSecond)).ToString(format.Pattern, CultureInfo.InvariantCulture)
        : Math.Abs(value) is 0 or (>= 1e-4 and < 1e9)
        ? double.Parse(value.ToString(double.IsInteger(value) ? "G9" : "G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("0.########", CultureInfo.InvariantCulture)
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

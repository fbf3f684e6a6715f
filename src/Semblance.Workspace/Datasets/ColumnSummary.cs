using System.Globalization;
using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>Sums up one column.</summary>
internal static class ColumnSummary
{
    private const int TopLevels = 10;
    private static readonly double[] s_quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Sums up a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="hashes">The hashes of its values; their order is not kept.</param>
    public static ColumnProfile Of(Column column, ulong[] hashes)
    {
        int missing = column.CountMissing();
        var profile = new ColumnProfile
        {
            Name = column.Name,
            Type = TypeOf(column.Schema),
            Missing = missing,
            MissingShare = column.Count == 0 ? 0 : Math.Round(missing / (double)column.Count, 6),
        };
        switch (column)
        {
            case NumberColumn numbers:
                double[] sorted = missing == 0 ? [.. numbers.Values] : [.. numbers.Values.Where((_, row) => !column.IsMissing(row))];
                Array.Sort(sorted);
                (double? mean, double? deviation) = Moments(sorted);
                return Ordered(profile, sorted, value => double.IsFinite(value) ? value : value.ToString(CultureInfo.InvariantCulture)) with { Mean = mean, StandardDeviation = deviation };
            case DateTimeColumn times:
                long[] ticks = missing == 0 ? [.. times.Ticks] : [.. times.Ticks.Where((_, row) => !column.IsMissing(row))];
                Array.Sort(ticks);
                return Ordered(profile, ticks, value => ValueText.Format(column.Schema.DateTime!, value));
            case CategoryColumn categories:
                int[] counts = CountLevels(categories);
                return profile with
                {
                    Distinct = counts.Count(count => count > 0),
                    Top = [.. counts.Index().Where(level => level.Item > 0).OrderByDescending(level => level.Item).ThenBy(level => level.Index).Take(TopLevels)
                        .Select(level => new LevelCount(column.Schema.Levels[level.Index], level.Item))],
                };
            default:
                return profile with { Distinct = missing == column.Count ? 0 : ValueHashes.CountDistinct(hashes) - (missing > 0 ? 1 : 0) };
        }
    }

    /// <summary>The name of a column's type, as people write it.</summary>
    public static string TypeOf(ColumnSchema schema) => schema.Kind switch
    {
        ColumnKind.Number => schema.Number!.IsInteger ? "integer" : "decimal",
        ColumnKind.DateTime => schema.DateTime!.Parts switch { DateTimeParts.Date => "date", DateTimeParts.Time => "time", _ => "datetime" },
        _ => schema.Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Quantiles are values that occur (the inverse of the empirical distribution function), not means of two.</summary>
    private static ColumnProfile Ordered<T>(ColumnProfile profile, T[] sorted, Func<T, object> show)
        where T : IEquatable<T>
    {
        if (sorted.Length == 0)
        {
            return profile with { Distinct = 0 };
        }
        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i].Equals(sorted[i - 1]) ? 0 : 1;
        }
        return profile with
        {
            Distinct = distinct,
            Min = show(sorted[0]),
            Max = show(sorted[^1]),
            Quantiles = s_quantiles.ToDictionary(
                quantile => string.Create(CultureInfo.InvariantCulture, $"p{quantile * 100:00}"),
                quantile => show(sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)])),
        };
    }

    private static (double? Mean, double? Deviation) Moments(double[] values)
    {
        if (values.Length == 0)
        {
            return (null, null);
        }
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        double deviation = values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : 0;
        // Values near the largest of all numbers have sums that are none.
        return (double.IsFinite(mean) ? mean : null, double.IsFinite(deviation) ? deviation : null);
    }

    private static int[] CountLevels(CategoryColumn column)
    {
        var counts = new int[column.Schema.Levels.Count];
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }
        return counts;
    }
}

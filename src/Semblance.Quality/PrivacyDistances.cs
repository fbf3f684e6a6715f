namespace Semblance.Quality;

/// <summary>Privacy by distance to the closest record (DCR): whether synthetic rows lie nearer to the rows that were learnt than to rows that were not.</summary>
public static class PrivacyDistances
{
    /// <summary>
    /// The DCR share: how many synthetic rows have their nearest training row nearer than the nearest row of the other half, ties
    /// counted half. 0.5 is ideal; 1 means that the rows are copies.
    /// </summary>
    /// <param name="trainHalf">The rows that the model was fitted on.</param>
    /// <param name="otherHalf">As many rows of the same origin that it has not seen (with unequal halves the larger is sampled).</param>
    /// <param name="synthetic">The rows it made, aligned with both.</param>
    /// <param name="settings">Seed and threads.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public static double DcrShare(TableView trainHalf, TableView otherHalf, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainHalf);
        ArgumentNullException.ThrowIfNull(otherHalf);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        (trainHalf, otherHalf) = TableView.OfEqualSize(trainHalf, otherHalf, settings.Seed);
        var space = new DistanceSpace(trainHalf.Append(otherHalf));
        float[] toTrain = new NearestRows(space, trainHalf).Distances(synthetic, settings.Threads, cancellation);
        float[] toOther = new NearestRows(space, otherHalf).Distances(synthetic, settings.Threads, cancellation);
        long doubled = 0;
        for (int row = 0; row < toTrain.Length; row++)
        {
            doubled += toTrain[row] < toOther[row] ? 2 : toTrain[row] == toOther[row] ? 1 : 0;
        }
        return toTrain.Length == 0 ? double.NaN : doubled / (2.0 * toTrain.Length);
    }

    /// <summary>
    /// The DCR share of rows whose columns are drawn one by one from both halves, and so know nothing of either: 0.5, unless the halves differ
    /// in kind (repeated rows, a split that is not random) and shift the share of every model.
    /// </summary>
    public static double DcrShareOfIndependentColumns(TableView trainHalf, TableView otherHalf, int rows, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainHalf);
        ArgumentNullException.ThrowIfNull(otherHalf);
        ArgumentNullException.ThrowIfNull(settings);
        (trainHalf, otherHalf) = TableView.OfEqualSize(trainHalf, otherHalf, settings.Seed);
        return DcrShare(trainHalf, otherHalf, trainHalf.Append(otherHalf).DrawColumns(rows, settings.Seed), settings, cancellation);
    }

    /// <summary>The distance of each synthetic row to the nearest real row.</summary>
    public static float[] Nearest(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        return new NearestRows(new DistanceSpace(real), real).Distances(synthetic, settings.Threads, cancellation);
    }

    /// <summary>The share of synthetic rows that equal some real row in every compared column.</summary>
    /// <remarks>Rows are compared by a 128-bit hash. In tables of few categories many rows are equal by chance: compare with a holdout's share.</remarks>
    public static double ExactCopies(TableView real, TableView synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        var known = new HashSet<UInt128>(RowHashes(real));
        UInt128[] rows = RowHashes(synthetic);
        return rows.Length == 0 ? double.NaN : (double)rows.Count(known.Contains) / rows.Length;
    }

    /// <summary>The value below which a share of the distances lies, by linear interpolation; NaN if there are none.</summary>
    public static double Quantile(ReadOnlySpan<float> distances, double share)
    {
        if (distances.Length == 0)
        {
            return double.NaN;
        }
        float[] sorted = distances.ToArray();
        Array.Sort(sorted);
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static UInt128[] RowHashes(TableView view)
    {
        var low = new ulong[view.RowCount];
        var high = new ulong[view.RowCount];
        foreach (ViewColumn column in view.Columns)
        {
            for (int row = 0; row < low.Length; row++)
            {
                // Adding zero makes one of the two zeros; every NaN becomes the same one.
                ulong value = column.Values is { } values
                    ? BitConverter.DoubleToUInt64Bits(double.IsNaN(values[row]) ? double.NaN : values[row] + 0.0)
                    : (ulong)(uint)column.Codes![row];
                low[row] = Mix(low[row] ^ value);
                high[row] = Mix(high[row] + value * 0x9E3779B97F4A7C15);
            }
        }
        return [.. low.Zip(high, (a, b) => new UInt128(b, a))];
    }

    /// <summary>A bijective scramble of 64 bits (the finaliser of SplitMix64; Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

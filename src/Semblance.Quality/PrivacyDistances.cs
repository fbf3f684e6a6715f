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
    public static double DcrShare(TableView trainHalf, TableView otherHalf, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default) =>
        DcrShareWithInterval(trainHalf, otherHalf, synthetic, settings, cancellation).Share;

    /// <summary><see cref="DcrShare"/> with its confidence interval.</summary>
    /// <remarks>
    /// Synthetic rows with the same nearest real row are decided by that one row, so the interval counts them as one cluster: its variance is
    /// the sum over clusters of the squared sums of deviations (Liang and Zeger 1986).
    /// </remarks>
    internal static (double Share, Interval Interval) DcrShareWithInterval(
        TableView trainHalf,
        TableView otherHalf,
        TableView synthetic,
        MetricSettings settings,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(trainHalf);
        ArgumentNullException.ThrowIfNull(otherHalf);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        (trainHalf, otherHalf) = TableView.OfEqualSize(trainHalf, otherHalf, settings.Seed);
        int size = trainHalf.RowCount;
        if (size == 0 || synthetic.RowCount == 0)
        {
            return (double.NaN, new Interval(0, 1));
        }
        var space = new DistanceSpace(trainHalf.Append(otherHalf));
        (int[] trainRows, double[] toTrain) = new NearestRows(space, trainHalf).Nearest(synthetic, settings.Threads, cancellation);
        (int[] otherRows, double[] toOther) = new NearestRows(space, otherHalf).Nearest(synthetic, settings.Threads, cancellation);
        double Won(int row) => toTrain[row] < toOther[row] ? 1 : toTrain[row] == toOther[row] ? 0.5 : 0;
        double sum = 0;
        for (int row = 0; row < toTrain.Length; row++)
        {
            sum += Won(row);
        }
        double share = sum / toTrain.Length;
        var clusters = new double[2 * size];
        for (int row = 0; row < toTrain.Length; row++)
        {
            clusters[toTrain[row] <= toOther[row] ? trainRows[row] : size + otherRows[row]] += Won(row) - share;
        }
        double error = Math.Sqrt(clusters.Sum(deviation => deviation * deviation)) / toTrain.Length;
        return (share, Interval.Around(share, error, 0, 1));
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

    /// <summary>The distance of each synthetic row to the nearest real row; infinity if there is no real row.</summary>
    public static double[] Nearest(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        return new NearestRows(new DistanceSpace(real), real).Distances(synthetic, 1, settings.Threads, cancellation);
    }

    /// <summary>The distance of each synthetic row to the nearest real row, and its ratio to the distance to the second nearest (NNDR).</summary>
    /// <remarks>
    /// A small ratio means that a row sits at one real row and far from all others. Where even the second nearest is at distance 0 the ratio
    /// is 1: several real rows are equal, and nobody is singled out.
    /// </remarks>
    internal static (double[] Distances, double[] Ratios) NearestTwo(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation)
    {
        double[] two = new NearestRows(new DistanceSpace(real), real).Distances(synthetic, 2, settings.Threads, cancellation);
        var distances = new double[synthetic.RowCount];
        var ratios = new double[synthetic.RowCount];
        for (int row = 0; row < distances.Length; row++)
        {
            (double first, double second) = (two[2 * row], two[2 * row + 1]);
            distances[row] = first;
            ratios[row] = second == 0 ? 1 : first / second;
        }
        return (distances, ratios);
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
    public static double Quantile(ReadOnlySpan<double> distances, double share)
    {
        if (distances.Length == 0)
        {
            return double.NaN;
        }
        double[] sorted = distances.ToArray();
        Array.Sort(sorted);
        return SortedQuantile(sorted, share);
    }

    internal static double SortedQuantile(ReadOnlySpan<double> sorted, double share)
    {
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

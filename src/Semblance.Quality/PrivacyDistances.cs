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
        int size = Math.Min(trainHalf.RowCount, otherHalf.RowCount);
        trainHalf = SampleRows.AtMost(trainHalf, size, settings.Seed, SampleRows.HalvesStream);
        otherHalf = SampleRows.AtMost(otherHalf, size, settings.Seed, SampleRows.HalvesStream);
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

    /// <summary>The distance of each synthetic row to the nearest real row.</summary>
    public static float[] Nearest(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        return new NearestRows(new DistanceSpace(real), real).Distances(synthetic, settings.Threads, cancellation);
    }
}

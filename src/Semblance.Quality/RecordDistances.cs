namespace Semblance.Quality;

/// <summary>How near some rows come to real ones, as percentiles 0 to 100 over the rows.</summary>
/// <param name="Distances">Percentiles of the distance to the closest real record (DCR).</param>
/// <param name="Ratios">Percentiles of the ratio of the distances to the nearest and the second nearest real record (NNDR).</param>
public sealed record RecordDistances(IReadOnlyList<double> Distances, IReadOnlyList<double> Ratios)
{
    internal static RecordDistances Of(double[] distances, double[] ratios) => new(Percentiles(distances), Percentiles(ratios));

    private static double[] Percentiles(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return [.. Enumerable.Range(0, 101).Select(percent => PrivacyDistances.SortedQuantile(sorted, percent / 100.0))];
    }
}

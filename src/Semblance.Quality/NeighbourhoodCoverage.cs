namespace Semblance.Quality;

/// <summary>
/// Coverage of the real rows' neighbourhoods (Naeem et al., "Reliable fidelity and diversity metrics for generative models", ICML 2020): the
/// share of real rows that have another row no farther away than their fifth nearest real row. It falls where a model leaves out a kind of row.
/// </summary>
public static class NeighbourhoodCoverage
{
    /// <summary>The real neighbours that a neighbourhood reaches to.</summary>
    public const int Neighbours = 5;

    /// <summary>The coverage of the real rows by each of some tables. Views of equal size give figures that compare.</summary>
    /// <returns>One share per table; NaN if there are no more real rows than <see cref="Neighbours"/>.</returns>
    public static double[] Compute(TableView real, IReadOnlyList<TableView> others, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(settings);
        if (real.RowCount <= Neighbours)
        {
            return [.. others.Select(_ => double.NaN)];
        }
        var space = new DistanceSpace(real);
        // Each row is its own nearest one.
        const int Count = Neighbours + 1;
        double[] toReal = new NearestRows(space, real).Distances(real, Count, settings.Threads, cancellation);
        return
        [
            .. others.Select(other =>
            {
                double[] toOther = new NearestRows(space, other).Distances(real, 1, settings.Threads, cancellation);
                return (double)Enumerable.Range(0, real.RowCount).Count(row => toOther[row] <= toReal[row * Count + Neighbours]) / real.RowCount;
            }),
        ];
    }
}

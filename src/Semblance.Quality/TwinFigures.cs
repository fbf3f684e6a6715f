using Semblance.Data;

namespace Semblance.Quality;

/// <summary>The two figures that go with every twin, both against the real table.</summary>
/// <param name="DistributionSimilarityError">
/// The total variation distance between the real and the synthetic column, averaged over the columns; 0 is perfect, 1 the worst. Numbers and
/// dates are counted in bins at the quantiles of the real column (see <see cref="TwinFiguresAccumulator"/>), a missing value is a bin or level of its own.
/// </param>
/// <param name="AssociationSimilarity">
/// 1 - mean |a_real - a_synthetic| over the pairs of columns, where a is Pearson's r for two numeric columns, Cramer's V for two categorical
/// ones and the correlation ratio for a mixed pair; 1 is perfect.
/// </param>
/// <remarks>Identifiers, texts and empty columns are left out. With no synthetic rows both are NaN; with nothing to compare they are 0 and 1.</remarks>
public sealed record TwinFigures(double DistributionSimilarityError, double AssociationSimilarity)
{
    /// <summary>Computes both figures of a synthetic table that is in memory.</summary>
    /// <exception cref="TableException">The synthetic table lacks a compared column.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TwinFigures Compute(Table real, Table synthetic, CancellationToken cancellation = default) => Compute(real, synthetic, threads: 0, cancellation);

    /// <summary>Computes both figures with a number of worker threads, 0 for the number of processors.</summary>
    internal static TwinFigures Compute(Table real, Table synthetic, int threads, CancellationToken cancellation)
    {
        var accumulator = new TwinFiguresAccumulator(real, threads, cancellation);
        accumulator.Add(synthetic, cancellation);
        return accumulator.Finish(cancellation);
    }
}

using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;

namespace Semblance.Workspace.Twins;

/// <summary>What can be said of a twin beyond its two figures, at a bounded cost: on at most some tens of thousands of rows.</summary>
public static class TwinMeasures
{
    /// <summary>The rows of either table that <see cref="TrendError"/> compares at most.</summary>
    public const int MostTrendRows = 50_000;

    /// <summary>The rows of each half that <see cref="PrivacyShare"/> uses at most.</summary>
    public const int MostHalfRows = 50_000;

    /// <summary>The rows that <see cref="PrivacyShare"/> makes at most: its standard error is then 0.007.</summary>
    public const int MostPrivacyRows = 5_000;

    private const uint HalvesStream = 0x5E000001;

    /// <summary>The trend error (see <see cref="Quality.TrendError"/>) over the bins of the real table; NaN if no column can be compared.</summary>
    /// <param name="real">The real table; large ones are thinned.</param>
    /// <param name="synthetic">Rows of its twin.</param>
    /// <param name="threads">Worker threads; the result does not depend on them.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static double TrendError(Table real, Table synthetic, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        if (!CanBeCompared(real))
        {
            return double.NaN;
        }
        var settings = new MetricSettings { Threads = threads };
        TableView[] views = TableView.Align(settings, TableRows.Thin(real, MostTrendRows), TableRows.Thin(synthetic, MostTrendRows));
        return Quality.TrendError.Compute(views[0], views[1], settings, cancellation).SharedEdges;
    }

    /// <summary>
    /// The share of synthetic rows that lie nearer to the rows they were learnt from than to rows that were not seen, when the same
    /// family learns one random half of the table (see <see cref="PrivacyDistances.DcrShare"/>): 0.5 is ideal, 1 means copies. NaN if a half is too
    /// small to learn, or no column can be compared.
    /// </summary>
    /// <param name="real">The real table.</param>
    /// <param name="options">How its twin is made.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static double PrivacyShare(Table real, TwinOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(options);
        if (real.RowCount / 2 < Synthesizers.MinimumRows || !CanBeCompared(real))
        {
            return double.NaN;
        }
        (Table half, Table other) = TableRows.Halves(real, MostHalfRows, options.Seed, HalvesStream);
        IFittedModel model = Synthesizers.Get(options.Family).Fit(half, new FitOptions { Seed = options.Seed, Threads = options.Threads }, cancellation: cancellation);
        var rows = new SampleOptions { Rows = Math.Min(half.RowCount, MostPrivacyRows), Seed = options.Seed, Threads = options.Threads };
        Table synthetic = TableBlocks.Join(model.Schema, model.Sample(rows, cancellation: cancellation));
        var settings = new MetricSettings { Seed = options.Seed, Threads = options.Threads };
        TableView[] views = TableView.Align(settings, half, other, synthetic);
        return PrivacyDistances.DcrShare(views[0], views[1], views[2], settings, cancellation);
    }

    private static bool CanBeCompared(Table table) => table.Columns.Any(column => column.Kind is not (ColumnKind.Identifier or ColumnKind.Text or ColumnKind.Empty));
}

using Semblance.Data;

namespace Semblance.Quality;

/// <summary>How well rows imitate the real table as a whole.</summary>
/// <param name="ShapeError">See <see cref="Quality.ShapeError"/>.</param>
/// <param name="TrendError">See <see cref="Quality.TrendError"/>.</param>
/// <param name="ClassifierTwoSample">See <see cref="Quality.ClassifierTwoSample"/>.</param>
public sealed record FidelityScores(double ShapeError, TrendError TrendError, double ClassifierTwoSample);

/// <summary>How near synthetic rows come to real ones, beside how near fresh real rows come.</summary>
/// <param name="DcrShare">See <see cref="PrivacyDistances.DcrShare"/>, training rows against the holdout; null without a holdout.</param>
/// <param name="DcrShareOfIndependentColumns">
/// The same of rows whose columns were drawn one by one from both tables, which know nothing of either: away from 0.5 it says that the
/// holdout is no random sample of the same origin. Null without a holdout.
/// </param>
/// <param name="ExactCopies">The share of synthetic rows that equal a real row.</param>
/// <param name="ExactCopiesOfFresh">The share of fresh real rows that equal one.</param>
/// <param name="Distance5">The 5th percentile of the distances of synthetic rows to the nearest real row.</param>
/// <param name="Distance5OfFresh">The 5th percentile of the distances of fresh real rows.</param>
public sealed record PrivacyScores(
    double? DcrShare,
    double? DcrShareOfIndependentColumns,
    double ExactCopies,
    double ExactCopiesOfFresh,
    double Distance5,
    double Distance5OfFresh);

/// <summary>Every metric of a synthetic table, each beside the ceiling: the same score of fresh real rows.</summary>
public sealed partial record QualityReport
{
    // Shapes and trends of more rows would differ in the fourth digit and take much memory.
    private const int MostCountedRows = 1_000_000;

    private QualityReport()
    {
    }

    /// <summary>The number of real rows.</summary>
    public required int RealRows { get; init; }

    /// <summary>The number of synthetic rows.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>The number of holdout rows, or null without a holdout: then one random half of the real table stands for fresh rows against the other.</summary>
    public required int? HoldoutRows { get; init; }

    /// <summary>The two figures that go with every twin.</summary>
    public required TwinFigures Figures { get; init; }

    /// <summary>The scores of the synthetic rows.</summary>
    public required FidelityScores Fidelity { get; init; }

    /// <summary>The scores of fresh real rows, tables of equal sizes.</summary>
    public required FidelityScores Ceiling { get; init; }

    /// <summary>Trained on synthetic rows, tested on real ones; null if no column can be predicted.</summary>
    public required UtilityScore? TrainedOnSynthetic { get; init; }

    /// <summary>Trained on real rows, tested on the same rows as <see cref="TrainedOnSynthetic"/>.</summary>
    public required UtilityScore? TrainedOnReal { get; init; }

    /// <summary>Nearness to real rows.</summary>
    public required PrivacyScores Privacy { get; init; }

    /// <summary>Column by column, in the order of the real table.</summary>
    public required IReadOnlyList<ColumnComparison> Columns { get; init; }

    /// <summary>What the scores mean, in sentences.</summary>
    public IReadOnlyList<string> Verdict => ReportVerdict.Of(this);

    /// <summary>Computes every metric.</summary>
    /// <remarks>Shape and trend errors use at most a million rows of each table, what is learnt or searched <see cref="MetricSettings.MostRows"/>; larger tables are sampled.</remarks>
    /// <param name="real">The rows that the model was fitted on.</param>
    /// <param name="synthetic">The rows it made.</param>
    /// <param name="holdout">Real rows of the same origin that it has not seen, or null.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="progress">Told of each metric as it begins, on the thread of the caller; may be null.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The tables cannot be compared: a column is missing, or there are too few rows.</exception>
    public static QualityReport Measure(
        Table real,
        Table synthetic,
        Table? holdout = null,
        MetricSettings? settings = null,
        IProgress<ReportProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        settings ??= new MetricSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MostRows, 10);
        RequireRows(real, "real");
        RequireRows(synthetic, "synthetic");
        if (holdout is not null)
        {
            RequireRows(holdout, "holdout");
        }
        progress?.Report(new ReportProgress("fidelity", 0, 2));
        TableView[] views = holdout is null ? TableView.Align(settings, real, synthetic) : TableView.Align(settings, real, synthetic, holdout);
        (TableView reference, TableView fresh) = holdout is null ? Halves(views[0], settings.Seed) : (views[0], views[2]);
        (FidelityScores fidelity, double[] shapes) = FidelityOf(views[0], views[1], settings, cancellation);
        (TableView equalReference, TableView equalFresh) = TableView.OfEqualSize(reference, fresh, settings.Seed);
        (FidelityScores ceiling, double[] ceilingShapes) = FidelityOf(equalReference, equalFresh, settings, cancellation);
        progress?.Report(new ReportProgress("utility and privacy", 1, 2));
        TableView syntheticRows = Cap(views[1], settings.MostRows, settings);
        reference = Cap(reference, settings.MostRows, settings);
        fresh = Cap(fresh, settings.MostRows, settings);
        string? target = TrainOnSynthetic.FindTarget(views[0], settings);
        return new QualityReport
        {
            RealRows = real.RowCount,
            SyntheticRows = synthetic.RowCount,
            HoldoutRows = holdout?.RowCount,
            Figures = TwinFigures.Compute(real, synthetic, cancellation),
            Fidelity = fidelity,
            Ceiling = ceiling,
            TrainedOnSynthetic = target is null ? null : TrainOnSynthetic.Compute(syntheticRows, fresh, target, settings, cancellation),
            TrainedOnReal = target is null ? null : TrainOnSynthetic.Compute(reference, fresh, target, settings, cancellation),
            Privacy = PrivacyOf(reference, fresh, syntheticRows, holdout is not null, settings, cancellation) with
            {
                ExactCopies = PrivacyDistances.ExactCopies(views[0], views[1]),
            },
            Columns =
            [
                .. views[0].Columns.Select((column, i) => ColumnComparison.Of(
                    real.Columns[real.IndexOf(column.Name)].Schema, column, views[1].Columns[i], shapes[i], ceilingShapes[i])),
            ],
        };
    }

    private static void RequireRows(Table table, string which)
    {
        if (table.RowCount < 10)
        {
            throw new TableException($"The {which} table has {table.RowCount} {(table.RowCount == 1 ? "row" : "rows")}; a report needs at least 10.");
        }
    }

    private static TableView Cap(TableView view, int rows, MetricSettings settings) =>
        SampleRows.AtMost(view, rows, settings.Seed, SampleRows.CapStream);

    private static (TableView Reference, TableView Fresh) Halves(TableView real, ulong seed)
    {
        int[] order = SampleRows.Permutation(real.RowCount, seed, SampleRows.HalvesStream);
        int half = real.RowCount / 2;
        return (real.Select(order.AsSpan(0, half)), real.Select(order.AsSpan(half)));
    }

    private static (FidelityScores Scores, double[] Shapes) FidelityOf(TableView real, TableView other, MetricSettings settings, CancellationToken cancellation)
    {
        real = Cap(real, MostCountedRows, settings);
        other = Cap(other, MostCountedRows, settings);
        double[] shapes = ShapeError.ByColumn(real, other, settings, cancellation);
        var scores = new FidelityScores(
            shapes.Where(error => !double.IsNaN(error)).DefaultIfEmpty(0).Average(),
            TrendError.Compute(real, other, settings, cancellation),
            ClassifierTwoSample.Compute(Cap(real, settings.MostRows, settings), Cap(other, settings.MostRows, settings), settings, cancellation));
        return (scores, shapes);
    }

    private static PrivacyScores PrivacyOf(TableView reference, TableView fresh, TableView synthetic, bool hasHoldout, MetricSettings settings, CancellationToken cancellation)
    {
        float[] toReal = PrivacyDistances.Nearest(reference, synthetic, settings, cancellation);
        float[] freshToReal = PrivacyDistances.Nearest(reference, fresh, settings, cancellation);
        return new PrivacyScores(
            hasHoldout ? PrivacyDistances.DcrShare(reference, fresh, synthetic, settings, cancellation) : null,
            hasHoldout ? PrivacyDistances.DcrShareOfIndependentColumns(reference, fresh, synthetic.RowCount, settings, cancellation) : null,
            double.NaN,
            PrivacyDistances.ExactCopies(reference, fresh),
            PrivacyDistances.Quantile(toReal, 0.05),
            PrivacyDistances.Quantile(freshToReal, 0.05));
    }
}

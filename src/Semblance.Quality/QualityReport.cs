using Semblance.Data;
using Semblance.Quality.Reports;

namespace Semblance.Quality;

/// <summary>Every metric of a synthetic table, each beside its ceiling, the same score of fresh real rows, and with a verdict in words.</summary>
public sealed partial record QualityReport
{
    internal QualityReport()
    {
    }

    /// <summary>The number of real rows.</summary>
    public required int RealRows { get; init; }

    /// <summary>The number of synthetic rows.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>The number of holdout rows, or null without a holdout: then one random half of the real table stands for fresh rows against the other.</summary>
    public required int? HoldoutRows { get; init; }

    /// <summary>The seed of samples, halves and folds.</summary>
    public required ulong Seed { get; init; }

    /// <summary>All scores, measured or not, always the same ones in the same order.</summary>
    public required IReadOnlyList<Score> Scores { get; init; }

    /// <summary>Trained on synthetic rows, tested on real ones; null if no column can be predicted.</summary>
    public required UtilityScore? TrainedOnSynthetic { get; init; }

    /// <summary>Trained on real rows, tested on the same rows as <see cref="TrainedOnSynthetic"/>.</summary>
    public required UtilityScore? TrainedOnReal { get; init; }

    /// <summary>Column by column, in the order of the real table.</summary>
    public required IReadOnlyList<ColumnComparison> Columns { get; init; }

    /// <summary>Pair by pair of columns; a random choice of pairs of very wide tables.</summary>
    public required IReadOnlyList<PairComparison> Pairs { get; init; }

    /// <summary>How near the synthetic rows come to real ones.</summary>
    public required RecordDistances SyntheticDistances { get; init; }

    /// <summary>How near fresh real rows come to real ones.</summary>
    public required RecordDistances FreshDistances { get; init; }

    /// <summary>The DCR share of rows whose columns were drawn one by one; away from 0.5, the holdout is no random sample of the same origin. Null without a holdout.</summary>
    public required double? DcrShareOfIndependentColumns { get; init; }

    /// <summary>The membership inference attack; null without a holdout that is large enough.</summary>
    public required MembershipAttack? Membership { get; init; }

    /// <summary>The attribute inference attacks, column by column; none without a holdout that is large enough.</summary>
    public required IReadOnlyList<AttributeAttack> Attributes { get; init; }

    /// <summary>What a reader should know of how this was measured: samples, a missing holdout, columns left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What the report says, in sentences: one for each aspect, and one for each warning.</summary>
    public IReadOnlyList<string> Verdict =>
    [
        .. Summaries.Of(this).Select(summary => summary.Sentence),
        .. Summaries.Warnings(this).Select(score => $"Warning: {Words.Within(score.Title)}. {score.Verdict}"),
    ];

    /// <summary>A score by its name.</summary>
    /// <exception cref="ArgumentException">There is no such score.</exception>
    public Score this[string name] => Scores.FirstOrDefault(score => score.Name == name) ?? throw new ArgumentException($"There is no score '{name}'.", nameof(name));

    /// <summary>Computes every metric.</summary>
    /// <remarks>
    /// Large tables are sampled, always in the same way, and <see cref="Notes"/> say so. The report depends on the tables and the settings, not on
    /// threads. Memory: the tables, and up to some hundred bytes per row.
    /// </remarks>
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
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Threads, 1);
        RequireRows(real, "real");
        RequireRows(synthetic, "synthetic");
        if (holdout is not null)
        {
            RequireRows(holdout, "holdout");
        }
        return new ReportRun(real, synthetic, holdout, settings, progress, cancellation).Run();
    }

    private static void RequireRows(Table table, string which)
    {
        if (table.RowCount < 10)
        {
            throw new TableException($"The {which} table has {table.RowCount} {(table.RowCount == 1 ? "row" : "rows")}; a report needs at least 10.");
        }
    }
}

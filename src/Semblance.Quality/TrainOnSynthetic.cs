using Semblance.Data;
using Semblance.Numerics.Boosting;

namespace Semblance.Quality;

/// <summary>How a model scored that was trained on some rows and tested on real ones.</summary>
/// <param name="Target">The predicted column.</param>
/// <param name="IsClassification">Whether <paramref name="Score"/> is an area under the ROC curve (higher is better) or a root mean squared error (lower is better).</param>
/// <param name="Score">The AUC (over levels: one against the rest, weighted by frequency), or the RMSE in the unit of the target, of its logarithm if so set.</param>
public sealed record UtilityScore(string Target, bool IsClassification, double Score)
{
    /// <summary>The standard error of <see cref="Score"/> by the chance of the rows it was tested on.</summary>
    public double StandardError { get; init; } = double.NaN;

    /// <summary>How much worse this score is than a reference, such as that of training on real rows; negative if it is better.</summary>
    public double LossAgainst(UtilityScore reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return IsClassification ? reference.Score - Score : Score - reference.Score;
    }
}

/// <summary>
/// Train on synthetic, test on real (TSTR; Esteban et al. 2017), and with real training rows TRTR: the booster of
/// <see cref="ClassifierTwoSample"/> predicts one column from the others.
/// </summary>
/// <remarks>
/// Without a target in the settings it is the last column with 2 to 20 levels, else the last column of numbers. Test rows without a
/// target are left out, as are training rows.
/// </remarks>
public static class TrainOnSynthetic
{
    private const int MostLevels = 20;

    /// <summary>The column that would be predicted, or null if the table has none that could be.</summary>
    /// <exception cref="TableException">The settings name a column that cannot be a target.</exception>
    public static string? FindTarget(TableView real, MetricSettings settings)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Target is { } name)
        {
            return real.IndexOf(name) >= 0 ? name : throw new TableException($"The target '{name}' is not a column of numbers, dates or categories.");
        }
        ViewColumn? target =
            real.Columns.LastOrDefault(column => column.IsCategorical && column.Levels.Count is >= 2 and <= MostLevels)
            ?? real.Columns.LastOrDefault(column => !column.IsCategorical);
        return target?.Name;
    }

    /// <summary>Trains on one view, tests on another that was aligned with it.</summary>
    /// <param name="train">Synthetic rows (TSTR) or real ones (TRTR).</param>
    /// <param name="test">Real rows that no model has seen.</param>
    /// <param name="target">A column of both views.</param>
    /// <param name="settings">Threads, and whether the target is scored in logarithms.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The score; NaN if there is nothing to train on or to test.</returns>
    public static UtilityScore Compute(TableView train, TableView test, string target, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(settings);
        int at = train.IndexOf(target);
        if (at < 0)
        {
            throw new TableException($"The target '{target}' is not a column of numbers, dates or categories.");
        }
        train = WithTarget(train, at);
        test = WithTarget(test, at);
        bool classification = train.Columns[at].IsCategorical;
        if (train.RowCount == 0 || test.RowCount == 0)
        {
            return new UtilityScore(target, classification, double.NaN);
        }
        FeatureColumn[] columns = BoosterInputs.From(train, at);
        FeatureBins bins = FeatureBins.Learn(columns);
        FeatureMatrix trainInputs = bins.Encode(columns);
        FeatureMatrix testInputs = bins.Encode(BoosterInputs.From(test, at));
        (double score, double error) = classification
            ? Classify(train.Columns[at], test.Columns[at], trainInputs, testInputs, settings, cancellation)
            : Regress(train.Columns[at].Values!, test.Columns[at].Values!, trainInputs, testInputs, settings, cancellation);
        return new UtilityScore(target, classification, score) { StandardError = error };
    }

    private static (double Score, double Error) Classify(ViewColumn train, ViewColumn test, FeatureMatrix trainInputs, FeatureMatrix testInputs, MetricSettings settings, CancellationToken cancellation)
    {
        int levels = train.Levels.Count;
        double sum = 0, weights = 0, variance = 0;
        // Two levels are one question; more are asked one by one.
        for (int level = levels == 2 ? 1 : 0; level < levels; level++)
        {
            bool[] isLevel = [.. test.Codes!.Select(code => code == level)];
            int count = isLevel.Count(value => value);
            if (count == 0 || count == isLevel.Length)
            {
                continue;
            }
            double[] labels = [.. train.Codes!.Select(code => code == level ? 1.0 : 0.0)];
            GradientBooster booster = GradientBooster.Fit(trainInputs, labels, new BoosterOptions { Threads = settings.Threads }, cancellation);
            double area = RankMetrics.AreaUnderCurve(booster.Predict(testInputs, settings.Threads), isLevel);
            sum += count * area;
            weights += count;
            variance += Math.Pow(count * Interval.ErrorOfArea(area, count, isLevel.Length - count), 2);
        }
        return weights == 0 ? (double.NaN, double.NaN) : (sum / weights, Math.Sqrt(variance) / weights);
    }

    private static (double Score, double Error) Regress(double[] train, double[] test, FeatureMatrix trainInputs, FeatureMatrix testInputs, MetricSettings settings, CancellationToken cancellation)
    {
        double Scale(double value) => settings.LogTarget ? Math.Log(Math.Max(value, 1)) : value;
        double[] labels = [.. train.Select(Scale)];
        var options = new BoosterOptions { Objective = BoosterObjective.SquaredError, Threads = settings.Threads };
        double[] predicted = GradientBooster.Fit(trainInputs, labels, options, cancellation).Predict(testInputs, settings.Threads);
        double squares = 0, fourths = 0;
        for (int row = 0; row < test.Length; row++)
        {
            double error = predicted[row] - Scale(test[row]);
            squares += error * error;
            fourths += error * error * error * error;
        }
        double mean = squares / test.Length, score = Math.Sqrt(mean);
        // The error of a mean of squares, carried through the root.
        double spread = Math.Sqrt(Math.Max(0, fourths / test.Length - mean * mean) / test.Length);
        return (score, score > 0 ? spread / (2 * score) : 0);
    }

    private static TableView WithTarget(TableView view, int target)
    {
        ViewColumn column = view.Columns[target];
        var rows = new List<int>(view.RowCount);
        for (int row = 0; row < view.RowCount; row++)
        {
            if (column.Codes is { } codes ? codes[row] >= 0 : double.IsFinite(column.Values![row]))
            {
                rows.Add(row);
            }
        }
        return rows.Count == view.RowCount ? view : view.Select([.. rows]);
    }
}

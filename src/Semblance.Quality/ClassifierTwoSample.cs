using Semblance.Numerics.Boosting;

namespace Semblance.Quality;

/// <summary>
/// The classifier two-sample test (C2ST): boosted trees learn to tell real rows from synthetic ones. The score is
/// 1 - mean over 3 folds of (2 max(0.5, AUC) - 1): 1 if they cannot be told apart, 0 if always.
/// </summary>
/// <remarks>
/// 100 trees of depth 6, learning rate 0.3; as many synthetic rows as real ones (the larger table is sampled); folds stratified,
/// with a fixed seed. The form of the score is that of SDMetrics' detection metrics.
/// </remarks>
public static class ClassifierTwoSample
{
    private const int Folds = 3;

    /// <summary>Computes the score of two aligned views; NaN if there are fewer rows than folds.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static double Compute(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default) =>
        Measure(real, synthetic, settings, cancellation).Score;

    /// <summary>The score, the mean area under the curve (below 0.5 for copies, which carry one label when learnt and the other when tested), and its standard error.</summary>
    internal static (double Score, double Area, double Error) Measure(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        (real, synthetic) = TableView.OfEqualSize(real, synthetic, settings.Seed);
        int size = real.RowCount;
        if (size < Folds)
        {
            return (double.NaN, double.NaN, double.NaN);
        }
        FeatureColumn[] columns = BoosterInputs.From(real.Append(synthetic));
        FeatureMatrix all = FeatureBins.Learn(columns).Encode(columns);
        int[] order = SampleRows.Permutation(size, settings.Seed, SampleRows.FoldStream);
        double excess = 0, areas = 0, variance = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            // Row i of either table is in the same fold, so that each fold has as many real rows as synthetic ones.
            var train = new List<int>(2 * size);
            var test = new List<int>(2 * size);
            for (int i = 0; i < 2 * size; i++)
            {
                (order[i % size] % Folds == fold ? test : train).Add(i);
            }
            double[] labels = [.. train.Select(row => row < size ? 0.0 : 1.0)];
            GradientBooster booster = GradientBooster.Fit(all.Select([.. train]), labels, new BoosterOptions { Threads = settings.Threads }, cancellation);
            double[] scores = booster.Predict(all.Select([.. test]), settings.Threads);
            bool[] isSynthetic = [.. test.Select(row => row >= size)];
            double area = RankMetrics.AreaUnderCurve(scores, isSynthetic);
            excess += 2 * Math.Max(0.5, area) - 1;
            areas += area;
            variance += Math.Pow(Interval.ErrorOfArea(area, test.Count / 2, test.Count / 2), 2);
        }
        return (1 - excess / Folds, areas / Folds, Math.Sqrt(variance) / Folds);
    }
}

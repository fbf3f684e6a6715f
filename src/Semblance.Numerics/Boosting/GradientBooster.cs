namespace Semblance.Numerics.Boosting;

/// <summary>
/// Gradient-boosted trees on binned columns, with second-order gains and depth-wise growth.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Inputs</term><description>numbers (binned), categories (as one-hot indicators, found in one pass over the codes)</description></item>
/// <item><term>Missing values</term><description>numbers: each split learns where they go; categories: a level</description></item>
/// <item><term>Determinism</term><description>no randomness; the same bytes at any thread count</description></item>
/// <item><term>Cost</term><description>trees x depth x rows x columns / 2 table look-ups; memory 1 byte per value and 28 per row</description></item>
/// </list>
/// Source: Chen and Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016, equations 6 and 7; sibling histograms by subtraction.
/// </remarks>
public sealed class GradientBooster
{
    private const int PredictionBlock = 8192;

    private readonly RegressionTree[] _trees;
    private readonly FeatureBins _bins;
    private readonly BoosterObjective _objective;
    private readonly double _baseMargin;

    private GradientBooster(RegressionTree[] trees, FeatureBins bins, BoosterObjective objective, double baseMargin)
    {
        _trees = trees;
        _bins = bins;
        _objective = objective;
        _baseMargin = baseMargin;
    }

    /// <summary>Fits a booster.</summary>
    /// <param name="features">The inputs; at least one row.</param>
    /// <param name="labels">One label per row: 0 or 1 for <see cref="BoosterObjective.Logistic"/>, any finite number for <see cref="BoosterObjective.SquaredError"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends the fit between trees with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">There are no rows, or not one label per row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static GradientBooster Fit(FeatureMatrix features, ReadOnlySpan<double> labels, BoosterOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        options ??= new BoosterOptions();
        options.Validate();
        if (features.RowCount == 0 || labels.Length != features.RowCount)
        {
            throw new ArgumentException($"There are {features.RowCount} rows and {labels.Length} labels; at least one row and a label for each are needed.", nameof(labels));
        }
        bool logistic = options.Objective == BoosterObjective.Logistic;
        double baseMargin = logistic ? Math.Log(options.BaseScore / (1 - options.BaseScore)) : options.BaseScore;
        double[] target = labels.ToArray();
        var margins = new double[features.RowCount];
        margins.AsSpan().Fill(baseMargin);
        var gradients = new GradientPair[features.RowCount];
        var grower = new TreeGrower(features, options);
        var trees = new RegressionTree[options.Trees];
        int blocks = (features.RowCount - 1) / PredictionBlock + 1;
        for (int tree = 0; tree < trees.Length; tree++)
        {
            cancellation.ThrowIfCancellationRequested();
            Workers.ForEach(blocks, options.Threads, block =>
            {
                int end = Math.Min((block + 1) * PredictionBlock, margins.Length);
                for (int row = block * PredictionBlock; row < end; row++)
                {
                    if (logistic)
                    {
                        double probability = 1 / (1 + Math.Exp(-margins[row]));
                        gradients[row] = new GradientPair(probability - target[row], Math.Max(probability * (1 - probability), 1e-16));
                    }
                    else
                    {
                        gradients[row] = new GradientPair(margins[row] - target[row], 1);
                    }
                }
            });
            trees[tree] = grower.Grow(gradients, margins);
        }
        return new GradientBooster(trees, features.Bins, options.Objective, baseMargin);
    }

    /// <summary>Predicts rows coded by the same bins: probabilities of label 1, or values in the unit of the labels.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="threads">The number of worker threads; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">The matrix was coded by other bins than the training rows.</exception>
    public double[] Predict(FeatureMatrix features, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!ReferenceEquals(features.Bins, _bins))
        {
            throw new ArgumentException("The rows must be coded by the bins that the booster was fitted with.", nameof(features));
        }
        var margins = new double[features.RowCount];
        margins.AsSpan().Fill(_baseMargin);
        int blocks = (features.RowCount + PredictionBlock - 1) / PredictionBlock;
        Workers.ForEach(blocks, threads, block =>
        {
            int first = block * PredictionBlock;
            Span<double> part = margins.AsSpan(first, Math.Min(PredictionBlock, margins.Length - first));
            foreach (RegressionTree tree in _trees)
            {
                tree.AddTo(features.Columns, first, part);
            }
            if (_objective == BoosterObjective.Logistic)
            {
                foreach (ref double margin in part)
                {
                    margin = 1 / (1 + Math.Exp(-margin));
                }
            }
        });
        return margins;
    }
}

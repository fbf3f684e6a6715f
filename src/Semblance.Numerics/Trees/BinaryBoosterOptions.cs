namespace Semblance.Numerics.Trees;

/// <summary>How a <see cref="BinaryBooster"/> grows its trees.</summary>
public sealed record BinaryBoosterOptions
{
    /// <summary>The most levels that a tree can have.</summary>
    internal const int DeepestTree = 8;

    /// <summary>The most trees that an ensemble can have.</summary>
    internal const int MostTrees = 10_000;

    /// <summary>The most trees, 1 to 10,000. The default value is 60.</summary>
    public int MaxTrees { get; init; } = 60;

    /// <summary>The most levels of splits in a tree, 1 to 8. The default value is 7.</summary>
    public int MaxDepth { get; init; } = 7;

    /// <summary>The share of the Newton step that each leaf takes, in (0, 1]. The default value is 0.2.</summary>
    public double LearningRate { get; init; } = 0.2;

    /// <summary>L2 penalty on leaf values, in units of the hessian. The default value is 2.</summary>
    public double Lambda { get; init; } = 2;

    /// <summary>
    /// The least gain of a split, as a likelihood-ratio statistic. A split on noise alone brings 1 on average and a few at the best of
    /// many thresholds, so this is what keeps chance (and single rows) out of the model at any number of rows. The default value is 2.9.
    /// </summary>
    public double MinGain { get; init; } = 2.9;

    /// <summary>
    /// What each further level of a categorical feature adds to <see cref="MinGain"/>: the best of all two-part groupings of k levels
    /// brings more by chance, in proportion to k. The default value is 0.2.
    /// </summary>
    public double LevelPenalty { get; init; } = 0.2;

    /// <summary>The least hessian sum on each side of a split. The default value is 1.</summary>
    public double MinHessian { get; init; } = 1;

    /// <summary>The share of the rows that each tree is grown on, in (0, 1]. The default value is 0.6.</summary>
    public double Subsample { get; init; } = 0.6;
}

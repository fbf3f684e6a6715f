namespace Semblance.Numerics.Boosting;

/// <summary>What a booster minimises.</summary>
public enum BoosterObjective
{
    /// <summary>Log loss of labels 0 and 1; predictions are probabilities of 1.</summary>
    Logistic,

    /// <summary>Half the squared error; predictions are in the unit of the labels.</summary>
    SquaredError,
}

/// <summary>Options of <see cref="GradientBooster.Fit"/>. The defaults are those of XGBoost (Chen and Guestrin, KDD 2016).</summary>
public sealed record BoosterOptions
{
    /// <summary>What is minimised. The default value is <see cref="BoosterObjective.Logistic"/>.</summary>
    public BoosterObjective Objective { get; init; } = BoosterObjective.Logistic;

    /// <summary>The number of trees, 1 or more. The default value is 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>The most splits between root and leaf, 1 to 16. The default value is 6.</summary>
    public int Depth { get; init; } = 6;

    /// <summary>The share of each leaf's optimal step that is taken (eta), above 0 and at most 1. The default value is 0.3.</summary>
    public double LearningRate { get; init; } = 0.3;

    /// <summary>The L2 penalty on leaf weights (lambda), 0 or more. The default value is 1.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>The loss reduction that a split must bring (gamma), 0 or more. The default value is 0.</summary>
    public double Gamma { get; init; }

    /// <summary>The least sum of second derivatives in a child, 0 or more. The default value is 1.</summary>
    public double MinimumChildWeight { get; init; } = 1;

    /// <summary>The prediction before the first tree; for <see cref="BoosterObjective.Logistic"/> a probability. The default value is 0.5.</summary>
    public double BaseScore { get; init; } = 0.5;

    /// <summary>The number of worker threads; the model does not depend on it. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Throws if an option is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Depth, 16);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LearningRate, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Lambda);
        ArgumentOutOfRangeException.ThrowIfNegative(Gamma);
        ArgumentOutOfRangeException.ThrowIfNegative(MinimumChildWeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        if (Objective == BoosterObjective.Logistic && !(BaseScore > 0 && BaseScore < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(BaseScore), BaseScore, "The base score of a logistic booster must be between 0 and 1.");
        }
    }
}

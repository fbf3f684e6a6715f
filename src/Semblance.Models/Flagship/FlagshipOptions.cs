using Semblance.Numerics.Trees;

namespace Semblance.Models.Flagship;

/// <summary>How the flagship family fits. One set of defaults serves all tables.</summary>
internal sealed record FlagshipOptions
{
    /// <summary>How the answer to each question is learnt.</summary>
    public BinaryBoosterOptions Booster { get; init; } = new();

    /// <summary>
    /// A tree of the booster may have one leaf per so many rows of its question, but always two levels: questions on few rows are
    /// answered by few interactions, or their leaves would know single rows.
    /// </summary>
    public int RowsPerLeaf { get; init; } = 512;

    /// <summary>The most bins of a numeric column as a predictor, 2 to 250. Coarser bins can be told from real rows on steep relations.</summary>
    public int FeatureBins { get; init; } = 250;

    /// <summary>A numeric range of fewer rows is not divided further.</summary>
    public int MinRangeRows { get; init; } = 100;

    /// <summary>A numeric range with less than this share of the rows is divided only where the earlier columns tell its parts from each other.</summary>
    public double CoarseShare { get; init; } = 1.0 / 32;

    /// <summary>A value with at least this share of a range is asked for by itself before the range is divided.</summary>
    public double AtomShare { get; init; } = 0.2;

    /// <summary>The most earlier columns that a column is predicted from: those that tell most about it.</summary>
    public int MaxPredictors { get; init; } = 40;

    /// <summary>Rows used in the fit; of a larger table every k-th row is taken.</summary>
    public int MaxRows { get; init; } = 250_000;
}

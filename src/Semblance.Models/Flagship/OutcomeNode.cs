using Semblance.Numerics.Trees;

namespace Semblance.Models.Flagship;

/// <summary>What a node of an outcome tree is.</summary>
internal enum OutcomeKind : byte
{
    /// <summary>An end: a level, or a missing token of a numeric column.</summary>
    Code,

    /// <summary>An end: a range of ranks of a numeric column.</summary>
    Range,

    /// <summary>A question: is it one of the levels on the left?</summary>
    AskLevels,

    /// <summary>A question: is it this missing token?</summary>
    AskMissing,

    /// <summary>A question: is it exactly this value?</summary>
    AskValue,

    /// <summary>A question: is it below this value?</summary>
    AskBelow,
}

/// <summary>
/// A node of the tree of questions that leads to a column's outcome. Nodes stand in one array, each before the nodes below it.
/// Source: unmasking a value by binary splits, McCarter, "Unmasking Trees for Tabular Data", 2024; nested dichotomies for levels,
/// Frank and Kramer, 2004.
/// </summary>
internal sealed class OutcomeNode
{
    /// <summary>What the node is.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>Questions: the learnt probability of yes, which is to go left.</summary>
    public BinaryEnsemble? Question { get; set; }

    /// <summary>Questions: the node for yes.</summary>
    public int Left { get; set; }

    /// <summary>Questions: the node for no.</summary>
    public int Right { get; set; }

    /// <summary><see cref="OutcomeKind.Code"/> and <see cref="OutcomeKind.AskMissing"/>: the code. <see cref="OutcomeKind.Range"/>: the first rank.</summary>
    public int First { get; init; }

    /// <summary><see cref="OutcomeKind.Range"/>: one past the last rank.</summary>
    public int End { get; init; }

    /// <summary><see cref="OutcomeKind.AskValue"/> and <see cref="OutcomeKind.AskBelow"/>: the value.</summary>
    public double Value { get; init; }

    /// <summary>Whether the node is an end.</summary>
    public bool IsEnd => Kind is OutcomeKind.Code or OutcomeKind.Range;
}

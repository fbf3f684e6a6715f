namespace Semblance.Quality;

/// <summary>What a score is about.</summary>
public enum ScoreAspect
{
    /// <summary>Whether the synthetic rows look like real ones.</summary>
    Fidelity,

    /// <summary>Whether all kinds of real rows come out.</summary>
    Coverage,

    /// <summary>Whether the synthetic rows do for work that real ones are used for.</summary>
    Utility,

    /// <summary>Whether the synthetic rows give away who was learnt.</summary>
    Privacy,
}

/// <summary>How a score is to be taken.</summary>
public enum ScoreGrade
{
    /// <summary>There is nothing to go by; the verdict says why.</summary>
    NotMeasured,

    /// <summary>As fresh real rows score, give or take chance.</summary>
    Good,

    /// <summary>Short of fresh real rows.</summary>
    Fair,

    /// <summary>Far from fresh real rows.</summary>
    Poor,

    /// <summary>A sign that rows were copied: better than fresh real rows can be, or nearer to learnt rows than to others.</summary>
    Warning,
}

/// <summary>How the value of a score is read.</summary>
public enum ScoreUnit
{
    /// <summary>A plain number.</summary>
    Number,

    /// <summary>A share or an error between 0 and 1, shown in percent.</summary>
    Share,
}

/// <summary>One score of a report, with what a reader needs to judge it.</summary>
/// <param name="Name">The name in JSON: "c2st".</param>
/// <param name="Title">The name for a person: "Classifier two-sample test".</param>
/// <param name="Aspect">What it is about.</param>
/// <param name="Value">The score of the synthetic rows; NaN if it could not be measured.</param>
public sealed record Score(string Name, string Title, ScoreAspect Aspect, double Value)
{
    /// <summary>What is measured, in a few words.</summary>
    public required string Meaning { get; init; }

    /// <summary>The best value, in a word or two: "1", "as fresh rows".</summary>
    public required string Best { get; init; }

    /// <summary>How the value is read.</summary>
    public ScoreUnit Unit { get; init; }

    /// <summary>The confidence interval of the value, or null where there is no formula for it.</summary>
    public Interval? Interval { get; init; }

    /// <summary>The same score of fresh real rows; NaN if there is none.</summary>
    public double Ceiling { get; init; } = double.NaN;

    /// <summary>The confidence interval of the ceiling, or null.</summary>
    public Interval? CeilingInterval { get; init; }

    /// <summary>Why there is no ceiling; null if there is one.</summary>
    public string? NoCeiling { get; init; }

    /// <summary>How the score is to be taken.</summary>
    public required ScoreGrade Grade { get; init; }

    /// <summary>What the score says, in one sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether there is a value.</summary>
    public bool IsMeasured => !double.IsNaN(Value);
}

namespace Semblance.Describe.Plans;

/// <summary>A plan cannot be used. Each of the <see cref="Problems"/> is one sentence that names the place in the plan and what would be right.</summary>
public sealed class PlanException : Exception
{
    /// <summary>Creates the exception for one problem.</summary>
    public PlanException(string problem)
        : this([problem])
    {
    }

    /// <summary>Creates the exception for several problems; the message is the first, with the number of others.</summary>
    public PlanException(IReadOnlyList<string> problems)
        : base(problems.Count > 1 ? $"{problems[0]} ({problems.Count - 1} more)" : problems[0]) => Problems = problems;

    /// <summary>Creates the exception for one problem with its cause.</summary>
    public PlanException(string problem, Exception innerException)
        : base(problem, innerException) => Problems = [problem];

    /// <summary>Creates the exception without a sentence.</summary>
    public PlanException()
        : this("The plan cannot be used.")
    {
    }

    /// <summary>Everything found wrong, in the order of the document.</summary>
    public IReadOnlyList<string> Problems { get; }
}

namespace Semblance.Cli.Bench.Workspace;

/// <summary>What <see cref="WorkspaceBench"/> measures.</summary>
internal sealed record WorkspaceBenchOptions
{
    /// <summary>The names of all parts, in their order.</summary>
    public static IReadOnlyList<string> AllParts { get; } = ["lists", "queue", "large", "report"];

    /// <summary>The parts to run. The default is all of them.</summary>
    public IReadOnlyList<string> Parts { get; init; } = AllParts;

    /// <summary>Jobs that lists are measured among. The default value is 100,000.</summary>
    public int RecordedJobs { get; init; } = 100_000;

    /// <summary>Requests of each list. The default value is 100.</summary>
    public int Requests { get; init; } = 100;

    /// <summary>Jobs that are queued at once. The default value is 1,000.</summary>
    public int QueuedJobs { get; init; } = 1_000;

    /// <summary>The rows of the large job. The default value is 5,000,000.</summary>
    public long LargeRows { get; init; } = 5_000_000;
}

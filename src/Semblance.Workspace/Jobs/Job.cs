namespace Semblance.Workspace.Jobs;

/// <summary>
/// A piece of work that was asked for. It is recorded before it is queued and stays when it has ended. Large ones have parts, which are jobs
/// of their own with a <see cref="ParentId"/> and are not shown to clients.
/// </summary>
public sealed class Job
{
    /// <summary>The longest <see cref="Stage"/>, in characters.</summary>
    public const int LongestStage = 40;

    /// <summary>A random id: that of the record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Another random id, under which the queue knows the job; clients may ask for either.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The project that it belongs to; null for work outside any.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>The model that it trains or uses; null for work without one.</summary>
    public Guid? ModelId { get; init; }

    /// <summary>The report that it makes; null for other work.</summary>
    public Guid? ReportId { get; init; }

    /// <summary>The job that this is a part of; null for a whole one.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Whether it is a part; says no more than <see cref="ParentId"/>, in a form that lists can be looked up by.</summary>
    public JobExtent Extent { get; init; }

    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>How far it is, as clients see it.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Where it is in the queue.</summary>
    public QueueState QueueState { get; init; }

    /// <summary>The share that is done, 0 to 1; never decreases.</summary>
    public double Progress { get; init; }

    /// <summary>What is being done, in one or two words; null while nothing is.</summary>
    public string? Stage { get; init; }

    /// <summary>What was asked for, a JSON object.</summary>
    public required string Config { get; init; }

    /// <summary>The seed of everything random in it, fixed when it is recorded: whatever is killed, the same output comes of it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of the first row of a part; 0 for others.</summary>
    public long FirstRow { get; init; }

    /// <summary>The rows that it makes; 0 if it makes none.</summary>
    public long RowCount { get; init; }

    /// <summary>Counts the claims. Who has claimed an earlier attempt can write nothing more.</summary>
    public int Attempt { get; init; }

    /// <summary>How often something that passes has interrupted it.</summary>
    public int Failures { get; init; }

    /// <summary>How often the process that worked on it has died.</summary>
    public int Crashes { get; init; }

    /// <summary>The ticket that has claimed it; null if none has.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>When it was last claimed; null if it never was.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Until when it is not tried again; null if it does not rest.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>The last checkpoint of a training, an artifact without a record; null if there is none.</summary>
    public Guid? CheckpointId { get; init; }

    /// <summary>Why it failed, in a sentence; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What came of it; null until it is completed.</summary>
    public Guid? OutputArtifactId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first claimed; null until then.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

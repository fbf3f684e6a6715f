namespace Semblance.Workspace.Webhooks;

/// <summary>How far a callback is.</summary>
public enum WebhookStatus
{
    /// <summary>Its job has not ended, or its receiver has not taken it yet.</summary>
    Waiting = 0,

    /// <summary>Its receiver has taken it.</summary>
    Delivered = 1,

    /// <summary>Its receiver has not taken it, as often as it was tried.</summary>
    GivenUp = 2,
}

/// <summary>A callback that somebody asked for: a request to an address of theirs once a job has ended. It is recorded with its job, so that it is not lost whatever dies.</summary>
public sealed class Webhook
{
    /// <summary>The longest <see cref="Url"/>, in characters.</summary>
    public const int LongestUrl = 2000;

    /// <summary>The longest <see cref="LastResult"/>, in characters.</summary>
    public const int LongestResult = 200;

    /// <summary>A random id; receivers can tell by it that they have had a callback before.</summary>
    public required Guid Id { get; init; }

    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The address. What follows its host may be a secret of its owner: it is neither logged nor shown.</summary>
    public required string Url { get; init; }

    /// <summary>How far it is.</summary>
    public WebhookStatus Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, at the earliest.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>What came of the last attempt, in a few words; null before the first.</summary>
    public string? LastResult { get; init; }
}

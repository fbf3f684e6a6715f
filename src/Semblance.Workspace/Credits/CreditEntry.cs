namespace Semblance.Workspace.Credits;

/// <summary>How far one piece of paid work is.</summary>
public enum CreditState
{
    /// <summary>The credits are held while the work goes on.</summary>
    Reserved = 0,

    /// <summary>The work was done and is paid.</summary>
    Settled = 1,

    /// <summary>The work was not done; nothing was paid.</summary>
    Released = 2,
}

/// <summary>One line of the ledger: one piece of paid work of one key.</summary>
public sealed class CreditEntry
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who pays.</summary>
    public required Guid KeyId { get; init; }

    /// <summary>The month it counts for, whenever it ends.</summary>
    public required int Month { get; init; }

    /// <summary>The price in micros.</summary>
    public required long Micros { get; init; }

    /// <summary>How far it is; goes from reserved to one of the other two, once.</summary>
    public required CreditState State { get; init; }

    /// <summary>What it is for, such as "twin flagship".</summary>
    public required string Purpose { get; init; }

    /// <summary>The rows asked for.</summary>
    public required long Rows { get; init; }

    /// <summary>The node that does the work.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>When a reservation is given back if its node has not renewed it by then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the credits were reserved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they were settled or released; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

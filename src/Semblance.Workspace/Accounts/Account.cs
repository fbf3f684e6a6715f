namespace Semblance.Workspace.Accounts;

/// <summary>Whose things are whose: every key opens one account, and sees only what belongs to it.</summary>
public sealed class Account
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name that an operator gave it; unique.</summary>
    public required string Name { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

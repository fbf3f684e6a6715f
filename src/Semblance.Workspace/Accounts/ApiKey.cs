namespace Semblance.Workspace.Accounts;

/// <summary>A key as it is kept: of its secret there is only a hash.</summary>
public sealed class ApiKey
{
    /// <summary>A random id, which names the key and opens nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account that it opens.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account that it opens.</summary>
    public Account Account { get; init; } = null!;

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The key's first part, by which it is found; unique and no secret.</summary>
    public required string Prefix { get; init; }

    /// <summary>The SHA-256 of the whole key, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What it opens.</summary>
    public required KeyScopes Scopes { get; init; }

    /// <summary>What it may spend in a calendar month (UTC), in millionths of a credit; null if there is no limit.</summary>
    public required long? MonthlyMicros { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stopped opening anything; null while it does.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

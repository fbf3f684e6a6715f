namespace Semblance.Workspace.Datasets;

/// <summary>A table that is uploaded again and again: its versions, under a name that is unique in its project.</summary>
public sealed class Dataset
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The project that it belongs to.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds, as the newest upload that said so; empty if none did.</summary>
    public required string Description { get; set; }

    /// <summary>When its first version was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

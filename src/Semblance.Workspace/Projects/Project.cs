namespace Semblance.Workspace.Projects;

/// <summary>What an account keeps together: datasets, the models made of them, their jobs and reports.</summary>
public sealed class Project
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>What people call it; several may bear one name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about; empty if nobody said.</summary>
    public required string Description { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something was last put into it or taken out of it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

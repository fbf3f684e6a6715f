using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace;

/// <summary>What of a workspace is kept where, and how its jobs are worked on.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>The connection string of a PostgreSQL database for the records; null for a SQLite file in the workspace's folder. The default value is null.</summary>
    public string? Postgres { get; init; }

    /// <summary>The folder of artifacts, which several machines may share; null for one in the workspace's folder. The default value is null.</summary>
    public string? ArtifactFolder { get; init; }

    /// <summary>A store of artifacts in place of a folder; null for the folder. The default value is null.</summary>
    public S3Settings? S3 { get; init; }

    /// <summary>How jobs are worked on.</summary>
    public JobSettings Jobs { get; init; } = new();
}

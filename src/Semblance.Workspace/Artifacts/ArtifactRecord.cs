namespace Semblance.Workspace.Artifacts;

/// <summary>What an artifact is for.</summary>
public enum ArtifactKind
{
    /// <summary>A file that was uploaded as a version of a dataset.</summary>
    Dataset = 0,

    /// <summary>A trained model.</summary>
    Model = 1,

    /// <summary>Synthetic rows.</summary>
    Rows = 2,

    /// <summary>A report.</summary>
    Report = 3,
}

/// <summary>Whose an artifact is and how it is handed out. Its bytes are in the <see cref="IArtifactStore"/> under the same id; without a record nobody can ask for them.</summary>
public sealed class ArtifactRecord
{
    /// <summary>The id of the bytes.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>What it is for.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>What a client should call the file.</summary>
    public required string FileName { get; init; }

    /// <summary>The type of its content, as HTTP says it.</summary>
    public required string ContentType { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The SHA-256 of its bytes, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The record of bytes that have been put into the store.</summary>
    public static ArtifactRecord Of(Artifact artifact, Guid accountId, ArtifactKind kind, string fileName, string contentType, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new ArtifactRecord
        {
            Id = artifact.Id,
            AccountId = accountId,
            Kind = kind,
            FileName = fileName,
            ContentType = contentType,
            Length = artifact.Length,
            Sha256 = artifact.Sha256,
            CreatedAt = now,
        };
    }
}

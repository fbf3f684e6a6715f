namespace Semblance.Workspace.Models;

/// <summary>How far a model is.</summary>
public enum ModelStatus
{
    /// <summary>Its training waits for its turn.</summary>
    Pending = 0,

    /// <summary>It is being trained.</summary>
    Training = 1,

    /// <summary>Rows can be made.</summary>
    Ready = 2,

    /// <summary>Its training failed or was cancelled.</summary>
    Failed = 3,
}

/// <summary>
/// A model that is trained on a version of a dataset. What it needs to know of that version is copied when the model is made: the dataset may be
/// deleted and what is said about its columns may change, but a model stays what it was asked to be.
/// </summary>
public sealed class SynthModel
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The project that it belongs to.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>The dataset that it learns, which may be gone.</summary>
    public required Guid DatasetId { get; init; }

    /// <summary>The version of the dataset, which may be gone.</summary>
    public required Guid DatasetVersionId { get; init; }

    /// <summary>The file of that version, which may be gone.</summary>
    public required Guid DatasetArtifactId { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string DatasetName { get; init; }

    /// <summary>The number of the version, from 0 on.</summary>
    public required int DatasetVersion { get; init; }

    /// <summary>What was said about the columns, as JSON: see <see cref="Datasets.SchemaOverrides"/>. Null if nothing was.</summary>
    public string? Overrides { get; init; }

    /// <summary>What people call it; several may bear one name.</summary>
    public required string Name { get; init; }

    /// <summary>The family, such as "ctgan".</summary>
    public required string ModelType { get; init; }

    /// <summary>The family's options as the client sent them, a JSON object.</summary>
    public required string Config { get; init; }

    /// <summary>The seed of the training and of the holdout.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The share of the rows that the training does not see.</summary>
    public required double HoldoutShare { get; init; }

    /// <summary>How far it is.</summary>
    public required ModelStatus Status { get; init; }

    /// <summary>The trained model; null until it is ready.</summary>
    public Guid? ArtifactId { get; init; }

    /// <summary>The rows that it was trained on; null until it is ready.</summary>
    public int? TrainingRows { get; init; }

    /// <summary>Why it failed, in a sentence; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something last became of it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>One upload of a dataset. Its file never changes; what is known of its columns better than inference does can be said later.</summary>
public sealed class DatasetVersion
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The dataset.</summary>
    public required Guid DatasetId { get; init; }

    /// <summary>The dataset.</summary>
    public Dataset Dataset { get; init; } = null!;

    /// <summary>Counts the uploads of the dataset, from 0 on.</summary>
    public required int Version { get; init; }

    /// <summary>The file as it was uploaded.</summary>
    public required Guid ArtifactId { get; init; }

    /// <summary>The format of the file.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>The rows of the table.</summary>
    public required int RowCount { get; init; }

    /// <summary>The columns of the file, ignored ones among them.</summary>
    public required int ColumnCount { get; init; }

    /// <summary>The overall score of its quality, 0 to 100.</summary>
    public required double QualityScore { get; init; }

    /// <summary>The profile with these overrides, as JSON: see <see cref="DatasetProfile"/>.</summary>
    public required string Profile { get; set; }

    /// <summary>The first rows with these overrides, as JSON: see <see cref="DatasetPreview"/>.</summary>
    public required string Preview { get; set; }

    /// <summary>What was said about its columns, as JSON: see <see cref="SchemaOverrides"/>. Null if nothing was.</summary>
    public string? Overrides { get; set; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

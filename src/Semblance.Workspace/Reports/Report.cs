namespace Semblance.Workspace.Reports;

/// <summary>A report on the rows of a model. How far it is, its job says.</summary>
public sealed class Report
{
    /// <summary>A random id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The project that it belongs to.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>The model whose rows are measured.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>What was named to report on: the model, or a job that has made rows of it.</summary>
    public required Guid EntityId { get; init; }

    /// <summary>What was asked for, a JSON object.</summary>
    public required string Options { get; init; }

    /// <summary>The job that makes it.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The report as JSON; null until it is made.</summary>
    public Guid? JsonArtifactId { get; init; }

    /// <summary>The report as a page; null until it is made.</summary>
    public Guid? HtmlArtifactId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

using Semblance.Describe.Output;

namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance describe</c> is asked for.</summary>
internal sealed record DescribeRequest
{
    public string? Prompt { get; init; }

    public string? PlanFile { get; init; }

    public int? Datasets { get; init; }

    public required long Size { get; init; }

    public required int Reality { get; init; }

    public required OutputFormat Format { get; init; }

    public required SqlDialect Dialect { get; init; }

    public ulong? Seed { get; init; }

    public string? Locale { get; init; }

    public string? Catalog { get; init; }

    public string? PlannerModel { get; init; }

    public string? PlannerUrl { get; init; }

    public bool PlanOnly { get; init; }

    public string? Defects { get; init; }

    public string? Folder { get; init; }

    public required int Threads { get; init; }

    public bool Quiet { get; init; }
}

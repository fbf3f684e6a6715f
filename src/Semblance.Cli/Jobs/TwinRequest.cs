namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance twin</c> was asked for.</summary>
internal sealed record TwinRequest
{
    public required string File { get; init; }

    /// <summary>Rows to make; null for as many as the input has.</summary>
    public long? Rows { get; init; }

    public required string Family { get; init; }

    /// <summary>The seed of fit and sample; null to draw one.</summary>
    public ulong? Seed { get; init; }

    public string[] Conditions { get; init; } = [];

    public string[] Types { get; init; } = [];

    public string[] Drop { get; init; } = [];

    /// <summary>Where the table goes; null for standard output.</summary>
    public string? Output { get; init; }

    public string? Report { get; init; }

    public bool Json { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    public bool Quiet { get; init; }
}

namespace Semblance.Cli.Bench.Server;

/// <summary>What <see cref="ServerBench"/> measures.</summary>
internal sealed record ServerBenchOptions
{
    /// <summary>The names of all parts, in their order.</summary>
    public static IReadOnlyList<string> AllParts { get; } = ["latency", "tables", "load", "upload", "malformed"];

    /// <summary>The parts to run. The default is all of them.</summary>
    public IReadOnlyList<string> Parts { get; init; } = AllParts;

    /// <summary>Requests whose latency is measured, one after another. The default value is 200.</summary>
    public int Requests { get; init; } = 200;

    /// <summary>Clients that ask at the same time. The default value is 200.</summary>
    public int Clients { get; init; } = 200;

    /// <summary>How long they ask, in seconds. The default value is 60.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>The size of the large upload, in millions of bytes. The default value is 499: with what is around the file, as much as a request may have.</summary>
    public int Megabytes { get; init; } = 499;

    /// <summary>Malformed requests. The default value is 10,000.</summary>
    public int Malformed { get; init; } = 10_000;
}

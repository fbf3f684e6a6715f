namespace Semblance.Cli.Bench;

/// <summary>What <see cref="TwinBench"/> measures.</summary>
internal sealed record TwinBenchOptions
{
    /// <summary>The benchmark tables by name; empty for all five. The default is empty.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>The seeds of fits and samples; the goals are means over them. The default is 1, 2 and 3.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>The model families; empty for core and flagship as far as they exist. The default is empty.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    /// <summary>The row counts of the scaling part; empty to leave it out. The default is 10,000, 100,000 and 1,000,000.</summary>
    public IReadOnlyList<int> ScalingRows { get; init; } = [10_000, 100_000, 1_000_000];

    /// <summary>Whether the columns that the benchmark calls categories are read as such, as published models are told. Otherwise inference alone decides, as for a user who says nothing. The default value is false.</summary>
    public bool DeclaredTypes { get; init; }

    /// <summary>The number of worker threads. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

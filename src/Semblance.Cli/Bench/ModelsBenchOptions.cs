namespace Semblance.Cli.Bench;

/// <summary>What <see cref="ModelsBench"/> measures.</summary>
internal sealed record ModelsBenchOptions
{
    /// <summary>The parts: "speed", "scale", "quality". The default is all.</summary>
    public IReadOnlyList<string> Parts { get; init; } = AllParts;

    /// <summary>The families by name; empty for those of the papers. The default is empty.</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>The benchmark tables of the part "quality" by name; empty for all five. The default is empty.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>The seeds of the part "quality", over which means are taken. The default is 1, 2 and 3.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Whether every seed parts training and test rows anew, so that scores do not depend on which rows happen to be tested on. The default value is false.</summary>
    public bool PartAnew { get; init; }

    /// <summary>Options of the families in the part "quality"; each applies to the families that have it. The default is none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Config { get; init; } = [];

    /// <summary>Epochs that the part "speed" trains: the first is left out of the figures, as it starts the code. The default value is 6.</summary>
    public int SpeedEpochs { get; init; } = 6;

    /// <summary>Rows that the parts "speed" and "scale" make, or learn. The default value is 1,000,000.</summary>
    public int ManyRows { get; init; } = 1_000_000;

    /// <summary>The number of worker threads. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The names of all parts.</summary>
    public static IReadOnlyList<string> AllParts { get; } = ["speed", "scale", "quality"];
}

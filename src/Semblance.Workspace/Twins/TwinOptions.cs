namespace Semblance.Workspace.Twins;

/// <summary>How a table is learnt and its twin made.</summary>
public sealed record TwinOptions
{
    /// <summary>The name of the family. The default value is "core".</summary>
    public string Family { get; init; } = "core";

    /// <summary>The seed of fit and rows. The default value is 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Values that every row must have, by column name, written as in the table. The default is none.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>The number of worker threads; nothing depends on it but the time. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether the first rows are kept for <see cref="Twin.TrendError"/>. The default value is false.</summary>
    public bool MeasureTrends { get; init; }
}

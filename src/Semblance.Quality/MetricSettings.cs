using Semblance.Data;

namespace Semblance.Quality;

/// <summary>What the caller knows about a table that its types do not say.</summary>
public sealed record MetricSettings
{
    /// <summary>Columns that are categories whatever their kind, such as numbered codes. The default is none.</summary>
    public IReadOnlyCollection<string> Categorical { get; init; } = [];

    /// <summary>The column that a model is trained to predict in TSTR and TRTR. The default, null, picks one: see <see cref="TrainOnSynthetic"/>.</summary>
    public string? Target { get; init; }

    /// <summary>Whether a numeric target is scored as log(max(target, 1)). The default value is false.</summary>
    public bool LogTarget { get; init; }

    /// <summary>The columns that an attacker would like to learn, for <see cref="AttributeInference"/>. The default is none named: every compared column that varies.</summary>
    public IReadOnlyCollection<string> Sensitive { get; init; } = [];

    /// <summary>
    /// The most rows of each table that the classifier test and the utility scores learn, and the most synthetic rows whose nearest real row is
    /// searched; larger tables are sampled. At least 10. The default value is 50,000, with which a report takes six to twenty CPU seconds.
    /// </summary>
    public int MostRows { get; init; } = 50_000;

    /// <summary>The seed of folds, halves and samples. The default value is 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of worker threads; no figure depends on it. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

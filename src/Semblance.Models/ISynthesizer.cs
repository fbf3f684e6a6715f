using Semblance.Data;
using Semblance.Models.Checkpoints;

namespace Semblance.Models;

/// <summary>A family of models that learn the joint distribution of a table's columns.</summary>
public interface ISynthesizer
{
    /// <summary>The family's name on the command line and in model files, such as "flagship".</summary>
    string Name { get; }

    /// <summary>The family's name for a person, such as "CTGAN".</summary>
    string Title { get; }

    /// <summary>What it is and what it is good for, in one line.</summary>
    string Description { get; }

    /// <summary>The options that its fit takes.</summary>
    ModelOptions Options { get; }

    /// <summary>Whether a fit that was killed can go on from a checkpoint; families that fit in seconds keep none.</summary>
    bool KeepsCheckpoints { get; }

    /// <summary>Learns a table.</summary>
    /// <param name="table">The real rows; at least <see cref="Synthesizers.MinimumRows"/> rows and <see cref="Synthesizers.MinimumColumns"/> columns.</param>
    /// <param name="options">Configuration, seed, threads, checkpoints.</param>
    /// <param name="progress">Told of phases and of the share done; may be null. Called from worker threads.</param>
    /// <param name="cancellation">Ends the fit with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The table is too small.</exception>
    /// <exception cref="CheckpointException">The checkpoint that the fit is to go on from is damaged or not one of this fit.</exception>
    /// <exception cref="ArgumentException">The configuration is for another family.</exception>
    IFittedModel Fit(Table table, FitOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default);
}

/// <summary>A fitted model: plain data, safe to use from several threads at once.</summary>
public interface IFittedModel
{
    /// <summary>The family that made it.</summary>
    string Family { get; }

    /// <summary>The schema of the rows it makes, as that of the table it was fitted on.</summary>
    IReadOnlyList<ColumnSchema> Schema { get; }

    /// <summary>The number of rows it was fitted on.</summary>
    int TrainingRows { get; }

    /// <summary>
    /// Makes synthetic rows as a stream of blocks. Row i is a pure function of (model, seed, conditions, i): the same bytes at any
    /// thread count and block size.
    /// </summary>
    /// <exception cref="TableException">A condition names an unknown column or an impossible value.</exception>
    IEnumerable<Table> Sample(SampleOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Writes the model to a stream; ModelFile.Load reads it back.</summary>
    void Save(Stream stream);
}

/// <summary>Options common to the fit of every family.</summary>
public sealed record FitOptions
{
    /// <summary>The seed of everything random in the fit, unless the configuration has one. The default value is 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of worker threads; the result does not depend on it. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The family's options, as its <see cref="ISynthesizer.Options"/> check them; null for its defaults. The default value is null.</summary>
    public ModelConfig? Config { get; init; }

    /// <summary>
    /// Where a long fit keeps checkpoints and goes on from the last one, to the same result; null to keep none. The default value is null.
    /// Families that fit in seconds keep none.
    /// </summary>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>The least time between two checkpoints. The default value is 30 seconds.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What to sample.</summary>
public sealed record SampleOptions
{
    /// <summary>The number of rows to make; 0 or more.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of the first row, so that a part of a larger sample can be made alone. The default value is 0.</summary>
    public long FirstRow { get; init; }

    /// <summary>The seed of the rows. The default value is 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Values that every row must have, by column name, written as in the table. Exact: every row satisfies all of them.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>The number of worker threads; the result does not depend on it. The default value is the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>How far a piece of work is.</summary>
/// <param name="Phase">What is being done, in one or two words for a person: "fit", "sample".</param>
/// <param name="Done">Units done, in the unit that <paramref name="Total"/> is in.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">The unit: "rows", "columns", "epochs".</param>
/// <param name="Training">How the training of a network goes; null for other work.</param>
public readonly record struct WorkProgress(string Phase, long Done, long Total, string Unit, TrainingFigures? Training = null);

/// <summary>How the training of a network goes.</summary>
/// <param name="Losses">The means of the losses over the last epoch, by name: "generator", "critic".</param>
/// <param name="ValidationScore">The last score on rows held back from training, lower is better; null if there is none yet.</param>
/// <param name="BestScore">The best of these scores so far; null if there is none yet.</param>
public sealed record TrainingFigures(IReadOnlyList<KeyValuePair<string, double>> Losses, double? ValidationScore = null, double? BestScore = null);

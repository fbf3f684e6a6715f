using Semblance.Data;
using Semblance.Models.Checkpoints;
using Semblance.Models.Encoding;

namespace Semblance.Models;

/// <summary>
/// The part that all families share: the table is encoded, identifiers and texts get their generators, and only the joint
/// distribution of the encoded columns is left to the family.
/// </summary>
internal abstract class JointSynthesizer : ISynthesizer
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Title { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public abstract ModelOptions Options { get; }

    /// <inheritdoc/>
    public virtual bool KeepsCheckpoints => false;

    /// <summary>The seed as an option, for families to list.</summary>
    internal static SeedOption SeedOption { get; } =
        new("seed", "The seed of everything random in the fit; the same seed gives the same model. None: the seed that the caller gives or draws.") { Alias = "random_state" };

    /// <inheritdoc/>
    public IFittedModel Fit(Table table, FitOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ModelConfig config = options.Config ?? Options.Defaults;
        if (config.Family != Name)
        {
            throw new ArgumentException($"The configuration is for {config.Family}, not for {Name}.", nameof(options));
        }
        Synthesizers.RequireEnough(table);
        cancellation.ThrowIfCancellationRequested();
        IProgress<WorkProgress>? reports = MonotonicProgress.Over(progress);
        TableEncoding encoding = TableEncoding.Learn(table, options, reports, cancellation, out EncodedColumn[] columns);
        ulong seed = config.Get(SeedOption) ?? options.Seed;
        TrainingCheckpoints? checkpoints = options.Checkpoints is { } store ? new TrainingCheckpoints(store, seed, FitKey.Of(table, config, seed), options.CheckpointInterval) : null;
        IJointModel joint = columns.Length == 0 ? new NoColumns() : FitJoint(columns, new FitContext(config, seed, options.Threads, reports, checkpoints, cancellation));
        return new JointFittedModel(this, table.RowCount, encoding, joint);
    }

    /// <summary>Reads what <see cref="IJointModel.Write"/> wrote.</summary>
    internal IJointModel ReadModel(BinaryReader reader, int modelledColumns) => modelledColumns == 0 ? new NoColumns() : ReadJoint(reader);

    /// <summary>Learns the joint distribution.</summary>
    /// <param name="columns">At least one column, each with at least two outcomes; read-only.</param>
    /// <param name="context">Configuration, seed, threads, progress, checkpoints, cancellation.</param>
    protected abstract IJointModel FitJoint(EncodedColumn[] columns, FitContext context);

    /// <summary>Reads back what the family's <see cref="IJointModel.Write"/> wrote.</summary>
    protected abstract IJointModel ReadJoint(BinaryReader reader);

    /// <summary>The joint model of a table in which no column has two outcomes.</summary>
    private sealed class NoColumns : IJointModel
    {
        public void Sample(ulong seed, long firstRow, int count, EncodedCondition?[] conditions, EncodedColumn[] columns)
        {
        }

        public void Write(BinaryWriter writer)
        {
        }
    }
}

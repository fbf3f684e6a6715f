using Semblance.Data;
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
    public IFittedModel Fit(Table table, FitOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        Synthesizers.RequireEnough(table);
        cancellation.ThrowIfCancellationRequested();
        IProgress<WorkProgress>? reports = MonotonicProgress.Over(progress);
        TableEncoding encoding = TableEncoding.Learn(table, options, reports, cancellation, out EncodedColumn[] columns);
        IJointModel joint = columns.Length == 0 ? new NoColumns() : FitJoint(columns, options, reports, cancellation);
        return new JointFittedModel(this, table.RowCount, encoding, joint);
    }

    /// <summary>Reads what <see cref="IJointModel.Write"/> wrote.</summary>
    internal IJointModel ReadModel(BinaryReader reader, int modelledColumns) => modelledColumns == 0 ? new NoColumns() : ReadJoint(reader);

    /// <summary>Learns the joint distribution.</summary>
    /// <param name="columns">At least one column, each with at least two outcomes; read-only.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="progress">May be told of the phase "fit" from any thread; null if nobody listens.</param>
    /// <param name="cancellation">Ends the fit.</param>
    protected abstract IJointModel FitJoint(EncodedColumn[] columns, FitOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation);

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

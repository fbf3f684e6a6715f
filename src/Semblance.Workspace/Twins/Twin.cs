using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;

namespace Semblance.Workspace.Twins;

/// <summary>
/// A real table, the model that learnt it, and the figures of the rows made so far: what the command line and the server both do
/// between reading a table and writing another. Memory: the table, the model, and a few blocks of rows, however many are made.
/// </summary>
public sealed class Twin
{
    private readonly TwinOptions _options;
    private readonly IFittedModel _model;
    private readonly TwinFiguresAccumulator _figures;
    private readonly List<Table> _kept = [];
    private int _keptRows;

    private Twin(Table real, TwinOptions options, IFittedModel model, CancellationToken cancellation)
    {
        Real = real;
        _options = options;
        _model = model;
        _figures = new TwinFiguresAccumulator(real, options.Threads, cancellation);
    }

    /// <summary>The table that was learnt.</summary>
    public Table Real { get; }

    /// <summary>The columns of every row that is made.</summary>
    public IReadOnlyList<ColumnSchema> Schema => _model.Schema;

    /// <summary>Learns a table.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="options">Family, seed, threads.</param>
    /// <param name="progress">Told of phases and of the share done; may be null.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">The table is too small, or there is no such family.</exception>
    public static Twin Fit(Table real, TwinOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(options);
        var fit = new FitOptions { Seed = options.Seed, Threads = options.Threads };
        return new Twin(real, options, Synthesizers.Get(options.Family).Fit(real, fit, progress, cancellation), cancellation);
    }

    /// <summary>Makes rows as a stream of blocks, and counts them for <see cref="Figures"/> as they pass. To be called once.</summary>
    /// <exception cref="TableException">A condition names an unknown column or an impossible value.</exception>
    public IEnumerable<Table> Rows(long count, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        Counted(_model.Sample(Sample(count), progress, cancellation), cancellation);

    /// <summary>Makes the first rows once more, as a table: a row depends on nothing but its number.</summary>
    public Table FirstRows(int count, CancellationToken cancellation = default) =>
        TableBlocks.Join(Schema, _model.Sample(Sample(count), progress: null, cancellation));

    /// <summary>The error of the trends between columns, over the first rows made so far; to be asked for once they are made.</summary>
    /// <remarks>See <see cref="TwinMeasures.TrendError"/>. NaN unless <see cref="TwinOptions.MeasureTrends"/> was asked for.</remarks>
    public double TrendError(CancellationToken cancellation = default)
    {
        if (_keptRows == 0)
        {
            return double.NaN;
        }
        Table kept = TableBlocks.Join(Schema, _kept);
        // How many rows came with the last block depends on the threads; which of them are compared must not.
        Table first = kept.RowCount <= TwinMeasures.MostTrendRows ? kept : TableRows.Select(kept, [.. Enumerable.Range(0, TwinMeasures.MostTrendRows)]);
        return TwinMeasures.TrendError(Real, first, _options.Threads, cancellation);
    }

    /// <summary>How near the rows made so far are to the real table.</summary>
    public TwinFigures Figures(CancellationToken cancellation = default) => _figures.Finish(cancellation);

    private SampleOptions Sample(long count) => new() { Rows = count, Seed = _options.Seed, Conditions = _options.Conditions, Threads = _options.Threads };

    private IEnumerable<Table> Counted(IEnumerable<Table> blocks, CancellationToken cancellation)
    {
        foreach (Table block in blocks)
        {
            _figures.Add(block, cancellation);
            if (_options.MeasureTrends && _keptRows < TwinMeasures.MostTrendRows)
            {
                _kept.Add(block);
                _keptRows += block.RowCount;
            }
            yield return block;
        }
    }
}

using Semblance.Data;

namespace Semblance.Quality;

/// <summary>
/// Computes <see cref="TwinFigures"/> while the synthetic rows stream by as blocks. The figures depend on the rows and their order, not on
/// where the blocks end nor on the number of threads.
/// </summary>
/// <remarks>
/// <para>Bins of a numeric or date column: n^(1/3) rounded, at least 4 and at most 20, at equal shares of the n real values (each value a bin if
/// there are no more values than bins), the first and the last open-ended.</para>
/// <para>Distributions are counted over all rows. Associations use every k-th row of each table, k the smallest power of two that keeps no more
/// than 200,000 rows, and the 63 levels of a category that are most frequent in the real table; the others count as one level.
/// Missing numbers are left out of the pairs they are in; a missing category is a level.</para>
/// <para>Memory: 4 bytes per kept value of either table.</para>
/// </remarks>
public sealed class TwinFiguresAccumulator
{
    private readonly FigureColumn[] _columns;
    private readonly int _threads;
    private readonly KeptRows _real = new();
    private readonly KeptRows _synthetic = new();

    /// <summary>Counts the real table.</summary>
    /// <param name="real">The real table.</param>
    /// <param name="threads">The number of worker threads, 0 for the number of processors.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public TwinFiguresAccumulator(Table real, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        _threads = threads == 0 ? Environment.ProcessorCount : threads;
        Column[] compared = [.. real.Columns.Where(column => column.Kind is not (ColumnKind.Identifier or ColumnKind.Text or ColumnKind.Empty))];
        _columns = new FigureColumn[compared.Length];
        _real.Extend(real.RowCount);
        Each(i => _columns[i] = new FigureColumn(compared[i], _real), cancellation);
    }

    /// <summary>Adds synthetic rows.</summary>
    /// <param name="block">Any number of rows, with at least the compared columns of the real table.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>; the accumulator is then useless.</param>
    /// <exception cref="TableException">The block lacks a compared column.</exception>
    public void Add(Table block, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(block);
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            int at = block.IndexOf(_columns[i].Name);
            columns[i] = at >= 0
                ? block.Columns[at]
                : throw new TableException($"Column '{_columns[i].Name}' of the real table is missing in the synthetic one; both need the same columns.");
        }
        _synthetic.Extend(block.RowCount);
        Each(i => _columns[i].AddSynthetic(columns[i], _synthetic), cancellation);
    }

    /// <summary>The figures of the rows added so far.</summary>
    public TwinFigures Finish(CancellationToken cancellation = default)
    {
        if (_synthetic.Seen == 0)
        {
            return new TwinFigures(double.NaN, double.NaN);
        }
        double distribution = _columns.Length == 0 ? 0 : _columns.Average(column => column.DistributionDistance());
        var pairs = new List<(int A, int B)>();
        for (int a = 0; a < _columns.Length; a++)
        {
            for (int b = a + 1; b < _columns.Length; b++)
            {
                pairs.Add((a, b));
            }
        }
        var differences = new double[pairs.Count];
        Parallel.For(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation }, i =>
        {
            (int a, int b) = pairs[i];
            double real = Association.Between(_columns[a].Real, _columns[b].Real);
            double synthetic = Association.Between(_columns[a].Synthetic, _columns[b].Synthetic);
            differences[i] = Math.Abs(real - synthetic);
        });
        return new TwinFigures(distribution, 1 - (differences.Length == 0 ? 0 : differences.Average()));
    }

    private void Each(Action<int> work, CancellationToken cancellation) =>
        Parallel.For(0, _columns.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation }, work);
}

/// <summary>Which rows of a stream are kept for associations: every k-th, so that the choice depends on the number of rows alone.</summary>
internal sealed class KeptRows
{
    public const int Maximum = 200_000;

    /// <summary>The rows seen before the current block, and with it.</summary>
    public long Before { get; private set; }

    public long Seen { get; private set; }

    /// <summary>Of the rows kept before the current block, every n-th stays.</summary>
    public int Thinning { get; private set; } = 1;

    /// <summary>Rows whose number is a multiple of this are kept.</summary>
    public long Stride { get; private set; } = 1;

    public void Extend(int rows)
    {
        Before = Seen;
        Seen += rows;
        Thinning = 1;
        while ((Seen + Stride - 1) / Stride > Maximum)
        {
            Stride *= 2;
            Thinning *= 2;
        }
    }

    /// <summary>The first row of the current block that is kept; the others follow at <see cref="Stride"/>.</summary>
    public int First => (int)((Stride - Before % Stride) % Stride);
}

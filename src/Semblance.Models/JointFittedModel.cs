using Semblance.Data;
using Semblance.Models.Encoding;

namespace Semblance.Models;

/// <summary>A fitted model of any family: the table's encoding and the joint distribution of the encoded columns.</summary>
internal sealed class JointFittedModel : IFittedModel
{
    /// <summary>Rows of a block for tables of usual width; wider tables have shorter blocks, so that a block stays within some 20 MB.</summary>
    private const int LongestBlock = 16_384;
    private const int ShortestBlock = 1_024;
    private const int CellsOfBlock = 1 << 21;

    private readonly JointSynthesizer _family;

    public JointFittedModel(JointSynthesizer family, int trainingRows, TableEncoding encoding, IJointModel joint)
    {
        _family = family;
        TrainingRows = trainingRows;
        Encoding = encoding;
        Joint = joint;
        Schema = [.. encoding.Columns.Select(column => column.Schema)];
    }

    /// <inheritdoc/>
    public string Family => _family.Name;

    /// <inheritdoc/>
    public IReadOnlyList<ColumnSchema> Schema { get; }

    /// <inheritdoc/>
    public int TrainingRows { get; }

    /// <summary>How columns are encoded and decoded.</summary>
    internal TableEncoding Encoding { get; }

    /// <summary>The family's part.</summary>
    internal IJointModel Joint { get; }

    /// <inheritdoc/>
    public IEnumerable<Table> Sample(SampleOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Rows);
        ArgumentOutOfRangeException.ThrowIfNegative(options.FirstRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Rows, long.MaxValue - options.FirstRow);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ConditionSet conditions = Encoding.Resolve(options.Conditions);
        return Blocks(options, conditions, MonotonicProgress.Over(progress), cancellation);
    }

    /// <inheritdoc/>
    public void Save(Stream stream) => ModelFile.Save(this, stream);

    private IEnumerable<Table> Blocks(SampleOptions options, ConditionSet conditions, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new WorkProgress("sample", 0, options.Rows, "rows"));
        int blockRows = Math.Clamp(CellsOfBlock / Encoding.Columns.Length, ShortestBlock, LongestBlock);
        long done = 0;
        if (options.Threads == 1 || options.Rows <= blockRows / 2)
        {
            while (done < options.Rows)
            {
                cancellation.ThrowIfCancellationRequested();
                int rows = (int)Math.Min(blockRows, options.Rows - done);
                Table block = MakeBlock(options.Seed, options.FirstRow + done, rows, conditions);
                done += rows;
                progress?.Report(new WorkProgress("sample", done, options.Rows, "rows"));
                yield return block;
            }
            yield break;
        }

        // As many blocks as there are threads are being made while the caller uses the one before; they come out in order.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = new Queue<Task<Table>>(options.Threads);
        long asked = 0;
        void Ask()
        {
            while (ahead.Count < options.Threads && asked < options.Rows)
            {
                long firstRow = options.FirstRow + asked;
                // Small samples are split evenly, so that every thread has a part.
                long share = Math.Max(ShortestBlock, (options.Rows + options.Threads - 1) / options.Threads);
                int rows = (int)Math.Min(Math.Min(blockRows, share), options.Rows - asked);
                ahead.Enqueue(Task.Run(() => MakeBlock(options.Seed, firstRow, rows, conditions), stop.Token));
                asked += rows;
            }
        }
        try
        {
            Ask();
            while (ahead.Count > 0)
            {
                Table block = ahead.Dequeue().GetAwaiter().GetResult();
                cancellation.ThrowIfCancellationRequested();
                Ask();
                done += block.RowCount;
                progress?.Report(new WorkProgress("sample", done, options.Rows, "rows"));
                yield return block;
            }
        }
        finally
        {
            // Nothing may still run once the caller has gone on; an error in a block nobody asked for any more is of no interest.
            stop.Cancel();
            Task.WhenAll(ahead).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                .GetAwaiter().GetResult();
        }
    }

    private Table MakeBlock(ulong seed, long firstRow, int rows, ConditionSet conditions)
    {
        EncodedColumn[] block = Encoding.NewBlock(rows);
        Joint.Sample(seed, firstRow, rows, conditions.Encoded, block);
        return Encoding.Decode(block, seed, firstRow, rows, conditions);
    }
}

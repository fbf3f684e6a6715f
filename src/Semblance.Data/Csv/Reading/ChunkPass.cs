using System.Collections.Concurrent;

namespace Semblance.Data.Csv.Reading;

/// <summary>Reads all chunks of a file once with several workers, and hands their results over in the order of the file.</summary>
internal sealed class ChunkPass(CsvLayout layout, ColumnPlan[] plans, ColumnCollector[] collectors, string name, bool checkUtf8)
{
    private readonly Dictionary<int, ChunkResult> _finished = [];
    private readonly Lock _collecting = new();
    private readonly ConcurrentBag<ColumnPart?[]> _reusable = [];
    private RepairCounts _repairs;
    private volatile bool _stopped;
    private volatile bool _notUtf8;
    private int _next;
    private (int Index, Exception Error)? _failure;

    /// <summary>The number of rows read.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether the file's last row ends in a newline.</summary>
    public bool EndsInNewline { get; set; }

    /// <summary>What was repaired.</summary>
    public RepairCounts Repairs => _repairs;

    /// <summary>Whether the pass ended early because the text is not UTF-8.</summary>
    public bool NotUtf8 => _notUtf8;

    /// <summary>Runs the pass.</summary>
    /// <exception cref="TableException">A row cannot be understood; the first of them is reported.</exception>
    public void Run(ChunkReader reader, int threads, CancellationToken ct)
    {
        var workers = new Task[Math.Max(threads, 1) - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = Task.Run(() => Work(reader, ct), CancellationToken.None);
        }
        Work(reader, ct);
        Task.WaitAll(workers, CancellationToken.None);
        if (_failure is { } failure && !(_notUtf8 && failure.Error is TableException))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.Error);
        }
        ct.ThrowIfCancellationRequested();
    }

    private void Work(ChunkReader reader, CancellationToken ct)
    {
        var parser = new ChunkParser(layout, plans, name);
        int index = int.MaxValue;
        try
        {
            while (!_stopped)
            {
                index = int.MaxValue;
                if (reader.Next(ct) is not Chunk chunk)
                {
                    return;
                }
                index = chunk.Index;
                if (checkUtf8 && !EncodingDetector.IsUtf8(chunk.Bytes))
                {
                    _notUtf8 = true;
                    _stopped = true;
                    return;
                }
                ChunkResult result = parser.Parse(chunk, _reusable.TryTake(out ColumnPart?[]? parts) ? parts : null);
                reader.Return(chunk);
                Deliver(chunk.Index, result);
            }
        }
        catch (Exception e) when (e is TableException or IOException or InvalidDataException or OperationCanceledException or OutOfMemoryException)
        {
            // Chunks are handed out in order, and those handed out are finished: so the first failure of the file is always among those met.
            lock (_collecting)
            {
                _failure = _failure is { } earlier && earlier.Index <= index ? earlier : (index, e);
            }
            _stopped = true;
        }
    }

    private void Deliver(int index, ChunkResult result)
    {
        lock (_collecting)
        {
            _finished.Add(index, result);
            while (_finished.Remove(_next, out ChunkResult? ready))
            {
                for (int column = 0; column < ready.Parts.Length; column++)
                {
                    if (ready.Parts[column] is ColumnPart part && !plans[column].Refuted)
                    {
                        collectors[column].Append(part);
                    }
                }
                Rows = checked(Rows + ready.Rows);
                _repairs.Add(ready.Repairs);
                _next++;
                _reusable.Add(ready.Parts);
            }
        }
    }
}

using System.Runtime.ExceptionServices;

namespace Semblance.Numerics.Networks;

/// <summary>
/// A few threads that share out numbered parts of a computation, again and again, without allocation. Parts are whole, so results do not
/// depend on the number of threads. One computation at a time.
/// </summary>
public sealed class Team : IThreadPoolWorkItem
{
    private readonly object _gate = new();
    private Action<int>? _work;
    private int _next;
    private int _count;
    private int _unfinished;
    private Exception? _error;

    /// <summary>Creates a team.</summary>
    /// <param name="threads">The most threads that work at a time, the caller's included; at least 1.</param>
    public Team(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
    }

    /// <summary>The most threads that work at a time.</summary>
    public int Threads { get; }

    /// <summary>Runs <paramref name="work"/> for every part in [0, <paramref name="parts"/>) and returns when all are done.</summary>
    public void Run(int parts, Action<int> work)
    {
        if (Threads == 1 || parts <= 1)
        {
            for (int part = 0; part < parts; part++)
            {
                work(part);
            }
            return;
        }
        lock (_gate)
        {
            _work = work;
            _next = 0;
            _count = parts;
            _unfinished = parts;
        }
        for (int helper = Math.Min(Threads, parts) - 1; helper > 0; helper--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        Help();
        Exception? error;
        lock (_gate)
        {
            while (_unfinished > 0)
            {
                Monitor.Wait(_gate);
            }
            error = _error;
            _error = null;
            _work = null;
        }
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>A helper that comes too late for one computation helps with the next, or finds nothing to do.</summary>
    void IThreadPoolWorkItem.Execute() => Help();

    private void Help()
    {
        while (true)
        {
            Action<int> work;
            int part;
            lock (_gate)
            {
                if (_next >= _count)
                {
                    return;
                }
                part = _next++;
                work = _work!;
            }
            Exception? failure = null;
            try
            {
                work(part);
            }
            catch (Exception error)
            {
                failure = error;
            }
            lock (_gate)
            {
                _error ??= failure;
                if (--_unfinished == 0)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}

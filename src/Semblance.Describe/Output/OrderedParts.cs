using System.Collections.Concurrent;

namespace Semblance.Describe.Output;

/// <summary>
/// Makes the parts of a stream on several threads and writes them in order. At most a few parts more than threads are in memory, so the length of the
/// stream does not matter.
/// </summary>
internal static class OrderedParts
{
    /// <summary>Makes and writes parts.</summary>
    /// <param name="parts">The number of parts.</param>
    /// <param name="threads">The most threads that make parts.</param>
    /// <param name="scheduler">What gives the threads, so that several streams can share a bound; null for the thread pool.</param>
    /// <param name="createWorker">Makes what one thread needs for its parts; used by one thread at a time.</param>
    /// <param name="make">Makes a part and returns its bytes, which stay valid until the same worker makes its next one.</param>
    /// <param name="output">Where parts go.</param>
    /// <param name="written">Told the number of parts written, after each.</param>
    /// <param name="cancellation">Ends the work between two parts.</param>
    public static async Task WriteAsync<TWorker>(long parts, int threads, TaskScheduler? scheduler, Func<TWorker> createWorker, Func<TWorker, long, ReadOnlyMemory<byte>> make, Stream output, Action<long>? written, CancellationToken cancellation)
        where TWorker : class
    {
        if (scheduler is null && (threads <= 1 || parts <= 1))
        {
            TWorker only = createWorker();
            for (long part = 0; part < parts; part++)
            {
                cancellation.ThrowIfCancellationRequested();
                await output.WriteAsync(make(only, part), cancellation).ConfigureAwait(false);
                written?.Invoke(part + 1);
            }
            return;
        }
        // A worker is free again when its part has been written; one more than threads keeps all of them busy meanwhile.
        var workers = new ConcurrentBag<TWorker>();
        var running = new Queue<Task<(TWorker Worker, ReadOnlyMemory<byte> Part)>>();
        long next = 0;
        try
        {
            while (next < parts || running.Count > 0)
            {
                while (next < parts && running.Count <= threads)
                {
                    long part = next++;
                    running.Enqueue(Task.Factory.StartNew(
                        () =>
                        {
                            TWorker worker = workers.TryTake(out TWorker? free) ? free : createWorker();
                            return (worker, make(worker, part));
                        },
                        cancellation,
                        TaskCreationOptions.DenyChildAttach,
                        scheduler ?? TaskScheduler.Default));
                }
                (TWorker Worker, ReadOnlyMemory<byte> Part) done = await running.Peek().ConfigureAwait(false);
                _ = running.Dequeue();
                await output.WriteAsync(done.Part, cancellation).ConfigureAwait(false);
                workers.Add(done.Worker);
                written?.Invoke(next - running.Count);
            }
        }
        finally
        {
            // Whoever called may dispose of what workers use as soon as this returns.
            await Task.WhenAll(running.Select(task => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))).ConfigureAwait(false);
        }
    }
}

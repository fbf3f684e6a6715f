using System.Runtime.ExceptionServices;

namespace Semblance.Models;

/// <summary>Parallel loops with one rule for errors: the exception of the lowest index that failed comes out as it was thrown.</summary>
/// <param name="Threads">The most threads that work at a time.</param>
/// <param name="Cancellation">Ends a loop between two indices.</param>
internal readonly record struct Workers(int Threads, CancellationToken Cancellation)
{
    /// <summary>Runs <paramref name="body"/> for every index in [0, <paramref name="count"/>).</summary>
    public void For(int count, Action<int> body)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (Threads <= 1 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                Cancellation.ThrowIfCancellationRequested();
                body(i);
            }
            return;
        }
        var errors = new Exception?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation }, (i, state) =>
        {
            try
            {
                body(i);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                errors[i] = error;
                // Lower indices still run, so the same error comes out at any thread count.
                state.Break();
            }
        });
        foreach (Exception? error in errors)
        {
            if (error is not null)
            {
                ExceptionDispatchInfo.Throw(error);
            }
        }
    }
}

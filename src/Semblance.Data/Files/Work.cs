namespace Semblance.Data.Files;

/// <summary>Independent pieces of work on several threads.</summary>
internal static class Work
{
    /// <summary>Does all pieces; of several that fail, the first by number is reported.</summary>
    public static void ForEach(int count, int threads, Action<int> piece, CancellationToken ct = default)
    {
        var failures = new Exception?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(threads, 1), CancellationToken = ct }, i =>
        {
            try
            {
                piece(i);
            }
            catch (TableException e)
            {
                failures[i] = e;
            }
        });
        if (Array.Find(failures, failure => failure is not null) is Exception first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}

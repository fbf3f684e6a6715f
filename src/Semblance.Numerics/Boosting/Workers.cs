namespace Semblance.Numerics.Boosting;

/// <summary>Runs numbered pieces of work on a few threads, each piece whole, so results do not depend on the number of threads.</summary>
internal static class Workers
{
    public static void ForEach(int count, int threads, Action<int> work)
    {
        if (threads <= 1 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                work(i);
            }
            return;
        }
        // One shared counter instead of Parallel.For's ranges: the pieces are few and uneven.
        int next = -1;
        Parallel.For(0, Math.Min(threads, count), _ =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < count)
            {
                work(i);
            }
        });
    }
}

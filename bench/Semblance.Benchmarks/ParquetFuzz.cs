using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Semblance.Data.Tests.Parquet;

namespace Semblance.Benchmarks;

/// <summary>Reads many changed copies of real Parquet files: each has to be a table or to be refused, in little time and memory.</summary>
internal static class ParquetFuzz
{
    /// <summary>Runs it.</summary>
    /// <param name="output">Where the results go.</param>
    /// <param name="folder">A folder of Parquet files.</param>
    /// <param name="count">How many copies.</param>
    /// <returns>Whether all went well.</returns>
    public static bool Run(TextWriter output, string folder, int count)
    {
        IReadOnlyList<byte[]> originals = Mutations.Originals(folder);
        var failures = new ConcurrentBag<string>();
        int read = 0;
        long longest = 0, largest = 0;
        Parallel.For(0, count, number =>
        {
            long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (Mutations.Read(Mutations.Make(originals, number), threads: 1))
                {
                    Interlocked.Increment(ref read);
                }
            }
#pragma warning disable CA1031 // That nothing but a refusal comes out is what is tested.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures.Add($"copy {number}: {exception.GetType().Name}: {exception.Message}");
            }
            Raise(ref longest, Stopwatch.GetElapsedTime(start).Ticks);
            Raise(ref largest, GC.GetAllocatedBytesForCurrentThread() - before);
        });
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} changed copies of {originals.Count} files: {read:N0} are still tables, {count - read - failures.Count:N0} are refused, {failures.Count} fail otherwise. Longest {longest / (double)TimeSpan.TicksPerMillisecond:F0} ms, most memory taken {largest / 1e6:F0} MB."));
        foreach (string failure in failures.Order(StringComparer.Ordinal))
        {
            output.WriteLine(failure);
        }
        return failures.IsEmpty && largest < Mutations.MostMemory;
    }

    private static void Raise(ref long target, long value)
    {
        long seen = Interlocked.Read(ref target);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}

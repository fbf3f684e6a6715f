using Microsoft.AspNetCore.Server.Kestrel.Core;
using Semblance.Server.Hosting;
using Semblance.Server.Work;

namespace Semblance.Server.Descriptions;

/// <summary>
/// What descriptions may take of the machine: so many at a time, and the large ones together one thread for each processor, so that tables that are learnt keep
/// at least half of it. Rows are made in small parts, and parts take their turns. Small descriptions, which are done in some milliseconds, wait for no others.
/// </summary>
internal sealed class DescribeCapacity(ServerSettings settings)
{
    /// <summary>The most rows of a small description.</summary>
    private const long SmallRows = 20_000;

    private readonly TaskScheduler _shared = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;

    /// <summary>Bounds how many are carried out and how many wait.</summary>
    public Admission Admission { get; } = new(settings.DescribeWorkers, long.MaxValue, settings.Queue);

    /// <summary>What readers must take on average, in bytes a second, and for how long they may take less: one that stands still keeps others from their turn.</summary>
    public static MinDataRate SlowestReader { get; } = new(bytesPerSecond: 16_384, gracePeriod: TimeSpan.FromSeconds(20));

    /// <summary>Whether a description of so many rows is done in some milliseconds, and needs no turn.</summary>
    public static bool IsSmall(double rows) => rows <= SmallRows;

    /// <summary>The most parts of a description that are made at a time, and what gives the threads for them; null for any.</summary>
    public (int Threads, TaskScheduler? Scheduler) For(long rows) => IsSmall(rows) ? (1, null) : (Environment.ProcessorCount, _shared);
}

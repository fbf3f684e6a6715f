using Semblance.Server.Hosting;
using Semblance.Server.Work;

namespace Semblance.Server.Descriptions;

/// <summary>
/// What descriptions may take of the machine: so many at a time, and all of them together one thread for each processor. Rows are made in small parts, and parts take
/// their turns, so that a small description does not wait for the end of a large one, and tables that are learnt keep at least half of the machine.
/// </summary>
internal sealed class DescribeCapacity(ServerSettings settings)
{
    /// <summary>Bounds how many are carried out and how many wait.</summary>
    public Admission Admission { get; } = new(settings.DescribeWorkers, long.MaxValue, settings.Queue);

    /// <summary>Gives the threads on which rows are made.</summary>
    public TaskScheduler Scheduler { get; } = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount).ConcurrentScheduler;

    /// <summary>The most parts of one description that are made at a time.</summary>
    public int Threads { get; } = Environment.ProcessorCount;

    /// <summary>Does a piece of work on one of the threads.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation) => Task.Factory.StartNew(work, cancellation, TaskCreationOptions.DenyChildAttach, Scheduler);
}

namespace Semblance.Workspace.Jobs;

/// <summary>How jobs are worked on.</summary>
public sealed record JobSettings
{
    /// <summary>Jobs that this process works on at a time, each with its share of the processors; 0 for none. The default value is half the processors, at least 1.</summary>
    public int AtOnce { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Jobs of one account that are worked on at a time, on all nodes together; 0 for any number. The default value is 0.</summary>
    public int AtOncePerAccount { get; init; }

    /// <summary>Jobs that make more rows than this are split into ranges of rows. The default value is 200,000.</summary>
    public long SplitRows { get; init; } = 200_000;

    /// <summary>How often something that passes, such as a database that is away, may interrupt a job until it fails. The default value is 5.</summary>
    public int MostFailures { get; init; } = 5;

    /// <summary>How often the process that works on a job may die until the job is taken for the cause and fails. The default value is 20.</summary>
    public int MostCrashes { get; init; } = 20;

    /// <summary>The pause after the first failure; each further one is three times as long, up to ten minutes. The default value is 5 seconds.</summary>
    public TimeSpan FirstRest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that one attempt may take. The default value is 12 hours.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The least time between two checkpoints of a training. The default value is 30 seconds.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a running job writes down how far it is, and learns whether it was called off. The default value is 1 second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a node looks for jobs without a ticket: of processes that work on none themselves, or that died. The default value is 2 seconds.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The threads of each job.</summary>
    public int ThreadsOfEach => Math.Max(1, Environment.ProcessorCount / Math.Max(1, AtOnce));

    /// <summary>The pause after so many failures.</summary>
    internal TimeSpan RestAfter(int failures)
    {
        const double Growth = 3;
        var longest = TimeSpan.FromMinutes(10);
        double rest = FirstRest.TotalSeconds * Math.Pow(Growth, Math.Max(0, failures - 1));
        return rest < longest.TotalSeconds ? TimeSpan.FromSeconds(rest) : longest;
    }
}

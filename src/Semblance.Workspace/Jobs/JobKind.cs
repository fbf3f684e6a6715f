namespace Semblance.Workspace.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Trains a model.</summary>
    Train = 0,

    /// <summary>Makes rows from a model.</summary>
    Generate = 1,

    /// <summary>Measures a model's rows.</summary>
    Report = 2,

    /// <summary>Makes the tables of a plan.</summary>
    Describe = 3,
}

/// <summary>Whether a job is one that somebody asked for.</summary>
public enum JobExtent
{
    /// <summary>Somebody asked for it.</summary>
    Whole = 0,

    /// <summary>It is a part of one.</summary>
    Part = 1,
}

/// <summary>How far a job is, as clients see it.</summary>
public enum JobStatus
{
    /// <summary>It waits for its turn.</summary>
    Pending = 0,

    /// <summary>It, or a part of it, is being worked on.</summary>
    Running = 1,

    /// <summary>Its output is there.</summary>
    Completed = 2,

    /// <summary>It cannot be done; see <see cref="Job.Error"/>.</summary>
    Failed = 3,

    /// <summary>Somebody called it off.</summary>
    Cancelled = 4,
}

/// <summary>Where a job is in the queue.</summary>
public enum QueueState
{
    /// <summary>It can be claimed.</summary>
    Ready = 0,

    /// <summary>A ticket has claimed it.</summary>
    Claimed = 1,

    /// <summary>It was interrupted by something that passes, and is tried again at <see cref="Job.RestsUntil"/>.</summary>
    Resting = 2,

    /// <summary>Its parts are not all done.</summary>
    Waiting = 3,

    /// <summary>It has ended, well or not.</summary>
    Ended = 4,
}

using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Jobs;

/// <summary>Does the work of one kind of job.</summary>
public interface IJobRunner
{
    /// <summary>The kind.</summary>
    JobKind Kind { get; }

    /// <summary>
    /// Does the work. It may be killed at any instruction, called again for the same job, even on two nodes at once, and comes to the same result
    /// each time: all that it does to the world is to put artifacts through <see cref="JobRun.PutAsync"/>, which nobody sees before the result is committed.
    /// </summary>
    /// <param name="run">The job, and what it may use.</param>
    /// <param name="cancellation">Ends the work: the job was called off or taken over, took too long, or the process stops.</param>
    /// <exception cref="JobException">The job cannot be done.</exception>
    /// <exception cref="Data.TableException">The job cannot be done.</exception>
    Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation);
}

/// <summary>What came of a job.</summary>
/// <param name="Output">What the job was for; one of the artifacts that it has put.</param>
/// <param name="Commit">What else is written in the transaction that completes the job; null for nothing.</param>
public sealed record JobResult(ArtifactRecord Output, Func<WorkspaceContext, CancellationToken, Task>? Commit = null);

/// <summary>A job cannot be done, however often it is tried. The message is one sentence for the person who asked for it.</summary>
public sealed class JobException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public JobException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public JobException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence.</summary>
    public JobException()
    {
    }
}

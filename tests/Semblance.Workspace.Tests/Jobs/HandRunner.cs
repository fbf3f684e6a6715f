using System.Collections.Concurrent;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Tests.Jobs;

/// <summary>In place of making rows: notes which jobs it is given, in which order, and does what the test says.</summary>
internal sealed class HandRunner(Func<JobRun, CancellationToken, Task>? work = null) : IJobRunner
{
    public ConcurrentQueue<Job> Begun { get; } = new();

    public JobKind Kind => JobKind.Generate;

    public async Task<JobResult> RunAsync(JobRun run, CancellationToken cancellation)
    {
        Begun.Enqueue(run.Job);
        if (work is not null)
        {
            await work(run, cancellation);
        }
        ArtifactRecord output = await run.PutAsync(ArtifactKind.Rows, "rows.csv", "text/csv", stream => stream.Write(BitConverter.GetBytes(run.Job.Seed)), cancellation);
        return new JobResult(output);
    }
}

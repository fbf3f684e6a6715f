using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Semblance.Server.Api;
using Semblance.Workspace;
using Semblance.Workspace.Jobs;

namespace Semblance.Server.Jobs;

/// <summary>How far a job is, as events say it.</summary>
internal sealed record JobEvent(Guid Id, string Status, double Progress, string? Stage, string? Error);

/// <summary>
/// Follows jobs for those who watch them. The job may run on any node, so its record is what there is to look at; a look is one query by key.
/// </summary>
internal sealed class JobWatch(WorkspaceHome workspace, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    /// <summary>Proxies take a connection on which nothing is said for long for dead.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(15);

    /// <summary>Says how far a job is whenever that changes, and at least every 15 seconds, until it ends, is deleted, or the server stops.</summary>
    public async IAsyncEnumerable<SseItem<JobEvent>> FollowAsync(Guid accountId, Job job, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        JobEvent? said = null;
        long saidAt = 0;
        while (true)
        {
            var state = new JobEvent(job.Id, Words.Of(job.Status), job.Progress, job.Stage, job.Error);
            bool ended = job.Status is not (JobStatus.Pending or JobStatus.Running);
            if (state != said || time.GetElapsedTime(saidAt) >= s_silence)
            {
                (said, saidAt) = (state, time.GetTimestamp());
                yield return new SseItem<JobEvent>(state, ended ? state.Status : "progress");
            }
            if (ended || !await WaitAsync(ends.Token))
            {
                yield break;
            }
            if (await workspace.Jobs.GetAsync(accountId, job.Id, cancellation) is not { } found)
            {
                // It went with its model, its project or its report.
                string cancelled = Words.Of(JobStatus.Cancelled);
                yield return new SseItem<JobEvent>(state with { Status = cancelled, Stage = null }, cancelled);
                yield break;
            }
            job = found.Job;
        }
    }

    private async Task<bool> WaitAsync(CancellationToken ends)
    {
        await Task.Delay(s_look, time, ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ends.IsCancellationRequested;
    }
}

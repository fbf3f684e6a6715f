using System.Data.Common;
using Amazon.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Semblance.Data;
using Semblance.Models;
using Semblance.Models.Checkpoints;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Queue;

/// <summary>Works on jobs that have been claimed: lets their runners run, writes down how far they are, and sees to it that each attempt ends in one way or another.</summary>
internal sealed partial class JobWorker(WorkspaceHome home, IEnumerable<IJobRunner> runners, JobClaims claims, TimeProvider time, ILogger log)
{
    /// <summary>How often the outcome of an attempt is tried to be written down; after that the job is found without its ticket, and begun again.</summary>
    private const int WritesOfOutcome = 5;
    private static readonly TimeSpan s_pauseBetweenWrites = TimeSpan.FromSeconds(2);

    private readonly Dictionary<JobKind, IJobRunner> _runners = runners.ToDictionary(runner => runner.Kind);

    /// <summary>Makes an attempt at a job.</summary>
    /// <param name="job">The job as it was claimed.</param>
    /// <param name="stopping">This process stops: the job is given back.</param>
    public async Task WorkAsync(Job job, CancellationToken stopping)
    {
        if (job.Crashes > home.JobSettings.MostCrashes)
        {
            await FailAsync(job, $"The server died {job.Crashes} times while it worked on this; it is not tried again.");
            return;
        }
        var run = new JobRun(job, claims, home.Database, home.Artifacts, home.JobSettings, time);
        using var lost = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(home.JobSettings.TimeLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, lost.Token, limit.Token);
        using var done = new CancellationTokenSource();
        Task reports = ReportAsync(run, lost, done.Token);
        LogBegun(log, job.Kind, job.Id, job.Attempt);
        try
        {
            (JobResult? result, Exception? fault) = await RunAsync(run, stop.Token);
            if (result is not null)
            {
                await CompleteAsync(run, result);
                return;
            }
            await DiscardAsync(run.Put.Select(artifact => artifact.Id));
            if (lost.IsCancellationRequested)
            {
                LogLost(log, job.Kind, job.Id, job.Attempt);
            }
            else if (stopping.IsCancellationRequested)
            {
                await WriteAsync(() => claims.ReleaseAsync(job));
                LogReleased(log, job.Kind, job.Id);
            }
            else if (limit.IsCancellationRequested)
            {
                await FailAsync(job, $"It took longer than {home.JobSettings.TimeLimit.TotalMinutes:0.##} minutes, the longest that a job may take on this server.");
            }
            else
            {
                await EndAsync(job, fault!);
            }
        }
        finally
        {
            await done.CancelAsync();
            await reports;
        }
    }

    private async Task<(JobResult? Result, Exception? Fault)> RunAsync(JobRun run, CancellationToken cancellation)
    {
        try
        {
            return (await _runners[run.Job.Kind].RunAsync(run, cancellation), null);
        }
#pragma warning disable CA1031 // Whatever a job does, the queue goes on; what it means for the job is decided by the caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, exception);
        }
    }

    /// <summary>Writes down that a job is done. If that fails for good nothing is removed: it may have been written all the same, and files that nobody knows are swept.</summary>
    private async Task CompleteAsync(JobRun run, JobResult result)
    {
        (bool completed, Guid[] obsolete, int readied) = (false, Array.Empty<Guid>(), 0);
        await WriteAsync(async () => (completed, obsolete, readied) = await claims.CompleteAsync(run.Job, result, run.Put));
        await DiscardAsync(completed ? obsolete : run.Put.Select(artifact => artifact.Id));
        if (readied > 0)
        {
            home.JobSignal.Announce(readied);
        }
        if (completed)
        {
            LogCompleted(log, run.Job.Kind, run.Job.Id, run.Job.Attempt);
        }
        else
        {
            LogLost(log, run.Job.Kind, run.Job.Id, run.Job.Attempt);
        }
    }

    private async Task EndAsync(Job job, Exception exception)
    {
        switch (exception)
        {
            case CheckpointException:
                // Of an earlier version of this program, or damaged: the same model comes of a training from the start.
                LogCheckpoint(log, job.Id, exception.Message);
                await WriteAsync(async () => await DiscardAsync(await claims.DropCheckpointAsync(job) is { } checkpoint ? [checkpoint] : []));
                await WriteAsync(() => claims.ReleaseAsync(job));
                home.JobSignal.Announce(1);
                break;
            case JobException or TableException or ModelOptionException:
                await FailAsync(job, exception.Message);
                break;
            case OutOfMemoryException:
                await FailAsync(job, "It needs more memory than the server has.");
                break;
            case var _ when Passes(exception):
                if (job.Failures + 1 < home.JobSettings.MostFailures)
                {
                    LogRests(log, exception, job.Kind, job.Id, job.Failures + 1);
                    await WriteAsync(() => claims.RestAsync(job));
                }
                else
                {
                    LogFault(log, exception, job.Kind, job.Id);
                    await FailAsync(job, $"It was tried {job.Failures + 1} times, and each time the server's storage failed; the log of the server says how.");
                }
                break;
            default:
                LogFault(log, exception, job.Kind, job.Id);
                await FailAsync(job, "The server made a mistake; its log says which, under the id of this job.");
                break;
        }
    }

    private async Task FailAsync(Job job, string error)
    {
        LogFailed(log, job.Kind, job.Id);
        Guid[] obsolete = [];
        await WriteAsync(async () => obsolete = await claims.FailAsync(job, error));
        await DiscardAsync(obsolete);
    }

    /// <summary>Whether what happened is likely to pass: a disk, a database or a store of files that is away.</summary>
    private static bool Passes(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or DbException or TimeoutException or HttpRequestException or AmazonServiceException or AmazonClientException or DbUpdateException
        || exception is (InvalidOperationException or AggregateException) and { InnerException: { } inner } && Passes(inner);

    /// <summary>Writes down how far an attempt is, and notices when it has lost its claim.</summary>
    private async Task ReportAsync(JobRun run, CancellationTokenSource lost, CancellationToken done)
    {
        using var timer = new PeriodicTimer(home.JobSettings.ProgressInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                try
                {
                    (double share, string? stage) = run.Progress;
                    if (!await claims.ReportAsync(run.Job, share, stage, done))
                    {
                        await lost.CancelAsync();
                        return;
                    }
                }
                catch (Exception exception) when (Passes(exception))
                {
                    LogReport(log, exception, run.Job.Id);
                }
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The attempt has ended.
        }
    }

    private async Task WriteAsync(Func<Task> write)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception exception) when (Passes(exception) && attempt < WritesOfOutcome)
            {
                LogWrite(log, exception);
                await Task.Delay(s_pauseBetweenWrites * attempt, time);
            }
        }
    }

    private async Task DiscardAsync(IEnumerable<Guid> artifacts)
    {
        try
        {
            foreach (Guid id in artifacts)
            {
                await home.Artifacts.DeleteAsync(id);
            }
        }
        catch (Exception exception) when (Passes(exception))
        {
            // Nobody knows these files: the sweep finds them.
            LogWrite(log, exception);
        }
    }

    [LoggerMessage(60, LogLevel.Information, "Job {Kind} {Id}: attempt {Attempt} begins")]
    private static partial void LogBegun(ILogger logger, JobKind kind, Guid id, int attempt);

    [LoggerMessage(61, LogLevel.Information, "Job {Kind} {Id}: attempt {Attempt} has completed it")]
    private static partial void LogCompleted(ILogger logger, JobKind kind, Guid id, int attempt);

    [LoggerMessage(62, LogLevel.Information, "Job {Kind} {Id}: attempt {Attempt} stops, since the job was called off or taken over")]
    private static partial void LogLost(ILogger logger, JobKind kind, Guid id, int attempt);

    [LoggerMessage(63, LogLevel.Information, "Job {Kind} {Id}: given back, since this process stops")]
    private static partial void LogReleased(ILogger logger, JobKind kind, Guid id);

    [LoggerMessage(64, LogLevel.Information, "Job {Kind} {Id}: failed, for the reason that its record has")]
    private static partial void LogFailed(ILogger logger, JobKind kind, Guid id);

    [LoggerMessage(65, LogLevel.Warning, "Job {Kind} {Id}: interrupted for the {Count}. time; it is tried again")]
    private static partial void LogRests(ILogger logger, Exception exception, JobKind kind, Guid id, int count);

    [LoggerMessage(66, LogLevel.Error, "Job {Kind} {Id}: failed")]
    private static partial void LogFault(ILogger logger, Exception exception, JobKind kind, Guid id);

    [LoggerMessage(67, LogLevel.Warning, "Job {Id}: begins from the start. {Why}")]
    private static partial void LogCheckpoint(ILogger logger, Guid id, string why);

    [LoggerMessage(68, LogLevel.Warning, "Job {Id}: how far it is could not be written down")]
    private static partial void LogReport(ILogger logger, Exception exception, Guid id);

    [LoggerMessage(69, LogLevel.Warning, "What became of a job could not be written down at once")]
    private static partial void LogWrite(ILogger logger, Exception exception);
}

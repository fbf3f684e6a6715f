using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Queue;

/// <summary>How a queue is.</summary>
public enum QueueHealth
{
    /// <summary>This process works on no jobs, others may.</summary>
    Off = 0,

    /// <summary>It does not work on jobs yet.</summary>
    Starting = 1,

    /// <summary>It works on jobs.</summary>
    Running = 2,

    /// <summary>It cannot reach its records at the moment.</summary>
    Failing = 3,

    /// <summary>It works on no further jobs.</summary>
    Stopped = 4,
}

/// <summary>
/// The queue of jobs as one process sees it, on Quartz's persistent store, in the database of the records. With SQLite there is one process; with PostgreSQL any
/// number of nodes share the queue, see when one of them dies, and take over what it was working on.
/// </summary>
public sealed partial class JobNode : IAsyncDisposable
{
    private const int MostTicketsAtOnce = 100;
    private static readonly TimeSpan s_checkIn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_checkInGrace = TimeSpan.FromSeconds(3);
    // How soon tickets are seen that another node has made.
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);

    // A start has other things to do than to look through all files, and a process that dies at once does not look at all.
    private static readonly TimeSpan s_beforeFiles = TimeSpan.FromSeconds(5);

    private readonly WorkspaceHome _home;
    private readonly ArtifactSweep _files;
    private readonly JobClaims _claims;
    private readonly StandaloneSchedulerFactory _factory;
    private readonly IScheduler _scheduler;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<int> _ready = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private Task _pumping = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;
    private Task _sweepingFiles = Task.CompletedTask;
    private volatile QueueHealth _health = QueueHealth.Starting;
    private bool _isDisposed;

    private JobNode(WorkspaceHome home, JobClaims claims, StandaloneSchedulerFactory factory, IScheduler scheduler, TimeProvider time, ILogger log)
    {
        _home = home;
        _files = new ArtifactSweep(home.Database, home.Artifacts, time);
        _claims = claims;
        _factory = factory;
        _scheduler = scheduler;
        _time = time;
        _log = log;
    }

    /// <summary>How it is.</summary>
    public QueueHealth Health => _health;

    /// <summary>Opens the queue and begins to work on jobs.</summary>
    /// <param name="home">The workspace.</param>
    /// <param name="runners">Who does what kind of job.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where the queue's logs go.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<JobNode> StartAsync(WorkspaceHome home, IReadOnlyCollection<IJobRunner> runners, TimeProvider time, ILoggerFactory logs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(home);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentOutOfRangeException.ThrowIfLessThan(home.JobSettings.AtOnce, 1);
        ILogger log = logs.CreateLogger<JobNode>();
        var claims = new JobClaims(home.Database, home.JobSettings, time);
        var worker = new JobWorker(home, runners, claims, time, log);
        StandaloneSchedulerFactory factory = Build(home, new JobTicket.Factory(claims, worker), logs);
        JobNode? node = null;
        try
        {
            // Quartz makes its tables when its scheduler is built, and two nodes must not do so at once.
            IScheduler scheduler = await home.Database.AloneAsync(home.Folder.MigrationLock, () => factory.GetScheduler(cancellation).AsTask(), cancellation);
            node = new JobNode(home, claims, factory, scheduler, time, log);
            await node.BeginAsync(cancellation);
            return node;
        }
        catch
        {
            await (node?.DisposeAsync() ?? factory.DisposeAsync());
            throw;
        }
    }

    /// <summary>Stops: jobs that run are given back for others, or for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }
        _home.JobSignal.JobsReady -= OnJobsReady;
        await _stopping.CancelAsync();
        _ready.Writer.TryComplete();
        await Task.WhenAll(_pumping, _sweeping, _sweepingFiles);
        _health = QueueHealth.Stopped;
        await _scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        await _factory.DisposeAsync();
        _stopping.Dispose();
    }

    private static StandaloneSchedulerFactory Build(WorkspaceHome home, JobTicket.Factory tickets, ILoggerFactory logs) => QuartzSchedulerBuilder.Create(quartz =>
    {
        quartz.Services.AddSingleton(logs);
        quartz.ConfigureScheduler(options =>
        {
            options.InstanceName = "semblance";
            options.GenerateInstanceId = true;
            options.IdleWaitTime = s_idle;
            options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
        });
        quartz.UseDefaultThreadPool(home.JobSettings.AtOnce);
        quartz.UseJobFactory(tickets);
        quartz.UsePersistentStore(store =>
        {
            store.ProvisionSchema();
            store.UseSystemTextJsonSerializer();
            store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
            if (home.Database.IsSqlite)
            {
                store.UseSqlite(TicketConnections.Instance, home.Database.ConnectionString);
            }
            else
            {
                store.UsePostgres(NpgsqlFactory.Instance, home.Database.ConnectionString);
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = s_checkIn;
                    cluster.CheckinMisfireThreshold = s_checkInGrace;
                });
            }
        });
    }).Build();

    private async Task BeginAsync(CancellationToken cancellation)
    {
        _home.JobSignal.JobsReady += OnJobsReady;
        _pumping = PumpAsync(_stopping.Token);
        await _scheduler.Start(cancellation);
        _health = QueueHealth.Running;
        _sweeping = SweepAsync(_stopping.Token);
        _sweepingFiles = SweepFilesAsync(_stopping.Token);
    }

    private void OnJobsReady(int jobs) => _ready.Writer.TryWrite(jobs);

    /// <summary>Makes tickets for jobs as they are recorded; for many at once in one transaction.</summary>
    private async Task PumpAsync(CancellationToken stopping)
    {
        try
        {
            while (await _ready.Reader.WaitToReadAsync(stopping))
            {
                int jobs = 0;
                while (jobs < MostTicketsAtOnce && _ready.Reader.TryRead(out int more))
                {
                    jobs += more;
                }
                try
                {
                    await AddTicketsAsync(jobs, stopping);
                }
#pragma warning disable CA1031 // Jobs without a ticket are found by the sweep.
                catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogTickets(_log, exception);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What has no ticket yet gets one after the next start.
        }
    }

    private async Task AddTicketsAsync(int count, CancellationToken cancellation)
    {
        var tickets = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
        for (int i = 0; i < count; i++)
        {
            (IJobDetail ticket, ITrigger trigger) = JobTicket.Draw();
            tickets[ticket] = [trigger];
            if (tickets.Count == MostTicketsAtOnce || i == count - 1)
            {
                await _scheduler.ScheduleJobs(tickets, cancellationToken: cancellation);
                tickets.Clear();
            }
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_home.JobSettings.SweepInterval, _time);
        try
        {
            do
            {
                try
                {
                    await SweepOnceAsync(stopping);
                    _health = QueueHealth.Running;
                }
#pragma warning disable CA1031 // A database that is away for a while must not stop the node: the next tick tries again.
                catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    _health = QueueHealth.Failing;
                    LogSweep(_log, exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The others sweep on.
        }
    }

    /// <summary>Looks through all files, which may take long where there are many: jobs do not wait for it.</summary>
    private async Task SweepFilesAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(s_beforeFiles, _time, stopping);
            using var timer = new PeriodicTimer(ArtifactSweep.Patience, _time);
            do
            {
                try
                {
                    int removed = await _files.RemoveAsync(stopping);
                    if (removed > 0)
                    {
                        LogFiles(_log, removed);
                    }
                }
#pragma warning disable CA1031 // A store that is away for a while must not stop the node: the next tick tries again.
                catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogSweepFiles(_log, exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The others look on.
        }
    }

    /// <summary>Puts right what a process that died may have left between two steps. All of it can be done by several nodes at once.</summary>
    internal async Task SweepOnceAsync(CancellationToken cancellation)
    {
        (int ready, Job[] claimed, bool anyResting) = await _claims.LookAsync(MostTicketsAtOnce, cancellation);
        if (anyResting)
        {
            ready += await _claims.WakeAsync(cancellation);
        }
        foreach (Job job in claimed)
        {
            // A ticket is gone when its firing has ended; then nobody works on what it had claimed.
            if (!await _scheduler.Exists(new JobKey(job.ClaimedBy!, JobTicket.Group), cancellation) && await _claims.ReleaseLostAsync(job, cancellation))
            {
                LogLost(_log, job.Kind, job.Id);
                ready++;
            }
        }
        if (ready > 0)
        {
            var tickets = new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(JobTicket.Group), State = TriggerState.Normal, Take = ready };
            int waiting = (await _scheduler.QueryTriggers(tickets, cancellation)).Items.Count;
            if (waiting < ready)
            {
                await AddTicketsAsync(ready - waiting, cancellation);
            }
        }
    }

    [LoggerMessage(50, LogLevel.Error, "Tickets for new jobs could not be made; the next sweep makes them")]
    private static partial void LogTickets(ILogger logger, Exception exception);

    [LoggerMessage(51, LogLevel.Error, "The queue could not be looked through")]
    private static partial void LogSweep(ILogger logger, Exception exception);

    [LoggerMessage(53, LogLevel.Information, "Removed {Count} files that processes have left that died")]
    private static partial void LogFiles(ILogger logger, int count);

    [LoggerMessage(54, LogLevel.Error, "Files that nobody knows could not be looked for")]
    private static partial void LogSweepFiles(ILogger logger, Exception exception);

    [LoggerMessage(52, LogLevel.Warning, "Job {Kind} {Id}: nobody works on it any more; it is begun again")]
    private static partial void LogLost(ILogger logger, JobKind kind, Guid id);
}

using Semblance.Workspace;
using Semblance.Workspace.Descriptions;
using Semblance.Workspace.Generation;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Reports;

namespace Semblance.Server.Jobs;

/// <summary>Lets this process work on jobs for as long as it runs, unless it is set to work on none.</summary>
internal sealed partial class JobKeeper(WorkspaceHome workspace, IEnumerable<IJobRunner> runners, TimeProvider time, ILoggerFactory logs) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = logs.CreateLogger<JobKeeper>();
    private volatile JobNode? _node;
    private volatile QueueHealth _unstarted = workspace.JobSettings.AtOnce == 0 ? QueueHealth.Off : QueueHealth.Starting;

    /// <summary>How the queue is.</summary>
    public QueueHealth Health => _node?.Health ?? _unstarted;

    /// <summary>Adds it, and who does what kind of job.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IJobRunner, TrainRunner>();
        services.AddSingleton<IJobRunner, GenerateRunner>();
        services.AddSingleton<IJobRunner, ReportRunner>();
        services.AddSingleton<IJobRunner, DescribeRunner>();
        services.AddSingleton<JobKeeper>();
        services.AddHostedService(all => all.GetRequiredService<JobKeeper>());
    }

    /// <summary>Stops working: jobs that run are given back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_node is { } node)
        {
            await node.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (workspace.JobSettings.AtOnce == 0)
        {
            return;
        }
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _node = await JobNode.StartAsync(workspace, [.. runners], time, logs, stoppingToken);
                return;
            }
#pragma warning disable CA1031 // A database that is away for a while must not stop the server: it is tried again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _unstarted = QueueHealth.Failing;
                LogFailed(_log, exception);
                await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(55, LogLevel.Error, "The queue of jobs could not be opened; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

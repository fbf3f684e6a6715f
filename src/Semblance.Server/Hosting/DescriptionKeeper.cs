using Semblance.Workspace;
using Semblance.Workspace.Webhooks;

namespace Semblance.Server.Hosting;

/// <summary>Makes the callbacks of descriptions that have ended, and removes old ones.</summary>
internal sealed partial class DescriptionKeeper(WorkspaceHome workspace, WebhookClient client, WebhookSettings webhooks, ServerSettings settings, TimeProvider time, ILogger<DescriptionKeeper> log) : BackgroundService
{
    private const int SecondsBetweenRemovals = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sender = new WebhookSender(workspace.Database, client, webhooks, time);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (long tick = 0; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                await sender.SendDueAsync(stoppingToken);
                if (tick % SecondsBetweenRemovals == 0)
                {
                    await workspace.Descriptions.RemoveOldAsync(TimeSpan.FromHours(settings.DescribeKeepHours), stoppingToken);
                }
            }
#pragma warning disable CA1031 // A database that is away for a while must not stop the server: the next tick tries again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(log, exception.GetType());
            }
        }
    }

    [LoggerMessage(12, LogLevel.Error, "The callbacks of descriptions could not be looked after: {Fault}")]
    private static partial void LogFailed(ILogger logger, Type fault);
}

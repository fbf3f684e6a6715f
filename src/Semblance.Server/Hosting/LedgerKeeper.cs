using Semblance.Workspace;
using Semblance.Workspace.Credits;

namespace Semblance.Server.Hosting;

/// <summary>Renews this server's reservations while it runs, and gives back those of servers that died for good.</summary>
internal sealed partial class LedgerKeeper(WorkspaceHome workspace, TimeProvider time, ILogger<LedgerKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CreditLedger.Lease / 3, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await workspace.Ledger.RenewAsync(stoppingToken);
                int released = await workspace.Ledger.ReleaseExpiredAsync(stoppingToken);
                if (released > 0)
                {
                    LogReleased(log, released);
                }
            }
#pragma warning disable CA1031 // A database that is away for a while must not stop the server: the next tick tries again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "Gave back {Count} reservations of servers that died")]
    private static partial void LogReleased(ILogger logger, int count);

    [LoggerMessage(11, LogLevel.Error, "The reservations of credits could not be renewed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

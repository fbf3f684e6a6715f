using System.Globalization;
using Semblance.Server.Hosting;

namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance work</c> was asked for; null where it was not.</summary>
internal sealed record WorkRequest(string? Data, long? Jobs);

/// <summary>Works on jobs until it is told to stop.</summary>
internal sealed class WorkJob(Terminal terminal, Interruption? interruption)
{
    /// <summary>Works.</summary>
    /// <returns>The exit code.</returns>
    public int Run(WorkRequest request)
    {
        ServerSettings settings = SettingsReader.Read(new Dictionary<string, string?>
        {
            [nameof(ServerSettings.Data)] = request.Data,
            [nameof(ServerSettings.Jobs)] = request.Jobs?.ToString(CultureInfo.InvariantCulture),
        });
        // From here on a signal gives jobs back; the node's host listens for it.
        interruption?.Dispose();
        WorkAsync(settings).GetAwaiter().GetResult();
        return ExitCode.Ok;
    }

    private async Task WorkAsync(ServerSettings settings)
    {
        await using WorkerNode node = await WorkerNode.StartAsync(settings).ConfigureAwait(false);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Semblance works on jobs, {settings.Jobs} at a time"));
        await node.WaitForShutdownAsync().ConfigureAwait(false);
    }
}

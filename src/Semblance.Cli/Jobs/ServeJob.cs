using System.Globalization;
using Semblance.Server.Hosting;

namespace Semblance.Cli.Jobs;

/// <summary>What <c>semblance serve</c> was asked for; null where it was not.</summary>
internal sealed record ServeRequest(string? Urls, string? Data, string? Certificate, string? CertificateKey, long? Jobs);

/// <summary>Serves until it is told to stop.</summary>
internal sealed class ServeJob(Terminal terminal, Interruption? interruption)
{
    /// <summary>Threads that are there at once: work must not keep those waiting that answer requests.</summary>
    private const int ThreadsPerProcessor = 8;

    /// <summary>Serves.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ServeRequest request)
    {
        ServerSettings settings = SettingsReader.Read(new Dictionary<string, string?>
        {
            [nameof(ServerSettings.Urls)] = request.Urls,
            [nameof(ServerSettings.Data)] = request.Data,
            [nameof(ServerSettings.Certificate)] = request.Certificate,
            [nameof(ServerSettings.CertificateKey)] = request.CertificateKey,
            [nameof(ServerSettings.Jobs)] = request.Jobs?.ToString(CultureInfo.InvariantCulture),
        });
        // From here on a signal lets requests end; the server's host listens for it.
        interruption?.Dispose();
        int threads = ThreadsPerProcessor * Environment.ProcessorCount;
        ThreadPool.SetMinThreads(threads, threads);
        ServeAsync(settings).GetAwaiter().GetResult();
        return ExitCode.Ok;
    }

    private async Task ServeAsync(ServerSettings settings)
    {
        await using SemblanceServer server = await SemblanceServer.StartAsync(settings).ConfigureAwait(false);
        terminal.Out.WriteLine($"Semblance serves on {string.Join(" and ", server.Addresses)}");
        terminal.Out.WriteLine($"It keeps everything in {server.Workspace.Folder.Root}");
        if (server.NewAdminKey is { } path)
        {
            terminal.Out.WriteLine($"The first administrator's key was written to {path}");
        }
        await server.WaitForShutdownAsync().ConfigureAwait(false);
    }
}

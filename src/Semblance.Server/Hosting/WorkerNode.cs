using Semblance.Server.Jobs;
using Semblance.Workspace;
using Semblance.Workspace.Files;

namespace Semblance.Server.Hosting;

/// <summary>A process that works on the jobs of servers and answers no requests, until it is disposed of.</summary>
public sealed partial class WorkerNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly WorkspaceHome _workspace;

    private WorkerNode(IHost host, WorkspaceHome workspace)
    {
        _host = host;
        _workspace = workspace;
    }

    /// <summary>Starts to work. Any number of nodes may do so on one machine, and with one folder.</summary>
    /// <exception cref="SettingsException">A setting cannot be used, or is missing.</exception>
    /// <exception cref="IOException">The database cannot be reached, the folder cannot be written to, or artifacts are elsewhere.</exception>
    public static async Task<WorkerNode> StartAsync(ServerSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Database is null)
        {
            throw new SettingsException(
                "'semblance work' needs a PostgreSQL database that it shares with the server: name it with SEMBLANCE_DATABASE. With SQLite, 'semblance serve' works on all jobs itself.");
        }
        if (settings.Jobs == 0)
        {
            throw new SettingsException("A node that works on jobs must work on at least 1 at a time; the setting Jobs says 0.");
        }
        WorkspaceHome workspace = await WorkspaceHome.OpenAsync(DataFolder.Open(settings.Data), settings.ForWorkspace, TimeProvider.System, cancellation);
        IHost? host = null;
        try
        {
            await workspace.CheckArtifactsAsync(cancellation);
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Semblance.Server", EnvironmentName = Environments.Production });
            ServerLogging.Add(builder.Logging, settings);
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(settings.ShutdownSeconds));
            builder.Services.AddSingleton(TimeProvider.System);
            builder.Services.AddSingleton(workspace);
            JobKeeper.Add(builder.Services);
            host = builder.Build();
            await host.StartAsync(cancellation);
            LogStarted(host.Services.GetRequiredService<ILogger<WorkerNode>>(), SemblanceServer.Version, settings.Jobs);
            return new WorkerNode(host, workspace);
        }
        catch
        {
            host?.Dispose();
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the node is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => _host.WaitForShutdownAsync(cancellation);

    /// <summary>Gives the jobs back that it works on, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _workspace.Dispose();
    }

    [LoggerMessage(33, LogLevel.Information, "Semblance {Version} works on jobs, {Jobs} at a time")]
    private static partial void LogStarted(ILogger logger, string version, int jobs);
}

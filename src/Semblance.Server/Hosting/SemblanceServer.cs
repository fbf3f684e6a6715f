using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.HttpOverrides;
using Semblance.Server.Api;
using Semblance.Server.Datasets;
using Semblance.Server.Descriptions;
using Semblance.Server.Errors;
using Semblance.Server.Http;
using Semblance.Server.Jobs;
using Semblance.Server.OpenApi;
using Semblance.Server.Twins;
using Semblance.Server.Work;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Files;
using Semblance.Workspace.Planning;
using Semblance.Workspace.Webhooks;

namespace Semblance.Server.Hosting;

/// <summary>A server that runs, until it is disposed of.</summary>
public sealed partial class SemblanceServer : IAsyncDisposable
{
    /// <summary>The largest body that is not an upload, in bytes.</summary>
    private const int LargestJson = 1_000_000;

    private readonly WebApplication _app;
    private readonly WorkspaceHome _workspace;
    private readonly FileLock _lock;

    private SemblanceServer(WebApplication app, WorkspaceHome workspace, FileLock held, string? newAdminKey)
    {
        _app = app;
        _workspace = workspace;
        _lock = held;
        NewAdminKey = newAdminKey;
    }

    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(SemblanceServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The addresses that it listens on.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>What bounds its work.</summary>
    internal Admission Admission => _app.Services.GetRequiredService<Admission>();

    /// <summary>What bounds its descriptions.</summary>
    internal Admission DescribeAdmission => _app.Services.GetRequiredService<DescribeCapacity>().Admission;

    /// <summary>What it answers, as "METHOD /path", apart from pages and the description of the API itself.</summary>
    internal IReadOnlyCollection<string> Routes =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}"))];

    /// <summary>The routes that need a key, as "METHOD /path", each with the scope that the key needs.</summary>
    internal IReadOnlyDictionary<string, KeyScopes> KeyRoutes =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RequiredScope>() is not null)
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => ($"{method} {route.RoutePattern.RawText!.TrimEnd('/')}", route.Metadata.GetMetadata<RequiredScope>()!.Scope)))
            .ToDictionary();

    /// <summary>The file that the first administrator's key has just been written to; null if there was one before.</summary>
    public string? NewAdminKey { get; }

    /// <summary>Everything that the server keeps.</summary>
    public WorkspaceHome Workspace => _workspace;

    /// <summary>Starts a server.</summary>
    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    /// <exception cref="IOException">An address is taken, or the folder cannot be written to.</exception>
    public static Task<SemblanceServer> StartAsync(ServerSettings settings, CancellationToken cancellation = default) =>
        StartAsync(settings, TimeProvider.System, logs: null, cancellation);

    /// <summary>Starts a server with a clock and a reader of its logs, for tests.</summary>
    internal static async Task<SemblanceServer> StartAsync(ServerSettings settings, TimeProvider time, ILoggerProvider? logs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ServerCertificate? certificate = Certificates.Of(settings);
        PromptPlanner planner = Planners.Of(settings);
        var folder = DataFolder.Open(settings.Data);
        FileLock held = FileLock.TryTake(folder.ServerLock) ?? throw new SettingsException($"Another server runs with the folder '{folder.Root}'; stop it, or name another folder.");
        WorkspaceHome? workspace = null;
        WebApplication? app = null;
        try
        {
            workspace = await WorkspaceHome.OpenAsync(folder, settings.ForWorkspace, time, cancellation);
            await workspace.CheckArtifactsAsync(cancellation);
            int recovered = await workspace.Ledger.RecoverAsync(cancellation);
            string? adminKey = await MakeFirstKeyAsync(workspace, cancellation);
            app = Build(settings, certificate, planner, workspace, time, logs);
            await app.StartAsync(cancellation);
            LogStarted(app.Logger, Version, string.Join(' ', app.Urls));
            if (recovered > 0)
            {
                LogRecovered(app.Logger, recovered);
            }
            return new SemblanceServer(app, workspace, held, adminKey);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }
            workspace?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the server is told to stop and all requests have ended.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => _app.WaitForShutdownAsync(cancellation);

    /// <summary>Lets requests end and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        LogStopped(_app.Logger);
        await _app.DisposeAsync();
        _workspace.Dispose();
        _lock.Dispose();
    }

    private static async Task<string?> MakeFirstKeyAsync(WorkspaceHome workspace, CancellationToken cancellation)
    {
        if (await workspace.Keys.HasAdministratorAsync(cancellation))
        {
            return null;
        }
        string path = workspace.Folder.AdminKey;
        var wish = new NewKey("admin", KeyScopeNames.ForAdministrators, MonthlyMicros: null, AccountName: "admin");
        await workspace.Keys.CreateAsync(wish, text => DataFolder.WriteSecret(path, text), cancellation);
        return path;
    }

    private static WebApplication Build(ServerSettings settings, ServerCertificate? certificate, PromptPlanner planner, WorkspaceHome workspace, TimeProvider time, ILoggerProvider? logs)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Semblance.Server", EnvironmentName = Environments.Production });
        ServerLogging.Add(builder.Logging, settings);
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Uploads bring their own limit, where they are read.
            kestrel.Limits.MaxRequestBodySize = LargestJson;
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ServerCertificate = certificate?.Certificate;
                https.ServerCertificateChain = certificate?.Chain;
            });
            kestrel.Listen(settings.Urls);
        });
        IServiceCollection services = builder.Services;
        services.AddRoutingCore();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new WholeSecondsConverter());
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.ShutdownSeconds));
        services.AddSingleton(settings);
        services.AddSingleton(time);
        services.AddSingleton(workspace);
        services.AddSingleton(Spool.OpenEmpty(workspace.Folder.Spool));
        services.AddSingleton(new Admission(settings.Workers, settings.MaxUpload, settings.Queue));
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<TwinService>();
        services.AddSingleton<DatasetService>();
        services.AddSingleton(planner);
        services.AddSingleton<DescribeCapacity>();
        services.AddSingleton<DescribeService>();
        services.AddSingleton(new WebhookSettings { Addresses = settings.WebhookHosts, Secret = settings.WebhookSecret ?? "" });
        services.AddSingleton<WebhookClient>();
        services.AddHostedService<DescriptionKeeper>();
        services.AddSingleton<JobWatch>();
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddHostedService<LedgerKeeper>();
        JobKeeper.Add(services);
        ApiDocument.Add(services);
        WebApplication app = builder.Build();
        if (settings.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders(ForwardedBy(settings.TrustedProxies));
        }
        app.UseMiddleware<RequestTracking>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorHandling>();
        app.UseMiddleware<AddressLimit>();
        app.UseRouting();
        app.UseMiddleware<KeyCheck>();
        app.MapHealth();
        app.MapMetrics();
        app.MapGenerate();
        app.MapDescribe();
        app.MapApiKeys();
        app.MapProjects();
        app.MapDatasets();
        app.MapArtifacts();
        app.MapModels();
        app.MapJobs();
        app.MapReports();
        app.MapOpenApi(ApiDocument.Path);
        app.MapApiPage();
        return app;
    }

    private static ForwardedHeadersOptions ForwardedBy(IReadOnlyList<IPAddress> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = proxies.Count };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (IPAddress proxy in proxies)
        {
            options.KnownProxies.Add(proxy);
        }
        return options;
    }

    [LoggerMessage(30, LogLevel.Information, "Semblance {Version} serves on {Addresses}")]
    private static partial void LogStarted(ILogger logger, string version, string addresses);

    [LoggerMessage(31, LogLevel.Warning, "Gave back {Count} reservations that the server held when it was killed")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(32, LogLevel.Information, "Stopped")]
    private static partial void LogStopped(ILogger logger);
}

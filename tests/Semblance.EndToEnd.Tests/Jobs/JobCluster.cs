using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using Semblance.Cli.Tests;
using Semblance.EndToEnd.Tests.Serve;
using Semblance.Workspace.Tests.Database;
using Shouldly;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>
/// A workspace that processes work on: a server, and with PostgreSQL a node beside it that only works on jobs. Processes are killed and started again; the
/// database and the folder outlive them.
/// </summary>
internal sealed class JobCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestDatabase? _postgres;
    private readonly Dictionary<string, string> _settings;
    // The clients of dead servers stay: requests that were on their way fail as they do where a server dies.
    private readonly List<ServerProcess> _servers = [];
    private readonly List<WorkerProcess> _workers = [];

    private JobCluster(TestDatabase? postgres, Dictionary<string, string> settings)
    {
        _postgres = postgres;
        // Two jobs at a time; checkpoints as often as there can be, so that each kill finds another one; logs without those of requests.
        _settings = new Dictionary<string, string> { ["JOBS"] = "2", ["CHECKPOINT_SECONDS"] = "0" };
        foreach ((string name, string value) in settings)
        {
            _settings[name] = value;
        }
        if (postgres is not null)
        {
            _settings["DATABASE"] = postgres.Connection;
        }
        Records = postgres is null ? Records.OfSqlite(Path.Combine(Data, "semblance.db")) : Records.OfPostgres(postgres.Connection);
    }

    /// <summary>The folder that all nodes share.</summary>
    public string Data => _folder["data"];

    /// <summary>What is written down of everything.</summary>
    public Records Records { get; }

    /// <summary>The server of the moment.</summary>
    public ServerProcess Server => _servers[^1];

    /// <summary>The nodes beside it that run.</summary>
    public IReadOnlyList<WorkerProcess> Workers => _workers;

    /// <summary>Whether several nodes can share the work.</summary>
    public bool IsClustered => _postgres is not null;

    /// <summary>Makes a workspace; nothing runs yet.</summary>
    /// <param name="database"><see cref="TestDatabase.Sqlite"/> or <see cref="TestDatabase.Postgres"/>; a test that needs the latter is skipped without it, or fails under CI=true.</param>
    /// <param name="settings">Settings of every node.</param>
    public static async Task<JobCluster> CreateAsync(string database, Dictionary<string, string>? settings = null) =>
        new(database == TestDatabase.Postgres ? await TestDatabase.CreateAsync(database, migrate: false) : null, settings ?? []);

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings of it alone.</param>
    public void StartServer(Dictionary<string, string>? settings = null) => _servers.Add(ServerProcess.Start(Data, With(settings)));

    /// <summary>Starts a node beside the server.</summary>
    /// <param name="data">The name of a folder of its own; null for the one that all share.</param>
    public void StartWorker(string? data = null) => _workers.Add(WorkerProcess.Start(data is null ? Data : _folder[data], _settings));

    /// <summary>Starts a server and kills it before it says that it serves.</summary>
    /// <param name="life">How long it lives.</param>
    public async Task KillWhileStartingAsync(TimeSpan life)
    {
        using System.Diagnostics.Process process = ProgramRun.Start(
            new ProgramSettings { Environment = _settings.ToDictionary(setting => "SEMBLANCE_" + setting.Key, setting => setting.Value), Folder = _folder.Folder }, "serve", "--urls", "http://127.0.0.1:0", "--data", Data);
        await Task.Delay(life);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Kills the server.</summary>
    public void KillServer() => Server.Kill();

    /// <summary>Kills a node beside it.</summary>
    public void KillWorker(WorkerProcess worker)
    {
        worker.Kill();
        worker.Dispose();
        _workers.Remove(worker);
    }

    /// <summary>Makes an account with a key to the model API.</summary>
    public async Task<ModelClient> AddAccountAsync(string name)
    {
        var administrator = new ModelClient(() => Server.Client, Server.AdminKey);
        JsonElement made = await administrator.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/auth/api-keys", new { name, scopes = new[] { "model" }, credits = "unlimited", account = name });
        string key = made.GetProperty("key").GetString()!;
        return new ModelClient(() => Server.Client, key);
    }

    /// <summary>The file of an artifact.</summary>
    public string FileOf(Guid artifact) => Path.Combine(Data, "artifacts", artifact.ToString("N")[..2], artifact.ToString("N"));

    /// <summary>The files of artifacts, finished or not.</summary>
    public string[] ArtifactFiles()
    {
        string root = Path.Combine(Data, "artifacts");
        return Directory.Exists(root) ? Directory.GetFiles(root, "*", SearchOption.AllDirectories) : [];
    }

    /// <summary>
    /// Waits until nothing is left to be done, and holds what is kept against the records: every artifact is named by one thing and has the bytes that its record says;
    /// no part of a job is left, no checkpoint, no ticket, nothing of an upload.
    /// </summary>
    /// <returns>The files that belong to nothing: what processes have left that were killed.</returns>
    public async Task<string[]> ShouldBeTidyAsync()
    {
        await Patience.UntilAsync(() => Records.Jobs().All(job => job.QueueState == QueueState.Ended), "every job ends");
        JobRow[] jobs = Records.Jobs();
        jobs.ShouldAllBe(job => job.ParentId == null, "the parts of a job go when it is whole");
        jobs.ShouldAllBe(job => job.CheckpointId == null, "checkpoints go when a job ends");
        jobs.ShouldAllBe(job => (job.Status == JobStatus.Completed) == (job.OutputArtifactId != null));
        await Patience.UntilAsync(() => Records.Tickets() == 0, "tickets without a job to claim are used up");
        Dictionary<Guid, ArtifactRow> artifacts = Records.Artifacts().ToDictionary(artifact => artifact.Id);
        Records.NamedArtifacts().Order().ShouldBe(artifacts.Keys.Order(), "every artifact belongs to one thing");
        foreach (ArtifactRow artifact in artifacts.Values)
        {
            await using FileStream bytes = File.OpenRead(FileOf(artifact.Id));
            bytes.Length.ShouldBe(artifact.Length);
            Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)).ShouldBe(artifact.Sha256);
        }
        Server.Spooled.ShouldBeEmpty("nothing of an upload is left");
        return [.. ArtifactFiles().Except(artifacts.Keys.Concat(Records.Places()).Select(FileOf))];
    }

    /// <summary>Starts the server once more as if a long time had passed, and waits until it has swept the files that belong to nothing.</summary>
    public async Task ShouldSweepAsync(string[] files)
    {
        KillServer();
        foreach (string file in files)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        }
        StartServer();
        await Patience.UntilAsync(() => !files.Any(File.Exists), "files that belong to nothing are swept", pollMilliseconds: 200);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _servers.ForEach(server => server.Dispose());
        _workers.ForEach(worker => worker.Dispose());
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
        _folder.Dispose();
    }

    private Dictionary<string, string> With(Dictionary<string, string>? settings)
    {
        var all = new Dictionary<string, string>(_settings);
        foreach ((string name, string value) in settings ?? [])
        {
            all[name] = value;
        }
        return all;
    }
}

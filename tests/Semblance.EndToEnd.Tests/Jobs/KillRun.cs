using System.Net;
using System.Text.Json;
using Semblance.Numerics;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>
/// A run of works in which processes are killed. Clients do what clients do: what was not answered they look up when a server is there again, and ask for once
/// more only if it is not recorded.
/// </summary>
internal sealed class KillRun : IAsyncDisposable
{
    private enum Victim
    {
        Server,
        Worker,
    }

    private const uint DelayStream = 1;
    private const uint VictimStream = 2;
    private static readonly TimeSpan s_patienceForMoments = TimeSpan.FromSeconds(40);

    private readonly Philox _random;
    private readonly IReadOnlyDictionary<string, string> _hashes;
    private readonly Dictionary<string, Guid> _models = [];
    private readonly Dictionary<string, string> _downloads = [];
    private readonly List<Guid> _jobs = [];
    private ulong _kills;

    private KillRun(JobCluster cluster, IReadOnlyDictionary<string, string> hashes, ulong seed)
    {
        Cluster = cluster;
        _hashes = hashes;
        _random = new Philox(seed);
    }

    /// <summary>Where the works are done.</summary>
    public JobCluster Cluster { get; }

    /// <summary>The accounts' clients.</summary>
    public IReadOnlyList<KillClient> Clients { get; private set; } = [];

    /// <summary>How often something was killed.</summary>
    public int Kills => (int)_kills;

    /// <summary>The moments that were over before they were seen: then what was killed did something else.</summary>
    public List<string> Missed { get; } = [];

    /// <summary>Starts the processes, with three accounts that have uploaded their table.</summary>
    public static async Task<KillRun> StartAsync(string database, IReadOnlyDictionary<string, string> hashes, ulong seed)
    {
        var run = new KillRun(await JobCluster.CreateAsync(database, new() { ["SPLIT_ROWS"] = $"{Works.SplitRows}" }), hashes, seed);
        run.Cluster.StartServer();
        if (run.Cluster.IsClustered)
        {
            run.Cluster.StartWorker();
        }
        var clients = new List<KillClient>();
        foreach (string name in new[] { "anna", "ben", "cleo" })
        {
            ModelClient client = await run.Cluster.AddAccountAsync(name);
            Guid project = await client.CreateProjectAsync(name);
            clients.Add(new KillClient(client, project, await client.UploadAsync(project, "patients", Works.Table)));
        }
        run.Clients = clients;
        return run;
    }

    /// <summary>Waits for a moment of a job, and for a random while more; then kills the process that works on it, or all, and starts what was killed.</summary>
    /// <param name="what">The moment in words.</param>
    /// <param name="job">The job.</param>
    /// <param name="moment">The attempt that is under way, when the moment has come; null until then.</param>
    /// <param name="longestDelay">The longest while, in milliseconds.</param>
    public async Task KillAtAsync(string what, Guid job, Func<JobRow[], JobRow?> moment, int longestDelay)
    {
        using var patience = new CancellationTokenSource(s_patienceForMoments);
        JobRow? attempt;
        while (true)
        {
            JobRow[] jobs = Cluster.Records.Jobs();
            attempt = moment(jobs);
            if (attempt is not null)
            {
                break;
            }
            if (patience.IsCancellationRequested || jobs.Any(row => row.Is(job) && row.QueueState == QueueState.Ended))
            {
                Missed.Add(what);
                break;
            }
            await Task.Delay(3);
        }
        bool isAtWorker = attempt is not null && Cluster.Workers.Any(worker => worker.Log.Contains($"{attempt.Id}: attempt {attempt.Attempt} begins", StringComparison.Ordinal));
        await KillAsync(attempt is null ? $"{what}, but that was over" : what, longestDelay, isAtWorker ? Victim.Worker : Victim.Server);
    }

    /// <summary>Kills the server and perhaps the node beside it after a random while, and starts what was killed.</summary>
    /// <param name="what">The moment in words.</param>
    /// <param name="longestDelay">The longest while, in milliseconds.</param>
    public Task KillServerAsync(string what, int longestDelay) => KillAsync(what, longestDelay, Victim.Server);

    /// <summary>Kills a server that is just starting, and starts it once more.</summary>
    public async Task KillWhileStartingAsync(int longestDelay)
    {
        Cluster.KillServer();
        await Cluster.KillWhileStartingAsync(TimeSpan.FromMilliseconds(_random.At(DelayStream, _kills++).NextInt32(longestDelay)));
        Cluster.StartServer();
    }

    /// <summary>Asks for a model.</summary>
    /// <returns>Its training.</returns>
    public async Task<Guid> TrainAsync(KillClient client, TrainingWork work)
    {
        (Guid model, Guid job) = await client.Http.TrainAsync(client.Project, client.Dataset.Version, work.Name, work.Type, work.Config);
        return Accept(client, work, model, job);
    }

    /// <summary>Looks for a model that was asked for without an answer, and asks for it again only if there is none.</summary>
    public async Task TrainUnlessRecordedAsync(KillClient client, TrainingWork work)
    {
        if (_models.ContainsKey(work.Name))
        {
            return;
        }
        if (await client.Http.FindAsync("/api/synthgen/models", work.Name) is { } model)
        {
            JsonElement found = await client.Http.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, $"/api/synthgen/models/{model}");
            Accept(client, work, model, found.GetProperty("jobs").EnumerateArray().ShouldHaveSingleItem("a model and its training are recorded together or not at all").GetProperty("id").GetGuid());
        }
        else
        {
            await TrainAsync(client, work);
        }
    }

    /// <summary>Waits until a model can be asked for rows.</summary>
    /// <returns>The model.</returns>
    public async Task<Guid> ReadyAsync(KillClient client, TrainingWork work)
    {
        Guid model = _models[work.Name];
        await Patience.UntilAsync(async () => (await client.Http.ModelAsync(model)).Status == "ready", $"the model {work.Name} is ready");
        return model;
    }

    /// <summary>Asks for rows.</summary>
    /// <returns>The job.</returns>
    public async Task<Guid> GenerateAsync(KillClient client, RowsWork work)
    {
        Guid job = await client.Http.GenerateAsync(_models[work.Model], work.Rows, work.Seed, work.Format);
        _jobs.Add(job);
        _downloads[work.Key] = $"/api/synthgen/jobs/{job}/download";
        client.Owes.Add(work.Key);
        return job;
    }

    /// <summary>Asks for a report.</summary>
    /// <returns>Its job.</returns>
    public async Task<Guid> ReportAsync(KillClient client, ReportWork work)
    {
        (Guid report, Guid job) = await client.Http.ReportAsync(client.Project, _models[work.Model], work.Seed);
        _jobs.Add(job);
        _downloads[work.Figures] = $"/api/synthgen/jobs/{job}/download";
        _downloads[work.Page] = $"/api/reports/{report}/html";
        client.Owes.AddRange([work.Figures, work.Page]);
        return job;
    }

    /// <summary>
    /// Waits until all is done and holds it against what was accepted: each job is there once and completed, each artifact has the bytes of an undisturbed run, and
    /// nothing is left over.
    /// </summary>
    public async Task ShouldHaveLostNothingAsync()
    {
        await Cluster.ShouldSweepAsync(await Cluster.ShouldBeTidyAsync());
        (await Cluster.ShouldBeTidyAsync()).ShouldBeEmpty();
        JobRow[] jobs = Cluster.Records.Jobs();
        foreach (Guid accepted in _jobs)
        {
            JobRow job = jobs.Where(job => job.Is(accepted)).ShouldHaveSingleItem();
            job.Status.ShouldBe(JobStatus.Completed, job.Error);
        }
        foreach (KillClient client in Clients)
        {
            foreach (string work in client.Owes)
            {
                (await client.Http.HashAsync(_downloads[work])).ShouldBe(_hashes[work], $"{work}: the same bytes as if nothing had been killed");
            }
        }
    }

    /// <summary>How many jobs were accepted that must be completed in the end.</summary>
    public int Accepted => _jobs.Count;

    /// <summary>The model of a training that was accepted.</summary>
    public Guid ModelOf(TrainingWork work) => _models[work.Name];

    /// <summary>Waits for an answer that may never come.</summary>
    /// <returns>Whether it came.</returns>
    public static async Task<bool> IsAnsweredAsync(Task request)
    {
        try
        {
            await request;
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private async Task KillAsync(string what, int longestDelay, Victim victim)
    {
        int delay = _random.At(DelayStream, _kills).NextInt32(longestDelay);
        bool both = _random.At(VictimStream, _kills).NextInt32(3) == 0;
        _kills++;
        await Task.Delay(delay);
        bool server = both || victim == Victim.Server || !Cluster.IsClustered, worker = (both || victim == Victim.Worker) && Cluster.IsClustered;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: killed after {delay} ms: {(server ? worker ? "both" : "the server" : "the other node")}");
        if (server)
        {
            Cluster.KillServer();
        }
        if (worker)
        {
            Cluster.KillWorker(Cluster.Workers[0]);
            Cluster.StartWorker();
        }
        if (server)
        {
            Cluster.StartServer();
            Cluster.Server.Spooled.ShouldBeEmpty("what a killed server left of uploads is gone once the next has started");
        }
    }

    private Guid Accept(KillClient client, TrainingWork work, Guid model, Guid job)
    {
        _models.Add(work.Name, model);
        if (_hashes.ContainsKey(work.Name))
        {
            _jobs.Add(job);
            _downloads[work.Name] = $"/api/synthgen/jobs/{job}/download";
            client.Owes.Add(work.Name);
        }
        return job;
    }
}

/// <summary>An account with its project, its table, and what it must be able to download at the end.</summary>
internal sealed record KillClient(ModelClient Http, Guid Project, UploadedDataset Dataset)
{
    /// <summary>The works whose bytes it is owed.</summary>
    public List<string> Owes { get; } = [];
}

using Semblance.Workspace;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Webhooks;

namespace Semblance.Server.Hosting;

/// <summary>How logs are written.</summary>
public enum LogFormat
{
    /// <summary>One line of words for each event.</summary>
    Text,

    /// <summary>One JSON object for each event.</summary>
    Json,
}

/// <summary>Everything about a server that an operator decides. Sizes are in bytes.</summary>
public sealed record ServerSettings
{
    /// <summary>The largest request of the contract: "0.5 GB".</summary>
    public const long UsualMaxUpload = 500_000_000;

    /// <summary>The shortest secret that callbacks are signed with, in characters.</summary>
    public const int ShortestSecret = 16;

    /// <summary>The addresses to listen on, separated by semicolons. The default value is "http://127.0.0.1:8888".</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8888";

    /// <summary>The folder of everything that is kept.</summary>
    public required string Data { get; init; }

    /// <summary>The connection string of a PostgreSQL database. The default, null, is a SQLite file in <see cref="Data"/>.</summary>
    public string? Database { get; init; }

    /// <summary>Where artifacts are kept: a folder, or "s3://bucket/prefix". The default, null, is the folder "artifacts" in <see cref="Data"/>. Nodes that share a database must share it.</summary>
    public string? Artifacts { get; init; }

    /// <summary>The address of a store that speaks S3's protocol. The default, null, is Amazon's own.</summary>
    public Uri? S3Url { get; init; }

    /// <summary>The region of the bucket. The default value is "us-east-1".</summary>
    public string S3Region { get; init; } = "us-east-1";

    /// <summary>The access key for the bucket, as "id:secret". The default, null, is what Amazon's tools take from the environment.</summary>
    public string? S3Key { get; init; }

    /// <summary>The certificate for https addresses, a PEM file, with intermediate certificates behind it if there are any. The default is none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The private key of <see cref="Certificate"/>, a PEM file. The default is none.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>How many tables are worked on at a time. The default value is the number of processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>How many requests may wait for a worker or send their table; further ones get 429. The default value is 64.</summary>
    public int Queue { get; init; } = 64;

    /// <summary>The most rows of one answer. The default value is 10,000,000.</summary>
    public long MaxRows { get; init; } = 10_000_000;

    /// <summary>The largest request body. The default value is 500,000,000, as documented to clients.</summary>
    public long MaxUpload { get; init; } = UsualMaxUpload;

    /// <summary>The longest that one request may take, sending and waiting included, in minutes. The default value is 30.</summary>
    public int RequestMinutes { get; init; } = 30;

    /// <summary>Requests that one key may make in a minute; 0 for any number. The default value is 600.</summary>
    public int KeyRate { get; init; } = 600;

    /// <summary>Requests that one address may make in a minute; 0 for any number. The default value is 1,200.</summary>
    public int AddressRate { get; init; } = 1_200;

    /// <summary>Requests for descriptions (<c>/api/generate</c>, <c>/api/plan</c>) that one address may make in a minute; 0 for any number. The default value is 120.</summary>
    public int DescribeRate { get; init; } = 120;

    /// <summary>How many descriptions are carried out at a time; they share the processors, and others wait for their turn. The default value is 16.</summary>
    public int DescribeWorkers { get; init; } = 16;

    /// <summary>The longest that a description may take, its answer included, in seconds. The default value is 300, as documented to clients.</summary>
    public int DescribeSeconds { get; init; } = 300;

    /// <summary>What descriptions that were made in the background may take on disk, in bytes; further ones get 429 until older ones have gone. The default value is 20,000,000,000.</summary>
    public long DescribeDisk { get; init; } = 20_000_000_000;

    /// <summary>How long they are kept after they have ended, in hours. The default value is 24.</summary>
    public int DescribeKeepHours { get; init; } = 24;

    /// <summary>Where callbacks may go. The default is nowhere.</summary>
    public WebhookAddresses WebhookHosts { get; init; } = WebhookAddresses.None;

    /// <summary>What callbacks are signed with; at least <see cref="ShortestSecret"/> characters. Needed if there are <see cref="WebhookHosts"/>.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>A folder with files that add to the catalog of the built-in planner. The default is none.</summary>
    public string? Catalog { get; init; }

    /// <summary>The model that plans prompts. The default, null, is the built-in planner, which asks nobody.</summary>
    public string? PlannerModel { get; init; }

    /// <summary>The OpenAI-compatible service that has <see cref="PlannerModel"/>. The default is OpenAI's own.</summary>
    public Uri PlannerUrl { get; init; } = new("https://api.openai.com/v1");

    /// <summary>What a new key may spend in a month if nothing is said, in millionths of a credit; null for no limit. The default value is 30 credits.</summary>
    public long? CreditsMicros { get; init; } = CreditAmount.UsualMonthlyMicros;

    /// <summary>Jobs that this process works on at a time, each with its share of the processors; 0 for none. The default value is half the processors, at least 1.</summary>
    public int Jobs { get; init; } = new JobSettings().AtOnce;

    /// <summary>Jobs of one account that are worked on at a time, on all nodes together; 0 for any number. The default value is 0.</summary>
    public int JobsPerAccount { get; init; }

    /// <summary>The longest that one attempt at a job may take, in minutes. The default value is 720.</summary>
    public int JobMinutes { get; init; } = (int)new JobSettings().TimeLimit.TotalMinutes;

    /// <summary>Jobs that make more rows than this are split into ranges of rows. The default value is 200,000.</summary>
    public long SplitRows { get; init; } = new JobSettings().SplitRows;

    /// <summary>The least time between two checkpoints of a training, in seconds. The default value is 30.</summary>
    public int CheckpointSeconds { get; init; } = (int)new JobSettings().CheckpointInterval.TotalSeconds;

    /// <summary>Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. The default is none.</summary>
    public IReadOnlyList<System.Net.IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>The longest that requests may go on once the server is told to stop, in seconds. The default value is 30.</summary>
    public int ShutdownSeconds { get; init; } = 30;

    /// <summary>How logs are written. The default value is <see cref="LogFormat.Text"/>.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>The least that is logged. The default value is <see cref="LogLevel.Information"/>.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What of it concerns the workspace.</summary>
    /// <exception cref="SettingsException">The place for artifacts cannot be used.</exception>
    internal WorkspaceOptions ForWorkspace => new()
    {
        Postgres = Database,
        ArtifactFolder = Artifacts is null || IsInS3 ? null : Path.GetFullPath(Artifacts),
        S3 = IsInS3 ? ForS3() : null,
        Jobs = new JobSettings
        {
            AtOnce = Jobs,
            AtOncePerAccount = JobsPerAccount,
            TimeLimit = TimeSpan.FromMinutes(JobMinutes),
            SplitRows = SplitRows,
            CheckpointInterval = TimeSpan.FromSeconds(CheckpointSeconds),
        },
    };

    private bool IsInS3 => Artifacts?.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) == true;

    private S3Settings ForS3()
    {
        S3Settings place = S3Settings.Parse(Artifacts!) ?? throw new SettingsException($"Artifacts must be a folder or an address such as s3://bucket/prefix; '{Artifacts}' is neither.");
        string[]? key = S3Key?.Split(':', 2);
        return key is null or { Length: 2 }
            ? place with { Url = S3Url, Region = S3Region, AccessKey = key?[0], SecretKey = key?[1] }
            : throw new SettingsException("S3Key must be the id of an access key and its secret with a colon between them.");
    }
}

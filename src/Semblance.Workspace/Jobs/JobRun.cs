using Semblance.Models.Checkpoints;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Queue;

namespace Semblance.Workspace.Jobs;

/// <summary>One attempt at a job: what its runner may use.</summary>
public sealed class JobRun
{
    private readonly JobClaims _claims;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<ArtifactRecord> _put = [];
    private double _share;
    private string? _stage;

    internal JobRun(Job job, JobClaims claims, WorkspaceDatabase database, IArtifactStore artifacts, JobSettings settings, TimeProvider time)
    {
        Job = job;
        _claims = claims;
        _time = time;
        Database = database;
        Artifacts = new RecordedArtifacts(artifacts, database);
        Settings = settings;
        _share = job.Progress;
        _stage = job.Stage;
    }

    /// <summary>The job, as it was when this attempt claimed it.</summary>
    public Job Job { get; }

    /// <summary>The records.</summary>
    public WorkspaceDatabase Database { get; }

    /// <summary>The files, to read.</summary>
    public IArtifactStore Artifacts { get; }

    /// <summary>How jobs are worked on.</summary>
    public JobSettings Settings { get; }

    /// <summary>What it has put so far.</summary>
    internal IReadOnlyList<ArtifactRecord> Put
    {
        get
        {
            lock (_lock)
            {
                return [.. _put];
            }
        }
    }

    /// <summary>How far it is.</summary>
    internal (double Share, string? Stage) Progress
    {
        get
        {
            lock (_lock)
            {
                return (_share, _stage);
            }
        }
    }

    /// <summary>Says how far the work is; from any thread. It is written down once in a while.</summary>
    /// <param name="stage">What is being done, in one or two words.</param>
    /// <param name="share">The share of the whole job that is done, 0 to 1; less than before counts as before.</param>
    public void Report(string stage, double share)
    {
        ArgumentNullException.ThrowIfNull(stage);
        lock (_lock)
        {
            _stage = stage.Length <= Job.LongestStage ? stage : stage[..Job.LongestStage];
            _share = Math.Max(_share, Math.Clamp(share, 0, 1));
        }
    }

    /// <summary>Keeps a file. Nobody sees it before the job is completed; if this attempt does not complete it, the file goes.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="fileName">What a client should call it.</param>
    /// <param name="contentType">The type of its content, as HTTP says it.</param>
    /// <param name="write">Writes its bytes to the stream given, which cannot seek; on a thread of its own.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<ArtifactRecord> PutAsync(ArtifactKind kind, string fileName, string contentType, Action<Stream> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        Artifact artifact = await Artifacts.PutAsync((stream, token) => Task.Run(() => write(stream), token), cancellation);
        var record = ArtifactRecord.Of(artifact, Job.AccountId, kind, fileName, contentType, _time.GetUtcNow());
        lock (_lock)
        {
            _put.Add(record);
        }
        return record;
    }

    /// <summary>Where a training keeps its checkpoint: among the artifacts, known to the job alone. Another attempt, on any node, goes on from it.</summary>
    public ICheckpointStore Checkpoints => new JobCheckpoints(Job, _claims, Artifacts);
}

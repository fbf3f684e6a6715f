using Semblance.Models.Checkpoints;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Queue;

/// <summary>
/// The checkpoints of one attempt at a job. Each is a new artifact, which the job names from then on if the attempt still has its claim: so an
/// attempt that was thought dead cannot put an old checkpoint in place of a newer one.
/// </summary>
internal sealed class JobCheckpoints(Job job, JobClaims claims, IArtifactStore artifacts) : ICheckpointStore
{
    private Guid? _last = job.CheckpointId;

    public Stream? OpenLast() => _last is { } id ? artifacts.OpenAsync(id).GetAwaiter().GetResult() : null;

    public void Save(Action<Stream> write) => SaveAsync(write).GetAwaiter().GetResult();

    private async Task SaveAsync(Action<Stream> write)
    {
        Artifact artifact = await artifacts.PutAsync((stream, _) =>
        {
            write(stream);
            return Task.CompletedTask;
        });
        bool isKept = await claims.KeepCheckpointAsync(job, artifact.Id);
        if ((isKept ? _last : artifact.Id) is { } obsolete)
        {
            await artifacts.DeleteAsync(obsolete);
        }
        if (isKept)
        {
            _last = artifact.Id;
        }
    }
}

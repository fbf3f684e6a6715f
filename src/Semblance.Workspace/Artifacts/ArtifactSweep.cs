using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Artifacts;

/// <summary>Removes files that no record names: of processes that died after they had put a file and before they had recorded it, or between removing a record and its file.</summary>
/// <param name="database">The records.</param>
/// <param name="store">The files.</param>
/// <param name="time">The clock.</param>
internal sealed class ArtifactSweep(WorkspaceDatabase database, IArtifactStore store, TimeProvider time)
{
    /// <summary>How old a file must be: between a file and its record there are moments, a minute if the database is away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private const int BatchSize = 500;

    /// <summary>Removes them.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAsync(CancellationToken cancellation = default)
    {
        int removed = 0;
        var batch = new List<Guid>(BatchSize);
        await foreach (Guid id in store.ListAsync(time.GetUtcNow() - Patience, cancellation))
        {
            batch.Add(id);
            if (batch.Count == BatchSize)
            {
                removed += await RemoveUnknownAsync(batch, cancellation);
                batch.Clear();
            }
        }
        return removed + await RemoveUnknownAsync(batch, cancellation);
    }

    private async Task<int> RemoveUnknownAsync(List<Guid> files, CancellationToken cancellation)
    {
        await using WorkspaceContext context = database.CreateContext();
        Guid?[] ids = [.. files];
        var known = new HashSet<Guid?>(await context.Artifacts.Where(artifact => files.Contains(artifact.Id)).Select(artifact => (Guid?)artifact.Id).ToArrayAsync(cancellation));
        known.UnionWith(await context.ArtifactPlaces.Select(place => (Guid?)place.Id).ToArrayAsync(cancellation));
        // Checkpoints, and the outputs of parts, are known to their jobs alone.
        known.UnionWith(await context.Jobs.Where(job => ids.Contains(job.CheckpointId)).Select(job => job.CheckpointId).ToArrayAsync(cancellation));
        known.UnionWith(await context.Jobs.Where(job => job.ParentId != null && ids.Contains(job.OutputArtifactId)).Select(job => job.OutputArtifactId).ToArrayAsync(cancellation));
        Guid[] unknown = [.. files.Where(file => !known.Contains(file))];
        foreach (Guid file in unknown)
        {
            await store.DeleteAsync(file, cancellation);
        }
        return unknown.Length;
    }
}

using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Artifacts;

/// <summary>The artifacts of accounts, found through their records only. Whatever is asked for another account's artifact, the answer is that there is none.</summary>
public sealed class ArtifactRecords(WorkspaceDatabase database, IArtifactStore store)
{
    /// <summary>An artifact's record; null if the account has none of that id.</summary>
    public async Task<ArtifactRecord?> GetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.Artifacts.AsNoTracking().SingleOrDefaultAsync(artifact => artifact.Id == id && artifact.AccountId == accountId, cancellation);
    }

    /// <summary>An artifact's record and bytes, to be disposed of; null if the account has none of that id.</summary>
    public async Task<(ArtifactRecord Record, Stream Bytes)?> OpenAsync(Guid accountId, Guid id, CancellationToken cancellation = default) =>
        await GetAsync(accountId, id, cancellation) is { } record && await store.OpenAsync(id, cancellation) is { } bytes ? (record, bytes) : null;

    /// <summary>Removes the bytes of artifacts whose records are gone. What is left if the process dies meanwhile belongs to nobody, and is swept.</summary>
    public async Task RemoveBytesAsync(IEnumerable<Guid> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (Guid id in ids)
        {
            await store.DeleteAsync(id, CancellationToken.None);
        }
    }
}

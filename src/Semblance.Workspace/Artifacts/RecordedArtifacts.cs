using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Artifacts;

/// <summary>
/// A store in which a file that is recorded and cannot be found is away, not deleted: a folder that is not mounted looks like an empty one. What was deleted has no
/// record any more.
/// </summary>
internal sealed class RecordedArtifacts(IArtifactStore store, WorkspaceDatabase database) : IArtifactStore
{
    /// <inheritdoc/>
    public Task<Artifact> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default) => store.PutAsync(write, cancellation);

    /// <inheritdoc/>
    /// <exception cref="IOException">There is a record of the file, and no file.</exception>
    public async Task<Stream?> OpenAsync(Guid id, CancellationToken cancellation = default)
    {
        if (await store.OpenAsync(id, cancellation) is { } file)
        {
            return file;
        }
        await using WorkspaceContext context = database.CreateContext();
        return await context.Artifacts.AnyAsync(artifact => artifact.Id == id, cancellation) ? throw new IOException($"Artifact {id} cannot be found where it should be.") : null;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Guid id, CancellationToken cancellation = default) => store.DeleteAsync(id, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, CancellationToken cancellation = default) => store.ListAsync(before, cancellation);
}

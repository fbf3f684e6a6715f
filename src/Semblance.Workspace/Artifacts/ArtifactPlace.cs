using System.Text;
using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Artifacts;

/// <summary>The place that the artifacts of a database are in: known by a file that is there.</summary>
public sealed class ArtifactPlace
{
    /// <summary>The file's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the place was first used.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// Sees to it that a store is the one that the database's artifacts are in. A node that looks for them elsewhere would fail every job, since it finds no file.
    /// </summary>
    /// <param name="database">The records, in PostgreSQL.</param>
    /// <param name="store">The store.</param>
    /// <param name="shownAs">What messages call it.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="IOException">It is another one.</exception>
    internal static async Task CheckAsync(WorkspaceDatabase database, IArtifactStore store, string shownAs, DateTimeOffset now, CancellationToken cancellation)
    {
        await using WorkspaceContext context = database.CreateContext();
        ArtifactPlace? known = await context.ArtifactPlaces.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (known is null)
        {
            Artifact mark = await store.PutAsync(
                async (stream, token) => await stream.WriteAsync(Encoding.UTF8.GetBytes("The artifacts of a Semblance database are here.\n"), token), cancellation);
            context.ArtifactPlaces.Add(new ArtifactPlace { Id = mark.Id, CreatedAt = now });
            await context.SaveChangesAsync(cancellation);
            return;
        }
        await using Stream? found = await store.OpenAsync(known.Id, cancellation);
        if (found is null)
        {
            throw new IOException($"The artifacts of this database are not in {shownAs}: name the place that its other nodes use with SEMBLANCE_ARTIFACTS, a folder that all of them see or a bucket.");
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;

namespace Semblance.Workspace.Projects;

/// <summary>Removes things that others were made of.</summary>
public sealed class Removal(WorkspaceDatabase database, DatasetStore datasets, ArtifactRecords artifacts, TimeProvider time)
{
    /// <summary>Removes a project with everything in it.</summary>
    /// <returns>Whether the account had it.</returns>
    public async Task<bool> DeleteProjectAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        Guid[]? files = await database.WriteAsync(async context =>
        {
            if (!await ProjectStore.HoldAsync(context, accountId, id, time.GetUtcNow(), cancellation))
            {
                return null;
            }
            Guid[] versions = await context.DatasetVersions.Where(version => version.Dataset.ProjectId == id).Select(version => version.ArtifactId).ToArrayAsync(cancellation);
            await context.Projects.Where(project => project.Id == id).ExecuteDeleteAsync(cancellation);
            await context.Artifacts.Where(artifact => versions.Contains(artifact.Id)).ExecuteDeleteAsync(cancellation);
            return versions;
        }, cancellation);
        await artifacts.RemoveBytesAsync(files ?? []);
        return files is not null;
    }

    /// <summary>Removes a dataset with all its versions.</summary>
    /// <returns>Whether the account had it.</returns>
    public Task<bool> DeleteDatasetAsync(Guid accountId, Guid id, CancellationToken cancellation = default) => datasets.DeleteAsync(accountId, id, cancellation);
}

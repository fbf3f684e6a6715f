using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;

namespace Semblance.Workspace.Projects;

/// <summary>Removes things that others were made of, while work on them may be going on.</summary>
public sealed class Removal(WorkspaceDatabase database, DatasetStore datasets, ModelStore models, ArtifactRecords artifacts, TimeProvider time)
{
    /// <summary>Removes a project with everything in it. Jobs that run stop within a second or two.</summary>
    /// <returns>Whether the account had it.</returns>
    public async Task<bool> DeleteProjectAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        Guid[]? files = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!await ProjectStore.HoldAsync(context, accountId, id, now, cancellation))
            {
                return null;
            }
            // In order, so that two who hold several models never wait for each other.
            foreach (Guid model in await context.Models.Where(model => model.ProjectId == id).OrderBy(model => model.Id).Select(model => model.Id).ToArrayAsync(cancellation))
            {
                await JobEnding.HoldModelAsync(context, accountId, model, now, cancellation);
            }
            Guid[] all = await FilesOfAsync(context, id, cancellation);
            // Reports go with their jobs, versions with their datasets.
            await context.Models.Where(model => model.ProjectId == id).ExecuteDeleteAsync(cancellation);
            await context.Jobs.Where(job => job.ProjectId == id).ExecuteDeleteAsync(cancellation);
            await context.Projects.Where(project => project.Id == id).ExecuteDeleteAsync(cancellation);
            await context.Artifacts.Where(artifact => all.Contains(artifact.Id)).ExecuteDeleteAsync(cancellation);
            return all;
        }, cancellation);
        await artifacts.RemoveBytesAsync(files ?? []);
        return files is not null;
    }

    /// <summary>Removes a dataset with all its versions. Trainings on it that have not ended fail; models that are ready stay.</summary>
    /// <returns>Whether the account had it.</returns>
    public async Task<bool> DeleteDatasetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        Guid[] versions = await datasets.VersionIdsAsync(accountId, id, cancellation);
        if (!await datasets.DeleteAsync(accountId, id, cancellation))
        {
            return false;
        }
        // If the process dies here, a training that still waits finds that its file is gone, and fails by itself.
        await models.FailTrainingsOnAsync(accountId, versions, CancellationToken.None);
        return true;
    }

    private static async Task<Guid[]> FilesOfAsync(WorkspaceContext context, Guid projectId, CancellationToken cancellation)
    {
        List<Guid?> ids = [];
        ids.AddRange(await context.DatasetVersions.Where(version => version.Dataset.ProjectId == projectId).Select(version => (Guid?)version.ArtifactId).ToArrayAsync(cancellation));
        ids.AddRange(await context.Models.Where(model => model.ProjectId == projectId).Select(model => model.ArtifactId).ToArrayAsync(cancellation));
        foreach (var job in await context.Jobs.Where(job => job.ProjectId == projectId && (job.OutputArtifactId != null || job.CheckpointId != null)).Select(job => new { job.OutputArtifactId, job.CheckpointId }).ToArrayAsync(cancellation))
        {
            ids.AddRange([job.OutputArtifactId, job.CheckpointId]);
        }
        foreach (var report in await context.Reports.Where(report => report.ProjectId == projectId).Select(report => new { report.JsonArtifactId, report.HtmlArtifactId }).ToArrayAsync(cancellation))
        {
            ids.AddRange([report.JsonArtifactId, report.HtmlArtifactId]);
        }
        return [.. ids.OfType<Guid>().Distinct()];
    }
}

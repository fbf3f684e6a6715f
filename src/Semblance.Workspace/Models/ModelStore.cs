using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Semblance.Models;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Projects;

namespace Semblance.Workspace.Models;

/// <summary>A model to be trained.</summary>
public sealed record NewModel
{
    /// <summary>The share of the rows that a training does not see, if nothing is said.</summary>
    public const double UsualHoldoutShare = 0.2;

    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>The version of a dataset of that project.</summary>
    public required Guid DatasetVersionId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The family, such as "ctgan": see <see cref="Synthesizers"/>.</summary>
    public required string ModelType { get; init; }

    /// <summary>The family's options, a JSON object. The default value is "{}".</summary>
    public string Config { get; init; } = "{}";

    /// <summary>The seed, unless the options have one; null to draw one. The default value is null.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The share of the rows that the training does not see, 0 to 0.5. The default value is 0.2.</summary>
    public double HoldoutShare { get; init; } = UsualHoldoutShare;
}

/// <summary>The models of accounts. Whatever is asked for another account's model, the answer is that there is none.</summary>
public sealed class ModelStore(WorkspaceDatabase database, ArtifactRecords artifacts, JobSignal signal, TimeProvider time)
{
    /// <summary>Makes a model and the job that trains it.</summary>
    /// <returns>Null if the account has no such project, or no such version in it.</returns>
    /// <exception cref="ModelOptionException">The family does not have an option, or an option cannot have its value.</exception>
    /// <exception cref="Data.TableException">There is no such family.</exception>
    public async Task<(SynthModel Model, Job Job)?> CreateAsync(Guid accountId, NewModel wish, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ISynthesizer family = Synthesizers.Get(wish.ModelType);
        ulong seed;
        using (JsonDocument config = JsonDocument.Parse(wish.Config))
        {
            seed = (ulong?)family.Options.Parse(config.RootElement)["seed"] ?? wish.Seed ?? Seeds.Draw();
        }
        (SynthModel Model, Job Job)? made = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!await ProjectStore.HoldAsync(context, accountId, wish.ProjectId, now, cancellation))
            {
                return ((SynthModel, Job)?)null;
            }
            DatasetVersion? version = await context.DatasetVersions.AsNoTracking().Include(one => one.Dataset)
                .SingleOrDefaultAsync(one => one.Id == wish.DatasetVersionId && one.AccountId == accountId && one.Dataset.ProjectId == wish.ProjectId, cancellation);
            if (version is null)
            {
                return null;
            }
            var model = new SynthModel
            {
                Id = Guid.NewGuid(),
                AccountId = accountId,
                ProjectId = wish.ProjectId,
                DatasetId = version.DatasetId,
                DatasetVersionId = version.Id,
                DatasetArtifactId = version.ArtifactId,
                DatasetName = version.Dataset.Name,
                DatasetVersion = version.Version,
                Overrides = version.Overrides,
                Name = wish.Name,
                ModelType = family.Name,
                Config = wish.Config,
                Seed = seed,
                HoldoutShare = wish.HoldoutShare,
                Status = ModelStatus.Pending,
                CreatedAt = now,
                UpdatedAt = now,
            };
            var job = new Job
            {
                Id = Guid.NewGuid(),
                QueueId = Guid.NewGuid(),
                AccountId = accountId,
                ProjectId = wish.ProjectId,
                ModelId = model.Id,
                Kind = JobKind.Train,
                Config = wish.Config,
                Seed = seed,
                CreatedAt = now,
            };
            context.Models.Add(model);
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellation);
            return (model, job);
        }, cancellation);
        if (made is not null)
        {
            signal.Announce(1);
        }
        return made;
    }

    /// <summary>Some of the models, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="projectId">Those of one project; null for all.</param>
    /// <param name="search">Part of the name; null for all.</param>
    /// <param name="limit">The most models.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The models and how many there are in all.</returns>
    public async Task<(IReadOnlyList<SynthModel> Models, int Total)> ListAsync(Guid accountId, Guid? projectId, string? search, int limit, int offset, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<SynthModel> models = context.Models.AsNoTracking().Where(model => model.AccountId == accountId);
        if (projectId is not null)
        {
            models = models.Where(model => model.ProjectId == projectId);
        }
        if (!string.IsNullOrEmpty(search))
        {
            models = models.Where(model => model.Name.Contains(search));
        }
        int total = await models.CountAsync(cancellation);
        return (await models.OrderByDescending(model => model.CreatedAt).ThenByDescending(model => model.Id).Skip(offset).Take(limit).ToArrayAsync(cancellation), total);
    }

    /// <summary>A model; null if the account has none of that id.</summary>
    public async Task<SynthModel?> GetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == id && model.AccountId == accountId, cancellation);
    }

    /// <summary>Removes a model with its jobs, its reports and all their artifacts. Jobs that run stop within a second or two.</summary>
    /// <returns>Whether the account had it.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        Guid[]? files = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            Guid? project = await context.Models.Where(model => model.Id == id && model.AccountId == accountId).Select(model => (Guid?)model.ProjectId).SingleOrDefaultAsync(cancellation);
            return project is not null && await ProjectStore.HoldAsync(context, accountId, project.Value, now, cancellation)
                ? await RemoveAsync(context, accountId, id, now, cancellation)
                : null;
        }, cancellation);
        await artifacts.RemoveBytesAsync(files ?? []);
        return files is not null;
    }

    /// <summary>Ends the trainings on versions of a dataset that is to be deleted: their models fail. Models that are ready stay.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> FailTrainingsOnAsync(Guid accountId, IReadOnlyCollection<Guid> datasetVersionIds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(datasetVersionIds);
        (int count, Guid[] files) = await database.WriteAsync(context => FailTrainingsAsync(context, accountId, datasetVersionIds, time.GetUtcNow(), cancellation), cancellation);
        await artifacts.RemoveBytesAsync(files);
        return count;
    }

    /// <summary>Removes a model with its jobs and reports, in a transaction that holds the project.</summary>
    /// <returns>The artifacts whose records are gone, to be removed when the transaction is through; null if the account has no such model.</returns>
    internal static async Task<Guid[]?> RemoveAsync(WorkspaceContext context, Guid accountId, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!await JobEnding.HoldModelAsync(context, accountId, id, now, cancellation))
        {
            return null;
        }
        var ids = new List<Guid?>();
        ids.AddRange(await context.Models.Where(model => model.Id == id).Select(model => model.ArtifactId).ToArrayAsync(cancellation));
        foreach (var job in await context.Jobs.Where(job => job.ModelId == id).Select(job => new { job.OutputArtifactId, job.CheckpointId }).ToArrayAsync(cancellation))
        {
            ids.Add(job.OutputArtifactId);
            ids.Add(job.CheckpointId);
        }
        foreach (var report in await context.Reports.Where(report => report.ModelId == id).Select(report => new { report.JsonArtifactId, report.HtmlArtifactId }).ToArrayAsync(cancellation))
        {
            ids.Add(report.JsonArtifactId);
            ids.Add(report.HtmlArtifactId);
        }
        Guid[] all = [.. ids.OfType<Guid>().Distinct()];
        // Reports and jobs go with it.
        await context.Models.Where(model => model.Id == id).ExecuteDeleteAsync(cancellation);
        await context.Artifacts.Where(artifact => all.Contains(artifact.Id)).ExecuteDeleteAsync(cancellation);
        return all;
    }

    /// <summary>Ends the trainings on versions of a dataset, in a transaction.</summary>
    /// <returns>How many there were, and the artifacts that nobody needs when the transaction is through.</returns>
    internal static async Task<(int Count, Guid[] Files)> FailTrainingsAsync(
        WorkspaceContext context, Guid accountId, IReadOnlyCollection<Guid> datasetVersionIds, DateTimeOffset now, CancellationToken cancellation)
    {
        var models = await context.Models
            .Where(model => model.AccountId == accountId && datasetVersionIds.Contains(model.DatasetVersionId) && (model.Status == ModelStatus.Pending || model.Status == ModelStatus.Training))
            .OrderBy(model => model.Id).Select(model => new { model.Id, model.DatasetName }).ToArrayAsync(cancellation);
        var files = new List<Guid>();
        int ended = 0;
        foreach (var model in models)
        {
            if (!await JobEnding.HoldModelAsync(context, accountId, model.Id, now, cancellation))
            {
                continue;
            }
            // It may have got ready while its model was waited for.
            Job? job = await context.Jobs.AsNoTracking()
                .SingleOrDefaultAsync(job => job.ModelId == model.Id && job.Kind == JobKind.Train && job.QueueState != QueueState.Ended, cancellation);
            if (job is not null)
            {
                files.AddRange(await JobEnding.EndAsync(
                    context, job, JobStatus.Cancelled, $"The dataset '{model.DatasetName}' was deleted before the training had ended.", now, cancellation));
                ended++;
            }
        }
        return (ended, [.. files]);
    }
}

using Microsoft.EntityFrameworkCore;
using Semblance.Data;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Projects;

namespace Semblance.Workspace.Datasets;

/// <summary>An upload that is to become a version of a dataset.</summary>
public sealed record NewVersion
{
    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>The dataset's name: a new one in the project makes a dataset, a known one the next version of it.</summary>
    public required string Name { get; init; }

    /// <summary>What the dataset holds; null leaves what was said before.</summary>
    public string? Description { get; init; }

    /// <summary>The file, which is in the store.</summary>
    public required Artifact File { get; init; }

    /// <summary>The format of the file.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>What the table is like.</summary>
    public required DatasetProfile Profile { get; init; }

    /// <summary>Its first rows.</summary>
    public required DatasetPreview Preview { get; init; }
}

/// <summary>A dataset as lists show it.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Latest">Its newest version.</param>
public sealed record DatasetSummary(Dataset Dataset, DatasetVersion Latest);

/// <summary>The datasets of accounts. Whatever is asked for another account's dataset, the answer is that there is none.</summary>
public sealed class DatasetStore(WorkspaceDatabase database, ArtifactRecords artifacts, TimeProvider time)
{
    /// <summary>Records an upload, all of it in one transaction.</summary>
    /// <returns>The version, with its dataset; null if the account has no such project. Then the file is still in the store.</returns>
    public Task<DatasetVersion?> AddAsync(Guid accountId, NewVersion wish, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            // Of two uploads under one name the second waits here, and then finds what the first has made.
            if (!await ProjectStore.HoldAsync(context, accountId, wish.ProjectId, now, cancellation))
            {
                return null;
            }
            Dataset? dataset = await context.Datasets.SingleOrDefaultAsync(known => known.ProjectId == wish.ProjectId && known.Name == wish.Name, cancellation);
            if (dataset is null)
            {
                dataset = new Dataset { Id = Guid.NewGuid(), AccountId = accountId, ProjectId = wish.ProjectId, Name = wish.Name, Description = "", CreatedAt = now };
                context.Datasets.Add(dataset);
            }
            dataset.Description = wish.Description ?? dataset.Description;
            int next = await context.DatasetVersions.Where(version => version.DatasetId == dataset.Id).MaxAsync(version => (int?)version.Version, cancellation) + 1 ?? 0;
            (string ending, string type) = DatasetFiles.Describe(wish.Format);
            context.Artifacts.Add(ArtifactRecord.Of(wish.File, accountId, ArtifactKind.Dataset, $"dataset{ending}", type, now));
            var version = new DatasetVersion
            {
                Id = Guid.NewGuid(),
                AccountId = accountId,
                DatasetId = dataset.Id,
                Dataset = dataset,
                Version = next,
                ArtifactId = wish.File.Id,
                Format = wish.Format,
                RowCount = wish.Profile.Rows,
                ColumnCount = wish.Profile.Columns.Count,
                QualityScore = wish.Profile.Quality.OverallScore,
                Profile = wish.Profile.ToJson(),
                Preview = wish.Preview.ToJson(),
                CreatedAt = now,
            };
            context.DatasetVersions.Add(version);
            await context.SaveChangesAsync(cancellation);
            return version;
        }, cancellation);
    }

    /// <summary>Some of the datasets, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="projectId">The project; null for all.</param>
    /// <param name="search">Part of the name; null for all.</param>
    /// <param name="limit">The most datasets.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The datasets, their newest versions without profiles and previews, and how many datasets there are in all.</returns>
    public async Task<(IReadOnlyList<DatasetSummary> Datasets, int Total)> ListAsync(Guid accountId, Guid? projectId, string? search, int limit, int offset, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<Dataset> datasets = context.Datasets.AsNoTracking().Where(dataset => dataset.AccountId == accountId);
        if (projectId is { } project)
        {
            datasets = datasets.Where(dataset => dataset.ProjectId == project);
        }
        if (!string.IsNullOrEmpty(search))
        {
            datasets = datasets.Where(dataset => dataset.Name.Contains(search));
        }
        int total = await datasets.CountAsync(cancellation);
        Dataset[] page = await datasets.OrderByDescending(dataset => dataset.CreatedAt).ThenByDescending(dataset => dataset.Id).Skip(offset).Take(limit).ToArrayAsync(cancellation);
        Guid[] ids = [.. page.Select(dataset => dataset.Id)];
        Dictionary<Guid, DatasetVersion> latest = await Light(context.DatasetVersions.AsNoTracking()
                .Where(version => ids.Contains(version.DatasetId) && !context.DatasetVersions.Any(newer => newer.DatasetId == version.DatasetId && newer.Version > version.Version)))
            .ToDictionaryAsync(version => version.DatasetId, cancellation);
        // A dataset that was deleted between the two queries has no version any more.
        return ([.. page.Where(dataset => latest.ContainsKey(dataset.Id)).Select(dataset => new DatasetSummary(dataset, latest[dataset.Id]))], total);
    }

    /// <summary>A dataset with its newest version, without profile and preview; null if the account has none of that id.</summary>
    public async Task<DatasetSummary?> GetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        Dataset? dataset = await context.Datasets.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id && candidate.AccountId == accountId, cancellation);
        DatasetVersion? latest = dataset is null ? null
            : await Light(context.DatasetVersions.AsNoTracking().Where(version => version.DatasetId == id).OrderByDescending(version => version.Version)).FirstOrDefaultAsync(cancellation);
        return latest is null ? null : new DatasetSummary(dataset!, latest);
    }

    /// <summary>Some of a dataset's versions, the newest first, without profiles and previews.</summary>
    /// <returns>The versions and how many there are in all; null if the account has no such dataset.</returns>
    public async Task<(IReadOnlyList<DatasetVersion> Versions, int Total)?> VersionsAsync(Guid accountId, Guid datasetId, int limit, int offset, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<DatasetVersion> versions = context.DatasetVersions.AsNoTracking().Where(version => version.DatasetId == datasetId && version.AccountId == accountId);
        int total = await versions.CountAsync(cancellation);
        return total == 0 ? null : (await Light(versions.OrderByDescending(version => version.Version).Skip(offset).Take(limit)).ToArrayAsync(cancellation), total);
    }

    /// <summary>The ids of all versions of a dataset; none if the account has no such dataset.</summary>
    internal async Task<Guid[]> VersionIdsAsync(Guid accountId, Guid datasetId, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.DatasetVersions.Where(version => version.DatasetId == datasetId && version.AccountId == accountId).Select(version => version.Id).ToArrayAsync(cancellation);
    }

    /// <summary>A version with its dataset, profile and preview; null if the account has none of that id.</summary>
    public async Task<DatasetVersion?> GetVersionAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.DatasetVersions.AsNoTracking().Include(version => version.Dataset).SingleOrDefaultAsync(version => version.Id == id && version.AccountId == accountId, cancellation);
    }

    /// <summary>Keeps what was said about the columns of a version, and what follows from it.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="before">What was said before, as the version has it: what others have said since then must not be lost.</param>
    /// <param name="overrides">What is said now.</param>
    /// <param name="profile">What the table is like now.</param>
    /// <param name="preview">Its first rows.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Whether it is kept; not if the version has gone, or others have said something meanwhile.</returns>
    public Task<bool> SetOverridesAsync(Guid accountId, Guid versionId, string? before, SchemaOverrides overrides, DatasetProfile profile, DatasetPreview preview, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(preview);
        string? said = overrides.ToJson();
        string profiled = profile.ToJson();
        string previewed = preview.ToJson();
        return database.WriteAsync(
            async context => await context.DatasetVersions.Where(version => version.Id == versionId && version.AccountId == accountId && version.Overrides == before).ExecuteUpdateAsync(
                set => set.SetProperty(version => version.Overrides, said).SetProperty(version => version.Profile, profiled)
                    .SetProperty(version => version.Preview, previewed).SetProperty(version => version.QualityScore, profile.Quality.OverallScore),
                cancellation) > 0,
            cancellation);
    }

    /// <summary>Removes a dataset with all its versions and files.</summary>
    /// <returns>Whether the account had it.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        Guid[]? files = await database.WriteAsync(async context =>
        {
            Guid? project = await context.Datasets.Where(dataset => dataset.Id == id && dataset.AccountId == accountId).Select(dataset => (Guid?)dataset.ProjectId).SingleOrDefaultAsync(cancellation);
            // No upload may come in between the two looks at the versions, or its file would stay.
            if (project is null || !await ProjectStore.HoldAsync(context, accountId, project.Value, time.GetUtcNow(), cancellation))
            {
                return null;
            }
            Guid[] versions = await context.DatasetVersions.Where(version => version.DatasetId == id).Select(version => version.ArtifactId).ToArrayAsync(cancellation);
            if (await context.Datasets.Where(dataset => dataset.Id == id).ExecuteDeleteAsync(cancellation) == 0)
            {
                return null;
            }
            await context.Artifacts.Where(artifact => versions.Contains(artifact.Id)).ExecuteDeleteAsync(cancellation);
            return versions;
        }, cancellation);
        await artifacts.RemoveBytesAsync(files ?? []);
        return files is not null;
    }

    /// <summary>Profiles and previews of wide tables are large, and lists show none.</summary>
    private static IQueryable<DatasetVersion> Light(IQueryable<DatasetVersion> versions) => versions.Select(version => new DatasetVersion
    {
        Id = version.Id,
        AccountId = version.AccountId,
        DatasetId = version.DatasetId,
        Version = version.Version,
        ArtifactId = version.ArtifactId,
        Format = version.Format,
        RowCount = version.RowCount,
        ColumnCount = version.ColumnCount,
        QualityScore = version.QualityScore,
        Profile = "",
        Preview = "",
        Overrides = version.Overrides,
        CreatedAt = version.CreatedAt,
    });
}

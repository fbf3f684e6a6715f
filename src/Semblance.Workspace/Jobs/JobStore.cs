using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Models;
using Semblance.Workspace.Projects;

namespace Semblance.Workspace.Jobs;

/// <summary>A job with the names that clients see beside it.</summary>
/// <param name="Job">The job.</param>
/// <param name="ModelName">The model's name; null without a model.</param>
/// <param name="ModelType">The model's family; null without a model.</param>
/// <param name="ProjectName">The project's name; null without a project.</param>
public sealed record JobDetail(Job Job, string? ModelName, string? ModelType, string? ProjectName);

/// <summary>Which jobs to list.</summary>
public sealed record JobFilter
{
    /// <summary>Those of one project; null for all. The default value is null.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>Those of one model; null for all. The default value is null.</summary>
    public Guid? ModelId { get; init; }

    /// <summary>Those that are so far; null for all. The default value is null.</summary>
    public JobStatus? Status { get; init; }
}

/// <summary>What came of a wish for work on a model.</summary>
public enum ModelWish
{
    /// <summary>It is a job now.</summary>
    Created = 0,

    /// <summary>The account has no such model.</summary>
    NotFound = 1,

    /// <summary>The model is not ready.</summary>
    NotReady = 2,
}

/// <summary>What came of calling a job off.</summary>
public enum Cancellation
{
    /// <summary>It is cancelled; if it runs, it stops within a second or two.</summary>
    Cancelled = 0,

    /// <summary>The account has no such job.</summary>
    NotFound = 1,

    /// <summary>It had ended before.</summary>
    Ended = 2,
}

/// <summary>The jobs of accounts. Whatever is asked for another account's job, the answer is that there is none. Parts of jobs are not shown.</summary>
public sealed class JobStore(WorkspaceDatabase database, ArtifactRecords artifacts, JobSignal signal, JobSettings settings, TimeProvider time)
{
    /// <summary>The most parts of a job: a billion rows need not be five thousand files.</summary>
    private const int MostParts = 64;

    /// <summary>Asks for rows of a model. More than <see cref="JobSettings.SplitRows"/> become a job in parts.</summary>
    /// <returns>The job, if it was made.</returns>
    public async Task<(ModelWish Outcome, Job? Job)> GenerateAsync(Guid accountId, Guid modelId, NewGeneration wish, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentOutOfRangeException.ThrowIfLessThan(wish.Rows, 1);
        wish = wish with { Seed = wish.Seed ?? Seeds.Draw() };
        string config = wish.ToJson();
        int ready = 0;
        (ModelWish Outcome, Job? Job) made = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            (ModelWish outcome, Guid projectId) = await HoldReadyModelAsync(context, accountId, modelId, now, cancellation);
            if (outcome != ModelWish.Created)
            {
                return (outcome, (Job?)null);
            }
            bool isSplit = wish.Rows > settings.SplitRows;
            Job NewJob(Guid? parent, long firstRow, long rows) => new()
            {
                Id = Guid.NewGuid(),
                QueueId = Guid.NewGuid(),
                AccountId = accountId,
                ProjectId = projectId,
                ModelId = modelId,
                ParentId = parent,
                Extent = parent is null ? JobExtent.Whole : JobExtent.Part,
                Kind = JobKind.Generate,
                QueueState = isSplit && parent is null ? QueueState.Waiting : QueueState.Ready,
                Config = config,
                Seed = wish.Seed!.Value,
                FirstRow = firstRow,
                RowCount = rows,
                CreatedAt = now,
            };
            Job job = NewJob(null, 0, wish.Rows);
            context.Jobs.Add(job);
            ready = 1;
            if (isSplit)
            {
                long parts = Math.Min(MostParts, (wish.Rows + settings.SplitRows - 1) / settings.SplitRows);
                long partRows = (wish.Rows + parts - 1) / parts;
                ready = 0;
                for (long first = 0; first < wish.Rows; first += partRows)
                {
                    context.Jobs.Add(NewJob(job.Id, first, Math.Min(partRows, wish.Rows - first)));
                    ready++;
                }
            }
            await context.SaveChangesAsync(cancellation);
            return (ModelWish.Created, job);
        }, cancellation);
        if (made.Job is not null)
        {
            signal.Announce(ready);
        }
        return made;
    }

    /// <summary>Some of the jobs, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="limit">The most jobs.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The jobs and how many there are in all.</returns>
    public async Task<(IReadOnlyList<JobDetail> Jobs, int Total)> ListAsync(Guid accountId, JobFilter filter, int limit, int offset, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<Job> jobs = context.Jobs.AsNoTracking().Where(job => job.Extent == JobExtent.Whole && job.AccountId == accountId);
        if (filter is { ProjectId: { } project, ModelId: { } ofProject })
        {
            // All jobs of a model are of its project: then one of the two says everything.
            if (!await context.Models.AnyAsync(model => model.Id == ofProject && model.ProjectId == project && model.AccountId == accountId, cancellation))
            {
                return ([], 0);
            }
        }
        else if (filter.ProjectId is { } projectId)
        {
            jobs = jobs.Where(job => job.ProjectId == projectId);
        }
        if (filter.ModelId is { } modelId)
        {
            jobs = jobs.Where(job => job.ModelId == modelId);
        }
        if (filter.Status is { } status)
        {
            jobs = jobs.Where(job => job.Status == status);
        }
        int total = await jobs.CountAsync(cancellation);
        IQueryable<Job> page = jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id).Skip(offset).Take(limit);
        // Names are looked up for the page alone, however far down the list it is.
        return (await Detailed(context, page).ToArrayAsync(cancellation), total);
    }

    /// <summary>A job; null if the account has none of that id.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="id">The record's id, or the queue's.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<JobDetail?> GetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await Detailed(context, Find(context, accountId, id).AsNoTracking()).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Calls a job off.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="id">The record's id, or the queue's.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Cancellation> CancelAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        (Cancellation outcome, Guid[] files) = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            Job? job = await Find(context, accountId, id).AsNoTracking().SingleOrDefaultAsync(cancellation);
            if (job is null || (job.ModelId is { } modelId && !await JobEnding.HoldModelAsync(context, accountId, modelId, now, cancellation)))
            {
                return (Cancellation.NotFound, Array.Empty<Guid>());
            }
            // Once more, now that the model is held: it may just have ended.
            if (!await context.Jobs.AnyAsync(one => one.Id == job.Id && one.QueueState != QueueState.Ended, cancellation))
            {
                return (Cancellation.Ended, Array.Empty<Guid>());
            }
            string? error = job.Kind == JobKind.Train ? "Its training was cancelled." : null;
            return (Cancellation.Cancelled, await JobEnding.EndAsync(context, job, JobStatus.Cancelled, error, now, cancellation));
        }, cancellation);
        await artifacts.RemoveBytesAsync(files);
        return outcome;
    }

    /// <summary>Takes hold of a project and of a model of it that is ready.</summary>
    internal static async Task<(ModelWish Outcome, Guid ProjectId)> HoldReadyModelAsync(WorkspaceContext context, Guid accountId, Guid modelId, DateTimeOffset now, CancellationToken cancellation)
    {
        Guid? project = await context.Models.Where(model => model.Id == modelId && model.AccountId == accountId).Select(model => (Guid?)model.ProjectId).SingleOrDefaultAsync(cancellation);
        if (project is null
            || !await ProjectStore.HoldAsync(context, accountId, project.Value, now, cancellation)
            || !await JobEnding.HoldModelAsync(context, accountId, modelId, now, cancellation))
        {
            return (ModelWish.NotFound, default);
        }
        bool isReady = await context.Models.AnyAsync(model => model.Id == modelId && model.Status == ModelStatus.Ready, cancellation);
        return (isReady ? ModelWish.Created : ModelWish.NotReady, project.Value);
    }

    private static IQueryable<Job> Find(WorkspaceContext context, Guid accountId, Guid id) =>
        context.Jobs.Where(job => (job.Id == id || job.QueueId == id) && job.AccountId == accountId && job.Extent == JobExtent.Whole);

    private static IQueryable<JobDetail> Detailed(WorkspaceContext context, IQueryable<Job> jobs) =>
        from job in jobs
        join model in context.Models on job.ModelId equals model.Id into models
        from model in models.DefaultIfEmpty()
        join project in context.Projects on job.ProjectId equals project.Id into projects
        from project in projects.DefaultIfEmpty()
        orderby job.CreatedAt descending, job.Id descending
        select new JobDetail(job, model.Name, model.ModelType, project.Name);
}

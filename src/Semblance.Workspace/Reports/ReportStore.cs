using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Projects;

namespace Semblance.Workspace.Reports;

/// <summary>A report to be made.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="EntityId">A model of that project, or a job that has made rows of one.</param>
/// <param name="Seed">The seed of everything random in it; null to draw one.</param>
public sealed record NewReport(Guid ProjectId, Guid EntityId, ulong? Seed = null);

/// <summary>A report with the job that makes it.</summary>
public sealed record ReportDetail(Report Report, Job Job);

/// <summary>The reports of accounts. Whatever is asked for another account's report, the answer is that there is none.</summary>
public sealed class ReportStore(WorkspaceDatabase database, ArtifactRecords artifacts, JobSignal signal, TimeProvider time)
{
    /// <summary>Asks for a report on a model, or on the rows that a job has made of one.</summary>
    /// <returns>The report, if it was asked for; otherwise what is wrong with the entity.</returns>
    public async Task<(ModelWish Outcome, ReportDetail? Report)> CreateAsync(Guid accountId, NewReport wish, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ulong seed = wish.Seed ?? Seeds.Draw();
        // A drawn seed is shown too, so that the same report can be had again.
        string options = string.Create(CultureInfo.InvariantCulture, $"{{\"seed\": {seed}}}");
        (ModelWish Outcome, ReportDetail? Report) made = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            Job? source = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(
                job => (job.Id == wish.EntityId || job.QueueId == wish.EntityId) && job.AccountId == accountId && job.Extent == JobExtent.Whole && job.Kind == JobKind.Generate, cancellation);
            Guid modelId = source?.ModelId ?? wish.EntityId;
            (ModelWish outcome, Guid projectId) = await JobStore.HoldReadyModelAsync(context, accountId, modelId, now, cancellation);
            if (outcome == ModelWish.NotFound || projectId != wish.ProjectId)
            {
                return (ModelWish.NotFound, (ReportDetail?)null);
            }
            if (outcome == ModelWish.NotReady || source is not (null or { Status: JobStatus.Completed }))
            {
                return (ModelWish.NotReady, null);
            }
            Guid reportId = Guid.NewGuid();
            var job = new Job
            {
                Id = Guid.NewGuid(),
                QueueId = Guid.NewGuid(),
                AccountId = accountId,
                ProjectId = projectId,
                ModelId = modelId,
                ReportId = reportId,
                Kind = JobKind.Report,
                Config = options,
                Seed = seed,
                CreatedAt = now,
            };
            var report = new Report
            {
                Id = reportId,
                AccountId = accountId,
                ProjectId = projectId,
                ModelId = modelId,
                EntityId = source?.Id ?? modelId,
                Options = options,
                JobId = job.Id,
                CreatedAt = now,
            };
            context.Jobs.Add(job);
            context.Reports.Add(report);
            await context.SaveChangesAsync(cancellation);
            return (ModelWish.Created, new ReportDetail(report, job));
        }, cancellation);
        if (made.Report is not null)
        {
            signal.Announce(1);
        }
        return made;
    }

    /// <summary>Some of the reports, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="projectId">Those of one project; null for all.</param>
    /// <param name="limit">The most reports.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The reports and how many there are in all.</returns>
    public async Task<(IReadOnlyList<ReportDetail> Reports, int Total)> ListAsync(Guid accountId, Guid? projectId, int limit, int offset, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<Report> reports = context.Reports.AsNoTracking().Where(report => report.AccountId == accountId);
        if (projectId is not null)
        {
            reports = reports.Where(report => report.ProjectId == projectId);
        }
        int total = await reports.CountAsync(cancellation);
        IQueryable<ReportDetail> page = from report in reports
                                        join job in context.Jobs on report.JobId equals job.Id
                                        orderby report.CreatedAt descending, report.Id descending
                                        select new ReportDetail(report, job);
        return (await page.Skip(offset).Take(limit).ToArrayAsync(cancellation), total);
    }

    /// <summary>A report; null if the account has none of that id.</summary>
    public async Task<ReportDetail?> GetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await (from report in context.Reports.AsNoTracking()
                      where report.Id == id && report.AccountId == accountId
                      join job in context.Jobs on report.JobId equals job.Id
                      select new ReportDetail(report, job)).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Removes a report with its job and its artifacts.</summary>
    /// <returns>Whether the account had it.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        Guid[]? files = await database.WriteAsync(async context =>
        {
            DateTimeOffset now = time.GetUtcNow();
            Guid? modelId = await context.Reports.Where(report => report.Id == id && report.AccountId == accountId).Select(report => (Guid?)report.ModelId).SingleOrDefaultAsync(cancellation);
            if (modelId is null || !await JobEnding.HoldModelAsync(context, accountId, modelId.Value, now, cancellation))
            {
                return null;
            }
            Report? report = await context.Reports.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation);
            if (report is null)
            {
                return null;
            }
            Guid[] ids = [.. new[] { report.JsonArtifactId, report.HtmlArtifactId }.OfType<Guid>()];
            // The report goes with its job.
            await context.Jobs.Where(job => job.Id == report.JobId).ExecuteDeleteAsync(cancellation);
            await context.Artifacts.Where(artifact => ids.Contains(artifact.Id)).ExecuteDeleteAsync(cancellation);
            return ids;
        }, cancellation);
        await artifacts.RemoveBytesAsync(files ?? []);
        return files is not null;
    }
}

using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Webhooks;

namespace Semblance.Workspace.Descriptions;

/// <summary>
/// Descriptions that are made in the background. They belong to nobody who has a key here, so all of them are of one account that no key opens: whoever knows
/// the random id of one may look at it. They go some hours after they have ended.
/// </summary>
public sealed class DescriptionStore(WorkspaceDatabase database, ArtifactRecords artifacts, JobSignal signal, TimeProvider time)
{
    /// <summary>The account of all descriptions, which a migration opens.</summary>
    public static readonly Guid AccountId = new("DE5C21BE-0000-4000-8000-000000000001");

    /// <summary>What a row is taken to need on disk before it is made; those of usual tables need less.</summary>
    private const long BytesPerRow = 250;

    /// <summary>Records a description that is to be made.</summary>
    /// <param name="work">What to make.</param>
    /// <param name="rows">The rows that it comes to.</param>
    /// <param name="webhook">Where to say that it has ended; null for nowhere.</param>
    /// <param name="mostBytes">What all descriptions together may take on disk.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The job; null if there is no room for it.</returns>
    public async Task<DescriptionJob?> AddAsync(DescribeWork work, long rows, string? webhook, long mostBytes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var job = new Job
        {
            Id = Guid.NewGuid(),
            QueueId = Guid.NewGuid(),
            AccountId = AccountId,
            Kind = JobKind.Describe,
            Config = work.ToJson(),
            Seed = work.Seed,
            RowCount = rows,
            CreatedAt = work.AskedAt,
        };
        Webhook? callback = webhook is null ? null : new Webhook { Id = Guid.NewGuid(), JobId = job.Id, Url = webhook, NextAttemptAt = work.AskedAt };
        bool hasRoom = await database.WriteAsync(async context =>
        {
            long kept = await context.Artifacts.Where(artifact => artifact.AccountId == AccountId).SumAsync(artifact => artifact.Length, cancellation);
            long toMake = await context.Jobs.Where(one => one.AccountId == AccountId && one.QueueState != QueueState.Ended).SumAsync(one => one.RowCount, cancellation);
            if (kept + (BytesPerRow * (toMake + rows)) > mostBytes)
            {
                return false;
            }
            context.Jobs.Add(job);
            if (callback is not null)
            {
                context.Webhooks.Add(callback);
            }
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
        if (!hasRoom)
        {
            return null;
        }
        signal.Announce(1);
        return DescriptionJob.Of(job, callback);
    }

    /// <summary>A description; null if there is none of that id.</summary>
    public async Task<DescriptionJob?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        var found = await (
            from job in context.Jobs.AsNoTracking()
            where job.Id == id && job.AccountId == AccountId
            join webhook in context.Webhooks on job.Id equals webhook.JobId into webhooks
            from webhook in webhooks.DefaultIfEmpty()
            select new { job, webhook }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : DescriptionJob.Of(found.job, found.webhook);
    }

    /// <summary>What was made, to be disposed of; null if there is no such description, or nothing was made yet.</summary>
    public async Task<(ArtifactRecord Record, Stream Bytes)?> OpenAsync(Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        Guid? output = await context.Jobs.Where(job => job.Id == id && job.AccountId == AccountId).Select(job => job.OutputArtifactId).SingleOrDefaultAsync(cancellation);
        return output is { } artifact ? await artifacts.OpenAsync(AccountId, artifact, cancellation) : null;
    }

    /// <summary>Removes descriptions that ended long ago, with what they made and their callbacks.</summary>
    /// <param name="age">How long ago.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many.</returns>
    public async Task<int> RemoveOldAsync(TimeSpan age, CancellationToken cancellation = default)
    {
        DateTimeOffset last = time.GetUtcNow() - age;
        (int removed, Guid[] files) = await database.WriteAsync(async context =>
        {
            IQueryable<Job> old = context.Jobs.Where(job => job.AccountId == AccountId && job.QueueState == QueueState.Ended && job.FinishedAt < last);
            Guid[] outputs = [.. (await old.Where(job => job.OutputArtifactId != null).Select(job => job.OutputArtifactId).ToArrayAsync(cancellation)).Select(id => id!.Value)];
            await context.Artifacts.Where(artifact => outputs.Contains(artifact.Id)).ExecuteDeleteAsync(cancellation);
            return (await old.ExecuteDeleteAsync(cancellation), outputs);
        }, cancellation);
        await artifacts.RemoveBytesAsync(files);
        return removed;
    }
}

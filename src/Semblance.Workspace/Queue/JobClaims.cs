using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;

namespace Semblance.Workspace.Queue;

/// <summary>
/// Who works on which job. A claim is a ticket and the number of the attempt; whatever an attempt writes, it writes on the condition that its claim
/// still stands. So a job has one outcome, however many nodes believe that they work on it.
/// </summary>
internal sealed class JobClaims(WorkspaceDatabase database, JobSettings settings, TimeProvider time)
{
    /// <summary>Any number that nothing else in the database locks: "claimjob" in ASCII.</summary>
    private const long ClaimLockKey = 0x636C61696D6A6F62;

    /// <summary>The share of a whole that is done when all its parts are.</summary>
    public const double PartsShare = 0.9;

    /// <summary>Claims the fairest job: of the account with the fewest running jobs, and of several such accounts the one that has waited longest since its last turn, the oldest.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Null if there is none.</returns>
    public Task<Job?> ClaimAsync(string ticket, CancellationToken cancellation = default) => database.WriteAsync(async context =>
    {
        if (!database.IsSqlite)
        {
            // One after another, so that each sees what the one before has taken.
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({ClaimLockKey})", cancellation);
        }
        int most = settings.AtOncePerAccount > 0 ? settings.AtOncePerAccount : int.MaxValue;
        // By accounts, not by jobs: what a claim costs does not depend on how many jobs an account has queued.
        Guid? account = await (
            from one in context.Accounts
            where context.Jobs.Any(job => job.QueueState == QueueState.Ready && job.AccountId == one.Id)
            let running = context.Jobs.Count(job => job.QueueState == QueueState.Claimed && job.AccountId == one.Id)
            let lastTurn = context.Jobs.Where(job => job.AccountId == one.Id).Max(job => job.ClaimedAt) ?? DateTimeOffset.UnixEpoch
            where running < most
            orderby running, lastTurn, one.Id
            select (Guid?)one.Id).FirstOrDefaultAsync(cancellation);
        if (account is null)
        {
            return null;
        }
        Job next = await context.Jobs.AsNoTracking().Where(job => job.QueueState == QueueState.Ready && job.AccountId == account)
            .OrderBy(job => job.CreatedAt).ThenBy(job => job.FirstRow).ThenBy(job => job.Id).FirstAsync(cancellation);
        DateTimeOffset now = time.GetUtcNow();
        if (await Take(context.Jobs.Where(job => job.Id == next.Id && job.QueueState == QueueState.Ready), ticket, next.Attempt + 1, now, cancellation) == 0)
        {
            // It was called off a moment ago; its ticket is left over then, too.
            return null;
        }
        if (next is { Kind: JobKind.Train, ModelId: { } modelId })
        {
            await context.Models.Where(model => model.Id == modelId).ExecuteUpdateAsync(set => set.SetProperty(model => model.Status, ModelStatus.Training), cancellation);
        }
        if (next.ParentId is { } whole)
        {
            await context.Jobs.Where(job => job.Id == whole && job.QueueState == QueueState.Waiting).ExecuteUpdateAsync(
                set => set.SetProperty(job => job.Status, JobStatus.Running).SetProperty(job => job.StartedAt, job => job.StartedAt ?? now), cancellation);
        }
        return await context.Jobs.AsNoTracking().SingleAsync(job => job.Id == next.Id, cancellation);
    }, cancellation);

    /// <summary>Goes on with the job that a ticket had claimed when its node died.</summary>
    /// <returns>Null if it had claimed none, or the job has ended.</returns>
    public Task<Job?> RecoverAsync(string ticket, CancellationToken cancellation = default) => database.WriteAsync(async context =>
    {
        Job? job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(one => one.ClaimedBy == ticket && one.QueueState == QueueState.Claimed, cancellation);
        if (job is null || await Take(Mine(context, job), ticket, job.Attempt + 1, time.GetUtcNow(), cancellation, crashes: 1) == 0)
        {
            return null;
        }
        return await context.Jobs.AsNoTracking().SingleAsync(one => one.Id == job.Id, cancellation);
    }, cancellation);

    /// <summary>Writes down how far an attempt is.</summary>
    /// <returns>False if it has lost its claim: the job was called off, deleted or taken over.</returns>
    public async Task<bool> ReportAsync(Job claim, double share, string? stage, CancellationToken cancellation = default)
    {
        bool stands = await database.WriteAsync(
            async context => await Mine(context, claim).ExecuteUpdateAsync(
                set => set.SetProperty(job => job.Progress, job => job.Progress > share ? job.Progress : share).SetProperty(job => job.Stage, stage), cancellation) > 0,
            cancellation);
        if (stands && claim.ParentId is { } whole)
        {
            await database.WriteAsync(
                context => context.Jobs.Where(job => job.Id == whole && job.QueueState == QueueState.Waiting).ExecuteUpdateAsync(
                    set => set.SetProperty(job => job.Stage, stage)
                        .SetProperty(job => job.Progress, job => PartsShare * context.Jobs.Where(part => part.ParentId == whole).Sum(part => part.Progress * part.RowCount) / job.RowCount),
                    cancellation),
                cancellation);
        }
        return stands;
    }

    /// <summary>Makes an artifact the checkpoint of a job.</summary>
    /// <returns>False if the attempt has lost its claim.</returns>
    public Task<bool> KeepCheckpointAsync(Job claim, Guid checkpoint) => database.WriteAsync(
        async context => await Mine(context, claim).ExecuteUpdateAsync(set => set.SetProperty(job => job.CheckpointId, checkpoint)) > 0);

    /// <summary>Forgets the checkpoint of a job that cannot be gone on from.</summary>
    /// <returns>The artifact that nobody needs now.</returns>
    public Task<Guid?> DropCheckpointAsync(Job claim) => database.WriteAsync(async context =>
    {
        Guid? checkpoint = await Mine(context, claim).Select(job => job.CheckpointId).SingleOrDefaultAsync();
        await Mine(context, claim).ExecuteUpdateAsync(set => set.SetProperty(job => job.CheckpointId, (Guid?)null));
        return checkpoint;
    });

    /// <summary>Completes a job: its status, the records of its artifacts and what its runner adds, all in one transaction.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="artifacts">What was put.</param>
    /// <returns>Whether it is completed, by this call or by one before it whose answer was lost; artifacts that nobody needs now; jobs that have become ready.</returns>
    public Task<(bool Completed, Guid[] Obsolete, int Readied)> CompleteAsync(Job claim, JobResult result, IReadOnlyList<ArtifactRecord> artifacts) => database.WriteAsync(async context =>
    {
        DateTimeOffset now = time.GetUtcNow();
        // Parts of one whole complete one after another, so that the last of them sees that it is the last.
        if (claim.ModelId is { } modelId && !await JobEnding.HoldModelAsync(context, claim.AccountId, modelId, now, CancellationToken.None))
        {
            return (false, Array.Empty<Guid>(), 0);
        }
        Guid? checkpoint = await Mine(context, claim).Select(job => job.CheckpointId).SingleOrDefaultAsync();
        int completed = await Mine(context, claim).ExecuteUpdateAsync(
            set => set.SetProperty(job => job.Status, JobStatus.Completed).SetProperty(job => job.QueueState, QueueState.Ended).SetProperty(job => job.Progress, 1)
                .SetProperty(job => job.Stage, (string?)null).SetProperty(job => job.OutputArtifactId, result.Output.Id).SetProperty(job => job.CheckpointId, (Guid?)null)
                .SetProperty(job => job.Error, (string?)null).SetProperty(job => job.FinishedAt, now));
        if (completed == 0)
        {
            return (await context.Jobs.AnyAsync(job => job.Id == claim.Id && job.Status == JobStatus.Completed && job.OutputArtifactId == result.Output.Id), Array.Empty<Guid>(), 0);
        }
        var obsolete = new List<Guid?> { checkpoint };
        int readied = 0;
        if (claim.ParentId is { } whole)
        {
            readied = await context.Jobs
                .Where(job => job.Id == whole && job.QueueState == QueueState.Waiting && !context.Jobs.Any(part => part.ParentId == whole && part.QueueState != QueueState.Ended))
                .ExecuteUpdateAsync(set => set.SetProperty(job => job.QueueState, QueueState.Ready).SetProperty(job => job.Progress, PartsShare));
        }
        else
        {
            context.Artifacts.AddRange(artifacts);
            obsolete.AddRange(await context.Jobs.Where(part => part.ParentId == claim.Id).Select(part => part.OutputArtifactId).ToArrayAsync());
            await context.Jobs.Where(part => part.ParentId == claim.Id).ExecuteDeleteAsync();
        }
        await context.SaveChangesAsync();
        if (result.Commit is not null)
        {
            await result.Commit(context, CancellationToken.None);
        }
        return (true, obsolete.OfType<Guid>().ToArray(), readied);
    });

    /// <summary>Ends a job that cannot be done, and with it the whole that it is a part of.</summary>
    /// <returns>Artifacts that nobody needs now.</returns>
    public Task<Guid[]> FailAsync(Job claim, string error) => database.WriteAsync(async context =>
    {
        DateTimeOffset now = time.GetUtcNow();
        if (claim.ModelId is { } modelId && !await JobEnding.HoldModelAsync(context, claim.AccountId, modelId, now, CancellationToken.None))
        {
            return [];
        }
        return await Mine(context, claim).AnyAsync() ? await JobEnding.EndAsync(context, claim, JobStatus.Failed, error, now, CancellationToken.None) : [];
    });

    /// <summary>Puts a job aside that something has interrupted, to be tried again.</summary>
    public Task RestAsync(Job claim) => database.WriteAsync(context =>
    {
        DateTimeOffset until = time.GetUtcNow() + settings.RestAfter(claim.Failures + 1);
        return Mine(context, claim).ExecuteUpdateAsync(
            set => set.SetProperty(job => job.QueueState, QueueState.Resting).SetProperty(job => job.Status, JobStatus.Pending).SetProperty(job => job.ClaimedBy, (string?)null)
                .SetProperty(job => job.Stage, (string?)null).SetProperty(job => job.Failures, job => job.Failures + 1).SetProperty(job => job.RestsUntil, until));
    });

    /// <summary>Gives a job back unfinished, for whoever comes next: this process stops.</summary>
    public Task ReleaseAsync(Job claim) => database.WriteAsync(context => Mine(context, claim).ExecuteUpdateAsync(
        set => set.SetProperty(job => job.QueueState, QueueState.Ready).SetProperty(job => job.Status, JobStatus.Pending).SetProperty(job => job.ClaimedBy, (string?)null)
            .SetProperty(job => job.Stage, (string?)null)));

    /// <summary>Gives a job back whose ticket is gone.</summary>
    /// <returns>Whether it was.</returns>
    public Task<bool> ReleaseLostAsync(Job claim, CancellationToken cancellation = default) => database.WriteAsync(
        async context => await Mine(context, claim).ExecuteUpdateAsync(
            set => set.SetProperty(job => job.QueueState, QueueState.Ready).SetProperty(job => job.ClaimedBy, (string?)null).SetProperty(job => job.Crashes, job => job.Crashes + 1),
            cancellation) > 0,
        cancellation);

    /// <summary>Wakes the jobs that have rested long enough.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> WakeAsync(CancellationToken cancellation = default) => database.WriteAsync(context =>
    {
        DateTimeOffset now = time.GetUtcNow();
        return context.Jobs.Where(job => job.QueueState == QueueState.Resting && job.RestsUntil <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.QueueState, QueueState.Ready).SetProperty(job => job.RestsUntil, (DateTimeOffset?)null), cancellation);
    }, cancellation);

    /// <summary>Looks through the queue, at a cost that does not depend on its length.</summary>
    /// <returns>How many jobs can be claimed, counted up to <paramref name="most"/>; which ones are claimed; whether some have rested long enough.</returns>
    public async Task<(int Ready, Job[] Claimed, bool AnyResting)> LookAsync(int most, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        DateTimeOffset now = time.GetUtcNow();
        return (
            await context.Jobs.Where(job => job.QueueState == QueueState.Ready).Take(most).CountAsync(cancellation),
            await context.Jobs.AsNoTracking().Where(job => job.QueueState == QueueState.Claimed).ToArrayAsync(cancellation),
            await context.Jobs.AnyAsync(job => job.QueueState == QueueState.Resting && job.RestsUntil <= now, cancellation));
    }

    private static IQueryable<Job> Mine(WorkspaceContext context, Job claim) =>
        context.Jobs.Where(job => job.Id == claim.Id && job.QueueState == QueueState.Claimed && job.ClaimedBy == claim.ClaimedBy && job.Attempt == claim.Attempt);

    private static Task<int> Take(IQueryable<Job> jobs, string ticket, int attempt, DateTimeOffset now, CancellationToken cancellation, int crashes = 0) => jobs.ExecuteUpdateAsync(
        set => set.SetProperty(job => job.QueueState, QueueState.Claimed).SetProperty(job => job.Status, JobStatus.Running).SetProperty(job => job.ClaimedBy, ticket)
            .SetProperty(job => job.Attempt, attempt).SetProperty(job => job.Crashes, job => job.Crashes + crashes).SetProperty(job => job.ClaimedAt, now)
            .SetProperty(job => job.StartedAt, job => job.StartedAt ?? now),
        cancellation);
}

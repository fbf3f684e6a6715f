using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;
using Semblance.Workspace.Models;

namespace Semblance.Workspace.Jobs;

/// <summary>How jobs end without an output, and what ends with them.</summary>
internal static class JobEnding
{
    /// <summary>
    /// Takes hold of a model for the rest of a transaction. Whoever ends, deletes or makes jobs of a model does so first, so that no two of them meet halfway.
    /// </summary>
    /// <returns>Whether the account has such a model.</returns>
    public static async Task<bool> HoldModelAsync(WorkspaceContext context, Guid accountId, Guid modelId, DateTimeOffset now, CancellationToken cancellation) =>
        await context.Models.Where(model => model.Id == modelId && model.AccountId == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(model => model.UpdatedAt, now), cancellation) > 0;

    /// <summary>Ends a job, the whole that it is a part of, and their other parts. The caller holds the model.</summary>
    /// <param name="context">The transaction.</param>
    /// <param name="job">The job, or one of the whole's parts.</param>
    /// <param name="status">Failed or cancelled.</param>
    /// <param name="error">Why, in a sentence.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The artifacts that nobody needs now: checkpoints and outputs of parts.</returns>
    public static async Task<Guid[]> EndAsync(WorkspaceContext context, Job job, JobStatus status, string? error, DateTimeOffset now, CancellationToken cancellation)
    {
        Guid whole = job.ParentId ?? job.Id;
        IQueryable<Job> parts = context.Jobs.Where(part => part.ParentId == whole);
        // Those that still run may be writing a checkpoint or an output now: these lose the compare-and-set and remove their own.
        Guid?[] outputs = await parts.Where(part => part.OutputArtifactId != null).Select(part => part.OutputArtifactId).ToArrayAsync(cancellation);
        Guid?[] checkpoints = await context.Jobs.Where(one => one.Id == whole && one.CheckpointId != null).Select(one => one.CheckpointId).ToArrayAsync(cancellation);
        await parts.ExecuteDeleteAsync(cancellation);
        await context.Jobs.Where(one => one.Id == whole && one.QueueState != QueueState.Ended).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.Status, status).SetProperty(one => one.QueueState, QueueState.Ended).SetProperty(one => one.Error, error)
                .SetProperty(one => one.Stage, (string?)null).SetProperty(one => one.CheckpointId, (Guid?)null).SetProperty(one => one.FinishedAt, now),
            cancellation);
        if (job is { Kind: JobKind.Train, ModelId: { } modelId })
        {
            await context.Models.Where(model => model.Id == modelId).ExecuteUpdateAsync(
                set => set.SetProperty(model => model.Status, ModelStatus.Failed).SetProperty(model => model.Error, error), cancellation);
        }
        return [.. outputs.Concat(checkpoints).Select(id => id!.Value)];
    }
}

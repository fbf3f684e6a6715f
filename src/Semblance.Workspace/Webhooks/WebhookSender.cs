using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;
using Semblance.Workspace.Descriptions;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Webhooks;

/// <summary>
/// Makes the callbacks of jobs that have ended. An attempt is recorded before it is made: whatever dies, a callback is made at least once, and only one node makes
/// it at a time.
/// </summary>
public sealed class WebhookSender(WorkspaceDatabase database, WebhookClient client, WebhookSettings settings, TimeProvider time)
{
    private const int MostAtATime = 32;
    private const int MostAtOnce = 8;

    /// <summary>Makes the callbacks that are due.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellation = default)
    {
        (Webhook Webhook, Job Job)[] due = await FindDueAsync(cancellation);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation }, async (one, token) => await SendAsync(one.Webhook, one.Job, token));
        return due.Length;
    }

    private async Task<(Webhook, Job)[]> FindDueAsync(CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using WorkspaceContext context = database.CreateContext();
        var due = await (
            from webhook in context.Webhooks.AsNoTracking()
            join job in context.Jobs.AsNoTracking() on webhook.JobId equals job.Id
            where webhook.Status == WebhookStatus.Waiting && webhook.NextAttemptAt <= now && job.QueueState == QueueState.Ended
            orderby webhook.NextAttemptAt
            select new { webhook, job }).Take(MostAtATime).ToArrayAsync(cancellation);
        return [.. due.Select(one => (one.webhook, one.job))];
    }

    private async Task SendAsync(Webhook webhook, Job job, CancellationToken cancellation)
    {
        int attempt = webhook.Attempts + 1;
        // If this process dies meanwhile, another attempt is made after twice the time that this one can take.
        DateTimeOffset lease = time.GetUtcNow() + (2 * settings.Timeout);
        bool isMine = await database.WriteAsync(
            async context => await Waiting(context, webhook.Id, webhook.Attempts).ExecuteUpdateAsync(set => set.SetProperty(one => one.Attempts, attempt).SetProperty(one => one.NextAttemptAt, lease), cancellation) > 0,
            cancellation);
        if (!isMine)
        {
            return;
        }
        (bool taken, string result) = await client.SendAsync(webhook.Url, webhook.Id, DescriptionJob.Of(job, null).ToJson(), cancellation);
        WebhookStatus status = taken ? WebhookStatus.Delivered : attempt >= settings.MostAttempts ? WebhookStatus.GivenUp : WebhookStatus.Waiting;
        DateTimeOffset next = time.GetUtcNow() + settings.RestAfter(attempt);
        await database.WriteAsync(
            context => Waiting(context, webhook.Id, attempt).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Status, status).SetProperty(one => one.NextAttemptAt, next).SetProperty(one => one.LastResult, result), CancellationToken.None),
            CancellationToken.None);
    }

    private static IQueryable<Webhook> Waiting(WorkspaceContext context, Guid id, int attempts) =>
        context.Webhooks.Where(webhook => webhook.Id == id && webhook.Attempts == attempts && webhook.Status == WebhookStatus.Waiting);
}

using Quartz;
using Quartz.Extensibility;
using Semblance.Workspace.Jobs;

namespace Semblance.Workspace.Queue;

/// <summary>
/// A ticket: the right to work on one job. There are as many as there are jobs to be done, but a ticket is for no particular one: when it fires it claims the
/// fairest job there is. Quartz sees to it that each fires once, on one node, and once more on another if that node dies.
/// </summary>
internal sealed class JobTicket(JobClaims claims, JobWorker worker) : IJob
{
    /// <summary>The group of tickets in Quartz's tables.</summary>
    public const string Group = "tickets";

    /// <summary>A new ticket, with the trigger that fires it as soon as a node has room.</summary>
    public static (IJobDetail Ticket, ITrigger Trigger) Draw()
    {
        string name = Guid.NewGuid().ToString("N");
        return (
            JobBuilder.Create<JobTicket>().WithIdentity(name, Group).RequestRecovery().Build(),
            // However long it waits, it is not late.
            TriggerBuilder.Create().WithIdentity(name, Group).WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires)).StartNow().Build());
    }

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        string ticket = context.JobDetail.Key.Name;
        Job? job = context.Recovering ? await claims.RecoverAsync(ticket, cancellationToken) : null;
        job ??= await claims.ClaimAsync(ticket, cancellationToken);
        if (job is not null)
        {
            await worker.WorkAsync(job, cancellationToken);
        }
    }

    /// <summary>Makes tickets that have fired.</summary>
    internal sealed class Factory(JobClaims claims, JobWorker worker) : IJobFactory
    {
        public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new JobScope(new JobTicket(claims, worker), null));

        public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}

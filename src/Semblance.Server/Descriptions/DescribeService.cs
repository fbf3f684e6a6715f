using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Semblance.Describe.Planning;
using Semblance.Describe.Planning.Language;
using Semblance.Describe.Plans;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Http;
using Semblance.Server.Work;
using Semblance.Workspace;
using Semblance.Workspace.Descriptions;
using Semblance.Workspace.Planning;

namespace Semblance.Server.Descriptions;

/// <summary>Answers requests for descriptions: checks them, plans, makes the tables and streams them.</summary>
internal sealed class DescribeService(WorkspaceHome workspace, PromptPlanner planner, DescribeCapacity capacity, RateLimits limits, ServerMetrics metrics, ServerSettings settings, TimeProvider time)
{
    /// <summary>Answers with datasets, or with the job that makes them.</summary>
    /// <exception cref="ApiException">One of the documented errors.</exception>
    public Task GenerateAsync(HttpContext http) => WithinLimitsAsync(http, async (request, place, cancellation) =>
    {
        DescribeWork work = await PlanAsync(request, cancellation);
        using Admission.Turn? turn = DescribeCapacity.IsSmall(DatasetCheck.Records(work.Plan, work.Size)) ? null : await place.WaitAsync(1, cancellation);
        DescribeAnswer answer = await PrepareAsync(work, cancellation);
        if (request.IsAsync)
        {
            await RecordAsync(http, work, answer.Rows, request.WebhookUrl, cancellation);
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = DescribeCapacity.SlowestReader;
        }
        (int threads, TaskScheduler? scheduler) = capacity.For(answer.Rows);
        await answer.WriteAsync(http.Response.Body, threads, scheduler: scheduler, cancellation: cancellation);
        metrics.CountRows("describe", answer.Rows);
    });

    /// <summary>Answers with the plan alone.</summary>
    /// <exception cref="ApiException">One of the documented errors.</exception>
    public Task AnswerPlanAsync(HttpContext http) => WithinLimitsAsync(http, async (request, _, cancellation) =>
    {
        DescribeWork work = await PlanAsync(request, cancellation);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(PlanJson.Write(work.Plan), cancellation);
    });

    /// <summary>Leaves the work to the queue. From here on nothing knows the key any more.</summary>
    private async Task RecordAsync(HttpContext http, DescribeWork work, long rows, string? webhook, CancellationToken cancellation)
    {
        DescriptionJob job = await workspace.Descriptions.AddAsync(work, rows, webhook, settings.DescribeDisk, cancellation) ?? throw DescribeErrors.NoRoom();
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.Location = DescriptionJob.PathOf(job.JobId);
        await http.Response.WriteAsJsonAsync(job, cancellation);
    }

    /// <summary>Does some work for a request that may be made now, within the time that it may take.</summary>
    private async Task WithinLimitsAsync(HttpContext http, Func<DescribeRequest, Admission.Place, CancellationToken, Task> work)
    {
        limits.CountDescription(http.Connection.RemoteIpAddress ?? IPAddress.None);
        var longest = TimeSpan.FromSeconds(settings.DescribeSeconds);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(longest);
        try
        {
            DescribeRequest request = await DescribeBody.ReadAsync(http.Request, settings.WebhookHosts, limit.Token);
            using Admission.Place place = capacity.Admission.TryEnter() ?? throw DescribeErrors.TooMany(capacity.Admission.RetryAfter);
            await work(request, place, limit.Token);
        }
        catch (OperationCanceledException exception) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            throw DescribeErrors.TooLong(longest, exception);
        }
        catch (LanguageModelException exception)
        {
            throw DescribeErrors.Of(exception);
        }
    }

    private async Task<DescribeWork> PlanAsync(DescribeRequest request, CancellationToken cancellation)
    {
        PlanOutcome outcome = request.Plan is not null ? GivenPlan.Check(request, request.Plan)
            : await planner.PlanAsync(request.PlanRequest, request.ApiKey, cancellation);
        return new DescribeWork
        {
            Plan = outcome.Plan ?? throw DescribeErrors.Invalid(outcome.Issues, outcome.Suggestions),
            Size = request.Size,
            Seed = request.Seed ?? Seeds.Draw(),
            Reality = request.Reality,
            Format = request.Format,
            Dialect = request.Dialect,
            IncludeDefects = request.IncludeDefects,
            Prompt = request.Prompt,
            Warnings = outcome.Warnings,
            AskedAt = time.GetUtcNow(),
        };
    }

    private static async Task<DescribeAnswer> PrepareAsync(DescribeWork work, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(() => DescribeAnswer.Prepare(work, cancellation), cancellation);
        }
        catch (PlanException exception)
        {
            throw DescribeErrors.Invalid(exception.Problems, []);
        }
    }
}

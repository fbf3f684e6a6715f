using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Semblance.Server.Errors;
using Semblance.Server.Http;
using Semblance.Server.Jobs;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;

namespace Semblance.Server.Api;

/// <summary>Jobs: trainings and other work that goes on in the background.</summary>
internal static class JobsApi
{
    private const string ListedJob = """
        {"id": "9c0d1e2f-3a4b-5678-9012-345678901234", "model_id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "model_name": "Transactions CTGAN", "model_type": "ctgan", "job_type": "generate", "status": "completed", "config": {"num_rows": 10000, "seed": 42}, "created_at": "2026-02-25T11:00:00Z", "progress": 1, "started_at": "2026-02-25T11:00:01Z", "finished_at": "2026-02-25T11:00:04Z", "error": null}
        """;

    private const string OneJob = """
        {"id": "9c0d1e2f-3a4b-5678-9012-345678901234", "model_id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "model_name": "Transactions CTGAN", "model_type": "ctgan", "project_name": "Fraud Detection v2", "job_type": "generate", "status": "completed", "config": {"num_rows": 10000, "seed": 42}, "output_artifact_id": "0d1e2f3a-4b5c-6789-0123-456789012345", "created_at": "2026-02-25T11:00:00Z", "job_id": "8b9c0d1e-2f3a-4567-8901-234567890123", "progress": 1, "stage": null, "started_at": "2026-02-25T11:00:01Z", "finished_at": "2026-02-25T11:00:04Z", "error": null}
        """;

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/api/synthgen/jobs").WithTags("Jobs").RequireKey(KeyScopes.Model);
        jobs.MapGet("/", ListAsync).WithName("listJobs").WithSummary("List jobs, the newest first")
            .Describe(KeyScopes.Model, "200", $$"""{"items": [{{ListedJob}}], "total": 1, "limit": 50, "offset": 0}""", [ModelErrors.BadLimit(), ModelErrors.BadStatus("done")])
            .AddOpenApiOperationTransformer(Paging.DescribeWithoutSearch)
            .WithQuery(("project_id", "Only those of a project."), ("model_id", "Only those of a model."), ("status", $"Only those that are {string.Join(", ", Words.JobStatuses)}."));
        jobs.MapGet("/{id}", GetAsync).WithName("getJob").WithSummary("Show a job, named by either of its ids")
            .Describe(KeyScopes.Model, "200", OneJob, [Lookup.NoJob("5f1c")]);
        jobs.MapGet("/{id}/download", DownloadAsync).WithName("downloadRows").WithSummary("Download what a completed job has made")
            .DescribeFile(KeyScopes.Model, "Rows as CSV or Parquet; of a training, the model's file.", ["text/csv", "application/vnd.apache.parquet", "application/octet-stream"], Lookup.NoJob("5f1c"), ModelErrors.NoOutput("running", null));
        jobs.MapPost("/{id}/cancel", CancelAsync).WithName("cancelJob").WithSummary("Call a job off")
            .WithDescription("A job that runs stops within a second or two.")
            .Describe(KeyScopes.Model, "200", """{"ok": true, "job_id": "8b9c0d1e-2f3a-4567-8901-234567890123", "synthgen_job_id": "9c0d1e2f-3a4b-5678-9012-345678901234", "status": "cancelled"}""", [Lookup.NoJob("5f1c"), ModelErrors.JobEnded("completed")]);
        jobs.MapGet("/{id}/events", EventsAsync).WithName("watchJob").WithSummary("Watch a job: server-sent events until it ends")
            .WithDescription("Events are called `progress` while the job goes on, and `completed`, `failed` or `cancelled` when it has ended; their data is JSON. After the last one the stream ends.")
            .DescribeFile(KeyScopes.Model, "The events.", ["text/event-stream"], Lookup.NoJob("5f1c"));
    }

    private static async Task<Ok<Page<ListedJobView>>> ListAsync(HttpContext http, Caller caller, Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        var filter = new JobFilter { ProjectId = QueryId.Of(http, "project_id"), ModelId = QueryId.Of(http, "model_id"), Status = StatusOf(http.Request.Query["status"].ToString()) };
        (IReadOnlyList<JobDetail> jobs, int total) = await workspace.Jobs.ListAsync(caller.AccountId, filter, paging.Limit, paging.Offset, cancellation);
        return TypedResults.Ok(new Page<ListedJobView>([.. jobs.Select(ListedJobView.Of)], total, paging.Limit, paging.Offset));
    }

    private static async Task<Ok<JobView>> GetAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(JobView.Of(await FindAsync(id, caller, workspace, cancellation)));

    private static async Task<FileStreamHttpResult> DownloadAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        Job job = (await FindAsync(id, caller, workspace, cancellation)).Job;
        (ArtifactRecord Record, Stream Bytes)? output = job is { Status: JobStatus.Completed, OutputArtifactId: { } artifact } ? await workspace.ArtifactRecords.OpenAsync(caller.AccountId, artifact, cancellation) : null;
        return output is { } file ? ArtifactsApi.Send(file.Record, file.Bytes) : throw ModelErrors.NoOutput(Words.Of(job.Status), job.Error);
    }

    private static async Task<Ok<CancelledJob>> CancelAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        Job job = (await FindAsync(id, caller, workspace, cancellation)).Job;
        return await workspace.Jobs.CancelAsync(caller.AccountId, job.Id, cancellation) switch
        {
            Cancellation.Cancelled => TypedResults.Ok(new CancelledJob(true, job.QueueId, job.Id, Words.Of(JobStatus.Cancelled))),
            Cancellation.Ended => throw ModelErrors.JobEnded(Words.Of((await FindAsync(id, caller, workspace, cancellation)).Job.Status)),
            _ => throw Lookup.NoJob(id),
        };
    }

    private static async Task<ServerSentEventsResult<JobEvent>> EventsAsync(string id, Caller caller, WorkspaceHome workspace, JobWatch watch, CancellationToken cancellation)
    {
        JobDetail job = await FindAsync(id, caller, workspace, cancellation);
        return TypedResults.ServerSentEvents(watch.FollowAsync(caller.AccountId, job.Job, cancellation));
    }

    private static Task<JobDetail> FindAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        Lookup.FindAsync(id, key => workspace.Jobs.GetAsync(caller.AccountId, key, cancellation), Lookup.NoJob);

    private static JobStatus? StatusOf(string text) =>
        text.Length == 0 ? null
        : Words.JobStatuses.Contains(text, StringComparer.Ordinal) ? Enum.Parse<JobStatus>(text, ignoreCase: true)
        : throw ModelErrors.BadStatus(text);

    /// <summary>A job as lists show it: the documented fields, and behind them ours.</summary>
    internal sealed record ListedJobView(
        Guid Id, Guid? ModelId, string? ModelName, string? ModelType, string JobType, string Status, JsonNode Config, DateTimeOffset CreatedAt,
        double Progress, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error)
    {
        public static ListedJobView Of(JobDetail detail)
        {
            Job job = detail.Job;
            return new(
                job.Id, job.ModelId, detail.ModelName, detail.ModelType, Words.Of(job.Kind), Words.Of(job.Status), JsonNode.Parse(job.Config)!, job.CreatedAt,
                job.Progress, job.StartedAt, job.FinishedAt, job.Error);
        }
    }

    /// <summary>A job: the documented fields, and behind them ours.</summary>
    internal sealed record JobView(
        Guid Id, Guid? ModelId, string? ModelName, string? ModelType, string? ProjectName, string JobType, string Status, JsonNode Config, Guid? OutputArtifactId, DateTimeOffset CreatedAt,
        Guid JobId, double Progress, string? Stage, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error)
    {
        public static JobView Of(JobDetail detail)
        {
            Job job = detail.Job;
            return new(
                job.Id, job.ModelId, detail.ModelName, detail.ModelType, detail.ProjectName, Words.Of(job.Kind), Words.Of(job.Status), JsonNode.Parse(job.Config)!, job.OutputArtifactId, job.CreatedAt,
                job.QueueId, job.Progress, job.Stage, job.StartedAt, job.FinishedAt, job.Error);
        }
    }

    /// <summary>A job that was called off.</summary>
    internal sealed record CancelledJob(bool Ok, Guid JobId, Guid SynthgenJobId, string Status);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Semblance.Server.Errors;
using Semblance.Server.Http;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Projects;
using Semblance.Workspace.Reports;

namespace Semblance.Server.Api;

/// <summary>Reports: how good the rows of a model are, and what they give away.</summary>
internal static class ReportsApi
{
    private const string Kind = "synthgen";

    /// <summary>The page brings its styles and pictures along and loads nothing else.</summary>
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string ReportFields = """
        "id": "2a3b4c5d-6e7f-8901-2345-6789abcdef01", "project_id": "d4e5f6a7-b8c9-0123-def4-567890123456", "kind": "synthgen", "entity_id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "model_id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "job_id": "3b4c5d6e-7f80-9012-3456-789abcdef012", "status": "succeeded", "progress": 1, "options": {"seed": 42}, "json_artifact_id": "4c5d6e7f-8091-2345-6789-abcdef012345", "html_artifact_id": "5d6e7f80-9123-4567-89ab-cdef01234567", "error": null, "created_at": "2026-02-25T12:00:00Z", "finished_at": "2026-02-25T12:00:14Z"
        """;

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder reports = routes.MapGroup("/api/reports").WithTags("Reports").RequireKey(KeyScopes.Model);
        reports.MapPost("/", CreateAsync).WithName("createReport").WithSummary("Ask for a report")
            .WithDescription("`entity_id` is a model that is ready, or a job that has made rows of one. The rows that the training did not see are what the synthetic ones are held against. The same entity and `options.seed` give the same figures; without it a seed is drawn.")
            .Accepts<NewReportBody>("application/json")
            .Describe(
                KeyScopes.Model, "201", """{"id": "2a3b4c5d-6e7f-8901-2345-6789abcdef01", "report_id": "2a3b4c5d-6e7f-8901-2345-6789abcdef01", "job_id": "3b4c5d6e-7f80-9012-3456-789abcdef012", "status": "queued"}""",
                [ModelErrors.NoJson(), Lookup.NoProject("5f1c"), ModelErrors.NoEntity("5f1c"), ModelErrors.EntityNotReady()],
                """{"project_id": "d4e5f6a7-b8c9-0123-def4-567890123456", "kind": "synthgen", "entity_id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "options": {"seed": 42}}""");
        reports.MapGet("/", ListAsync).WithName("listReports").WithSummary("List reports, the newest first")
            .Describe(KeyScopes.Model, "200", $$$"""{"items": [{ {{{ReportFields}}} }], "total": 1, "limit": 50, "offset": 0}""", [ModelErrors.BadLimit()])
            .AddOpenApiOperationTransformer(Paging.DescribeWithoutSearch).WithQuery(("project_id", "Only those of a project."));
        reports.MapGet("/{id}", GetAsync).WithName("getReport").WithSummary("Show a report")
            .WithDescription("`report.result` is null until the status is `succeeded`; then it holds every figure.")
            .Describe(KeyScopes.Model, "200", $$$"""{"id": "2a3b4c5d-6e7f-8901-2345-6789abcdef01", "report_id": "2a3b4c5d-6e7f-8901-2345-6789abcdef01", "status": "succeeded", "report": { {{{ReportFields}}}, "result": {} } }""", [Lookup.NoReport("5f1c")]);
        reports.MapGet("/{id}/html", PageAsync).WithName("showReport").WithSummary("Show a report as one page that loads nothing else")
            .DescribeFile(KeyScopes.Model, "The page.", ["text/html"], Lookup.NoReport("5f1c"), ModelErrors.NoReportYet("running", null));
        reports.MapDelete("/{id}", DeleteAsync).WithName("deleteReport").WithSummary("Delete a report")
            .Describe(KeyScopes.Model, "200", """{"ok": true, "report_id": "2a3b4c5d-6e7f-8901-2345-6789abcdef01"}""", [Lookup.NoReport("5f1c")]);
    }

    private static async Task<Created<AskedReport>> CreateAsync(HttpContext http, Caller caller, WorkspaceHome workspace)
    {
        JsonBody body = await JsonBody.ReadAsync(http, "project_id", "kind", "entity_id", "options");
        string projectId = body.RequiredId("project_id"), entityId = body.RequiredId("entity_id");
        _ = body.OneOf("kind", [Kind]);
        ulong? seed = body.Object("options", "seed").WholeNumber("seed", 0, ulong.MaxValue);
        Project project = await Lookup.FindAsync(projectId, id => workspace.Projects.GetAsync(caller.AccountId, id, http.RequestAborted), Lookup.NoProject);
        Guid entity = Guid.TryParse(entityId, out Guid parsed) ? parsed : throw ModelErrors.NoEntity(entityId);
        var wish = new NewReport(project.Id, entity, seed);
        (ModelWish outcome, ReportDetail? made) = await workspace.Reports.CreateAsync(caller.AccountId, wish, http.RequestAborted);
        return outcome switch
        {
            ModelWish.Created => TypedResults.Created($"/api/reports/{made!.Report.Id}", new AskedReport(made.Report.Id, made.Report.Id, made.Job.QueueId, Words.OfReport(made.Job.Status))),
            ModelWish.NotReady => throw ModelErrors.EntityNotReady(),
            _ => throw ModelErrors.NoEntity(entityId),
        };
    }

    private static async Task<Ok<Page<ReportView>>> ListAsync(HttpContext http, Caller caller, Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        (IReadOnlyList<ReportDetail> reports, int total) = await workspace.Reports.ListAsync(caller.AccountId, QueryId.Of(http, "project_id"), paging.Limit, paging.Offset, cancellation);
        return TypedResults.Ok(new Page<ReportView>([.. reports.Select(ReportView.Of)], total, paging.Limit, paging.Offset));
    }

    private static async Task<Ok<SingleReport>> GetAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        ReportDetail detail = await FindAsync(id, caller, workspace, cancellation);
        var view = ReportView.Of(detail);
        JsonNode? result = null;
        if (detail.Report.JsonArtifactId is { } artifact && await workspace.ArtifactRecords.OpenAsync(caller.AccountId, artifact, cancellation) is { } file)
        {
            await using Stream bytes = file.Bytes;
            result = await JsonNode.ParseAsync(bytes, cancellationToken: cancellation);
        }
        return TypedResults.Ok(new SingleReport(view.Id, view.Id, view.Status, new WholeReportView(view, result)));
    }

    private static async Task<FileStreamHttpResult> PageAsync(string id, HttpContext http, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        ReportDetail detail = await FindAsync(id, caller, workspace, cancellation);
        (ArtifactRecord Record, Stream Bytes)? page = detail.Report.HtmlArtifactId is { } artifact ? await workspace.ArtifactRecords.OpenAsync(caller.AccountId, artifact, cancellation) : null;
        if (page is not { } file)
        {
            throw ModelErrors.NoReportYet(Words.OfReport(detail.Job.Status), detail.Job.Error);
        }
        http.Response.Headers.ContentSecurityPolicy = PagePolicy;
        return TypedResults.Stream(file.Bytes, "text/html; charset=utf-8");
    }

    private static async Task<Ok<DeletedReport>> DeleteAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new DeletedReport(true, await Lookup.RequireAsync(id, key => workspace.Reports.DeleteAsync(caller.AccountId, key, cancellation), Lookup.NoReport)));

    private static Task<ReportDetail> FindAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        Lookup.FindAsync(id, key => workspace.Reports.GetAsync(caller.AccountId, key, cancellation), Lookup.NoReport);

    /// <summary>A report to be made.</summary>
    /// <param name="ProjectId">The project.</param>
    /// <param name="Kind">synthgen, which is all there is.</param>
    /// <param name="EntityId">A model of that project, or a job that has made rows of one.</param>
    /// <param name="Options">What is asked for beyond the usual.</param>
    internal sealed record NewReportBody(Guid ProjectId, string? Kind, Guid EntityId, ReportOptions? Options);

    /// <summary>What can be asked for beyond the usual report.</summary>
    /// <param name="Seed">Decides the rows that are made and everything that is drawn at random; drawn itself if nothing is said.</param>
    internal sealed record ReportOptions(ulong? Seed);

    /// <summary>A report that was asked for.</summary>
    internal sealed record AskedReport(Guid Id, Guid ReportId, Guid JobId, string Status);

    /// <summary>A report.</summary>
    internal record ReportView(
        Guid Id, Guid ProjectId, string Kind, Guid EntityId, Guid ModelId, Guid JobId, string Status, double Progress, JsonNode Options,
        Guid? JsonArtifactId, Guid? HtmlArtifactId, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
    {
        public static ReportView Of(ReportDetail detail)
        {
            (Report report, Job job) = detail;
            return new(
                report.Id, report.ProjectId, ReportsApi.Kind, report.EntityId, report.ModelId, job.QueueId, Words.OfReport(job.Status), job.Progress, JsonNode.Parse(report.Options)!,
                report.JsonArtifactId, report.HtmlArtifactId, job.Error, report.CreatedAt, job.FinishedAt);
        }
    }

    /// <summary>A report with its figures.</summary>
    internal sealed record WholeReportView : ReportView
    {
        public WholeReportView(ReportView view, JsonNode? result)
            : base(view) => Result = result;

        /// <summary>Every figure; null until there are any.</summary>
        public JsonNode? Result { get; }
    }

    /// <summary>One report.</summary>
    internal sealed record SingleReport(Guid Id, Guid ReportId, string Status, WholeReportView Report);

    /// <summary>A report that is gone.</summary>
    internal sealed record DeletedReport(bool Ok, Guid ReportId);
}

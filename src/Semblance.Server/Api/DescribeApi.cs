using Microsoft.AspNetCore.Http.HttpResults;
using Semblance.Server.Descriptions;
using Semblance.Server.Errors;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Descriptions;

namespace Semblance.Server.Api;

/// <summary>The describe API: a sentence goes in, related datasets come out.</summary>
internal static class DescribeApi
{
    public static void MapDescribe(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/generate", (HttpContext http, DescribeService descriptions) => descriptions.GenerateAsync(http))
            .WithName("describe").WithTags("Describe").WithSummary("Make related datasets from a sentence or a plan")
            .WithDescription("Say which tables you want; get up to 5 of them with up to 5,000,000 records together, with keys and rules that hold. The answer is streamed.")
            .Describe(DescribeOperations.DescribeGenerate);
        routes.MapPost("/api/plan", (HttpContext http, DescribeService descriptions) => descriptions.AnswerPlanAsync(http))
            .WithName("plan").WithTags("Describe").WithSummary("Make the plan of a sentence, and no rows")
            .WithDescription("Takes the body of /api/generate. The plan can be changed and sent to /api/generate as \"plan\" in place of the prompt.")
            .Describe(DescribeOperations.DescribePlan);
        routes.MapGet("/api/jobs/{id}", GetAsync)
            .WithName("getDescription").WithTags("Describe").WithSummary("How far datasets are that are made in the background")
            .WithDescription("Needs no key: whoever knows the random id may look.")
            .Describe(DescribeOperations.DescribeJob);
        routes.MapGet("/api/jobs/{id}/download", DownloadAsync)
            .WithName("downloadDescription").WithTags("Describe").WithSummary("Download datasets that were made in the background")
            .WithDescription("The answer that /api/generate gives without async. Ranges can be asked for.")
            .Describe(DescribeOperations.DescribeDownload);
    }

    private static async Task<Ok<DescriptionJob>> GetAsync(string id, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(await FindAsync(id, workspace, cancellation));

    private static async Task<FileStreamHttpResult> DownloadAsync(string id, WorkspaceHome workspace, CancellationToken cancellation)
    {
        DescriptionJob job = await FindAsync(id, workspace, cancellation);
        return job.Download is null ? throw DescribeErrors.NotReady(job.Status, job.Error)
            : await workspace.Descriptions.OpenAsync(job.JobId, cancellation) is { } found ? ArtifactsApi.Send(found.Record, found.Bytes)
            : throw DescribeErrors.NoJob(id);
    }

    private static async Task<DescriptionJob> FindAsync(string id, WorkspaceHome workspace, CancellationToken cancellation) =>
        (Guid.TryParse(id, out Guid key) ? await workspace.Descriptions.GetAsync(key, cancellation) : null) ?? throw DescribeErrors.NoJob(id);
}

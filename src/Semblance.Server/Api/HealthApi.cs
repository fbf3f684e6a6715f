using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Semblance.Server.Jobs;
using Semblance.Server.OpenApi;
using Semblance.Workspace.Queue;

namespace Semblance.Server.Api;

/// <summary>Whether the server is there, and whether it works on jobs.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], Ok<Health> () => TypedResults.Ok(new Health("ok")))
            .WithName("health").WithTags("Server").WithSummary("Whether the server is there")
            .Describe(operation => ApiDocument.AddExample(operation.Responses?["200"].Content?["application/json"], """{"status": "ok"}"""));
        // Not part of the answer above, which clients compare as a whole.
        routes.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], Results<Ok<Readiness>, JsonHttpResult<Readiness>> (JobKeeper jobs) =>
            {
                QueueHealth health = jobs.Health;
                string queue = JsonNamingPolicy.SnakeCaseLower.ConvertName(health.ToString());
                return health is QueueHealth.Running or QueueHealth.Off
                    ? TypedResults.Ok(new Readiness("ok", queue))
                    : TypedResults.Json(new Readiness("not_ready", queue), statusCode: StatusCodes.Status503ServiceUnavailable);
            })
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
            .WithName("ready").WithTags("Server").WithSummary("Whether the server works on jobs, if it is set to").WithDescription("`queue` is `running`, `off` (this process works on no jobs), `starting`, `failing` (it cannot reach its records at the moment) or `stopped`.")
            .Describe(operation =>
            {
                ApiDocument.AddExample(operation.Responses?["200"].Content?["application/json"], """{"status": "ok", "queue": "running"}""");
                ApiDocument.AddExample(operation.Responses?["503"].Content?["application/json"], """{"status": "not_ready", "queue": "starting"}""");
            });
    }

    internal sealed record Health(string Status);

    internal sealed record Readiness(string Status, string Queue);
}

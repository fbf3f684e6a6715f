using Semblance.Server.Http;

namespace Semblance.Server.Api;

/// <summary>What the server counts, as Prometheus reads it.</summary>
internal static class MetricsApi
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", async (HttpContext http, ServerMetrics metrics) =>
        {
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await metrics.WriteAsync(http.Response.Body, http.RequestAborted);
        })
        .WithName("metrics").WithTags("Server").WithSummary("What the server counts, as Prometheus reads it")
        .Produces<string>(StatusCodes.Status200OK, "text/plain");
}

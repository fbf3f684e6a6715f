using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Semblance.Server.OpenApi;

namespace Semblance.Server.Api;

/// <summary>Whether the server is there.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], Ok<Health> () => TypedResults.Ok(new Health("ok")))
            .WithName("health").WithTags("Server").WithSummary("Whether the server is there")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                ApiDocument.AddExample(operation.Responses?["200"].Content?["application/json"], """{"status": "ok"}""");
                return Task.CompletedTask;
            });

    internal sealed record Health(string Status);
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace Semblance.Server.Api;

/// <summary>Whether the server is there.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], Ok<Health> () => TypedResults.Ok(new Health("ok")));

    private sealed record Health(string Status);
}

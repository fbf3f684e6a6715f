using Semblance.Server.Twins;

namespace Semblance.Server.Api;

/// <summary>The twin API: a table goes in, its twin comes out.</summary>
internal static class GenerateApi
{
    public static void MapGenerate(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/generate", (HttpContext http, TwinService twins) => twins.AnswerAsync(http));
}

using Semblance.Server.Hosting;
using Semblance.Server.OpenApi;
using Semblance.Server.Twins;

namespace Semblance.Server.Api;

/// <summary>The twin API: a table goes in, its twin comes out.</summary>
internal static class GenerateApi
{
    public static void MapGenerate(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/generate", (HttpContext http, TwinService twins) => twins.AnswerAsync(http))
            .WithName("generate").WithTags("Twin").WithSummary("Make a synthetic twin of a table")
            .WithDescription("Send a real table; get as many synthetic rows as you ask for, with the same columns, types and formats. 1 credit is 10,000 rows of core or 5,000 of flagship; only an answer costs.")
            .Describe((operation, context) => GenerateOperation.Describe(operation, context.ApplicationServices.GetRequiredService<ServerSettings>()));
}

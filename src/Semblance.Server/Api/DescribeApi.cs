using Microsoft.AspNetCore.OpenApi;
using Semblance.Server.Descriptions;
using Semblance.Server.OpenApi;

namespace Semblance.Server.Api;

/// <summary>The describe API: a sentence goes in, related datasets come out.</summary>
internal static class DescribeApi
{
    public static void MapDescribe(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/generate", (HttpContext http, DescribeService descriptions) => descriptions.GenerateAsync(http))
            .WithName("describe").WithTags("Describe").WithSummary("Make related datasets from a sentence or a plan")
            .WithDescription("Say which tables you want; get up to 5 of them with up to 5,000,000 records together, with keys and rules that hold. The answer is streamed.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                DescribeOperations.DescribeGenerate(operation);
                return Task.CompletedTask;
            });
        routes.MapPost("/api/plan", (HttpContext http, DescribeService descriptions) => descriptions.AnswerPlanAsync(http))
            .WithName("plan").WithTags("Describe").WithSummary("Make the plan of a sentence, and no rows")
            .WithDescription("Takes the body of /api/generate. The plan can be changed and sent to /api/generate as \"plan\" in place of the prompt.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                DescribeOperations.DescribePlan(operation);
                return Task.CompletedTask;
            });
    }
}

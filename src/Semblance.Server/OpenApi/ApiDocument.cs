using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Semblance.Server.Api;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Workspace.Accounts;

namespace Semblance.Server.OpenApi;

/// <summary>The description of the whole API at /openapi.json: what holds for all of it.</summary>
internal static class ApiDocument
{
    public const string Path = "/openapi.json";

    private const string BearerScheme = "bearer";

    private const string Introduction = """
        Synthetic tables: learn a real table, get as many new rows as you like.

        Every error is a JSON object with two texts: `error`, the documented words, and `detail`, what to do about it. Every answer has the header `x-request-id`, which
        the operator can find in the server's log. More than the allowed number of requests gives 429 with `Retry-After` in seconds.
        """;

    public static void Add(IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Semblance", Version = SemblanceServer.Version, Description = Introduction, License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" } };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Authorization: Bearer KEY. The header api-key works, too." },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ApiKeysApi.Allowance))
            {
                schema.Type = JsonSchemaType.Number | JsonSchemaType.String;
                schema.Description = "Credits a month, or \"unlimited\".";
            }
            return Task.CompletedTask;
        });
    });

    /// <summary>Says that an endpoint needs a key of a scope, and what it answers without one.</summary>
    public static void DescribeKey(OpenApiOperation operation, OpenApiDocument? document, KeyScopes scope)
    {
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] }];
        AddErrors(operation, new ApiException(401, "Authentication required", "Send a key that is in force: 'Authorization: Bearer KEY'."));
        AddErrors(operation, new ApiException(403, "Not allowed", $"The key lacks the scope '{string.Join(", ", KeyScopeNames.Of(scope))}'."));
    }

    /// <summary>Adds errors that an operation can end with, each as an example of its status.</summary>
    public static void AddErrors(OpenApiOperation operation, params ReadOnlySpan<ApiException> errors)
    {
        operation.Responses ??= [];
        foreach (ApiException error in errors)
        {
            string status = error.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!operation.Responses.TryGetValue(status, out IOpenApiResponse? response) || response.Content is null)
            {
                response = new OpenApiResponse
                {
                    Description = ReasonOf(error.Status),
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = ErrorSchema(), Examples = new Dictionary<string, IOpenApiExample>() } },
                };
                if (error.RetryAfter is not null)
                {
                    ((OpenApiResponse)response).Headers = new Dictionary<string, IOpenApiHeader>
                    {
                        ["Retry-After"] = new OpenApiHeader { Description = "Seconds until it is worth trying again.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
                    };
                }
                operation.Responses[status] = response;
            }
            IDictionary<string, IOpenApiExample> examples = response.Content!["application/json"].Examples!;
            examples[$"{examples.Count + 1}"] = new OpenApiExample
            {
                Summary = error.Message,
                Value = Example(error),
            };
        }
    }

    /// <summary>An example body.</summary>
    public static void AddExample(OpenApiMediaType? media, string json)
    {
        if (media is not null)
        {
            media.Example = JsonNode.Parse(json);
        }
    }

    private static JsonObject Example(ApiException error)
    {
        var body = new JsonObject { ["error"] = error.Message, ["detail"] = error.Detail };
        if (error.Issues is not null)
        {
            body["issues"] = new JsonArray([.. error.Issues.Select(issue => (JsonNode)issue)]);
            body["suggestions"] = new JsonArray([.. (error.Suggestions ?? []).Select(suggestion => (JsonNode)suggestion)]);
        }
        return body;
    }

    private static OpenApiSchema ErrorSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "error", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["error"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What went wrong, in the documented words." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to do about it, or more about what happened." },
        },
    };

    private static string ReasonOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Semblance.Server.Errors;
using Semblance.Workspace.Accounts;

namespace Semblance.Server.OpenApi;

/// <summary>Describes operations.</summary>
internal static class ApiOperation
{
    /// <summary>Changes the description of an operation, knowing the document that it is in.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, Action<OpenApiOperation, OpenApiOperationTransformerContext> describe) =>
        endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            describe(operation, context);
            return Task.CompletedTask;
        });

    /// <summary>Changes the description of an operation.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, Action<OpenApiOperation> describe) => endpoint.Describe((operation, _) => describe(operation));

    /// <summary>Says what an operation answers and how it can fail.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="scope">The scope that a key needs.</param>
    /// <param name="status">The status of success.</param>
    /// <param name="answer">An example of the answer in JSON.</param>
    /// <param name="errors">What else can come back beside 401 and 403.</param>
    /// <param name="body">An example of the body in JSON; null if there is none.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, KeyScopes scope, string status, string answer, ApiException[] errors, string? body = null) =>
        endpoint.Describe((operation, context) =>
        {
            ApiDocument.DescribeKey(operation, context.Document, scope);
            ApiDocument.AddErrors(operation, errors);
            ApiDocument.AddExample(operation.Responses![status].Content?["application/json"], answer);
            if (body is not null)
            {
                ApiDocument.AddExample(operation.RequestBody?.Content?["application/json"], body);
            }
        });

    /// <summary>Says that an operation answers with a file.</summary>
    public static RouteHandlerBuilder DescribeFile(this RouteHandlerBuilder endpoint, KeyScopes scope, string description, string[] contentTypes, params ApiException[] errors) =>
        endpoint.Describe((operation, context) =>
        {
            ApiDocument.DescribeKey(operation, context.Document, scope);
            ApiDocument.AddErrors(operation, errors);
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = description,
                Content = contentTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } }),
            };
        });

    /// <summary>Adds parameters of the query.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params (string Name, string Description)[] parameters) =>
        endpoint.Describe(operation =>
        {
            operation.Parameters ??= [];
            foreach ((string name, string description) in parameters)
            {
                operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            }
        });
}

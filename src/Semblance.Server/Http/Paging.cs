using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Semblance.Server.Errors;

namespace Semblance.Server.Http;

/// <summary>Some of many things.</summary>
/// <param name="Items">The things.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Limit">The most that were asked for.</param>
/// <param name="Offset">How many were passed over.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Limit, int Offset);

/// <summary>The part of a list that a request asks for: limit (1-500, usually 50), offset (usually 0), search.</summary>
internal sealed record Paging(int Limit, int Offset, string? Search)
{
    private const int UsualLimit = 50;
    private const int LargestLimit = 500;

    /// <summary>Reads the query; called by the framework for parameters of this type.</summary>
    /// <exception cref="ApiException">422: a number cannot be used.</exception>
    public static ValueTask<Paging?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<Paging?>(new Paging(Number(context, "limit", UsualLimit, 1, LargestLimit), Number(context, "offset", 0, 0, int.MaxValue), SearchOf(context)));

    /// <summary>Describes the query in /openapi.json.</summary>
    public static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        await DescribeWithoutSearch(operation, context, cancellation);
        operation.Parameters!.Add(Query("search", "Only items whose name holds this.", JsonSchemaType.String, null));
    }

    /// <summary>Describes the query of a list whose items have no names.</summary>
    public static Task DescribeWithoutSearch(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(Query("limit", "The most items, 1 to 500.", JsonSchemaType.Integer, UsualLimit));
        operation.Parameters.Add(Query("offset", "How many items to pass over.", JsonSchemaType.Integer, 0));
        return Task.CompletedTask;
    }

    private static string? SearchOf(HttpContext context)
    {
        string text = context.Request.Query["search"].ToString();
        return text.Any(char.IsControl) ? throw new ApiException(422, "'search' must be a text", "Give printable characters.") : text.Length == 0 ? null : text;
    }

    private static OpenApiParameter Query(string name, string description, JsonSchemaType type, int? usual) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = type, Default = usual } };

    private static int Number(HttpContext context, string name, int usual, int least, int most) =>
        context.Request.Query[name].ToString() is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
        : throw new ApiException(422, $"'{name}' must be a whole number from {least} to {most}", $"'{text}' is not.");
}

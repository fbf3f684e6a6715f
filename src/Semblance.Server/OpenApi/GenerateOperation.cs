using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Twins;

namespace Semblance.Server.OpenApi;

/// <summary>Describes <c>POST /generate</c>, whose input is headers and a file.</summary>
internal static class GenerateOperation
{
    private const string Sample = """
        age,city,joined,member,amount
        41,Oslo,2026-03-09,false,3.70
        23,Lima,2026-07-21,true,0.37
        """;

    public static void Describe(OpenApiOperation operation, ServerSettings settings)
    {
        operation.Parameters =
        [
            Header("api-key", "Your key.", new OpenApiSchema { Type = JsonSchemaType.String }, "sem_0123456789ab_...", required: true),
            Header("rows", "How many synthetic rows to make.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = settings.MaxRows.ToString(System.Globalization.CultureInfo.InvariantCulture) }, 5000, required: true),
            Header("algo", "core is the fastest, flagship the most faithful.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. GenerateRequest.Families.Select(family => (JsonNode)family)], Default = "core" }, "flagship"),
            Header("seed", "The same file, headers and seed give the same bytes. Without it one is drawn; see x-seed.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }, 7),
            Header("conditions", "Values that every row must have, by column: a JSON object, percent-encoded.", new OpenApiSchema { Type = JsonSchemaType.String }, "%7B%22city%22%3A%20%22Oslo%22%7D"),
            Header("privacy", "true to measure the privacy share, too; it costs a second fit on half of the rows.", new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }, true),
        ];
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "Exactly one part, called file: a table with more than 40 rows and more than 2 columns, as .csv or .parquet. The whole body may have 500,000,000 bytes.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "file" },
                        Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                    },
                },
            },
        };
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "The synthetic table, in the format of the real one.",
                Headers = Answers(),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = Sample },
                    ["application/vnd.apache.parquet"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                },
            },
        };
        ApiDocument.AddErrors(
            operation,
            TwinErrors.MissingRows(),
            TwinErrors.RowsNotInteger("many"),
            TwinErrors.RowsNotPositive("0"),
            TwinErrors.RowsTooMany("99999999999", settings.MaxRows),
            TwinErrors.UnknownAlgorithm("best", GenerateRequest.Families),
            TwinErrors.BadSeed("-1"),
            TwinErrors.BadConditions("After percent-decoding it is no JSON, such as {\"city\": \"Oslo\"}."),
            TwinErrors.ConditionsNotMet("Column 'city' has no value 'Paris'.", null),
            TwinErrors.BadPrivacy("maybe"),
            TwinErrors.MissingKey(),
            TwinErrors.MissingFile("Send the table as multipart/form-data."),
            TwinErrors.TooLarge(settings.MaxUpload),
            TwinErrors.UnsupportedType("The name of the file must end in .csv or .parquet."),
            TwinErrors.Unparsable("upload.csv is empty; a table needs at least a row of column names or values."),
            new ApiException(429, "Too many requests", "The server is working on as many tables as it can; try again later.") { RetryAfter = TimeSpan.FromSeconds(1) },
            TwinErrors.Credits("The key is unknown or revoked."),
            TwinErrors.TooSmall("This table has 12 rows and 5 columns."),
            TwinErrors.SynthesisFailed("there is not enough memory for this table", "Send fewer rows or columns."),
            TwinErrors.NotSerialized("the answer cannot be kept on the server's disk", null));
    }

    private static Dictionary<string, IOpenApiHeader> Answers() => new()
    {
        ["distribution-similarity-error"] = Answer("How far the columns' distributions are from the real ones; 0 is best, less than 0.1 is good.", JsonSchemaType.Number, 0.0213),
        ["association-similarity"] = Answer("How alike the associations between pairs of columns are; 1 is best.", JsonSchemaType.Number, 0.987),
        ["x-trend-error"] = Answer("How far pairs of columns move together otherwise; 0 is best.", JsonSchemaType.Number, 0.031),
        ["x-privacy-share"] = Answer("With privacy: true, the share of synthetic rows nearer to rows that were learnt than to rows that were not; 0.5 is ideal. NaN for fewer than 82 rows.", JsonSchemaType.Number, 0.51),
        ["x-seed"] = Answer("The seed; send it to get the same bytes again.", JsonSchemaType.Integer, 336383394),
        ["x-engine-version"] = Answer("The version of Semblance.", JsonSchemaType.String, SemblanceServer.Version),
        ["x-milliseconds"] = Answer("From the request's first byte to the answer's.", JsonSchemaType.Integer, 194),
        ["x-credits-left"] = Answer("What the key can still spend this month, or unlimited.", JsonSchemaType.String, "29.9959"),
    };

    private static OpenApiHeader Answer(string description, JsonSchemaType type, JsonNode example) => new() { Description = description, Schema = new OpenApiSchema { Type = type }, Example = example };

    private static OpenApiParameter Header(string name, string description, OpenApiSchema schema, JsonNode example, bool required = false) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Required = required, Schema = schema, Example = example };
}

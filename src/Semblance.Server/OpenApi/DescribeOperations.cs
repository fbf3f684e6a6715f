using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Planning.Language;
using Semblance.Describe.Plans;
using Semblance.Describe.Reality;
using Semblance.Server.Descriptions;
using Semblance.Server.Errors;

namespace Semblance.Server.OpenApi;

/// <summary>Describes <c>POST /api/generate</c> and <c>POST /api/plan</c>, whose bodies are read field by field.</summary>
internal static class DescribeOperations
{
    private const string Body = """
        {"api_key": "sk-your-openai-api-key", "prompt": "E-commerce platform with customers (id, name, email) and orders (id, customer_id, total, order_date)", "datasets": 2, "dataset_size": 1000, "reality": 3, "output_format": "json"}
        """;

    private const string Answer = """
        {"success": true, "message": "Successfully generated 2 dataset(s)",
         "datasets": {
          "customers": {"format": "json", "size": 1, "columns": ["id", "name", "email"], "content": [{"id": 1, "name": "Sharon Tucker", "email": "sharon.tucker2@gmail.com"}]},
          "orders": {"format": "json", "size": 1, "columns": ["id", "customer_id", "total", "order_date"], "content": [{"id": 1, "customer_id": 1, "total": 81.64, "order_date": "2025-03-10"}]}},
         "metadata": {"total_datasets": 2, "total_records": 2, "reality_level": 3, "output_format": "json", "prompt": "E-commerce platform...", "generation_timestamp": "2026-11-24T10:30:00Z",
          "validation": {"entity_types_generated": ["customers", "orders"], "validation_status": "completed", "validation_score": 10}, "warnings": [], "seed": 336383394},
         "download_links": null}
        """;

    private const string Job = """
        {"job_id": "0d5f2a6e-6d0b-4f0e-9c0a-3b1f5d7a9e42", "status": "running", "progress": 0.4, "total_records": 5000000, "created_at": "2026-11-24T10:30:00+00:00", "started_at": "2026-11-24T10:30:01+00:00", "finished_at": null, "error": null, "download": null,
         "webhook": {"status": "waiting", "attempts": 0, "last_result": null}}
        """;

    private const string PlanAnswer = """
        {"version": 1, "locale": "en-US", "as_of": "2026-01-01", "entities": [{"name": "customers", "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}, {"name": "name", "type": "string", "generator": "full_name"}]}], "relations": [], "rules": []}
        """;

    public static void DescribeGenerate(OpenApiOperation operation)
    {
        DescribeBody(operation);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = Ok("The datasets: content is an array for json, and one text for csv and sql.", Answer),
            ["202"] = Ok("With async: the job that makes them.", Job),
        };
        AddErrors(operation);
        ApiDocument.AddErrors(operation, DescribeErrors.NoRoom());
    }

    public static void DescribePlan(OpenApiOperation operation)
    {
        DescribeBody(operation);
        operation.Responses = new OpenApiResponses { ["200"] = Ok("The plan; docs/plan.schema.json is its schema.", PlanAnswer) };
        AddErrors(operation);
    }

    public static void DescribeJob(OpenApiOperation operation)
    {
        operation.Responses = new OpenApiResponses { ["200"] = Ok("The job.", Job) };
        ApiDocument.AddErrors(operation, DescribeErrors.NoJob("5f1c"));
    }

    public static void DescribeDownload(OpenApiOperation operation)
    {
        operation.Responses = new OpenApiResponses { ["200"] = Ok("The datasets: content is an array for json, and one text for csv and sql.", Answer) };
        ApiDocument.AddErrors(operation, DescribeErrors.NoJob("5f1c"), DescribeErrors.NotReady("running", null), DescribeErrors.NotReady("failed", "There was not enough room on the server's disk."));
    }

    private static void DescribeBody(OpenApiOperation operation) => operation.RequestBody = new OpenApiRequestBody
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { "api_key" }, AdditionalPropertiesAllowed = false, Properties = Fields() },
                Example = JsonNode.Parse(Body),
            },
        },
    };

    private static Dictionary<string, IOpenApiSchema> Fields() => new()
    {
        ["api_key"] = Text("Your key of the language model's service; it must start with sk-. It is never stored."),
        ["prompt"] = Text($"The tables in words, up to {PlanRequest.LongestPrompt} characters. Required unless there is a plan."),
        ["datasets"] = Number("The number of datasets. The entities of the prompt decide if it is left out, and usually also if it is not.", 1, DatasetCheck.MostDatasets, DatasetCheck.DefaultDatasets),
        ["dataset_size"] = Number("Records per dataset; at most 5,000,000 divided by the number of datasets.", 1, DatasetCheck.MostRecords, DescribeRequest.UsualSize),
        ["reality"] = Number("How messy: 0 to 2 clean, 10 the worst.", RealityLevel.Least, RealityLevel.Greatest, DescribeRequest.UsualReality),
        ["output_format"] = Choice("How the datasets are written.", OutputNames.Formats),
        ["dialect"] = Choice("The database that SQL is for.", OutputNames.Dialects),
        ["auto_correct"] = Flag("Whether the number of datasets may be corrected to the entities of the prompt; if not, a mismatch is an error.", true),
        ["include_defects"] = Flag("Whether the answer lists every defect with its clean value.", false),
        ["seed"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Description = "The same plan and seed give the same content. Without it one is drawn; see metadata.seed." },
        ["locale"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of names, places and phone numbers.", Enum = [.. PlanLocales.All.Select(name => (JsonNode)name)] },
        ["async"] = Flag("Whether the datasets are made in the background: the answer is 202 with a job.", false),
        ["webhook_url"] = Text("With async: where the server says that the job has ended. The operator decides which hosts are possible."),
        ["plan"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A plan in place of the prompt." },
    };

    private static OpenApiResponse Ok(string description, string example) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(example) } },
    };

    private static void AddErrors(OpenApiOperation operation)
    {
        string[] entities = ["customers", "products", "orders", "reviews"];
        DatasetCheckResult mismatch = DatasetCheck.Check(entities, 3, DescribeRequest.UsualSize, autoCorrect: false), tooLarge = DatasetCheck.Check(entities[..3], 3, 2_000_000, autoCorrect: true);
        ApiDocument.AddErrors(
            operation,
            DescribeErrors.Invalid(mismatch.Issues, mismatch.Suggestions),
            DescribeErrors.Invalid(tooLarge.Issues, tooLarge.Suggestions),
            DescribeErrors.BadKey($"API key must start with '{DescribeRequest.KeyStart}'"),
            DescribeErrors.Of(new LanguageModelException(LanguageModelFailure.KeyRefused, "The language model service refuses the API key.")),
            new ApiException(415, "Unsupported content type", "Send the body as application/json."),
            DescribeErrors.TooMany(TimeSpan.FromSeconds(1)),
            DescribeErrors.Of(new LanguageModelException(LanguageModelFailure.RateLimited, "The language model service accepts no more requests with this API key for now.")),
            DescribeErrors.Of(new LanguageModelException(LanguageModelFailure.Unreachable, "The language model service cannot be reached.")),
            DescribeErrors.TooLong(TimeSpan.FromMinutes(5)));
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Flag(string description, bool usual) => new() { Type = JsonSchemaType.Boolean, Description = description, Default = usual };

    private static OpenApiSchema Choice(string description, IReadOnlyList<string> words) => new() { Type = JsonSchemaType.String, Description = description, Enum = [.. words.Select(word => (JsonNode)word)], Default = words[0] };

    private static OpenApiSchema Number(string description, long least, long most, long usual) => new()
    {
        Type = JsonSchemaType.Integer,
        Description = description,
        Minimum = least.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = most.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Default = usual,
    };
}

using System.Text.Json;
using System.Text.Unicode;
using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;
using Semblance.Describe.Reality;
using Semblance.Server.Errors;
using Semblance.Workspace.Webhooks;

namespace Semblance.Server.Descriptions;

/// <summary>Reads the body of <c>POST /api/generate</c>: the key first, then everything else, and says all that is wrong with it at once.</summary>
internal static class DescribeBody
{
    private const int LongestKey = 500;

    private static readonly JsonDocumentOptions s_json = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="webhooks">Where callbacks may go.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">400 or 401, as documented; 415 for a body that is no JSON by its type.</exception>
    public static async Task<DescribeRequest> ReadAsync(HttpRequest http, WebhookAddresses webhooks, CancellationToken cancellation)
    {
        if (!http.HasJsonContentType())
        {
            throw new ApiException(415, "Unsupported content type", "Send the body as application/json.");
        }
        try
        {
            using var body = new MemoryStream();
            await http.Body.CopyToAsync(body, cancellation);
            if (!Utf8.IsValid(body.GetBuffer().AsSpan(0, (int)body.Length)))
            {
                throw DescribeErrors.NoObject("It is not written in UTF-8.");
            }
            body.Position = 0;
            using JsonDocument document = await JsonDocument.ParseAsync(body, s_json, cancellation);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, webhooks) : throw DescribeErrors.NoObject("It is JSON, but no object.");
        }
        catch (JsonException)
        {
            // The message of the exception can hold words of the body, and the key is among them.
            throw DescribeErrors.NoObject("It is not JSON, or names a field twice.");
        }
    }

    private static DescribeRequest Read(JsonElement body, WebhookAddresses webhooks)
    {
        var fields = new JsonFields(body);
        string key = ReadKey(fields);
        string? prompt = fields.Text("prompt"), locale = fields.Text("locale");
        Plan? plan = ReadPlan(fields);
        if (prompt is null && plan is null && fields.Issues.Count == 0)
        {
            fields.Add("prompt is missing", "Describe the tables, such as \"customers (id, name, email) and their orders\"");
        }
        else if (prompt is not null && plan is not null)
        {
            fields.Add("prompt and plan contradict each other", "Leave one of them out");
        }
        if (locale is not null && PlanLocales.Resolve(locale) is null)
        {
            fields.Add($"The locale '{locale}' is not known", $"Use one of {string.Join(", ", PlanLocales.All)}");
        }
        int? datasets = (int?)fields.WholeNumber("datasets", null, 1, DatasetCheck.MostDatasets);
        var request = new DescribeRequest
        {
            ApiKey = key,
            Prompt = prompt,
            Plan = plan,
            Datasets = datasets,
            Size = ReadSize(fields, datasets),
            Reality = (int)fields.WholeNumber("reality", DescribeRequest.UsualReality, RealityLevel.Least, RealityLevel.Greatest)!,
            Format = (OutputFormat)fields.OneOf("output_format", OutputNames.Formats),
            Dialect = (SqlDialect)fields.OneOf("dialect", OutputNames.Dialects),
            AutoCorrect = fields.Boolean("auto_correct", true),
            Seed = (ulong?)fields.WholeNumber("seed", null, 0, ulong.MaxValue),
            Locale = locale is null ? null : PlanLocales.Resolve(locale),
            IncludeDefects = fields.Boolean("include_defects", false),
            IsAsync = fields.Boolean("async", false),
            WebhookUrl = fields.Text("webhook_url"),
        };
        if (request.WebhookUrl is not null)
        {
            CheckWebhook(fields, request, webhooks);
        }
        fields.RefuseOthers();
        return fields.Issues.Count == 0 ? request : throw DescribeErrors.Invalid(fields.Issues, fields.Suggestions);
    }

    private static string ReadKey(JsonFields fields)
    {
        string? key = fields.Element("api_key") is { ValueKind: JsonValueKind.String } ? fields.Text("api_key") : null;
        if (key?.StartsWith(DescribeRequest.KeyStart, StringComparison.Ordinal) != true)
        {
            throw DescribeErrors.BadKey($"API key must start with '{DescribeRequest.KeyStart}'");
        }
        // It is put into a header of a request to a language model.
        return key.Length <= LongestKey && key.All(c => c is > ' ' and < '\x7F') ? key : throw DescribeErrors.BadKey($"API key must be at most {LongestKey} printable ASCII characters without spaces");
    }

    private static void CheckWebhook(JsonFields fields, DescribeRequest request, WebhookAddresses webhooks)
    {
        if (!request.IsAsync)
        {
            fields.Add("webhook_url is only for what is made in the background", "Set async=true");
        }
        else if (webhooks.Problem(request.WebhookUrl!) is { } problem)
        {
            fields.Add("webhook_url " + problem);
        }
    }

    /// <summary>A size that is too large for any number of datasets has a sentence of its own in the documentation.</summary>
    private static long ReadSize(JsonFields fields, int? datasets)
    {
        const string name = "dataset_size";
        if (fields.Element(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long size) && size > DatasetCheck.MostRecords)
        {
            fields.Add(DatasetCheck.CheckNumbers(datasets, size).Issues[0]);
            return DescribeRequest.UsualSize;
        }
        return (long)fields.WholeNumber(name, DescribeRequest.UsualSize, 1, DatasetCheck.MostRecords)!;
    }

    private static Plan? ReadPlan(JsonFields fields)
    {
        if (fields.Element("plan") is not { } value)
        {
            return null;
        }
        try
        {
            Plan plan = PlanJson.Read(value.GetRawText());
            PlanValidator.ThrowIfInvalid(plan);
            return plan;
        }
        catch (PlanException exception)
        {
            foreach (string problem in exception.Problems)
            {
                fields.Add(problem);
            }
            return null;
        }
    }
}

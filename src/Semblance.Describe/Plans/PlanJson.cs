using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Semblance.Describe.Plans;

/// <summary>Plans as JSON: snake_case names, dates as 2026-01-01, null and default values left out when written; unknown names are errors when read.</summary>
public static class PlanJson
{
    // Left out where they have their defaults; everything else of a plan says something.
    private static readonly Dictionary<(Type, string), object> s_defaults = new()
    {
        [(typeof(PlanEntity), "share")] = new PlanEntity().Share,
        [(typeof(PlanColumn), "unique")] = false,
        [(typeof(PlanColumn), "nullable")] = 0.0,
        [(typeof(PlanRelation), "skew")] = new PlanRelation().Skew,
        [(typeof(PlanRelation), "other_skew")] = new PlanRelation().OtherSkew,
        [(typeof(PlanRelation), "span")] = new PlanRelation().Span,
        [(typeof(PlanRelation), "roots")] = new PlanRelation().Roots,
        [(typeof(PlanRelation), "arrangement")] = new PlanRelation().Arrangement,
    };

    private static readonly JsonSerializerOptions s_options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveDefaultsOut } },
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // People read and edit plans: é stays é. The text goes into files and JSON answers, never into a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 32,
    };

    /// <summary>Reads a plan. It is not validated; see <see cref="PlanValidator"/>.</summary>
    /// <exception cref="PlanException">The text is not JSON, or not of a plan's form; the sentence says where.</exception>
    public static Plan Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<Plan>(json, s_options) is { } plan ? WithoutNulls(plan) : throw new PlanException("The plan is null; it must be a JSON object with \"entities\".");
        }
        catch (JsonException error)
        {
            string place = error.Path is null or "$" ? "" : $" at {error.Path}";
            string line = error.LineNumber is { } number ? $" (line {number + 1})" : "";
            throw new PlanException($"The plan is not a plan document{place}{line}: {FirstSentence(error.Message)}", error);
        }
    }

    /// <summary>Writes a plan, indented, with a newline at the end.</summary>
    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, s_options) + "\n";

    private static void LeaveDefaultsOut(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (s_defaults.TryGetValue((type.Type, property.Name), out object? usual))
            {
                property.ShouldSerialize = (_, value) => !Equals(value, usual);
            }
        }
    }

    // A list that the document sets to null is read as null, whatever the property's type says.
    private static Plan WithoutNulls(Plan plan) => plan with
    {
        Locale = plan.Locale ?? Plan.DefaultLocale,
        Entities = [.. (plan.Entities ?? []).Select(entity => entity is null ? new PlanEntity() : entity with
        {
            Name = entity.Name ?? "",
            Columns = [.. (entity.Columns ?? []).Select(column => column is null ? new PlanColumn() : column with { Name = column.Name ?? "", Type = column.Type ?? "", Generator = column.Generator ?? "" })],
        })],
        Relations = [.. (plan.Relations ?? []).Select(relation => relation is null ? new PlanRelation() : relation with
        {
            Kind = relation.Kind ?? "",
            Parent = relation.Parent ?? "",
            Child = relation.Child ?? "",
            Column = relation.Column ?? "",
            Arrangement = relation.Arrangement ?? Arrangements.Shuffled,
        })],
        Rules = [.. (plan.Rules ?? []).Select(rule => rule is null ? new PlanRule() : rule with
        {
            Kind = rule.Kind ?? "",
            Entity = rule.Entity ?? "",
            Columns = rule.Columns is null ? null : [.. rule.Columns.Select(column => column ?? "")],
            When = rule.When is null ? null : rule.When with { Column = rule.When.Column ?? "" },
        })],
    };

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}

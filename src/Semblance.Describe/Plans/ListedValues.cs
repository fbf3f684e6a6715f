using System.Text.Json.Nodes;

namespace Semblance.Describe.Plans;

/// <summary>The values that a choice or a life cycle is made of.</summary>
internal static class ListedValues
{
    /// <summary>The values in the order of their list; none for other generators.</summary>
    public static IEnumerable<JsonNode> Of(string generator, JsonObject? parameters) => generator switch
    {
        "choice" => parameters!["values"]!.AsArray().Select(value => value!),
        "lifecycle" => parameters!["steps"]!.AsArray().Concat(parameters["exits"]?.AsArray() ?? []).Select(step => step!["value"]!),
        _ => [],
    };
}

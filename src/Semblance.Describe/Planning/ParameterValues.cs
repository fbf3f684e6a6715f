using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Reads and changes the parameters of columns without touching what others hold of them.</summary>
internal static class ParameterValues
{
    /// <summary>A copy of a column's parameters, to be changed; empty if it has none.</summary>
    public static JsonObject Copy(PlanColumn column) => column.Parameters is { } given ? (JsonObject)given.DeepClone() : [];

    /// <summary>The column with one parameter changed.</summary>
    public static PlanColumn With(PlanColumn column, string parameter, JsonNode value)
    {
        JsonObject parameters = Copy(column);
        parameters[parameter] = value;
        return column with { Parameters = parameters };
    }

    /// <summary>A parameter's number; another if it is none.</summary>
    public static double Number(JsonNode? node, double otherwise) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? Scalars.Number(value) : otherwise;
}

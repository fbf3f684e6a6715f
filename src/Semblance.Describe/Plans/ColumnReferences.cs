using System.Text.Json;
using System.Text.Json.Nodes;

namespace Semblance.Describe.Plans;

/// <summary>Which other columns a column's values are made from: what decides in which order columns are made, and whether that goes round in circles.</summary>
internal static class ColumnReferences
{
    /// <summary>The references of one column as written: "quantity", "product_id.price". Without those of "sum" and "count", which name a child entity.</summary>
    public static IReadOnlyList<string> Of(PlanColumn column, GeneratorDefinition generator)
    {
        var references = new List<string>();
        foreach (GeneratorParameter parameter in generator.Parameters.Where(parameter => parameter.Kind == ParameterKind.Column && column.Generator is not "sum"))
        {
            if (Text(column, parameter.Name) is { } reference)
            {
                references.Add(reference);
            }
        }
        if (column.Generator == "formula" && Text(column, "expression") is { } expression)
        {
            try
            {
                references.AddRange(Formula.Parse(expression).Columns());
            }
            catch (FormatException)
            {
                // The validator says what is wrong with it.
            }
        }
        if (column.Generator == "template" && Text(column, "template") is { } template)
        {
            references.AddRange(TemplateParts(template).Where(part => part.IsColumn).Select(part => part.Text));
        }
        return references;
    }

    /// <summary>A template as literal texts and column references, in order. An opening brace without its end is text.</summary>
    public static IReadOnlyList<(bool IsColumn, string Text)> TemplateParts(string template)
    {
        var parts = new List<(bool, string)>();
        int at = 0;
        while (at < template.Length)
        {
            int open = template.IndexOf('{', at);
            int close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                parts.Add((false, template[at..]));
                break;
            }
            if (open > at)
            {
                parts.Add((false, template[at..open]));
            }
            parts.Add((true, template[(open + 1)..close].Trim()));
            at = close + 1;
        }
        return parts;
    }

    /// <summary>A parameter that is a text; null if it is absent or something else.</summary>
    public static string? Text(PlanColumn column, string parameter) =>
        column.Parameters?[parameter] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}

using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Changes a column to the type that the prompt names.</summary>
internal static class WishedType
{
    public static PlanColumn Apply(PlanColumn column, string type)
    {
        GeneratorDefinition generator = Generators.Find(column.Generator)!;
        if (type == "uuid")
        {
            return new PlanColumn { Type = PlanTypes.String, Generator = "uuid" };
        }
        if (type == column.Type || (type == PlanTypes.Decimal && column.Type == PlanTypes.Integer && generator.Types.Contains(type)))
        {
            return column with { Type = type };
        }
        switch (type)
        {
            case PlanTypes.Date when column.Generator == "datetime":
                JsonObject parameters = ParameterValues.Copy(column);
                parameters.Remove("hours");
                parameters.Remove("step_minutes");
                return column with { Type = type, Generator = "date", Parameters = parameters };
            case PlanTypes.DateTime when column.Generator == "date":
                return column with { Type = type, Generator = "datetime" };
            case PlanTypes.Date or PlanTypes.DateTime when column.Generator == "after":
                return column with { Type = type };
            case PlanTypes.Integer when column.Generator == "decimal":
                JsonObject whole = ParameterValues.Copy(column);
                whole.Remove("decimals");
                whole["min"] = Math.Floor(ParameterValues.Number(whole["min"], 0));
                whole["max"] = Math.Ceiling(ParameterValues.Number(whole["max"], 100));
                return column with { Type = type, Generator = "integer", Parameters = whole };
            case PlanTypes.Decimal when column.Generator == "integer":
                return column with { Type = type, Generator = "decimal" };
            case PlanTypes.String when column.Type == PlanTypes.Integer && column.Generator == "choice":
                return column;
            case PlanTypes.Integer:
                return new PlanColumn { Type = type, Generator = "integer", Parameters = new JsonObject { ["min"] = 1, ["max"] = 1000 } };
            case PlanTypes.Decimal:
                return new PlanColumn { Type = type, Generator = "decimal", Parameters = new JsonObject { ["min"] = 1, ["max"] = 1000, ["distribution"] = "lognormal" } };
            case PlanTypes.Boolean:
                return new PlanColumn { Type = type, Generator = "boolean" };
            case PlanTypes.Date:
                return new PlanColumn { Type = type, Generator = "date" };
            case PlanTypes.DateTime:
                return new PlanColumn { Type = type, Generator = "datetime" };
            case PlanTypes.Time:
                return new PlanColumn { Type = type, Generator = "time" };
            default:
                // A text column that holds what is a number or date by its name stays what it is, written as text where that can be.
                return generator.Types.Contains(PlanTypes.String) ? column with { Type = PlanTypes.String } : column;
        }
    }
}

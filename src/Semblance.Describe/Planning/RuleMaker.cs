using System.Text.Json.Nodes;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>The rules of a plan: those of the catalog whose columns are there, and those that the prompt states.</summary>
internal static class RuleMaker
{
    // Generators whose values a rule cannot move.
    private static readonly string[] s_fixed = ["foreign_key", "formula", "sum", "count", "lookup", "sequence", "age", "position"];

    public static IEnumerable<PlanRule> Make(IReadOnlyList<EntityDraft> entities, PromptReading reading, ColumnMaker maker)
    {
        foreach (EntityDraft entity in entities)
        {
            foreach (RuleLine line in entity.Catalog?.Rules ?? [])
            {
                if (Columns(entity, line) is { } columns)
                {
                    yield return new PlanRule { Kind = line.IsUnique ? RuleKinds.Unique : RuleKinds.Order, Entity = entity.Name, Columns = columns };
                }
            }
            foreach (ColumnDraft column in entity.Columns)
            {
                if (Presence(entity, column) is { } rule)
                {
                    yield return rule;
                }
                foreach (PlanRule dependent in Dependent(entity, column))
                {
                    yield return dependent;
                }
            }
        }
        foreach (PlanRule rule in maker.Orders)
        {
            yield return rule;
        }
    }

    private static List<string>? Columns(EntityDraft entity, RuleLine line)
    {
        var columns = new List<string>();
        string? kind = null;
        foreach (string reference in line.Columns)
        {
            if (Follow(entity, reference) is not { } found || (columns.Count > 0 && !line.IsUnique && s_fixed.Contains(found.Column.Made!.Generator)))
            {
                return null;
            }
            string type = found.Column.Made!.Type is PlanTypes.DateTime ? PlanTypes.Date : found.Column.Made.Type is PlanTypes.Decimal ? PlanTypes.Integer : found.Column.Made.Type;
            if (!line.IsUnique && ((kind ??= type) != type || type is PlanTypes.String or PlanTypes.Boolean))
            {
                return null;
            }
            columns.Add(found.Reference);
        }
        // A pair of keys is unique where a many-to-many relation makes it so.
        return line.IsUnique ? null : columns;
    }

    /// <summary>The column of a reference of the catalog, with its name in the plan.</summary>
    public static (ColumnDraft Column, string Reference)? Follow(EntityDraft entity, string reference)
    {
        string[] steps = reference.Split('.');
        var names = new List<string>();
        EntityDraft at = entity;
        for (int i = 0; i < steps.Length; i++)
        {
            if (at.Standing(steps[i]) is not { } column)
            {
                return null;
            }
            names.Add(column.Name);
            if (i == steps.Length - 1)
            {
                return (column, string.Join('.', names));
            }
            if (column.Parent is null)
            {
                return null;
            }
            at = column.Parent;
        }
        return null;
    }

    // A date of delivery where the status says so. A list of values of the prompt's may have none of those that count.
    private static PlanRule? Presence(EntityDraft entity, ColumnDraft column)
    {
        if (column.Source.When is not { } when || !column.IsCatalogs || column.Wish is { Nullable: not null } or { Unique: true } || entity.Standing(when.Column) is not { Made: { } tested } || column.Parent is not null || entity.PrimaryKey == column.Name || column.Made!.Unique)
        {
            return null;
        }
        HashSet<string> possible = Possible(tested);
        string[] values = [.. possible.Where(value => when.Values.Contains(value, StringComparer.OrdinalIgnoreCase))];
        return values.Length == 0 || values.Length == possible.Count ? null
            : new PlanRule { Kind = RuleKinds.PresentWhen, Entity = entity.Name, Column = column.Name, When = new PlanCondition { Column = tested.Name, In = new JsonArray([.. values.Select(value => (JsonNode)value)]) } };
    }

    // A cat is of a breed of cats. What the prompt says of either column's values leaves of this what is possible.
    private static IEnumerable<PlanRule> Dependent(EntityDraft entity, ColumnDraft column)
    {
        if (column.Source.Cases.Count == 0 || !column.IsCatalogs || column.Made is not { Unique: false } made)
        {
            yield break;
        }
        foreach (DependentValues dependent in column.Source.Cases)
        {
            if (entity.Standing(dependent.Column) is not { Made: { } tested } || Shared(dependent.Tests, tested) is not { Count: > 0 } tests)
            {
                continue;
            }
            var rule = new PlanRule { Kind = RuleKinds.ValueWhen, Entity = entity.Name, Column = column.Name, When = new PlanCondition { Column = tested.Name, In = tests } };
            if (dependent.Values is { } wanted)
            {
                if (Shared(wanted, made) is { Count: > 0 } left)
                {
                    yield return rule with { Values = left };
                }
            }
            else if (made.Generator is "integer" or "decimal" && Bound(made, "min") is { } min && Bound(made, "max") is { } max && Math.Max(min, dependent.Min!.Value) <= Math.Min(max, dependent.Max!.Value))
            {
                yield return rule with { Min = Math.Max(min, dependent.Min.Value), Max = Math.Min(max, dependent.Max.Value) };
            }
        }
    }

    private static JsonArray Shared(IReadOnlyList<string> wanted, PlanColumn column) => [.. Listed(column).Where(value => wanted.Contains(value.ToString())).Select(value => value.DeepClone())];

    private static double? Bound(PlanColumn column, string name) => column.Parameters?[name] is { } bound ? Scalars.Number(bound) : null;

    private static HashSet<string> Possible(PlanColumn column) => column.Type == PlanTypes.String ? [.. Listed(column).Select(value => value.ToString())] : [];

    private static IEnumerable<JsonNode> Listed(PlanColumn column) => ListedValues.Of(column.Generator, column.Parameters);
}

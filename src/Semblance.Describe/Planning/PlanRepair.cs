using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>
/// Makes sure that the built-in planner's plan can be carried out, whatever the prompt combined. What cannot be kept is dropped with a warning:
/// rules first, then what a column was to be derived from.
/// </summary>
internal static class PlanRepair
{
    private static readonly string[] s_derived = ["formula", "sum", "count", "lookup", "template", "after", "lifecycle", "cycle", "position"];

    public static Plan Repair(Plan plan, List<string> warnings)
    {
        if (PlanValidator.Problems(plan).Count == 0)
        {
            return plan;
        }
        var kept = new List<PlanRule>();
        Plan bare = plan with { Rules = [] };
        if (PlanValidator.Problems(bare).Count > 0)
        {
            bare = WithoutDerived(bare, warnings);
        }
        foreach (PlanRule rule in plan.Rules)
        {
            if (PlanValidator.Problems(bare with { Rules = [.. kept, rule] }).Count == 0)
            {
                kept.Add(rule);
            }
            else
            {
                warnings.Add($"A rule between columns of {rule.Entity} ({string.Join(", ", rule.Columns ?? [rule.Column ?? ""])}) contradicts another and was left out.");
            }
        }
        bare = bare with { Rules = kept };
        IReadOnlyList<string> problems = PlanValidator.Problems(bare);
        return problems.Count == 0 ? bare : throw new PlanException([.. problems]);
    }

    // Derived columns are made independent one after another, last ones first, until no problem is left.
    private static Plan WithoutDerived(Plan plan, List<string> warnings)
    {
        for (int e = plan.Entities.Count - 1; e >= 0; e--)
        {
            for (int c = plan.Entities[e].Columns.Count - 1; c >= 0; c--)
            {
                PlanColumn column = plan.Entities[e].Columns[c];
                if (!s_derived.Contains(column.Generator))
                {
                    continue;
                }
                int before = PlanValidator.Problems(plan).Count;
                if (before == 0)
                {
                    return plan;
                }
                Plan changed = Replace(plan, e, c, Independent(column));
                if (PlanValidator.Problems(changed).Count < before)
                {
                    plan = changed;
                    warnings.Add($"{plan.Entities[e].Name}.{column.Name} cannot be derived from other columns here and was made on its own.");
                }
            }
        }
        return plan;
    }

    private static Plan Replace(Plan plan, int entity, int column, PlanColumn by)
    {
        List<PlanColumn> columns = [.. plan.Entities[entity].Columns];
        columns[column] = by;
        List<PlanEntity> entities = [.. plan.Entities];
        entities[entity] = entities[entity] with { Columns = columns };
        return plan with { Entities = entities };
    }

    private static PlanColumn Independent(PlanColumn column) => column.Type switch
    {
        PlanTypes.Integer => column with { Generator = "integer", Parameters = new JsonObject { ["min"] = 1, ["max"] = 100 } },
        PlanTypes.Decimal => column with { Generator = "decimal", Parameters = new JsonObject { ["min"] = 1, ["max"] = 1000, ["distribution"] = "lognormal" } },
        PlanTypes.Date => column with { Generator = "date", Parameters = null },
        PlanTypes.DateTime => column with { Generator = "datetime", Parameters = null },
        PlanTypes.Time => column with { Generator = "time", Parameters = null },
        PlanTypes.Boolean => column with { Generator = "boolean", Parameters = null },
        _ => column with { Generator = "text", Parameters = new JsonObject { ["kind"] = "title" } },
    };
}

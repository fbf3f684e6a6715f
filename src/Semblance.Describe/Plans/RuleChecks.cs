using System.Text.Json.Nodes;

namespace Semblance.Describe.Plans;

/// <summary>Whether the rules of a plan speak of columns that exist and can be made to hold.</summary>
internal static class RuleChecks
{
    public static void Check(PlanNames names, List<string> problems)
    {
        for (int i = 0; i < names.Plan.Rules.Count; i++)
        {
            PlanRule rule = names.Plan.Rules[i];
            string place = $"Rule {i + 1} ({rule.Kind} of '{rule.Entity}')";
            if (!RuleKinds.All.Contains(rule.Kind))
            {
                problems.Add($"Rule {i + 1} has kind '{rule.Kind}'; the kinds are {string.Join(", ", RuleKinds.All)}.");
            }
            else if (names.Entity(rule.Entity) is not { } entity)
            {
                problems.Add($"{place} is about entity '{rule.Entity}', which does not exist.");
            }
            else if (rule.Kind == RuleKinds.Order)
            {
                CheckOrder(names, entity, rule, place, problems);
            }
            else if (rule.Kind == RuleKinds.Unique)
            {
                CheckUnique(names, entity, rule, place, problems);
            }
            else
            {
                CheckConditional(names, entity, rule, place, problems);
            }
        }
    }

    private static void CheckOrder(PlanNames names, PlanEntity entity, PlanRule rule, string place, List<string> problems)
    {
        if (rule.Columns is not { Count: >= 2 } columns)
        {
            problems.Add($"{place} needs two or more columns.");
            return;
        }
        var types = new List<string>();
        for (int i = 0; i < columns.Count; i++)
        {
            if (names.Follow(entity.Name, columns[i], out string? problem) is not { } target)
            {
                problems.Add($"{place} has column '{columns[i]}': {problem}.");
                return;
            }
            if (i > 0 && columns[i].Contains('.', StringComparison.Ordinal))
            {
                problems.Add($"{place} has '{columns[i]}' after its first column; only the first can be a parent's.");
            }
            types.Add(target.Column.Type is PlanTypes.DateTime ? PlanTypes.Date : target.Column.Type is PlanTypes.Decimal ? PlanTypes.Integer : target.Column.Type);
        }
        if (types.Distinct().Count() > 1 || types[0] is PlanTypes.String or PlanTypes.Boolean)
        {
            problems.Add($"{place} compares {string.Join(", ", columns)}; they must be all dates, all times or all numbers.");
        }
        foreach (string column in columns.Skip(1))
        {
            if (names.Column(entity.Name, column) is { Generator: "foreign_key" or "formula" or "sum" or "count" or "lookup" or "sequence" or "age" or "position" } fixedColumn)
            {
                problems.Add($"{place} cannot move column '{column}', whose generator '{fixedColumn.Generator}' decides its values.");
            }
        }
    }

    private static void CheckUnique(PlanNames names, PlanEntity entity, PlanRule rule, string place, List<string> problems)
    {
        if (rule.Columns is not { Count: >= 1 } columns)
        {
            problems.Add($"{place} needs columns.");
            return;
        }
        foreach (string column in columns.Where(column => names.Column(entity.Name, column) is null))
        {
            problems.Add($"{place} has column '{column}', which entity '{entity.Name}' does not have.");
        }
        bool holds = columns.Any(column => names.Column(entity.Name, column) is { } found && (found.Unique || Generators.Find(found.Generator)?.Uniqueness == Uniqueness.Always))
            || names.Plan.Relations.Any(relation => relation.Child == entity.Name && relation.Kind == RelationKinds.ManyToMany && columns.Contains(relation.Column) && columns.Contains(relation.OtherColumn!))
            || columns.Any(column => names.Column(entity.Name, column) is { Generator: "position" } position && columns.Contains(ColumnReferences.Text(position, "of")!));
        if (!holds && problems.Count == 0)
        {
            problems.Add($"{place} holds for ({string.Join(", ", columns)}) if one of them is unique, or if they are the two sides of a many_to_many relation, or a foreign key and the position of it.");
        }
    }

    private static void CheckConditional(PlanNames names, PlanEntity entity, PlanRule rule, string place, List<string> problems)
    {
        if (rule.Column is not { } name || names.Column(entity.Name, name) is not { } column)
        {
            problems.Add($"{place} needs a column of entity '{entity.Name}'; '{rule.Column}' is none.");
            return;
        }
        if (rule.When is not { } when || names.Column(entity.Name, when.Column) is not { } tested)
        {
            problems.Add($"{place} needs a condition on a column of entity '{entity.Name}', such as \"when\": {{\"column\": \"status\", \"in\": [\"shipped\"]}}.");
            return;
        }
        if (when.In is not { Count: > 0 } && when.Min is null && when.Max is null)
        {
            problems.Add($"{place} has a condition without in, min or max.");
        }
        if ((when.Min is not null || when.Max is not null) && tested.Type is not (PlanTypes.Integer or PlanTypes.Decimal))
        {
            problems.Add($"{place} has a condition with bounds on '{tested.Name}', which is of type '{tested.Type}'; bounds are for numbers.");
        }
        if (when.In is { } tests && tests.FirstOrDefault(value => value is not JsonValue || !Scalars.Fits(value, tested.Type)) is { } misfit)
        {
            problems.Add($"{place} tests '{tested.Name}' for {ParameterChecks.Shown(misfit)}, which is no {tested.Type}.");
        }
        if (entity.PrimaryKey == name || column.Unique || column.Generator == "foreign_key")
        {
            problems.Add($"{place} depends on a condition, but '{name}' is a key.");
        }
        if (rule.Kind == RuleKinds.PresentWhen)
        {
            return;
        }
        if (rule.Values is { Count: > 0 } values)
        {
            if (values.FirstOrDefault(value => value is not JsonValue || !Scalars.Fits(value, column.Type)) is { } wrong)
            {
                problems.Add($"{place} gives '{name}' the value {ParameterChecks.Shown(wrong)}, which is no {column.Type}.");
            }
        }
        else if (rule.Min is null && rule.Max is null)
        {
            problems.Add($"{place} needs values, or min and max.");
        }
        else if (column.Type is not (PlanTypes.Integer or PlanTypes.Decimal) || rule.Min > rule.Max)
        {
            problems.Add($"{place} bounds '{name}' from {rule.Min} to {rule.Max}; bounds are for numbers, the lower first.");
        }
        if (column.Generator is "formula" or "sum" or "count" or "lookup" or "template" or "position")
        {
            problems.Add($"{place} cannot change column '{name}', whose generator '{column.Generator}' decides its values.");
        }
    }
}

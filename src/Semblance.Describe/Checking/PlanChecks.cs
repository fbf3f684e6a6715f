using Semblance.Describe.Generation;
using Semblance.Describe.Generation.Rules;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Checking;

/// <summary>Looks at clean rows for whether every key and rule of the plan holds in them.</summary>
internal static class PlanChecks
{
    private const int RowsAtATime = 4000;

    /// <summary>Checks the first rows of every table.</summary>
    public static PlanScore Run(Plan plan, IReadOnlyList<CompiledTable> tables, long mostRows, CancellationToken cancellation)
    {
        var found = new List<PlanCheck>();
        foreach (CompiledTable table in tables)
        {
            RowCheck[] checks = [.. Of(plan, table, tables)];
            var block = new Block(table);
            long rows = Math.Min(mostRows, table.Rows);
            for (long first = 0; first < rows && checks.Length > 0; first += RowsAtATime)
            {
                cancellation.ThrowIfCancellationRequested();
                block.Take(first, (int)Math.Min(RowsAtATime, rows - first));
                foreach (RowCheck check in checks)
                {
                    check.Look(block);
                }
            }
            found.AddRange(checks.Select(check => new PlanCheck(check.Name, rows, check.Broken)));
        }
        return new PlanScore(found);
    }

    private static IEnumerable<RowCheck> Of(Plan plan, CompiledTable table, IReadOnlyList<CompiledTable> tables)
    {
        string entity = table.Entity.Name;
        foreach (CompiledColumn column in table.Columns)
        {
            string name = $"{entity}.{column.Plan.Name}";
            bool isPrimary = column.Index == table.KeyIndex;
            if (isPrimary || column.Plan.Unique)
            {
                yield return new DistinctCheck($"{name} is unique", [column.Index], isPrimary);
            }
            if (column.ForeignKey is { } key)
            {
                yield return new ReferenceCheck($"{name} refers to {key.Parent.Entity.Name}", column.Index, key);
            }
            switch (column.Plan.Generator)
            {
                case "after" when !IsBackwards(column.Plan):
                    yield return new OrderCheck($"{name} follows {ColumnReferences.Text(column.Plan, "column")}", [ColumnReference.Follow(table, ColumnReferences.Text(column.Plan, "column")!), ColumnReference.Follow(table, column.Plan.Name)]);
                    break;
                case "lookup":
                    yield return new SameCheck($"{name} is {ColumnReferences.Text(column.Plan, "column")}", column.Index, ColumnReference.Follow(table, ColumnReferences.Text(column.Plan, "column")!));
                    break;
                case "sum" or "count" when table.KeyIndex >= 0:
                    CompiledTable child = tables.First(other => other.Entity.Name == ColumnReferences.Text(column.Plan, "entity"));
                    string by = ColumnReferences.Text(column.Plan, "by") ?? new PlanNames(plan).ForeignKeys(child.Entity.Name, entity).First();
                    yield return new ChildrenCheck($"{name} is the {column.Plan.Generator} over {child.Entity.Name}", column.Index, child, child.IndexOf(by), column.Plan.Generator == "count" ? -1 : child.IndexOf(ColumnReferences.Text(column.Plan, "column")!));
                    break;
            }
        }
        foreach (PlanRelation relation in plan.Relations.Where(relation => relation.Child == entity && relation.Kind is (RelationKinds.OneToOne or RelationKinds.ManyToMany)))
        {
            string[] columns = relation.OtherColumn is { } other ? [relation.Column, other] : [relation.Column];
            yield return new DistinctCheck($"{entity} has each ({string.Join(", ", columns)}) once", [.. columns.Select(table.IndexOf)], isRequired: false);
        }
        foreach (PlanRule rule in plan.Rules.Where(rule => rule.Entity == entity))
        {
            string columns = string.Join(", ", rule.Columns ?? [rule.Column ?? ""]);
            yield return rule.Kind switch
            {
                RuleKinds.Order => new OrderCheck($"{entity}: {columns} in this order", [.. rule.Columns!.Select(column => ColumnReference.Follow(table, column))]),
                RuleKinds.Unique => new DistinctCheck($"{entity} has each ({columns}) once", [.. rule.Columns!.Select(table.IndexOf)], isRequired: false),
                RuleKinds.PresentWhen => new PresenceCheck($"{entity}.{columns} is there when {rule.When!.Column} says so", table.IndexOf(rule.Column!), new Condition(table, rule.When!)),
                _ => new ValueCheck($"{entity}.{columns} is as {rule.When!.Column} says", new Condition(table, rule.When!), new Condition(table, new PlanCondition { Column = rule.Column!, In = rule.Values, Min = rule.Min, Max = rule.Max })),
            };
        }
    }

    private static bool IsBackwards(PlanColumn column) =>
        (column.Parameters?["min"] is { } min && Scalars.Number(min) < 0) || (column.Parameters?["max"] is { } max && Scalars.Number(max) < 0);
}

namespace Semblance.Describe.Plans;

/// <summary>Whether every column can be made before the columns that are made from it.</summary>
internal static class CycleCheck
{
    public static void Check(PlanNames names, List<string> problems)
    {
        var done = new HashSet<(string, string)>();
        var path = new List<(string Entity, string Column)>();
        foreach (PlanEntity entity in names.Plan.Entities)
        {
            foreach (PlanColumn column in entity.Columns)
            {
                if (!Visit((entity.Name, column.Name)))
                {
                    string circle = string.Join(" from ", path.Select(step => $"'{step.Entity}.{step.Column}'"));
                    problems.Add($"The values go round in a circle: {circle}.");
                    return;
                }
            }
        }

        bool Visit((string Entity, string Column) node)
        {
            if (done.Contains(node))
            {
                return true;
            }
            int at = path.IndexOf(node);
            if (at >= 0)
            {
                path.RemoveRange(0, at);
                path.Add(node);
                return false;
            }
            path.Add(node);
            foreach ((string, string) source in Sources(names, node.Entity, node.Column))
            {
                if (!Visit(source))
                {
                    return false;
                }
            }
            path.RemoveAt(path.Count - 1);
            done.Add(node);
            return true;
        }
    }

    /// <summary>The columns that a column is made from.</summary>
    private static IEnumerable<(string, string)> Sources(PlanNames names, string entity, string name)
    {
        PlanColumn column = names.Column(entity, name)!;
        IEnumerable<string> references = ColumnReferences.Of(column, Generators.Find(column.Generator)!);
        foreach (PlanRule rule in names.Plan.Rules.Where(rule => rule.Entity == entity))
        {
            if (rule.Kind == RuleKinds.Order && rule.Columns is { } columns && columns.ToList().IndexOf(name) is > 0 and var place)
            {
                references = references.Append(columns[place - 1]);
            }
            else if (rule.Kind is RuleKinds.PresentWhen or RuleKinds.ValueWhen && rule.Column == name)
            {
                references = references.Append(rule.When!.Column);
            }
        }
        foreach (string reference in references)
        {
            // A reference through a foreign key reads the parent's column; the key itself is computed from the row's number.
            (PlanEntity Entity, PlanColumn Column) target = names.Follow(entity, reference, out _)!.Value;
            yield return (target.Entity.Name, target.Column.Name);
        }
        if (column.Generator == "sum")
        {
            yield return (ColumnReferences.Text(column, "entity")!, ColumnReferences.Text(column, "column")!);
        }
        if (column.Generator == "foreign_key" && names.ParentOf(entity, name) is { } parent)
        {
            yield return (parent, names.Entity(parent)!.PrimaryKey!);
        }
    }
}

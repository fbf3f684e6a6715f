using System.Globalization;
using Semblance.Describe.Generation.Making;
using Semblance.Describe.Generation.Relations;
using Semblance.Describe.Generation.Rules;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation;

/// <summary>Makes tables of a plan ready to be generated: row counts, relations, generators, rules.</summary>
internal static class PlanCompiler
{
    /// <summary>Compiles a plan.</summary>
    /// <exception cref="PlanException">The plan is not valid, or cannot be had in this size.</exception>
    public static IReadOnlyList<CompiledTable> Compile(Plan plan, long size, ulong seed)
    {
        PlanValidator.ThrowIfInvalid(plan);
        var names = new PlanNames(plan);
        CompiledTable[] tables = [.. plan.Entities.Select((entity, i) => new CompiledTable(entity, i, entity.RowsFor(size), entity.Locale ?? plan.Locale))];
        foreach (PlanRelation relation in plan.Relations)
        {
            AddRelation(relation, tables, seed);
        }
        foreach (CompiledTable table in tables)
        {
            foreach (CompiledColumn column in table.Columns)
            {
                column.Generator = WithRules(GeneratorFactory.Create(new ColumnContext(plan, names, tables, table, column.Plan, seed)), plan, table, column, seed);
            }
        }
        return tables;
    }

    private static void AddRelation(PlanRelation relation, CompiledTable[] tables, ulong seed)
    {
        CompiledTable parent = tables.First(table => table.Entity.Name == relation.Parent), child = tables.First(table => table.Entity.Name == relation.Child);
        ulong key = new Draws(seed, relation.Child, "relation:" + relation.Column).Key;
        string place = string.Create(CultureInfo.InvariantCulture, $"'{relation.Child}.{relation.Column}' refers to '{relation.Parent}', and {child.Rows:N0} rows of '{relation.Child}' for {parent.Rows:N0} of '{relation.Parent}'");
        long min = relation.PerParent?.Min ?? 0;
        long? max = relation.PerParent?.Max;
        RelationMap map;
        switch (relation.Kind)
        {
            case RelationKinds.Self:
                map = new Hierarchy(child.Rows, Math.Min(relation.Roots, child.Rows), relation.Span, key);
                break;
            case RelationKinds.OneToOne:
                if (child.Rows > parent.Rows)
                {
                    throw new PlanException($"{place} are too many for one each; give '{relation.Child}' at most as many rows.");
                }
                map = new OneToOne(parent.Rows, child.Rows, key);
                break;
            default:
                CompiledTable? other = relation.Kind == RelationKinds.ManyToMany ? tables.First(table => table.Entity.Name == relation.OtherParent) : null;
                if (other is not null)
                {
                    // No pair twice: no parent has more links than there are others. Far fewer where that is possible, since a parent's links are found together.
                    long usual = Math.Max(256, 4 * (child.Rows / parent.Rows));
                    max = Math.Min(max ?? usual, other.Rows);
                }
                if (child.Rows < min * parent.Rows || child.Rows > (double)(max ?? long.MaxValue) * parent.Rows)
                {
                    string most = max is { } bound ? string.Create(CultureInfo.InvariantCulture, $" to {bound:N0}") : "";
                    throw new PlanException(string.Create(CultureInfo.InvariantCulture, $"{place} cannot be {min:N0}{most} each; change the rows or shares, or per_parent."));
                }
                bool isGrouped = relation.Arrangement == Arrangements.Grouped;
                var spread = new Spread(parent.Rows, child.Rows, min, max, relation.Skew, isGrouped, key);
                map = spread;
                if (other is not null)
                {
                    ulong otherKey = new Draws(seed, relation.Child, "relation:" + relation.OtherColumn).Key;
                    child.Columns[child.IndexOf(relation.OtherColumn!)].ForeignKey = new ForeignKey(other, new PairedSide(spread, other.Rows, relation.OtherSkew, otherKey));
                }
                break;
        }
        child.Columns[child.IndexOf(relation.Column)].ForeignKey = new ForeignKey(parent, map);
    }

    private static ColumnGenerator WithRules(ColumnGenerator generator, Plan plan, CompiledTable table, CompiledColumn column, ulong seed)
    {
        string name = column.Plan.Name;
        PlanRule[] rules = [.. plan.Rules.Where(rule => rule.Entity == table.Entity.Name)];
        int number = 0;
        foreach (PlanRule rule in rules.Where(rule => rule.Kind == RuleKinds.ValueWhen && rule.Column == name))
        {
            var draws = new Draws(seed, table.Entity.Name, string.Create(CultureInfo.InvariantCulture, $"when{number++}:{name}"));
            Choice? values = rule.Values is { } list ? new Choice(generator.Kind, [.. list.Select(value => value!)], [], draws, null) : null;
            generator = new ValueWhenColumn(generator, new Condition(table, rule.When!), values, rule.Min, rule.Max, draws);
        }
        foreach (PlanRule rule in rules.Where(rule => rule.Kind == RuleKinds.Order))
        {
            int place = rule.Columns!.ToList().IndexOf(name);
            if (place > 0)
            {
                ColumnReference[] earlier = [.. rule.Columns!.Take(place).Select(reference => ColumnReference.Follow(table, reference))];
                generator = new OrderedColumn(generator, earlier, plan.AsOf.DayNumber * (double)VectorKinds.DaySeconds, new Draws(seed, table.Entity.Name, "order:" + name));
            }
        }
        Condition[] presence = [.. rules.Where(rule => rule.Kind == RuleKinds.PresentWhen && rule.Column == name).Select(rule => new Condition(table, rule.When!))];
        return column.Plan.Nullable > 0 || presence.Length > 0
            ? new PresenceColumn(generator, column.Plan.Nullable, presence, new Draws(seed, table.Entity.Name, "missing:" + name))
            : generator;
    }
}

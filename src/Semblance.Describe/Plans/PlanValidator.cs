using System.Globalization;
using System.Text.RegularExpressions;

namespace Semblance.Describe.Plans;

/// <summary>Whether a plan can be carried out, and what to change if it can't.</summary>
public static partial class PlanValidator
{
    private const int LongestName = 63;
    private const double LargestSkew = 5;
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const long MostRows = 1_000_000_000;

    /// <summary>Everything wrong with a plan, one sentence each; empty for a plan that can be carried out.</summary>
    public static IReadOnlyList<string> Problems(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var problems = new List<string>();
        if (plan.Version is < 1 or > Plan.CurrentVersion)
        {
            problems.Add($"The plan has version {plan.Version}; this program reads version {Plan.CurrentVersion}.");
            return problems;
        }
        CheckLocale(plan.Locale, "The plan", problems);
        if (plan.AsOf.Year is < FirstYear or > LastYear)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The plan has as_of {plan.AsOf:yyyy-MM-dd}; its year is {FirstYear} to {LastYear}."));
        }
        if (plan.Entities.Count == 0)
        {
            problems.Add("The plan has no entities; it needs at least one.");
        }
        if (plan.Entities.Count > Plan.MostEntities)
        {
            problems.Add($"The plan has {plan.Entities.Count} entities; at most {Plan.MostEntities} are possible.");
        }
        foreach (PlanEntity entity in plan.Entities)
        {
            CheckEntity(plan, entity, problems);
        }
        CheckDuplicates(plan.Entities.Select(entity => entity.Name), "Two entities are called", problems);
        if (problems.Count == 0)
        {
            // What follows looks names up, so names come first.
            var names = new PlanNames(plan);
            RelationChecks.Check(names, problems);
            ParameterChecks.Check(names, problems);
            RuleChecks.Check(names, problems);
            if (problems.Count == 0)
            {
                CycleCheck.Check(names, problems);
            }
        }
        return problems;
    }

    /// <summary>Checks a plan.</summary>
    /// <exception cref="PlanException">It can't be carried out.</exception>
    public static void ThrowIfInvalid(Plan plan)
    {
        IReadOnlyList<string> problems = Problems(plan);
        if (problems.Count > 0)
        {
            throw new PlanException(problems);
        }
    }

    private static void CheckEntity(Plan plan, PlanEntity entity, List<string> problems)
    {
        string place = $"Entity '{entity.Name}'";
        CheckName(entity.Name, "An entity", problems);
        CheckDuplicates(entity.Columns.Select(column => column.Name), $"{place} has two columns called", problems);
        if (entity.Rows is < 1 or > MostRows)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has rows {entity.Rows}; rows are 1 to {MostRows:N0}, or null."));
        }
        if (!(entity.Share is > 0 and <= 1000))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has share {entity.Share}; a share is above 0 and at most 1000."));
        }
        if (entity.Locale is not null)
        {
            CheckLocale(entity.Locale, place, problems);
        }
        if (entity.Columns.Count is 0 or > Plan.MostColumns)
        {
            problems.Add($"{place} has {entity.Columns.Count} columns; it needs 1 to {Plan.MostColumns}.");
        }
        foreach (PlanColumn column in entity.Columns)
        {
            CheckColumn(entity, column, problems);
        }
        if (entity.PrimaryKey is { } key)
        {
            PlanColumn? column = entity.Columns.FirstOrDefault(column => column.Name == key);
            if (column is null)
            {
                problems.Add($"{place} has primary_key '{key}', which is none of its columns.");
            }
            else if (column.Nullable > 0)
            {
                problems.Add($"{place} has primary_key '{key}' with nullable {column.Nullable.ToString(CultureInfo.InvariantCulture)}; a key is never missing.");
            }
            else if (!column.Unique && Generators.Find(column.Generator)?.Uniqueness != Uniqueness.Always)
            {
                problems.Add($"{place} has primary_key '{key}', whose values repeat; set \"unique\": true.");
            }
        }
    }

    private static void CheckColumn(PlanEntity entity, PlanColumn column, List<string> problems)
    {
        string place = $"Column '{entity.Name}.{column.Name}'";
        CheckName(column.Name, $"A column of entity '{entity.Name}'", problems);
        if (!PlanTypes.All.Contains(column.Type))
        {
            problems.Add($"{place} has type '{column.Type}'; the types are {string.Join(", ", PlanTypes.All)}.");
        }
        if (!(column.Nullable is >= 0 and <= 1))
        {
            problems.Add($"{place} has nullable {column.Nullable.ToString(CultureInfo.InvariantCulture)}; it is a share from 0 to 1.");
        }
        if (Generators.Find(column.Generator) is not { } generator)
        {
            string near = Generators.All.Select(generator => generator.Name).Where(name => column.Generator.Length > 2 && (name.Contains(column.Generator, StringComparison.OrdinalIgnoreCase) || column.Generator.Contains(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault() is { } similar ? $" Did you mean '{similar}'?" : "";
            problems.Add($"{place} has generator '{column.Generator}', which does not exist.{near}");
            return;
        }
        if (PlanTypes.All.Contains(column.Type) && !generator.Types.Contains(column.Type))
        {
            problems.Add($"{place} has type '{column.Type}', but generator '{generator.Name}' makes {string.Join(" or ", generator.Types)}.");
        }
        if (column.Unique && generator.Uniqueness == Uniqueness.Never)
        {
            problems.Add($"{place} is unique, but the values of generator '{generator.Name}' repeat.");
        }
    }

    private static void CheckLocale(string locale, string place, List<string> problems)
    {
        if (PlanLocales.Resolve(locale) is null)
        {
            problems.Add($"{place} has locale '{locale}'; the locales are {string.Join(", ", PlanLocales.All)}.");
        }
    }

    private static void CheckName(string name, string what, List<string> problems)
    {
        // Names become file names, column headers and SQL identifiers.
        if (name.Length is 0 or > LongestName || !NameForm().IsMatch(name))
        {
            problems.Add($"{what} is called '{name}'; names are 1 to {LongestName} letters, digits, underscores, hyphens and spaces and begin with a letter or an underscore.");
        }
    }

    private static void CheckDuplicates(IEnumerable<string> names, string what, List<string> problems)
    {
        // Databases take names that differ in case alone for the same.
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            problems.Add($"{what} '{twice.First()}'; names are distinct, whatever their case.");
        }
    }

    [GeneratedRegex(@"^[\p{L}_](?:[\p{L}\p{N}_ -]*[\p{L}\p{N}_-])?$")]
    private static partial Regex NameForm();

    /// <summary>Relations and the columns that carry them.</summary>
    private static class RelationChecks
    {
        public static void Check(PlanNames names, List<string> problems)
        {
            foreach (PlanRelation relation in names.Plan.Relations)
            {
                string place = $"The relation of '{relation.Child}.{relation.Column}' to '{relation.Parent}'";
                if (!RelationKinds.All.Contains(relation.Kind))
                {
                    problems.Add($"{place} has kind '{relation.Kind}'; the kinds are {string.Join(", ", RelationKinds.All)}.");
                    continue;
                }
                CheckEnd(names, place, relation.Parent, relation.Child, relation.Column, problems);
                if (!(relation.Skew is >= 0 and <= LargestSkew) || !(relation.OtherSkew is >= 0 and <= LargestSkew))
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has skew {(relation.Skew is >= 0 and <= LargestSkew ? relation.OtherSkew : relation.Skew)}; it is 0 to {LargestSkew}."));
                }
                if (!Arrangements.All.Contains(relation.Arrangement))
                {
                    problems.Add($"{place} has arrangement '{relation.Arrangement}'; it is {string.Join(" or ", Arrangements.All)}.");
                }
                if (relation.PerParent is { } bounds && (bounds.Min < 0 || bounds.Max < Math.Max(1, bounds.Min)))
                {
                    problems.Add($"{place} has per_parent {bounds.Min} to {bounds.Max}; min is at least 0 and max at least 1 and not below min.");
                }
                bool isMany = relation.Kind == RelationKinds.ManyToMany;
                if (isMany)
                {
                    CheckEnd(names, place, relation.OtherParent ?? "", relation.Child, relation.OtherColumn ?? "", problems);
                    if (relation.OtherColumn == relation.Column)
                    {
                        problems.Add($"{place} has the same column '{relation.Column}' for both sides.");
                    }
                }
                else if (relation.OtherParent is not null || relation.OtherColumn is not null)
                {
                    problems.Add($"{place} is {relation.Kind} and has no other_parent or other_column; only many_to_many has.");
                }
                if ((relation.Kind == RelationKinds.Self) != (relation.Parent == relation.Child))
                {
                    problems.Add(relation.Kind == RelationKinds.Self ? $"{place} is of kind self; parent and child are then the same entity." : $"{place} refers to its own entity; its kind is then self.");
                }
                if (relation.Kind == RelationKinds.Self && (!(relation.Span is >= 1 and <= 1_000_000) || relation.Roots < 1))
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has span {relation.Span} and roots {relation.Roots}; both are at least 1."));
                }
            }
            var columns = names.Plan.Relations.SelectMany(relation => relation.OtherColumn is { } other ? new[] { (relation.Child, relation.Column), (relation.Child, Column: other) } : [(relation.Child, relation.Column)]).ToList();
            foreach (IGrouping<(string Child, string Column), (string, string)> group in columns.GroupBy(end => (end.Child, end.Column)).Where(group => group.Count() > 1))
            {
                problems.Add($"Two relations use column '{group.Key.Child}.{group.Key.Column}'; a foreign key refers to one entity.");
            }
            foreach (PlanEntity entity in names.Plan.Entities)
            {
                foreach (PlanColumn column in entity.Columns.Where(column => column.Generator == "foreign_key" && !columns.Contains((entity.Name, column.Name))))
                {
                    problems.Add($"Column '{entity.Name}.{column.Name}' is a foreign_key, but no relation names it.");
                }
            }
        }

        private static void CheckEnd(PlanNames names, string place, string parent, string child, string column, List<string> problems)
        {
            if (names.Entity(parent) is not { } parentEntity)
            {
                problems.Add($"{place} has parent '{parent}', which is none of the entities.");
            }
            else if (parentEntity.PrimaryKey is not { } key)
            {
                problems.Add($"{place} refers to '{parent}', which has no primary_key.");
            }
            else if (names.Column(child, column) is { } foreignKey && names.Column(parent, key) is { } primaryKey && foreignKey.Type != primaryKey.Type)
            {
                problems.Add($"{place}: column '{child}.{column}' has type '{foreignKey.Type}' and the key '{parent}.{key}' has type '{primaryKey.Type}'; they are the same.");
            }
            if (names.Entity(child) is null)
            {
                problems.Add($"{place} has child '{child}', which is none of the entities.");
            }
            else if (names.Column(child, column) is not { } foreignKey)
            {
                problems.Add($"{place} has column '{column}', which entity '{child}' does not have.");
            }
            else if (foreignKey.Generator != "foreign_key")
            {
                problems.Add($"Column '{child}.{column}' carries a relation; its generator is then 'foreign_key', not '{foreignKey.Generator}'.");
            }
        }
    }
}

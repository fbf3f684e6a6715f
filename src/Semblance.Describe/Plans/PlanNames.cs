namespace Semblance.Describe.Plans;

/// <summary>Finds the entities, columns and relations of a plan by name. Entity and column names are distinct.</summary>
internal sealed class PlanNames
{
    private readonly Dictionary<string, PlanEntity> _entities;
    private readonly Dictionary<(string Entity, string Column), PlanColumn> _columns = [];
    private readonly Dictionary<(string Entity, string Column), string> _parents = [];

    public PlanNames(Plan plan)
    {
        Plan = plan;
        _entities = plan.Entities.ToDictionary(entity => entity.Name, StringComparer.Ordinal);
        foreach (PlanEntity entity in plan.Entities)
        {
            foreach (PlanColumn column in entity.Columns)
            {
                _columns[(entity.Name, column.Name)] = column;
            }
        }
        foreach (PlanRelation relation in plan.Relations)
        {
            _parents.TryAdd((relation.Child, relation.Column), relation.Parent);
            if (relation is { OtherColumn: { } column, OtherParent: { } parent })
            {
                _parents.TryAdd((relation.Child, column), parent);
            }
        }
    }

    public Plan Plan { get; }

    public PlanEntity? Entity(string name) => _entities.GetValueOrDefault(name);

    public PlanColumn? Column(string entity, string column) => _columns.GetValueOrDefault((entity, column));

    /// <summary>The entity that a foreign key refers to; null if the column carries no relation.</summary>
    public string? ParentOf(string entity, string column) => _parents.GetValueOrDefault((entity, column));

    /// <summary>The entity and column that a reference such as "price" or "product_id.price" of an entity leads to.</summary>
    /// <param name="entity">Where the reference stands.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="problem">Why it leads nowhere, as the end of a sentence; null if it leads somewhere.</param>
    public (PlanEntity Entity, PlanColumn Column)? Follow(string entity, string reference, out string? problem)
    {
        problem = null;
        string[] steps = reference.Split('.');
        string at = entity;
        for (int i = 0; i < steps.Length; i++)
        {
            if (Column(at, steps[i]) is not { } column)
            {
                problem = $"entity '{at}' has no column '{steps[i]}'";
                return null;
            }
            if (i == steps.Length - 1)
            {
                return (Entity(at)!, column);
            }
            if (ParentOf(at, steps[i]) is not { } parent || Entity(parent) is null)
            {
                problem = $"'{at}.{steps[i]}' is not a foreign key";
                return null;
            }
            at = parent;
        }
        return null;
    }

    /// <summary>The relations whose child refers to a parent, with the column that does.</summary>
    public IEnumerable<string> ForeignKeys(string child, string parent) => _parents.Where(pair => pair.Key.Entity == child && pair.Value == parent).Select(pair => pair.Key.Column);
}

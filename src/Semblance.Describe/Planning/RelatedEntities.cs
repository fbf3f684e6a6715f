using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning;

/// <summary>Adds tables of the same field until there are as many as asked for: those that the ones there refer to first, then those that refer to them, then the field's most usual.</summary>
internal static class RelatedEntities
{
    public static void Add(PlanCatalog catalog, PromptReading reading, int wanted)
    {
        var added = new List<string>();
        bool named = reading.Entities.Count > 0;
        while (reading.Entities.Count < wanted && Next(catalog, reading, named) is { } entity)
        {
            reading.Entities.Add(new EntityWish { Name = entity.Name, Singular = entity.Singular, Catalog = entity, IsFirm = true, IsAdded = true });
            added.Add(entity.Name);
        }
        if (added.Count > 0)
        {
            reading.Warnings.Add(named ? $"{string.Join(", ", added)} {(added.Count == 1 ? "was" : "were")} added to make {reading.Entities.Count} datasets." : $"The prompt names no tables; {string.Join(", ", added)} {(added.Count == 1 ? "was" : "were")} chosen for its field.");
        }
    }

    private static CatalogEntity? Next(PlanCatalog catalog, PromptReading reading, bool named)
    {
        List<string> domains = [.. reading.Domains.Concat(reading.Entities.Where(entity => entity.Catalog is not null).Select(entity => entity.Catalog!.Domain)).Distinct()];
        List<CatalogEntity> all = [.. domains.SelectMany(name => catalog.Domain(name).Entities)];
        HashSet<string> present = [.. reading.Entities.Select(entity => entity.Catalog?.Name ?? entity.Name)];
        List<CatalogEntity> free = [.. all.Where(entity => !present.Contains(entity.Name) && !reading.Unwanted.Contains(Spelling.Key(entity.Name)) && !reading.Entities.Exists(other => string.Equals(other.Name, entity.Name, StringComparison.OrdinalIgnoreCase) || Spelling.Key(entity.Name).EndsWith(" " + other.Key, StringComparison.Ordinal)))];
        if (!named)
        {
            return free.FirstOrDefault();
        }
        return free.Find(entity => reading.Entities.Exists(other => other.Catalog is { } known && Refers(known, [entity.Name]))) ?? free.Find(entity => Refers(entity, present)) ?? free.FirstOrDefault();
    }

    private static bool Refers(CatalogEntity entity, HashSet<string> to) => entity.Columns.Any(column => column.Forms.Any(form => form.Key is { Span: null } key && key.Targets.Any(to.Contains)));
}

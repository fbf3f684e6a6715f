using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Makes a plan of what was read from a prompt: columns from the catalog where the prompt leaves them open, keys, relations, rules.</summary>
internal sealed class PlanBuilder
{
    private static readonly CatalogColumn s_key = new() { Names = ["id"], Forms = [new ColumnForm { Generator = "sequence" }], Unique = true };
    private static readonly CatalogColumn s_reference = new() { Names = ["reference"], Forms = [new ColumnForm { Generator = "integer" }] };

    private readonly PlanCatalog _catalog;
    private readonly PromptReading _reading;
    private readonly long _size;
    private readonly List<EntityDraft> _entities;
    private readonly ColumnResolver _resolver;
    private readonly List<PlanRelation> _links = [];

    private PlanBuilder(PlanCatalog catalog, PromptReading reading, long size)
    {
        _catalog = catalog;
        _reading = reading;
        _size = size;
        _entities = [.. reading.Entities.Select(wish => new EntityDraft(wish))];
        _resolver = new ColumnResolver(catalog, _entities);
    }

    /// <summary>Makes the plan.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="reading">What was read; at least one entity.</param>
    /// <param name="size">The number of rows per table that is to be made, which unique codes must have room for.</param>
    /// <param name="locale">The locale that was asked for outside of the prompt; null for the prompt's.</param>
    public static Plan Build(PlanCatalog catalog, PromptReading reading, long size, string? locale) => new PlanBuilder(catalog, reading, size).Build(locale);

    private Plan Build(string? locale)
    {
        foreach (EntityDraft entity in _entities)
        {
            AddColumns(entity);
        }
        foreach (RelationWish relation in _reading.Relations)
        {
            AddRelation(relation);
        }
        foreach (EntityDraft entity in _entities)
        {
            EnsureKeys(entity);
        }
        SetShares();
        var maker = new ColumnMaker(_catalog, _entities, _resolver, _reading, _size);
        var entities = _entities.ConvertAll(entity => new PlanEntity
        {
            Name = entity.Name,
            Rows = entity.Rows,
            Share = entity.Share,
            PrimaryKey = entity.PrimaryKey,
            Columns = [.. entity.Columns.Select(column => maker.Make(entity, column))],
        });
        var plan = new Plan
        {
            Locale = locale ?? _reading.Locale ?? Plan.DefaultLocale,
            Entities = entities,
            Relations = [.. _entities.SelectMany(Relations), .. _links],
            Rules = [.. RuleMaker.Make(_entities, _reading, maker)],
        };
        return PlanRepair.Repair(plan, _reading.Warnings);
    }

    // Columns

    private void AddColumns(EntityDraft entity)
    {
        bool first = true, named = entity.Wish is { NamesColumns: true, IsComplete: false };
        if (!entity.Wish.IsComplete)
        {
            entity.Columns.Add(new ColumnDraft { Name = "id", Source = s_key });
            entity.PrimaryKey = "id";
            AddUsualColumns(entity, named);
            first = false;
        }
        foreach (ColumnWish wish in entity.Wish.Columns)
        {
            ColumnDraft column = _resolver.Resolve(entity, wish, first);
            first = false;
            ColumnDraft? same = entity.Named(wish.Name) ?? (column.IsCatalogs ? entity.Standing(column.Source.Name) : null)
                ?? (column.Parent is { } parent ? entity.Columns.FirstOrDefault(other => other.Parent == parent && other.Key?.Span is null == column.Key?.Span is null) : null);
            if (same is not null && !entity.Wish.IsComplete)
            {
                same.Wish = wish;
            }
            else if (named && column.Parent is null && column.Source.Name == "id")
            {
                // The prompt's own key in place of ours.
                entity.Columns[0] = column;
                entity.PrimaryKey = column.Name;
            }
            else if (same is null || !string.Equals(same.Name, wish.Name, StringComparison.OrdinalIgnoreCase))
            {
                entity.Columns.Add(column);
            }
            if (ReferenceEquals(column.Source, s_key) || (column.Source.Name == "id" && column.Parent is null))
            {
                entity.PrimaryKey ??= (same ?? column).Name;
            }
        }
        // A list without keys and types describes the rows and leaves unsaid what they belong to: hotels, rooms (number, floor).
        if (entity.Wish.IsComplete && entity.PrimaryKey is null && entity.Columns.TrueForAll(column => column.Parent is null && column.Wish?.Type is null) && !_reading.Relations.Exists(relation => relation.Child == entity.Wish))
        {
            AddUsualColumns(entity, true);
        }
        // First and last name, which the prompt names, are all of a name.
        if (entity.Wish.Columns.Exists(wish => wish.Key == "first name") && entity.Wish.Columns.Exists(wish => wish.Key == "last name"))
        {
            entity.Columns.RemoveAll(column => column.IsCatalogs && column.Wish is null && (column.Source.Name == "full_name" || column.Source.Forms is [{ Generator: "full_name" }, ..]) && column.Name is "name" or "full_name");
        }
        if (entity.Wish.Hierarchy is { } role && entity.Columns.TrueForAll(column => column.Parent != entity))
        {
            entity.Columns.Add(new ColumnDraft { Name = Free(entity, role + "_id"), Source = s_reference, Parent = entity, Key = new KeyForm { Targets = [entity.Name], Span = 7 } });
        }
    }

    private void AddUsualColumns(EntityDraft entity, bool keysOnly)
    {
        if (entity.Catalog is not { } known)
        {
            if (keysOnly)
            {
                return;
            }
            // Nothing is known of it: a name, and what nearly every table has.
            string[] usual = entity.Wish.Columns.Count >= 2 ? ["name"] : entity.Wish.IsAdded ? []
                : NameRules.IsPerson(Spelling.Words(entity.Wish.Singular)[^1]) ? ["name", "email", "phone", "city", "status", "created_at"] : ["name", "status", "created_at"];
            foreach (string name in usual.Where(name => !IsUnwanted(name) && entity.Wish.Columns.TrueForAll(wish => wish.Key != Spelling.Key(name))))
            {
                entity.Columns.Add(_resolver.Resolve(entity, new ColumnWish { Name = name }, false));
            }
            return;
        }
        // A key to a table that is not in the plan says something only where no other key does.
        bool refers = known.Columns.Any(column => column.Forms.FirstOrDefault(form => form.Key is not null)?.Key is { Span: null } key && _resolver.Find(key) is not null) || _reading.Relations.Exists(relation => relation.Child == entity.Wish && relation.Parent != entity.Wish);
        foreach (CatalogColumn column in known.Columns)
        {
            KeyForm? key = column.Forms.FirstOrDefault(form => form.Key is not null)?.Key;
            bool omitted = known.Omit.Any(line => line.Column == column.Name && (line.Entities.Count == 0 || line.Entities.Any(name => _entities.Exists(other => other.Catalog?.Name == name)) == line.Present));
            EntityDraft? parent = key is null ? null : key.Span is not null ? entity : _resolver.Find(key);
            bool reads = _reading.Relations.Exists(relation => relation.Parent == parent?.Wish && relation.Child == entity.Wish);
            if ((keysOnly && (parent is null || (parent == entity && entity.Wish.IsComplete))) || (parent is not null && IsLinked(entity, parent)))
            {
                continue;
            }
            if ((key is not null && parent is null && refers) || (omitted && !reads && !(key?.Span is not null && entity.Wish.Hierarchy is not null)) || (IsUnwanted(column.Name) && parent is null))
            {
                continue;
            }
            entity.Columns.Add(new ColumnDraft { Name = parent is not null && parent != entity ? KeyName(column, key!, parent) : column.Name, Source = column, IsCatalogs = true, Parent = parent, Key = key });
        }
    }

    // Books with several authors each have no author_id: a table between the two has.
    private bool IsLinked(EntityDraft entity, EntityDraft other) =>
        _reading.Relations.Exists(relation => relation.ManyToMany && relation.Parent == entity.Wish && relation.Child.IsAdded && relation.Child.Key == $"{entity.Wish.Key} {other.Wish.Key}");

    // A reference to a table that the prompt calls by another name takes that name: client_id for a table of clients.
    private string KeyName(CatalogColumn column, KeyForm key, EntityDraft parent)
    {
        bool plain = parent.Catalog is not null && key.Targets.Contains(parent.Catalog.Name) && (IsNameOf(parent.Catalog) || (_catalog.EntityNamed(key.Targets[0]) is { } first && IsNameOf(first)));
        return plain ? Spelling.Snake(Spelling.Words(parent.Wish.Singular)) + "_id" : column.Name;
        bool IsNameOf(CatalogEntity entity) => column.Name == Spelling.Snake(Spelling.Words(entity.Singular)) + "_id";
    }

    private bool IsUnwanted(string name)
    {
        string key = Spelling.Key(name);
        return _reading.Unwanted.Contains(key) || _reading.Unwanted.Any(unwanted => key.EndsWith(" " + unwanted, StringComparison.Ordinal)
            || (_catalog.Meaning(unwanted) is { } meaning && unwanted is not "name" && meaning == _catalog.Meaning(key))
            || (unwanted == "address" && key is "street address" or "post code" or "city" or "region"));
    }

    // Relations and keys

    private void AddRelation(RelationWish wish)
    {
        EntityDraft parent = Draft(wish.Parent), child = Draft(wish.Child);
        if (wish.ManyToMany)
        {
            // The link table has been added to the reading as an entity of its own.
            if (wish.Min is not null || wish.Max is not null)
            {
                child.Columns.Find(column => column.Parent == parent)!.PerParent = (wish.Min ?? 0, wish.Max);
            }
            return;
        }
        if (wish.Parent == wish.Child)
        {
            return;
        }
        ColumnDraft? key = child.Columns.Find(column => column.Parent == parent);
        if (key is null && wish.Min is null && wish.Max is null && (parent.Columns.Exists(column => column.Parent == child) || _entities.Exists(link => link != parent && link != child && link.Columns.Exists(column => column.Parent == parent) && link.Columns.Exists(column => column.Parent == child))))
        {
            return; // The catalog has it the other way round, or by a table between them: guests book rooms, by bookings.
        }
        if (key is null)
        {
            key = new ColumnDraft { Name = Free(child, Spelling.Snake(Spelling.Words(parent.Wish.Singular)) + "_id"), Source = s_reference, Parent = parent };
            child.Columns.Insert(child.Columns.FindIndex(column => column.Name == child.PrimaryKey) + 1, key);
            // The reference takes the place of a name in words: publisher_id that of publisher.
            child.Columns.RemoveAll(column => column.IsCatalogs && column.Wish is null && column.Parent is null && Spelling.Key(column.Name) == parent.Wish.Key);
        }
        if (wish.Min is not null || wish.Max is not null)
        {
            key.PerParent = (wish.Min ?? 0, wish.Max);
        }
        key.OneToOne |= wish.OneToOne;
    }

    private void EnsureKeys(EntityDraft entity)
    {
        // A link table names its rows by both of its sides.
        if (entity.PrimaryKey is null && entity.Columns.Find(column => column.Wish is { } wish && column.Parent is null && ColumnResolver.IsCode(wish)) is { } code
            && _entities.Exists(other => other.Columns.Exists(column => column.Parent == entity && Spelling.Key(column.Name) == entity.Wish.Key)))
        {
            entity.PrimaryKey = code.Name;
        }
        if (entity.PrimaryKey is null && _entities.Exists(other => other.Columns.Exists(column => column.Parent == entity)))
        {
            entity.Columns.Insert(0, new ColumnDraft { Name = Free(entity, "id"), Source = s_key });
            entity.PrimaryKey = entity.Columns[0].Name;
        }
    }

    private static string Free(EntityDraft entity, string name)
    {
        string free = name;
        for (int i = 2; entity.Named(free) is not null; i++)
        {
            free = $"{name}_{i}";
        }
        return free;
    }

    private EntityDraft Draft(EntityWish wish) => _entities.Find(entity => entity.Wish == wish)!;

    private IEnumerable<PlanRelation> Relations(EntityDraft entity)
    {
        RelationWish? link = _reading.Relations.Find(relation => relation.ManyToMany && relation.Child == entity.Wish);
        bool linked = false;
        foreach (ColumnDraft column in entity.Columns.Where(column => column.Parent is not null))
        {
            EntityDraft parent = column.Parent!;
            if (linked && link is not null)
            {
                link = null;
                continue;
            }
            if (link is not null && entity.Columns.FindAll(other => other.Parent is not null && other.Parent != entity) is [var one, var other, ..] && one == column)
            {
                linked = true;
                yield return new PlanRelation { Kind = RelationKinds.ManyToMany, Parent = parent.Name, Child = entity.Name, Column = column.Name, OtherParent = other.Parent!.Name, OtherColumn = other.Name, PerParent = Bounds(column) };
                continue;
            }
            if (parent == entity)
            {
                yield return new PlanRelation { Kind = RelationKinds.Self, Parent = entity.Name, Child = entity.Name, Column = column.Name, Span = column.Key?.Span ?? 7, Roots = Math.Max(1, Math.Min(5, (entity.Rows ?? _size) / 200)) };
                continue;
            }
            bool oneToOne = column.OneToOne || column.Key?.OneToOne == true;
            yield return new PlanRelation
            {
                Kind = oneToOne && FitsOneToOne(entity, parent) ? RelationKinds.OneToOne : RelationKinds.OneToMany,
                Parent = parent.Name,
                Child = entity.Name,
                Column = column.Name,
                PerParent = Bounds(column) ?? UsualBounds(entity, column, parent),
                Arrangement = column.Key?.Grouped == true ? Arrangements.Grouped : Arrangements.Shuffled,
            };
        }
    }

    private static PerParent? Bounds(ColumnDraft column) => column.PerParent is { } bounds ? new PerParent { Min = bounds.Min, Max = bounds.Max } : null;

    // The catalog says how many are usual, but tables have the sizes asked for: only the most can be kept, and only where there is room.
    private static PerParent? UsualBounds(EntityDraft child, ColumnDraft column, EntityDraft parent) =>
        column.Key?.PerParent is { Max: { } max } && child.Rows is null && parent.Rows is null && child.Share <= parent.Share * max ? new PerParent { Min = 0, Max = max } : null;

    private static bool FitsOneToOne(EntityDraft child, EntityDraft parent) => child.Rows is { } rows ? parent.Rows is { } above && rows <= above : parent.Rows is null && child.Share <= parent.Share;

    // "Each customer has 1 to 5 orders": a third as many customers as orders. Where the prompt gives the parent's rows, the children follow.
    private void SetShares()
    {
        for (int round = 0; round < _entities.Count; round++)
        {
            foreach (EntityDraft child in _entities)
            {
                foreach (ColumnDraft column in child.Columns.Where(column => column.PerParent is not null && column.Parent is not null && column.Parent != child))
                {
                    EntityDraft parent = column.Parent!;
                    (long min, long? max) = column.PerParent!.Value;
                    double mean = Math.Max(0.5, (min + (double)(max ?? Math.Max(min * 2, min + 4))) / 2);
                    if (parent.Rows is { } rows)
                    {
                        child.Rows ??= Math.Max(1, (long)Math.Round(rows * mean));
                    }
                    else if (child.Rows is { } children && child.Wish.Rows is not null)
                    {
                        parent.Rows = Math.Max(1, (long)Math.Round(children / mean));
                    }
                    else if (min > 0 && min == max && child.Rows is null && Math.Floor(child.Share * _size / min) is >= 1 and var whole && whole * min != child.Share * _size)
                    {
                        // "Exactly 3": shares of 1,000 rows would leave one over.
                        parent.Rows = (long)whole;
                        child.Rows = (long)whole * min;
                    }
                    else
                    {
                        parent.Share = Math.Round(Math.Clamp(child.Share / mean, 1e-6, 1), 6);
                    }
                }
            }
        }
        // Bounds that the rows now given cannot keep are widened rather than left to fail.
        foreach (EntityDraft child in _entities)
        {
            foreach (ColumnDraft column in child.Columns.Where(column => column.PerParent is not null && column.Parent is not null && column.Parent != child))
            {
                EntityDraft parent = column.Parent!;
                (long min, long? max) = column.PerParent!.Value;
                double parents = parent.Rows ?? parent.Share * _size, children = child.Rows ?? child.Share * _size;
                bool mixed = parent.Rows is null != child.Rows is null;
                column.PerParent = (children < min * parents || mixed ? 0 : min, max is { } most && (children > most * parents || mixed) ? null : max);
            }
        }
    }
}

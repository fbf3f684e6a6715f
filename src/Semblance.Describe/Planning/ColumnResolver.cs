using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Finds out what a named column of a table is: its key, a reference to another table, a column that the catalog knows, or what its name lets expect.</summary>
internal sealed class ColumnResolver(PlanCatalog catalog, IReadOnlyList<EntityDraft> entities)
{
    private static readonly CatalogColumn s_key = new() { Names = ["id"], Forms = [new ColumnForm { Generator = "sequence" }], Unique = true };
    private static readonly HashSet<string> s_idWords = new(StringComparer.Ordinal) { "id", "uuid", "guid", "key", "pk", "fk", "identifier" };
    private static readonly HashSet<string> s_selfRoles = new(StringComparer.Ordinal) { "parent", "manager", "supervisor", "boss", "report to", "reply to", "referred by", "mentor", "superior", "lead" };

    // First halves of names that say whose a column is, besides entities: a second word that differs only in these describes another person or place.
    private static readonly HashSet<string> s_roles = new(StringComparer.Ordinal)
    {
        "billing", "shipping", "delivery", "home", "work", "pickup", "dropoff", "origin", "destination", "departure", "arrival", "sender", "recipient", "receiver", "contact", "emergency", "owner", "primary", "secondary", "from", "to", "source", "target", "first", "second", "previous", "current", "old", "new", "business", "private", "personal", "manager", "author", "buyer", "seller", "doctor", "patient", "guest", "host", "driver", "passenger", "agent", "visitor", "mother", "father", "parent", "guardian", "spouse", "partner", "birth", "start", "end",
    };

    // Last words that say too little: a violation type is no type of product, a crew size no size of clothes.
    private static readonly HashSet<string> s_general = new(StringComparer.Ordinal) { "type", "kind", "category", "class", "group", "size", "number", "zone", "title" };

    /// <summary>The column of a name in a table.</summary>
    public ColumnDraft Resolve(EntityDraft entity, ColumnWish wish, bool isFirst)
    {
        List<string> words = Spelling.Words(wish.Name);
        string key = Spelling.Key(words);
        if (!entity.Wish.IsAdded && IsKey(entity, key, wish, isFirst))
        {
            return new ColumnDraft { Name = wish.Name, Source = Key(words), Wish = wish };
        }
        if (Reference(entity, words, wish) is { } reference)
        {
            return reference;
        }
        // Beside a last name, a name is the first: "name, surname", "nombre, apellido".
        if ((key == "name" || catalog.Meaning(key)?.Name == "full_name") && Spelling.Words(wish.Name).Count == 1 && entity.Wish.Columns.Exists(other => other != wish && catalog.Meaning(other.Key)?.Name == "last_name"))
        {
            return Known(wish, "first_name", "");
        }
        // A user's username is another than the user's name.
        if (catalog.Meaning(key) is { Name: "username" } && entity.Catalog?.Column(key) is { Name: "name" or "full_name" })
        {
            return Known(wish, "username", "");
        }
        if (entity.Catalog?.Column(key) is { } known)
        {
            return new ColumnDraft { Name = wish.Name, Source = known, IsCatalogs = true, Wish = wish, Key = known.Forms.FirstOrDefault(form => form.Key is not null)?.Key };
        }
        if (key == "name" && entity.Catalog?.IsPerson == true)
        {
            return Known(wish, "full_name", "");
        }
        if (key is "name" or "title" && entity.Catalog?.Column(key == "name" ? "title" : "name") is { } title)
        {
            return new ColumnDraft { Name = wish.Name, Source = title, IsCatalogs = true, Wish = wish };
        }
        // "pages" counts what "page" names.
        if (IsPluralName(wish.Name) && catalog.Meaning("number of " + key) is { } number)
        {
            return new ColumnDraft { Name = wish.Name, Source = number, Wish = wish };
        }
        // An employee is somebody, employees are a number.
        if (!IsPluralName(wish.Name) && catalog.Meaning(key) is { Forms: [{ Generator: "integer" }, ..] } && catalog.Entities(key) is [{ IsPerson: true }, ..])
        {
            return Known(wish, "full_name", wish.Name.ToLowerInvariant());
        }
        // People weigh more than parcels.
        if (words[0] == "weight" && catalog.Meaning(key) is { Name: "weight_kg" } && (entity.Catalog?.IsPerson ?? NameRules.IsPerson(Spelling.Words(entity.Wish.Singular)[^1])))
        {
            return Known(wish, "body_weight_kg", "");
        }
        if (key != "name" && catalog.Meaning(key) is { } meaning)
        {
            return new ColumnDraft { Name = wish.Name, Source = meaning, Wish = wish };
        }
        if (key == "name" && entity.Catalog is null && catalog.Meaning(entity.Wish.Key) is { Forms: [{ Generator: "company" or "full_name" or "choice" or "list" }, ..] } own)
        {
            return new ColumnDraft { Name = wish.Name, Source = own, Wish = wish }; // publishers have the names that a column "publisher" would have
        }
        if (key == "name" && entity.Catalog is null && NameRules.IsAnimal(Spelling.Words(entity.Wish.Singular)[^1]))
        {
            return Known(wish, "pet_name", "");
        }
        return WithoutFirstWords(entity, wish, words) ?? NameOf(wish, key) ?? new ColumnDraft { Name = wish.Name, Source = NameRules.Of(words, entity.Wish.Singular, IsPluralName(wish.Name)), Wish = wish };
    }

    /// <summary>The table that a key name such as "customer id" refers to; null if there is none in the plan.</summary>
    public EntityDraft? Target(string key)
    {
        EntityDraft? direct = entities.FirstOrDefault(entity => entity.Wish.Key == key || Spelling.Key(entity.Name) == key);
        if (direct is not null)
        {
            return direct;
        }
        // "customer" for a table of clients: both are the same entity of the catalog.
        foreach (CatalogEntity known in catalog.Entities(key))
        {
            if (entities.FirstOrDefault(entity => entity.Catalog == known) is { } same)
            {
                return same;
            }
        }
        return entities.FirstOrDefault(entity => entity.Wish.Key.EndsWith(" " + key, StringComparison.Ordinal));
    }

    private static bool IsKey(EntityDraft entity, string key, ColumnWish wish, bool isFirst)
    {
        string own = entity.Wish.Key, last = own[(own.LastIndexOf(' ') + 1)..];
        return wish.IsKey || key is "id" or "uuid" or "guid" or "row id" or "record id"
            || (s_idWords.Contains(key[(key.LastIndexOf(' ') + 1)..]) && key.LastIndexOf(' ') is > 0 and var space && key[..space] is var subject
                && (subject == own || subject == Spelling.Key(entity.Name) || (subject == last && isFirst) || (isFirst && own.StartsWith(subject, StringComparison.Ordinal))
                    || (isFirst && entity.Catalog is { } known && (Spelling.Key(known.Singular) == subject || Spelling.Key(known.Singular).EndsWith(" " + subject, StringComparison.Ordinal)))));
    }

    private static CatalogColumn Key(List<string> words) =>
        words.Contains("uuid") || words.Contains("guid") ? new CatalogColumn { Names = ["id"], Forms = [new ColumnForm { Generator = "uuid" }], Unique = true } : s_key;

    private ColumnDraft? Reference(EntityDraft entity, List<string> words, ColumnWish wish)
    {
        bool isId = words.Count > 1 && s_idWords.Contains(words[^1]);
        CatalogColumn? known = entity.Catalog?.Column(Spelling.Key(words));
        KeyForm? form = known?.Forms.FirstOrDefault(candidate => candidate.Key is not null)?.Key;
        if (form is not null)
        {
            EntityDraft? target = form.Span is not null ? entity : Find(form);
            if (target is not null)
            {
                return new ColumnDraft { Name = wish.Name, Source = known!, IsCatalogs = true, Wish = wish, Parent = target, Key = form };
            }
        }
        if (!isId)
        {
            return entities.FirstOrDefault(other => other != entity && other.Wish.Key == Spelling.Key(words) && HasKey(other)) is { } named && !HasValues(wish)
                ? new ColumnDraft { Name = wish.Name, Source = s_key, Wish = wish, Parent = named } // "machine" in the logs of a table of machines
                : null;
        }
        string subject = Spelling.Key(words.Take(words.Count - 1));
        EntityDraft? parent = Target(subject);
        for (int skip = 1; parent is null && skip < words.Count - 1; skip++)
        {
            parent = Target(Spelling.Key(words.Skip(skip).Take(words.Count - 1 - skip)));
        }
        bool isSelf = s_selfRoles.Contains(subject) || (parent is null && subject.StartsWith("parent ", StringComparison.Ordinal)) || (parent == entity && subject.StartsWith("parent", StringComparison.Ordinal));
        if (parent is null && !isSelf)
        {
            return null;
        }
        return new ColumnDraft { Name = wish.Name, Source = s_key, Wish = wish, Parent = isSelf && parent is null ? entity : parent, Key = isSelf || parent == entity ? new KeyForm { Targets = [entity.Name], Span = 7 } : null };
    }

    // Whether rows of a table can be referred to: a table whose columns the prompt lists needs a key among them.
    private static bool HasKey(EntityDraft entity) => !entity.Wish.IsComplete || entity.Wish.Columns.Exists(wish => IsKey(entity, wish.Key, wish, wish == entity.Wish.Columns[0]) || IsCode(wish));

    /// <summary>Whether a column holds codes that can name the rows, such as a machine code like MC-001.</summary>
    public static bool IsCode(ColumnWish wish) => wish.Sample is not null && wish.Key[(wish.Key.LastIndexOf(' ') + 1)..] is "code" or "number" or "no" or "sku" or "tag" or "reference";

    private static bool HasValues(ColumnWish wish) => wish.Values is not null || wish.Min is not null || wish.Max is not null || wish.Sample is not null || (wish.Type is not null and not PlanTypes.Integer);

    /// <summary>The table of the plan that a foreign key of the catalog refers to.</summary>
    public EntityDraft? Find(KeyForm form) =>
        form.Targets.Select(target => entities.FirstOrDefault(entity => entity.Catalog?.Name == target) ?? entities.FirstOrDefault(entity => entity.Name == target)).FirstOrDefault(entity => entity is not null)
        // The people of a prompt are those whom the field would call borrowers, members or guests.
        ?? (form.Targets.Any(target => catalog.EntityNamed(target)?.IsPerson == true) ? entities.FirstOrDefault(entity => entity.Catalog?.Name == "people") : null);

    // customer_name, billing_city, home_phone: what the last words mean, for the person or place that the first words name.
    private ColumnDraft? WithoutFirstWords(EntityDraft entity, ColumnWish wish, List<string> words)
    {
        for (int skip = 1; skip < words.Count; skip++)
        {
            string rest = Spelling.Key(words.Skip(skip)), first = Spelling.Key(words.Take(skip));
            bool own = first == entity.Wish.Key;
            string role = own ? "" : Spelling.Snake(words.Take(skip));
            IReadOnlyList<CatalogEntity> others = catalog.Entities(first);
            if (rest is "name" or "title")
            {
                if (own)
                {
                    return Resolve(entity, new ColumnWish { Name = rest }, false) is var plain ? new ColumnDraft { Name = wish.Name, Source = plain.Source, IsCatalogs = plain.IsCatalogs, Wish = wish } : null;
                }
                if (others.Count > 0)
                {
                    return rest == "title" ? TitleOf(wish, others[0], role) : others[0].IsPerson ? Known(wish, "full_name", role)
                        : others[0].Column("name") is { } name && name.Forms is [{ Key: null, Generator: not "template" }, ..] ? new ColumnDraft { Name = wish.Name, Source = name with { Unique = false }, Wish = wish, Role = role }
                        : null;
                }
                continue;
            }
            if (entity.Catalog?.Column(rest) is { } known && (own || others.Count == 0) && known.Forms.All(form => form.Key is null) && (own || s_roles.Contains(first)))
            {
                return new ColumnDraft { Name = wish.Name, Source = known with { Unique = known.Unique && own }, Wish = wish, IsCatalogs = own, Role = role };
            }
            if (!s_general.Contains(rest) && catalog.Meaning(rest) is { } meaning)
            {
                return new ColumnDraft { Name = wish.Name, Source = meaning with { Unique = meaning.Unique && own }, Wish = wish, Role = own || !(s_roles.Contains(first) || others.Count > 0) ? "" : role };
            }
        }
        return null;
    }

    // The title of a movie in a table of tickets; a person's title is Mr or Ms.
    private static ColumnDraft? TitleOf(ColumnWish wish, CatalogEntity of, string role) =>
        of.Column("title") is { Forms: [{ Key: null, Generator: not "template" }, ..] } title ? new ColumnDraft { Name = wish.Name, Source = title with { Unique = false }, Wish = wish, Role = role } : null;

    // A column called like an entity holds its name: the listing agent, a competitor, the crop.
    private ColumnDraft? NameOf(ColumnWish wish, string key)
    {
        CatalogEntity? entity = catalog.Entities(key).Concat(catalog.Entities(key[(key.LastIndexOf(' ') + 1)..])).FirstOrDefault();
        if (entity is null || IsPluralName(wish.Name))
        {
            return null;
        }
        if (entity.IsPerson)
        {
            return Known(wish, "full_name", wish.Name.ToLowerInvariant());
        }
        return (entity.Column("name") ?? entity.Column("title")) is { } name && name.Forms is [{ Key: null } form, ..] && FormReferences.Of(form).Count == 0
            ? new ColumnDraft { Name = wish.Name, Source = name with { Unique = false }, Wish = wish }
            : null;
    }

    private ColumnDraft Known(ColumnWish wish, string meaning, string role) => new() { Name = wish.Name, Source = catalog.Meanings[meaning], Wish = wish, Role = role };

    private static bool IsPluralName(string name) => Spelling.Words(name) is { Count: > 0 } words && English.IsPlural(words[^1]);
}

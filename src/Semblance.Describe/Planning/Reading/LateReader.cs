using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Something in a prompt that can be understood only when all tables are known.</summary>
/// <param name="Subject">The table that was spoken of; null for none.</param>
internal abstract record LateMention(EntityWish? Subject);

/// <summary>A column with something said of it.</summary>
internal sealed record PassingMention(EntityWish? Subject, ColumnWish Column) : LateMention(Subject)
{
    /// <summary>Whether the table was named with it.</summary>
    public bool IsOwned { get; init; }

    /// <summary>Whether it stood in a list of columns, so that a table without it gets it.</summary>
    public bool IsListed { get; init; }
}

/// <summary>A number of things that are either rows of a table or kinds in a column.</summary>
internal sealed record CountMention(EntityWish? Subject, long Count, NounMatch Match, int At, bool IsWithin, bool IsNew) : LateMention(Subject)
{
    /// <summary>Takes the table into the reading; null if it can be none.</summary>
    public Func<int, NounMatch, bool, EntityWish>? Take { get; init; }
}

/// <summary>A share of the rows of which something holds.</summary>
internal sealed record ShareMention(EntityWish? Subject, bool IsNamed, double Share, bool Has, IReadOnlyList<string> Words, string Text) : LateMention(Subject);

/// <summary>Finds the table and column that each late mention belongs to.</summary>
internal sealed class LateReader(PlanCatalog catalog, PromptReading reading, Func<EntityWish?, string, bool> known)
{
    private static readonly HashSet<string> s_genders = new(StringComparer.Ordinal) { "woman", "women", "female", "man", "men", "male", "girl", "boy", "lady" };

    public void Settle(List<LateMention> mentions)
    {
        foreach (LateMention mention in mentions)
        {
            switch (mention)
            {
                case PassingMention passing:
                    Settle(passing);
                    break;
                case CountMention count:
                    Settle(count);
                    break;
                case ShareMention share:
                    Settle(share);
                    break;
            }
        }
    }

    private void Settle(PassingMention mention)
    {
        EntityWish? entity = mention.IsOwned ? mention.Subject : Owner(mention.Subject, mention.Column.Key);
        if (entity is null && mention.IsListed)
        {
            entity = mention.Subject;
        }
        if (entity is null)
        {
            // Said of no table in particular: of the one spoken of, if the name means something.
            entity = catalog.Meaning(mention.Column.Key) is not null && mention.Column.HasDetails ? mention.Subject ?? reading.Entities.FirstOrDefault() : null;
        }
        if (entity is not null)
        {
            Add(entity, mention.Column);
        }
    }

    // The table that has such a column: the one spoken of, then those that name it themselves, then those that have it in the catalog.
    private EntityWish? Owner(EntityWish? subject, string key) =>
        Has(subject, key) ? subject
        : reading.Entities.Find(entity => entity.Columns.Exists(column => column.Key == key))
        ?? reading.Entities.Find(entity => entity.Columns.Exists(column => Same(column.Key, key)))
        ?? reading.Entities.Find(entity => !entity.IsComplete && Has(entity, key));

    private bool Has(EntityWish? entity, string key) => entity is not null && (entity.Columns.Exists(column => column.Key == key || Same(column.Key, key)) || (!entity.IsComplete && HasInCatalog(entity, key)));

    private bool HasInCatalog(EntityWish entity, string key) => entity.Catalog?.Column(key) is not null
        || (catalog.Meaning(key) is { } meaning && entity.Catalog?.Columns.Any(column => catalog.Meaning(Spelling.Key(column.Name)) == meaning) == true)
        || (key == "age" && entity.Catalog?.Column("birth date") is not null);

    private bool Same(string a, string b) => catalog.Meaning(a) is { } meaning && meaning == catalog.Meaning(b);

    private void Add(EntityWish entity, ColumnWish wish)
    {
        ColumnWish? same = entity.Columns.Find(column => column.Key == wish.Key) ?? entity.Columns.Find(column => Same(column.Key, wish.Key));
        if (same is not null)
        {
            same.Add(wish);
            return;
        }
        // The catalog's own name for it.
        CatalogColumn? column = entity.Catalog?.Column(wish.Key) ?? (catalog.Meaning(wish.Key) is { } meaning && wish.Key != "age" ? entity.Catalog?.Columns.FirstOrDefault(other => catalog.Meaning(Spelling.Key(other.Name)) == meaning) : null);
        string name = column is not null && !entity.IsComplete ? column.Name : wish.Min is not null || wish.Max is not null ? wish.Name : Spelling.Snake(Spelling.Words(wish.Name).Select((word, place) => place == Spelling.Words(wish.Name).Count - 1 ? English.Singular(word) : word));
        var added = new ColumnWish { Name = name };
        added.Add(wish);
        entity.Columns.Add(added);
    }

    /// <summary>The column of a table in which things of a name are kinds: category_id or category for "product categories"; null for none.</summary>
    public static ColumnWish? KindOf(EntityWish entity, string key)
    {
        if (entity.Key == key)
        {
            return null;
        }
        string rest = key.StartsWith(entity.Key + " ", StringComparison.Ordinal) ? key[(entity.Key.Length + 1)..] : key;
        foreach (string name in new[] { rest + " id", rest, key, key + " id" })
        {
            if (entity.Columns.Find(column => column.Key == name) is { } column)
            {
                return column;
            }
        }
        if (!entity.IsComplete && (entity.Catalog?.Column(rest) ?? entity.Catalog?.Column(rest + " id")) is { Forms: not [{ Key: not null }, ..] } known)
        {
            return new ColumnWish { Name = known.Name };
        }
        return null;
    }

    private void Settle(CountMention mention)
    {
        EntityWish? table = reading.Entities.Find(entity => entity.Key == mention.Match.Key);
        bool isTable = table is not null && (table.IsComplete || table.IsFirm);
        if (!isTable || mention.IsWithin)
        {
            EntityWish? owner = new[] { mention.Subject }.Concat(reading.Entities).FirstOrDefault(entity => entity is not null && entity != table && KindOf(entity, mention.Match.Key) is not null);
            if (owner is not null && (mention.IsWithin || !isTable) && mention.Count <= 100_000)
            {
                ColumnWish column = KindOf(owner, mention.Match.Key)!;
                column.Levels ??= (int)mention.Count;
                if (!owner.Columns.Contains(column))
                {
                    Add(owner, column);
                }
                return;
            }
        }
        if (table is not null)
        {
            table.Rows ??= mention.Count;
        }
        else if (mention is { Take: { } take, Match.Candidates.Count: > 0 } && !mention.IsWithin)
        {
            take(mention.At, mention.Match, true).Rows = mention.Count;
        }
    }

    private void Settle(ShareMention mention)
    {
        string key = Spelling.Key(mention.Words);
        // A value of a list: "5% cancelled", "30% premium".
        IEnumerable<EntityWish> candidates = mention.IsNamed ? [mention.Subject!] : new[] { mention.Subject }.Where(entity => entity is not null).Select(entity => entity!).Concat(reading.Entities).Distinct();
        List<EntityWish> entities = [.. candidates];
        foreach (EntityWish entity in entities)
        {
            if (ValueColumn(entity, mention.Text) is { } found)
            {
                var wish = new ColumnWish { Name = found.Column, ValueShares = new(StringComparer.OrdinalIgnoreCase) { [found.Value] = mention.Share } };
                ColumnWish? named = entity.Columns.Find(column => column.Name == found.Column);
                if (named?.Values is { } values)
                {
                    named.Values = [.. values.Select(value => string.Equals(value.Value, found.Value, StringComparison.OrdinalIgnoreCase) ? (value.Value, mention.Share * 100) : value)];
                }
                else
                {
                    Add(entity, wish);
                }
                return;
            }
        }
        foreach (EntityWish entity in entities)
        {
            if (FlagColumn(entity, key) is { } name)
            {
                Add(entity, new ColumnWish { Name = name, TrueShare = mention.Share });
                return;
            }
        }
        if (entities.Count == 0 || (mention.Words.Count > 3) || mention.Words.All(word => WordSets.Containers.Contains(word)))
        {
            return;
        }
        if (s_genders.Contains(key) && (mention.Subject ?? entities[0]) is var persons && (persons.Columns.Exists(column => column.Key == "gender") || (!persons.IsComplete && persons.Catalog?.Column("gender") is not null)))
        {
            // Gender goes by the given name, and as many names are women's as men's.
            reading.Warnings.Add($"Half of {persons.Name} are women, as the names are: another share of {mention.Text} is not possible.");
            return;
        }
        // Nothing has it yet: a flag of its own.
        string prefix = mention.Has ? "has_" : "is_";
        string flag = mention.Words[0].EndsWith("ed", StringComparison.Ordinal) || mention.Words[0].EndsWith("ing", StringComparison.Ordinal) || !mention.Has ? "is_" : prefix;
        if (ColumnNames.Of([flag + Spelling.Snake(mention.Words)]) is { } free)
        {
            EntityWish owner = catalog.Meaning(key) is not null && !mention.IsNamed ? Owner(mention.Subject, key) ?? mention.Subject ?? entities[0] : mention.Subject ?? entities[0];
            if (known(owner, key) && catalog.Meaning(key) is { Forms: [{ Generator: "boolean" }, ..] })
            {
                string usual = catalog.Meaning(key)!.Name;
                free = usual.StartsWith("is_", StringComparison.Ordinal) ? usual : ColumnNames.Of([Spelling.Snake(key.Split(' '))]) ?? free;
            }
            Add(owner, new ColumnWish { Name = free, TrueShare = mention.Share });
        }
    }

    private (string Column, string Value)? ValueColumn(EntityWish entity, string text)
    {
        foreach (ColumnWish column in entity.Columns)
        {
            if (column.Values?.Find(value => string.Equals(value.Value, text, StringComparison.OrdinalIgnoreCase)) is { Value: not null } value)
            {
                return (column.Name, value.Value);
            }
        }
        foreach (CatalogColumn column in entity.Catalog?.Columns ?? [])
        {
            if (entity.IsComplete && !entity.Columns.Exists(wish => entity.Catalog!.Column(wish.Key) == column))
            {
                continue;
            }
            foreach (ColumnForm form in column.Forms.Count > 0 ? column.Forms : catalog.Meaning(Spelling.Key(column.Name))?.Forms ?? [])
            {
                ColumnForm meant = form.Meaning is { } meaning ? catalog.Meanings[meaning].Forms[0] : form;
                if (meant.Values.FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase) || Spelling.Key(value) == Spelling.Key(text)) is { } found)
                {
                    ColumnWish? wished = entity.Columns.Find(wish => entity.Catalog!.Column(wish.Key) == column);
                    return (wished?.Name ?? column.Name, found);
                }
            }
        }
        return null;
    }

    // is_active for "active", has_solar_panels for "solar panels", churned for "churned customers".
    private string? FlagColumn(EntityWish entity, string key)
    {
        string[] names = [key, "is " + key, "has " + key, "was " + key, key + " flag", "is " + key + " customer", key[..(key.LastIndexOf(' ') is > 0 and var space ? space : key.Length)]];
        foreach (string name in names)
        {
            if (entity.Columns.Find(column => column.Key == name && column.Values is null && column.Min is null) is { } wished)
            {
                return wished.Name;
            }
        }
        if (entity.IsComplete)
        {
            return null;
        }
        foreach (string name in names)
        {
            if (entity.Catalog?.Column(name) is { } column && (column.Forms.Count > 0 ? column.Forms : catalog.Meaning(Spelling.Key(column.Name))?.Forms) is [{ Generator: "boolean" }, ..])
            {
                return column.Name;
            }
        }
        return null;
    }
}

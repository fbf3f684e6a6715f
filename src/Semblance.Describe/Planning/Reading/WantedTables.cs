using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Takes tables into the reading, each once and under a name of its own.</summary>
internal sealed class WantedTables(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>The table of a name, taken into the reading as one that is wanted.</summary>
    public EntityWish Take(int at, NounMatch match, bool firm = true)
    {
        EntityWish? entity = Existing(match.Key);
        CatalogEntity? known = match.Candidates.Count > 0 ? Domains.Choose(match.Key, match.Candidates) : null;
        entity ??= known is null ? null : Wishes.Entities.Find(other => other.Catalog == known && Overlaps(other, match.Key));
        if (entity is null)
        {
            List<string> words = match.Corrected is not null ? [.. match.Key.Split(' ')] : Tokens.Words(at, match.Length);
            string singular = string.Join(' ', words.SkipLast(1).Append(English.Singular(words[^1])));
            string name = Written(at, match, words, known);
            entity = new EntityWish { Name = FreeName(name), Singular = known is not null && Spelling.Key(known.Name) == Spelling.Key(singular) ? known.Singular : singular, Catalog = known };
            if (match.Corrected is not null)
            {
                Wishes.Warnings.Add($"'{Tokens[at].Text}' was read as {entity.Name}.");
            }
            Wishes.Entities.Add(entity);
        }
        entity.IsFirm |= firm;
        if (Prompt.RowsOfNext is { } rows)
        {
            entity.Rows ??= rows;
            Prompt.RowsOfNext = null;
        }
        return entity;
    }

    // Two names of one entity are the same table, unless both are tables in their own right: owners and landlords.
    private static bool Overlaps(EntityWish entity, string key) => entity.Key == key || entity.Key.EndsWith(" " + key, StringComparison.Ordinal) || key.EndsWith(" " + entity.Key, StringComparison.Ordinal) || !entity.IsFirm
        || Spelling.Key(entity.Catalog!.Name) == key;

    public EntityWish? Existing(string key) => Wishes.Entities.Find(entity => entity.Key == key || Spelling.Key(entity.Name) == key);

    private string Written(int at, NounMatch match, List<string> words, CatalogEntity? known)
    {
        string text = Tokens[at].Text;
        if (match.Corrected is null && match.Length == 1 && text.Skip(1).Any(char.IsUpper) && text.Any(char.IsLower))
        {
            return text; // SensorReadings, as it is written.
        }
        bool general = known is not null && words.Count > 1 && (WordSets.Containers.Contains(words[^1]) || words[^1] == "record");
        if (general)
        {
            return known!.Name;
        }
        if (Catalog.LocaleOf(Tokens[at + match.Length - 1].Lower) is not null)
        {
            return ColumnNames.Of([Spelling.Snake(words)]) ?? "table"; // English grammar does not know its plural.
        }
        words = match.IsPlural && English.Singular(words[^1]) != words[^1] ? words : [.. words.SkipLast(1), English.Plural(English.Singular(words[^1]))];
        string name = Spelling.Snake(words);
        return ColumnNames.Of([name]) ?? "table";
    }

    public string FreeName(string name)
    {
        string free = name;
        for (int i = 2; Wishes.Entities.Exists(entity => string.Equals(entity.Name, free, StringComparison.OrdinalIgnoreCase)); i++)
        {
            free = $"{name}_{i}";
        }
        return free;
    }

    public void TakeColumns(EntityWish entity, List<ColumnWish> columns, bool complete)
    {
        foreach (ColumnWish column in columns)
        {
            if (entity.Columns.Find(other => string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
            {
                same.Add(column);
            }
            else
            {
                entity.Columns.Add(column);
            }
        }
        entity.IsComplete |= complete && columns.Count > 0;
        TakeOrders(entity);
    }

    public void TakeOrders(EntityWish? entity)
    {
        foreach ((string later, string earlier, (double, double)? days) in Columns.Orders)
        {
            Wishes.Orders.Add(new OrderWish(entity, earlier, later) { Days = days });
        }
        Columns.Orders.Clear();
    }
}

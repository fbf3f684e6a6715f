using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads lists of columns in sentences: "with name, department and salary".</summary>
internal sealed class SentenceListReader(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>Reads what a table has, from after "with" to the end of the list: columns, numbers of children, other tables.</summary>
    public void List(ref int i, EntityWish entity)
    {
        var columns = new List<ColumnWish>();
        bool tables = false;
        while (!Tokens.EndsStatement(i))
        {
            int item = i;
            while (Tokens.IsSeparator(i) || Tokens.AtAny(i, "also", "a", "an", "their", "its", "the", "as well as", "along with", "together with", "his", "her", "each") is > 0)
            {
                i += Math.Max(1, Tokens.AtAny(i, "as well as", "along with", "together with", "also", "a", "an", "their", "its", "the", "his", "her", "each"));
            }
            if (Tokens.EndsStatement(i))
            {
                break;
            }
            if (MostlyHours(ref i, entity) || (Prompt.Subject == entity && Prompt.Hierarchies.Hierarchy(ref i)))
            {
                continue;
            }
            // "customers with 1 to 5 orders"
            int at = i;
            if (Prompt.Children.Children(ref at, entity))
            {
                i = at;
                tables = true;
                continue;
            }
            // "and the keepers who look after them": the next table.
            if (Nouns.Unknown(i, false) is { } others && Catalog.Meaning(others.Match.Key) is null && Tokens[i - 1].Lower is "the" or "their" && Tokens.AtAny(others.Start + others.Match.Length, "who", "that", "which", "they") is > 0 and var who && WordSets.Verbs.Contains(Tokens[others.Start + others.Match.Length + who].Lower))
            {
                i = item;
                break;
            }
            NounMatch? table = Nouns.Find(i);
            if (table is not null && Prompt.Brackets.ColumnsFollow(i + table.Length, table.Key) && entity.Catalog?.Column(table.Key) is null)
            {
                break;
            }
            if (table is { IsPlural: true } && entity.Catalog?.Column(table.Key) is null && !RangeFollows(i + table.Length) && (table.Length > 1 || Catalog.Meaning(table.Key) is null || !NextIsColumn(i + table.Length) || tables))
            {
                if (columns.Count == 0 || tables)
                {
                    EntityWish other = Prompt.Wanted.Take(i, table);
                    if (other != entity)
                    {
                        Wishes.Relations.Add(new RelationWish(entity, other));
                    }
                    i += table.Length;
                    tables = true;
                    if (Tokens.IsOpen(i) || WordSets.Having.Contains(Tokens[i].Lower) || Tokens.At(i, "that") || (Tokens[i].IsWord && WordSets.Verbs.Contains(Tokens[i].Lower)))
                    {
                        Prompt.Sequels.AfterTable(ref i, other);
                        return;
                    }
                    if (!Tokens.IsSeparator(i))
                    {
                        Prompt.Subject = other;
                        break;
                    }
                    continue;
                }
                i = item;
                break;
            }
            int amount = i;
            if (Tokens[i].IsNumber && !Tokens[i].IsPercent && Prompt.Amounts.Amount(ref amount))
            {
                i = amount;
                continue;
            }
            if (Tokens[i].IsNumber && Tokens[i].IsPercent && Prompt.Shares.Share(ref amount, entity))
            {
                i = amount;
                continue;
            }
            if (Tokens[i].IsWord && (WordSets.Verbs.Contains(Tokens[i].Lower) && !Prompt.Known(entity, Tokens.Key(i, 1)) && !(Tokens[i + 1].IsWord && Prompt.Known(entity, Tokens.Key(i, 2))) || Tokens.AtAny(i, "no", "without", "not") > 0))
            {
                i = item;
                break;
            }
            int column = i;
            if (Columns.Read(ref column, Tokens.Count, key => Prompt.Known(entity, key), ColumnSetting.Prose) is not { } wish || IsNoColumn(wish))
            {
                i = Math.Max(item, column);
                break;
            }
            columns.Add(InSingular(wish));
            i = column;
            if (Tokens.AtAny(i, "linked to", "linking", "for each", "per", "of each") > 0 || (!Tokens.IsSeparator(i) && !Tokens.EndsStatement(i)))
            {
                break;
            }
        }
        Prompt.Wanted.TakeColumns(entity, [.. columns], false);
        entity.NamesColumns |= columns.Count >= 3;
        Prompt.Subject = Prompt.Subject is null || !tables ? entity : Prompt.Subject;
        Prompt.ExpectsTable = true;
    }

    // "customers with names and ages" have a name and an age.
    private ColumnWish InSingular(ColumnWish wish)
    {
        List<string> words = Spelling.Words(wish.Name);
        string singular = Spelling.Snake(words.SkipLast(1).Append(English.Singular(words[^1])));
        if (singular == wish.Name || !(singular == "name" || singular.EndsWith("_name", StringComparison.Ordinal) || Catalog.Meaning(wish.Key)?.Name == singular || Catalog.Meaning(wish.Key)?.Names.Contains(singular) == true))
        {
            return wish;
        }
        var renamed = new ColumnWish { Name = singular };
        renamed.Add(wish);
        return renamed;
    }

    // "reservations with party size, mostly in the evening": the time at which the table's rows happen.
    private bool MostlyHours(ref int i, EntityWish entity)
    {
        int at = i + Tokens.AtAny(i, "mostly", "usually", "mainly", "most of them", "typically");
        at += at > i ? Tokens.AtAny(at, "in the", "at", "during", "in") : 0;
        string? hours = at == i ? null : Tokens[at].Lower switch { "evening" or "evenings" => "evening", "night" => "night", "business" or "office" or "working" => "business", "day" or "daytime" => "day", _ => null };
        if (hours is null || entity.Catalog?.Columns.FirstOrDefault(column => column.Forms is [{ Generator: "datetime" }, ..]) is not { } column)
        {
            return false;
        }
        i = at + 1 + Tokens.AtAny(at + 1, "hours", "time");
        entity.Columns.Add(new ColumnWish { Name = column.Name, Hours = hours });
        return true;
    }

    // "adults 1 to 4" counts adults.
    private bool RangeFollows(int i) => RangeReader.TryRead(Tokens, ref i, out _, out _) && (Tokens.IsSeparator(i) || Tokens.EndsStatement(i));

    // After a word that is both a column and a table, such as ratings: whether the list goes on with columns.
    private bool NextIsColumn(int i) => !Tokens.IsSeparator(i) || !Tokens[i + 1].IsWord || Catalog.Meaning(Tokens.Key(i + 1, 1)) is not null || Catalog.Meaning(Tokens.Key(i + 2, 1)) is not null;

    private static bool IsNoColumn(ColumnWish wish) => !wish.HasDetails && Spelling.Words(wish.Name) is [.., var last] && WordSets.Containers.Contains(last)
        && last is not ("name" or "names" or "id" or "ids" or "number" or "numbers" or "amount" or "format" or "model" or "range" or "value" or "industry" or "sector" or "key" or "file" or "system" or "platform" or "history");
}

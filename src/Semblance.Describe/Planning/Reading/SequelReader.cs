using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads what follows a table's name: a bracket or list of columns, a colon with columns or kinds, ages, a verb with another table.</summary>
internal sealed class SequelReader(PromptContext prompt) : PhraseReader(prompt)
{
    // What follows a table's name: a bracket or list of columns, a verb with another table, a number of rows.
    public void AfterTable(ref int i, EntityWish entity)
    {
        EntityWish? before = Prompt.Subject;
        bool their = Tokens[i - 2].Is("their") || Tokens[i - 2].Is("its") || (Tokens[i - 3].Is("their") && Tokens[i - 2].IsWord);
        if (their && before is not null && before != entity)
        {
            Wishes.Relations.Add(new RelationWish(before, entity));
        }
        Prompt.Subject = entity;
        Prompt.ExpectsTable = false;
        // "applicants in Poland (name, phone)"
        if (Tokens[i].Lower is "in" or "from" && PlaceNames.IsPlace(Tokens[i + 1].Lower) && Tokens.IsOpen(i + 2))
        {
            i += 2;
        }
        // "transfers between wallets (amount, fee)", when the wallets have their columns already.
        if (Tokens.IsOpen(i) && entity.IsComplete && Meant(i, entity, before) is var meant && meant != entity)
        {
            Wishes.Relations.Add(new RelationWish(entity, meant));
            entity = meant;
        }
        if (Tokens.IsOpen(i))
        {
            int close = Tokens.Closing(i);
            if (Prompt.Brackets.LooksLikeColumns(i, entity.Key) || entity.Catalog is null)
            {
                Prompt.Wanted.TakeColumns(entity, Columns.ReadAll(i + 1, close, key => Prompt.Known(entity, key)), true);
            }
            else
            {
                Prompt.Brackets.Remarks(i + 1, close, entity);
            }
            i = Math.Min(close + 1, Tokens.Count);
            Prompt.ExpectsTable = true;
        }
        if (Tokens[i].Is(":") || (Tokens[i].Is("-") && Tokens[i + 1].IsWord))
        {
            Colon(ref i, Tokens[i].Is(":") ? Meant(i, entity, before) : entity);
            return;
        }
        if (Tokens[i].Is("aged") || Tokens.At(i, "between the ages of") || Tokens.At(i, "of age"))
        {
            int at = i + (Tokens[i].Is("aged") ? 1 : Tokens.AtAny(i, "between the ages of", "of age"));
            if (RangeReader.TryRead(Tokens, ref at, out double? youngest, out double? oldest, true) || (Tokens[at].IsNumber && Tokens[at + 1].Is("and") && Pair(ref at, out youngest, out oldest)))
            {
                entity.Columns.Add(new ColumnWish { Name = "age", Min = youngest, Max = oldest });
                i = at;
            }
        }
        // "with their city", "that have names": columns, up to the next table.
        int having = i + Tokens.AtAny(i, "that", "which", "who", "where each has", "each");
        if (Tokens[i].Lower is "in" or "from" or "of" or "at" or "for" or "on")
        {
            // "listings in Spain with bedrooms and price"
            int past = i + 1;
            while (past < i + 5 && Tokens[past].IsWord && !WordSets.Having.Contains(Tokens[past].Lower) && Nouns.Find(past) is not { IsPlural: true })
            {
                past++;
            }
            having = past > i + 1 && Tokens[past].Lower is "with" or "including" or "having" && !Tokens[past + 1].IsNumber ? past : having;
        }
        if (WordSets.Having.Contains(Tokens[having].Lower))
        {
            i = having + 1;
            if (Tokens[i].Is(":") || Tokens.At(i, "columns") || Tokens.At(i, "fields"))
            {
                i += Tokens[i].Is(":") ? 1 : Tokens[i + 1].Is(":") ? 2 : 1;
            }
            Prompt.Lists.List(ref i, entity);
            return;
        }
        if (Tokens.IsSeparator(i) || Tokens[i].Is("with"))
        {
            Prompt.ExpectsTable = true;
            if (Tokens[i + 1].Is("their") || Tokens[i + 1].Is("its"))
            {
                int at = i + 2;
                if (Nouns.Find(at) is null || !Nouns.Find(at)!.IsPlural || (entity.Catalog?.Column(Tokens.Key(at, 1)) is not null))
                {
                    i = at;
                    Prompt.Lists.List(ref i, entity);
                }
            }
            return;
        }
        Prompt.Verbs.VerbTable(ref i, entity);
    }

    // "payroll for 40 employees: gross pay, tax" goes on with the payroll.
    private EntityWish Meant(int colon, EntityWish entity, EntityWish? before)
    {
        int at = colon - 1;
        while (at > 0 && colon - at <= 4 && (Tokens[at].IsWord || Tokens[at].IsNumber) && Tokens[at].Lower is not ("for" or "of" or "per" or "by" or "between"))
        {
            at--;
        }
        return before is not null && before != entity && before.Columns.Count == 0 && Tokens[at].Lower is "for" or "of" or "per" or "by" or "between" && Nouns.Find(at - 1) is { } match && before!.Key.EndsWith(match.Key, StringComparison.Ordinal) ? Prompt.Subject = before : entity;
    }

    private bool Pair(ref int at, out double? low, out double? high)
    {
        low = Tokens[at].Value;
        high = Tokens[at + 2].Value;
        bool is_number = Tokens[at + 2].IsNumber;
        at += is_number ? 3 : 0;
        return is_number;
    }

    // "Stores: store_id, name, region (North, South)" are columns; "policies: home, car, life" are kinds of policies; "tables: a, b" are tables.
    public void Colon(ref int i, EntityWish entity)
    {
        int at = i + 1, end = at, items = 0, columns = 0, tables = 0;
        bool described = false;
        while (!Tokens.EndsStatement(end) && !(Tokens[end].Is("and") && Nouns.Find(end + 1) is { IsPlural: true } && Tokens.IsOpen(end + 2)))
        {
            bool first = end == at || Tokens[end - 1].Is(",");
            if (first && Tokens[end].IsWord)
            {
                items++;
                bool column = false;
                for (int length = 4; length >= 1 && !column; length--)
                {
                    column = Enumerable.Range(end, length).All(k => Tokens[k].IsWord) && Prompt.Known(entity, Tokens.Key(end, length));
                }
                // "bookings: guests book rooms" says what happens, not what columns there are.
                if (column && Nouns.Find(end) is { IsPlural: true } doer && Tokens[end + doer.Length].IsWord && WordSets.Verbs.Contains(Tokens[end + doer.Length].Lower))
                {
                    column = false;
                }
                columns += column ? 1 : 0;
                NounMatch? noun = Nouns.Find(end);
                tables += !column && noun is { IsPlural: true } ? 1 : 0;
                // "bookings: guests, rooms (number, floor)": what has columns of its own is a table, and so are those beside it.
                described |= noun is { IsPlural: true } && Tokens.IsOpen(end + noun.Length) && Prompt.Brackets.LooksLikeColumns(end + noun.Length, noun.Key) && entity.Catalog?.Column(noun.Key)?.Forms is not [{ Generator: "choice" }, ..];
            }
            end = Tokens.IsOpen(end) ? Tokens.Closing(end) + 1 : end + 1;
        }
        if (described || (tables > 0 && tables >= columns))
        {
            Prompt.Heading = described ? entity : Prompt.Heading;
            i = at;
            Prompt.ExpectsTable = true;
            return;
        }
        if (items > 0 && columns * 2 >= items)
        {
            // A list that names a key is all of the table; one that does not leaves keys and references to us.
            List<ColumnWish> listed = Columns.ReadAll(at, end, key => Prompt.Known(entity, key));
            bool keyed = listed.Exists(column => column.Key == "id" || column.Key.EndsWith(" id", StringComparison.Ordinal));
            Prompt.Wanted.TakeColumns(entity, listed, keyed);
            entity.NamesColumns |= !keyed && columns >= 2;
            i = end;
            return;
        }
        int value = at;
        List<(string Value, double? Weight)> values = Columns.Values.Read(ref value, end, static _ => false, ColumnSetting.Prose);
        if (values.Count > 1 && value == end && KindColumn(entity, values) is { } kind)
        {
            entity.Columns.Add(new ColumnWish { Name = kind, Values = values });
            i = value;
            return;
        }
        if (items > 1)
        {
            Prompt.Wanted.TakeColumns(entity, Columns.ReadAll(at, end, key => Prompt.Known(entity, key)), true);
            i = end;
            return;
        }
        i = at;
    }

    // The column that says what kind of thing a row is.
    private static string? KindColumn(EntityWish entity, List<(string Value, double? Weight)> values)
    {
        foreach (string name in new[] { "type", "kind", "category", "status" })
        {
            if (entity.Catalog?.Column(name) is { } column && column.Forms is [{ Generator: "choice" }, ..] && column.Forms[0].Parameters!["values"]!.AsArray().Any(value => values.Exists(wish => string.Equals(wish.Value, value!.ToString(), StringComparison.OrdinalIgnoreCase))))
            {
                return column.Name;
            }
        }
        return entity.Catalog?.Column("type")?.Name ?? entity.Catalog?.Column("category")?.Name ?? "type";
    }
}

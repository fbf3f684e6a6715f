using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads columns outside of any list, with what is said of them: "ages 18 to 65", "no nulls in email".</summary>
internal sealed class PassingReader(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>A column with something said of it, outside of any list: "ages 18 to 65", "status: pending, shipped", "end date after start date".</summary>
    public bool PassingColumn(ref int i)
    {
        if (!Tokens[i].IsWord)
        {
            return false;
        }
        int at = i;
        EntityWish? owner = null;
        // "customer ages 18 to 65", "the price of products is between 1 and 5"
        if (Nouns.Find(at) is { } match && match.Length <= 2 && Tokens[at + match.Length].IsWord && !WordSets.Stops.Contains(Tokens[at + match.Length].Lower) && (Prompt.Wanted.Existing(match.Key) ?? Wishes.Entities.Find(entity => entity.Catalog is not null && match.Candidates.Contains(entity.Catalog))) is { } existing)
        {
            owner = existing;
            at += match.Length;
        }
        int length = ColumnPhrase(at, owner);
        if (length == 0 || (Tokens[at + length].Is(":") && (Nouns.Find(at + length + 1) is { IsPlural: true } || WordSets.Containers.Contains(Tokens[at + length - 1].Lower))))
        {
            return false;
        }
        int place = at;
        if (Columns.Read(ref place, Tokens.Count, Prompt.Known, ColumnSetting.Prose) is not { } wish || !IsKnownColumn(wish, owner))
        {
            return false;
        }
        bool listed = Prompt.ListsColumns || (Tokens[i - 1].Lower is "include" or "includes" or "including" or "also" or "add" or "fields" or "columns" or ":" && Prompt.Subject is not null) || (Prompt.Subject is not null && Tokens.EndsStatement(i - 1) && Tokens.IsSeparator(place));
        if (!wish.HasDetails && Columns.Orders.Count == 0 && !listed)
        {
            return false; // A bare name says nothing.
        }
        Prompt.ListsColumns = listed && Tokens.IsSeparator(place);
        Late.Add(new PassingMention(owner ?? Prompt.Subject, wish) { IsOwned = owner is not null, IsListed = listed });
        Prompt.Wanted.TakeOrders(null);
        i = place;
        return true;
    }

    /// <summary>A column that the catalog does not know, with its values or bounds: "sales in Italy, flavors: vanilla, chocolate; scoops 1 to 4".</summary>
    public bool UnknownColumn(ref int i)
    {
        if (Prompt.Subject is not { IsFirm: true } subject || Prompt.Tables.FollowsTable(i) || Nouns.Find(i) is not null || Nouns.Unknown(i, false) is not { } unknown || Catalog.Entities(unknown.Match.Key).Count > 0 || Prompt.Wanted.Existing(unknown.Match.Key) is not null)
        {
            return false;
        }
        int after = unknown.Start + unknown.Match.Length, at = after;
        bool bounds = RangeReader.TryRead(Tokens, ref at, out _, out _) && (Tokens.IsSeparator(at) || Tokens.EndsStatement(at));
        if (!bounds && !OnlyValuesFollow(after))
        {
            return false;
        }
        at = unknown.Start;
        if (Columns.Read(ref at, Tokens.Count, Prompt.Known, ColumnSetting.Prose) is not { HasDetails: true } wish)
        {
            return false;
        }
        Late.Add(new PassingMention(subject, wish) { IsOwned = true });
        i = at;
        return true;
    }

    // A colon and a list of words, none of which is a column or a table.
    private bool OnlyValuesFollow(int colon)
    {
        if (!Tokens[colon].Is(":"))
        {
            return false;
        }
        int items = 0;
        for (int at = colon + 1; !Tokens.EndsStatement(at); at++)
        {
            if (Tokens.IsOpen(at) || (Tokens[at].IsWord && (WordSets.Verbs.Contains(Tokens[at].Lower) || Prompt.Known(Tokens.Key(at, 1)) || Nouns.Find(at) is { IsPlural: true })))
            {
                return false;
            }
            items += at == colon + 1 || Tokens[at - 1].Is(",") ? 1 : 0;
        }
        return items > 1;
    }

    // "city council: ..." begins like a column and is none.
    private bool IsKnownColumn(ColumnWish wish, EntityWish? owner) => Prompt.Known(owner ?? Prompt.Subject, wish.Key) || Wishes.Entities.Exists(entity => entity.Columns.Exists(column => column.Key == wish.Key) || entity.Catalog?.Column(wish.Key) is not null);

    private int ColumnPhrase(int at, EntityWish? owner)
    {
        for (int length = 4; length >= 1; length--)
        {
            bool words = true;
            for (int k = at; k < at + length && words; k++)
            {
                words = Tokens[k].IsWord;
            }
            if (!words || WordSets.Stops.Contains(Tokens[at].Lower))
            {
                continue;
            }
            string key = Tokens.Key(at, length);
            if (Catalog.Meaning(key) is not null || owner?.Catalog?.Column(key) is not null || Prompt.Subject?.Catalog?.Column(key) is not null || Wishes.Entities.Exists(entity => entity.Columns.Exists(column => column.Key == key) || (!entity.IsComplete && entity.Catalog?.Column(key) is not null)))
            {
                return length;
            }
        }
        return 0;
    }

    // "no nulls in email", "no missing values in the names", "no duplicate emails", "unique emails".
    public bool Constraint(ref int i)
    {
        // "some are not yet returned": the date of it is missing in some rows.
        if (Tokens.AtAny(i, "not yet", "not been", "still not", "never been", "not yet been") is > 0 and var yet && Tokens[i + yet].IsWord && Tokens[i + yet].Lower.Length > 3)
        {
            string done = Tokens[i + yet].Lower;
            foreach (string end in new[] { " at", " on", " date" })
            {
                EntityWish? entity = Wishes.Entities.Find(entity => entity.Catalog?.Column(done + end) is not null) ?? Wishes.Entities.Find(entity => entity.Columns.Exists(column => column.Key == done + end));
                if (entity is not null)
                {
                    Late.Add(new PassingMention(entity, new ColumnWish { Name = Spelling.Snake((done + end).Split(' ')), Nullable = 0.15 }) { IsOwned = true });
                    break;
                }
            }
            i += yet + 1;
            return true;
        }
        // "no two users share an email", "no two orders have the same number"
        if (Tokens[i].Is("no") && Tokens[i + 1] is { IsNumber: true, Value: 2 } && Nouns.Find(i + 2) is { IsPlural: true } alike && Tokens.AtAny(i + 2 + alike.Length, "share the same", "share an", "share a", "share", "have the same", "has the same", "can have the same", "may have the same", "can share the same", "can share an", "can share a", "may share an", "may share a", "with the same") is > 0 and var share)
        {
            int shared = i + 2 + alike.Length + share;
            if (Columns.Read(ref shared, Tokens.Count, Prompt.Known, ColumnSetting.Prose) is { } column)
            {
                column.Unique = true;
                Prompt.Subject = Prompt.Wanted.Take(i + 2, alike);
                Late.Add(new PassingMention(Prompt.Subject, column) { IsOwned = true });
                i = shared;
                return true;
            }
        }
        int lead = Tokens.AtAny(i, "no nulls in", "no null values in", "no missing values in", "no missing values for", "no missing", "no empty", "no blank", "never null", "without nulls in", "without missing values in", "without missing", "no missing data in");
        int unique = lead > 0 ? 0 : Tokens.AtAny(i, "no duplicate", "no duplicates in", "unique values in", "without duplicate", "no repeated", "unique");
        if (lead + unique == 0 || (Tokens[i].Is("unique") && !Tokens[i + 1].IsWord))
        {
            return false;
        }
        int at = i + lead + unique;
        bool any = false;
        while (!Tokens.EndsStatement(at))
        {
            while (Tokens.IsSeparator(at) || WordSets.Determiners.Contains(Tokens[at].Lower))
            {
                at++;
            }
            int before = at;
            if (ColumnPhrase(at, null) == 0 || Columns.Read(ref at, Tokens.Count, Prompt.Known, ColumnSetting.Prose) is not { } wish)
            {
                at = before;
                break;
            }
            if (unique > 0)
            {
                wish.Unique = true;
            }
            else
            {
                wish.Nullable = 0;
            }
            Late.Add(new PassingMention(Prompt.Subject, wish));
            any = true;
        }
        if (any)
        {
            i = at;
        }
        return any;
    }

    public bool Span(ref int i)
    {
        if (!SpanReader.TryRead(Tokens, ref i, out DateSpan span))
        {
            return false;
        }
        Wishes.Span ??= span;
        return true;
    }
}

using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads how many rows of one table each row of another has: "each customer has 1 to 5 orders", "sales per store".</summary>
internal sealed class ChildrenReader(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>"1 to 5 orders", "many users", "one address", "several orders each": children of each row of a table.</summary>
    public bool Children(ref int i, EntityWish parent)
    {
        int at = i;
        double? min = null, max = null;
        bool many = false, one = false;
        at += Tokens.AtAny(at, "can have", "may have", "has", "have", "can", "places", "place");
        if (Tokens.AtAny(at, "exactly one", "one", "a single", "exactly 1") is > 0 and var single && !Tokens[at + single].Is("to") && !Tokens[at + single].Is("or") && !Tokens[at + single].Is("-"))
        {
            at += single;
            one = true;
        }
        else if (Tokens.AtAny(at, "many", "several", "multiple", "any number of", "zero or more", "one or more", "at least one", "a number of", "lots of", "a few", "some") is > 0 and var several)
        {
            min = Tokens.AtAny(at, "one or more", "at least one") > 0 ? 1 : null;
            at += several;
            many = true;
        }
        else if (Tokens.AtAny(at, "on average", "an average of") is > 0 and var average && Tokens[at + average] is { IsNumber: true, Value: >= 1 and <= 500_000 } mean)
        {
            (min, max) = (1, Math.Floor(2 * mean.Value) - 1);
            at += average + 1;
        }
        else if (!RangeReader.TryRead(Tokens, ref at, out min, out max, true) || min is < 0 || max is > 1_000_000 || (min ?? max) != Math.Floor((min ?? max)!.Value))
        {
            return false;
        }
        at = Nouns.SkipPlainWords(at);
        // "exactly one publisher": a table that the prompt has already, in the singular.
        if (one && Prompt.Wanted.Existing(Tokens.Key(at, 1)) is { } listed && listed != parent && listed.IsFirm)
        {
            i = at + 1;
            Wishes.Relations.Add(new RelationWish(parent, listed) { OneToOne = true });
            return true;
        }
        if (Nouns.Find(at) is { } match && (match.IsPlural || one))
        {
            // "5 product categories" are kinds of the table's rows unless categories are a table.
            if (Prompt.Wanted.Existing(match.Key) is null && min == max && min is not null && !many && parent.Catalog?.Column(match.Key) is not null)
            {
                return false;
            }
            if (one && parent.Catalog?.Column(match.Key) is not null)
            {
                return false;
            }
            EntityWish child = Prompt.Wanted.Take(at, match);
            if (child == parent)
            {
                return false;
            }
            i = at + match.Length;
            i += Tokens.AtAny(i, "each", "per");
            Wishes.Relations.Add(new RelationWish(parent, child) { Min = many || min is null ? many && min is null ? null : (long?)min ?? 0 : (long)min, Max = max is { } most ? (long)most : null, OneToOne = one });
            return true;
        }
        if (!one && !many && Nouns.Unknown(at, false) is { } unknown && Catalog.Meaning(unknown.Match.Key) is null && parent.Catalog?.Column(unknown.Match.Key) is null && min != max)
        {
            EntityWish child = Prompt.Wanted.Take(unknown.Start, unknown.Match);
            i = unknown.Start + unknown.Match.Length;
            Wishes.Relations.Add(new RelationWish(parent, child) { Min = (long)(min ?? 0), Max = max is { } most ? (long)most : null });
            return true;
        }
        return false;
    }

    // "each customer has 1 to 5 orders", "every workspace has many users", "for each parcel I want weight and carrier", "an actor plays in several movies".
    public bool Each(ref int i)
    {
        int lead = Tokens.AtAny(i, "for each", "for every", "of each", "of every", "each", "every", "per", "for a", "one", "a", "an", "in each", "on each", "by each", "any", "from each", "to each", "at each");
        if (lead == 0)
        {
            return false;
        }
        bool article = lead == 1 && Tokens[i].Lower is "a" or "an" or "one" or "any";
        int at = i + lead;
        if (Nouns.Find(at) is not { } match || (match.IsPlural && !Tokens[at].Is("of")))
        {
            if (article || Nouns.Unknown(at, true) is not { } unknown || Prompt.Wanted.Existing(unknown.Match.Key) is null)
            {
                return false;
            }
            (at, match) = unknown;
        }
        int after = at + match.Length;
        if (Tokens[i].Is("per") || Tokens.AtAny(i, "for each", "for every", "of each", "of every", "in each", "on each", "by each", "from each", "at each") > 0)
        {
            // "daily sales per bakery": the table before has one of these each.
            EntityWish? child = Prompt.Subject;
            EntityWish parent = Prompt.Wanted.Take(at, match, true);
            if (child is not null && child != parent)
            {
                Wishes.Relations.Add(new RelationWish(parent, child));
            }
            i = after;
            int wants = after + Tokens.AtAny(after, "i want", "we want", "i need", "we need", "include", "record", "store", "track", "keep", "list", "show", "add", "give", "there is", "there are", "have", "we have", "we store", "we track", "we record", "we keep", "i would like", "i'd like");
            if (wants > after || (Tokens[after].Is(",") && (wants = after + 1 + Tokens.AtAny(after + 1, "i want", "we want", "i need", "we need", "include", "record", "store", "track", "keep", "list", "show", "add", "give", "have")) > after + 1) || Tokens[after].Is(":"))
            {
                i = Tokens[after].Is(":") ? after + 1 : wants;
                Prompt.Subject = parent;
                Prompt.Lists.List(ref i, parent);
            }
            return true;
        }
        // "a claim can't be older than its policy"
        if (Tokens.AtAny(after, "can't be older than its", "cannot be older than its", "can not be older than its", "can't be before its", "cannot be before its", "must be after its", "is never before its", "comes after its", "is after its", "never before its", "must come after its", "can't be older than the", "cannot be older than the", "happens after its", "can't precede its", "cannot precede its") is > 0 and var than && Nouns.Find(after + than) is { } owner)
        {
            Wishes.Orders.Add(new OrderWish(Prompt.Wanted.Take(at, match), "", "date") { EarlierEntity = Prompt.Wanted.Take(after + than, owner) });
            i = after + than + owner.Length;
            return true;
        }
        // "plays in several movies", "has 1 to 5 orders", "has a name and a price"
        int verb = after + Tokens.AtAny(after, "can", "may", "must", "should", "will", "usually", "always", "typically");
        bool has = Tokens[verb].Lower is "has" or "have" or "had" or "includes" or "contains";
        if (!has && !WordSets.Verbs.Contains(Tokens[verb].Lower))
        {
            return false;
        }
        int number = verb + 1 + Tokens.AtAny(verb + 1, "in", "on", "at", "to", "for", "from", "with");
        if (has && Tokens[number].IsWord && (Tokens[number].Lower.EndsWith("ed", StringComparison.Ordinal) || Tokens[number].Lower is "written" or "made" or "bought" or "taken" or "sold" or "read" or "given" or "won") && (Tokens[number + 1].IsNumber || Tokens.AtAny(number + 1, "between", "up to", "at least", "at most", "many", "several") > 0))
        {
            number++;
        }
        bool known = Prompt.Wanted.Existing(match.Key) is not null;
        EntityWish? existing = known || !article ? Prompt.Wanted.Take(at, match) : null;
        if (existing is null)
        {
            // An article begins many sentences; only a number of children makes it a relation.
            int probe = number;
            if (Tokens.AtAny(probe, "many", "several", "multiple", "one or more", "any number of") == 0 && !Tokens[probe].IsNumber && Tokens.AtAny(probe, "up to", "at least", "at most", "between", "exactly", "on average", "an average of") == 0)
            {
                return false;
            }
            existing = Prompt.Wanted.Take(at, match);
        }
        Prompt.Subject = existing;
        int child_at = number;
        if (Children(ref child_at, existing))
        {
            // "has exactly one publisher and 1 to 3 authors"
            for (int next = child_at + 1; Tokens.IsSeparator(child_at) && Children(ref next, existing); next = child_at + 1)
            {
                child_at = next;
            }
            i = child_at;
            Prompt.ExpectsTable = true;
            return true;
        }
        if (Tokens.At(verb, "belongs to") || Tokens.At(verb, "belong to"))
        {
            int owner_at = verb + 2;
            owner_at += Tokens.AtAny(owner_at, "one", "a", "an", "exactly one", "the", "several", "many");
            if (Nouns.Find(owner_at) is { } parent)
            {
                Wishes.Relations.Add(new RelationWish(Prompt.Wanted.Take(owner_at, parent), existing));
                i = owner_at + parent.Length;
                return true;
            }
        }
        if (has)
        {
            i = verb + 1;
            Prompt.Lists.List(ref i, existing);
            return true;
        }
        i = verb;
        Prompt.Verbs.VerbTable(ref i, existing);
        i = Math.Max(i, verb + 1);
        return true;
    }
}

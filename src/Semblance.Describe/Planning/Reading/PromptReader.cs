using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>
/// Reads a prompt from left to right: names of tables, brackets and lists with their columns, numbers with what they count. What can only be
/// understood once all tables are known (shares, counts, orders, columns named in passing) is kept and settled at the end.
/// It never fails: what it does not understand it leaves out.
/// </summary>
internal sealed class PromptReader : PhraseReader
{
    private PromptReader(PlanCatalog catalog, string prompt)
        : base(new PromptContext(catalog, prompt))
    {
    }

    /// <summary>Reads a prompt.</summary>
    public static PromptReading Read(PlanCatalog catalog, string prompt) => new PromptReader(catalog, prompt).Read();

    private PromptReading Read()
    {
        Wishes.Domains.AddRange(Domains.Ranked);
        Wishes.Locale = PlaceNames.Find(Tokens) ?? Enumerable.Range(0, Tokens.Count).Select(k => Tokens[k].IsWord ? Catalog.LocaleOf(Tokens[k].Lower) : null).FirstOrDefault(locale => locale is not null);
        int i = 0;
        bool start = true;
        while (!Tokens.IsEnd(i))
        {
            if (Tokens.EndsStatement(i))
            {
                i++;
                start = true;
                continue;
            }
            if (start)
            {
                Prompt.ExpectsTable = true;
                start = false;
                while (Tokens[i].Kind == TokenKind.Mark && Tokens[i].Text is "-" or "*" or "•" or ">" or "#")
                {
                    i++;
                }
                if (Tokens.EndsStatement(i))
                {
                    continue;
                }
            }
            int before = i;
            Step(ref i);
            if (i == before)
            {
                i++;
            }
        }
        if (Wishes.Entities.Count == 0)
        {
            ReadMeagre();
        }
        new LateReader(Catalog, Wishes, Prompt.Known).Settle(Late);
        Purge();
        return Wishes;
    }

    private void Step(ref int i)
    {
        if (Prompt.Sql.CreateTable(ref i) || Prompt.Negations.Negation(ref i) || Prompt.Hierarchies.Hierarchy(ref i) || Prompt.Passing.Constraint(ref i) || Prompt.Children.Each(ref i) || Prompt.Amounts.Amount(ref i))
        {
            return;
        }
        if (Prompt.Passing.UnknownColumn(ref i) || Prompt.Tables.Table(ref i))
        {
            return;
        }
        if (Prompt.Subject is not null && Prompt.Verbs.TheyVerb(ref i))
        {
            return;
        }
        if (Prompt.Passing.PassingColumn(ref i) || Prompt.Passing.Span(ref i))
        {
            return;
        }
        Token token = Tokens[i];
        if (token.IsWord)
        {
            string word = token.Lower;
            if (WordSets.Having.Contains(word) || WordSets.Asking.Contains(word) || word is "about" or "of" or "for" or "between" or "linking" or "following" or "both" or "tables" or "entities" or "datasets" or "also")
            {
                Prompt.ExpectsTable = true;
            }
            else if (!WordSets.Determiners.Contains(word) && !WordSets.Adjectives.Contains(word) && !Tokens.IsSeparator(i) && !(WordSets.Containers.Contains(word)) && word is not ("please" or "me" or "us" or "i" or "we" or "you" or "called" or "named" or "the" or "can" or "could" or "would" or "like" or "to"))
            {
                Prompt.ExpectsTable = false;
            }
        }
        else if (token.Is(":"))
        {
            if (Prompt.Subject is { Columns.Count: 0 } subject)
            {
                Prompt.Sequels.Colon(ref i, subject);
                return;
            }
            Prompt.ExpectsTable = true;
        }
        else if (token.Is(","))
        {
            Prompt.ExpectsTable |= Prompt.Subject is not null;
        }
        i++;
    }

    // What is left when no table was found: a name in the singular, the domain's first tables, or any noun.
    private void ReadMeagre()
    {
        if (ReadColumns())
        {
            return;
        }
        for (int i = 0; i < Tokens.Count; i++)
        {
            if (Nouns.Find(i) is { } match && !(Prompt.Tables.IsBusiness(match) && Wishes.Domains.Count > 0) && !Wishes.Unwanted.Contains(match.Key))
            {
                Prompt.Wanted.Take(i, match);
                i += match.Length - 1;
            }
        }
        if (Wishes.Entities.Count > 0 || Wishes.Domains.Count > 0)
        {
            return;
        }
        for (int i = 0; i < Tokens.Count; i++)
        {
            if (Tokens[i].IsWord && !WordSets.Asking.Contains(Tokens[i].Lower) && Nouns.Unknown(i, true) is { } unknown && unknown.Start >= i && !Wishes.Unwanted.Contains(unknown.Match.Key) && !PlaceNames.IsPlace(Tokens[unknown.Start + unknown.Match.Length - 1].Lower) && Tokens[unknown.Start].Lower.Length > 3 && Catalog.Meaning(unknown.Match.Key) is null && (unknown.Match.IsPlural || Tokens[unknown.Start - 1].Lower is "of" or "for" or "about" or "a" or "an" or "each"))
            {
                Prompt.Wanted.Take(unknown.Start, unknown.Match);
                return;
            }
        }
    }

    // "cust_id, name, dob, city": the columns of one table, whose name nobody said.
    private bool ReadColumns()
    {
        int colon = Enumerable.Range(0, Math.Min(Tokens.Count, 8)).FirstOrDefault(k => Tokens[k].Is(":"), -1);
        List<ColumnWish> columns = Columns.ReadAll(colon + 1, Tokens.Count, Prompt.Known);
        if (columns.Count < 3 || columns.Count(column => Prompt.Known(column.Key)) * (colon > 0 ? 3 : 2) < columns.Count)
        {
            return false;
        }
        string? subject = columns.Select(column => column.Key).Where(key => key.EndsWith(" id", StringComparison.Ordinal)).Select(key => key[..^3]).FirstOrDefault(key => Catalog.Entities(key).Count > 0);
        CatalogEntity? known = subject is null ? null : Domains.Choose(subject, Catalog.Entities(subject));
        List<string> heading = [.. Enumerable.Range(0, Math.Max(0, colon)).Where(k => (Tokens[k].IsWord || Tokens[k].Kind == TokenKind.Quoted) && !WordSets.Containers.Contains(Tokens[k].Lower) && !WordSets.Stops.Contains(Tokens[k].Lower) && !WordSets.Determiners.Contains(Tokens[k].Lower) && !WordSets.Asking.Contains(Tokens[k].Lower)).SelectMany(k => Tokens.Words(k, 1))];
        string singular = known?.Singular ?? (heading.Count is > 0 and <= 3 ? string.Join(' ', heading) : "record");
        string name = known?.Name ?? Spelling.Snake([.. singular.Split(' ').SkipLast(1), English.Plural(singular.Split(' ')[^1])]);
        var entity = new EntityWish { Name = ColumnNames.Of([name]) ?? "records", Singular = singular, Catalog = known, IsFirm = true };
        Wishes.Entities.Add(entity);
        Prompt.Wanted.TakeColumns(entity, columns, true);
        return true;
    }

    // Tables that are not wanted, or that were only spoken of.
    private void Purge()
    {
        Wishes.Entities.RemoveAll(entity => entity == Prompt.Heading && entity.Columns.Count == 0 && entity.Rows is null && (entity.Key.Contains(' ', StringComparison.Ordinal) || Wishes.Entities.Exists(other => other != entity && other.Catalog == entity.Catalog)));
        Wishes.Entities.RemoveAll(entity => Wishes.Unwanted.Contains(entity.Key) && !entity.IsComplete && entity.Rows is null);
        Wishes.Relations.RemoveAll(relation => !Wishes.Entities.Contains(relation.Parent) || !Wishes.Entities.Contains(relation.Child));
        Wishes.Orders.RemoveAll(order => order.EarlierEntity is { } earlier && !Wishes.Entities.Contains(earlier));
        LinkReader.AddLinks(Wishes, Prompt.Wanted.FreeName);
    }
}

using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads names of tables where they stand in a prompt, and finds out whether a name means a table there.</summary>
internal sealed class TableReader(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>Reads a table's name with the columns that follow; false if none stands here.</summary>
    public bool Table(ref int i)
    {
        int at = i;
        at = Nouns.SkipPlainWords(at);
        NounMatch? match = Nouns.Find(at);
        bool columnsFollow = match is not null && Prompt.Brackets.ColumnsFollow(at + match.Length, match.Key);
        if (match is not null && !IsTable(at, match, columnsFollow))
        {
            match = null;
        }
        if (match is null && Nouns.Unknown(at, false) is { } next && UnknownIsTable(next.Start, next.Match))
        {
            (at, match) = next;
        }
        if (match is null && Nouns.Unknown(at, true) is { } bracketed && !PlaceNames.IsPlace(Tokens[bracketed.Start + bracketed.Match.Length - 1].Lower) && Tokens.IsOpen(bracketed.Start + bracketed.Match.Length) && Prompt.Brackets.LooksLikeColumns(bracketed.Start + bracketed.Match.Length, bracketed.Match.Key))
        {
            (at, match) = bracketed;
        }
        // "letters (sender, date)", "moves (from_city, to_city)": a common word or verb, but a statement of its own.
        if (match is null && Tokens[at].IsWord && !WordSets.Containers.Contains(Tokens[at].Lower) && English.IsPlural(Tokens[at].Lower) && Tokens.IsOpen(at + 1) && (Tokens.EndsStatement(at - 1) || Tokens[at - 1].Is(",")) && Prompt.Brackets.LooksLikeColumns(at + 1, Tokens.Key(at, 1)))
        {
            match = new NounMatch(1, Tokens.Key(at, 1), true, []);
        }
        if (match is null)
        {
            return false;
        }
        EntityWish entity = Prompt.Wanted.Take(at, match);
        Prompt.ListsColumns = false;
        Prompt.TableEnd = at + match.Length;
        i = at + match.Length;
        i += Tokens.AtAny(i, "table", "tables", "dataset", "datasets", "records", "data", "list", "entity", "entities", "information", "details", "file", "rows");
        int end = i;
        Prompt.Sequels.AfterTable(ref i, entity);
        if (i > end && Tokens[i - 1].Is(")"))
        {
            Prompt.TableEnd = i;
        }
        return true;
    }

    public bool FollowsTable(int at)
    {
        int i = Prompt.TableEnd;
        while (i >= 0 && i < at && (Tokens.IsSeparator(i) || WordSets.Determiners.Contains(Tokens[i].Lower)))
        {
            i++;
        }
        return i == at && i > Prompt.TableEnd;
    }

    // Whether a name of the catalog means a table here and not, in the singular, the business, or a column of the table spoken of.
    private bool IsTable(int at, NounMatch match, bool columnsFollow)
    {
        int after = at + match.Length;
        if (columnsFollow)
        {
            return true;
        }
        if (match.Length == 1 && RangeReader.SkipUnit(Tokens, at) > at && (Tokens[at - 1].IsNumber || Tokens[at - 1].Lower is "in" or "square" or "cubic" or "per"))
        {
            return false;
        }
        if (match.Length == 1 && Tokens[after].Lower is "management" or "control" or "tracking" or "software" && !Tokens.IsSeparator(after))
        {
            return false;
        }
        bool names = Tokens.AtAny(after, "table", "tables", "dataset", "datasets", "records", "record", "data", "list", "lists", "entity", "entities", "information", "details", "file", "rows", "database", "catalogue", "catalog", "register", "registry", "directory", "log", "logs") > 0;
        if (!match.IsPlural)
        {
            // "product catalogue"
            if (match.Length > 1 && Tokens[after - 1].Lower is "catalogue" or "catalog" or "list" or "register" or "log" or "directory")
            {
                return true;
            }
            // "watch history", "point of sale": what is one thing in many rows, in a list of tables.
            if (match.Length > 1 && FollowsTable(at) && (Tokens.IsSeparator(after) || Tokens.EndsStatement(after)))
            {
                return true;
            }
            return names && !Tokens.At(after, "database") && !IsBusiness(match) && !WordSets.Adjectives.Contains(match.Key);
        }
        // "customer names" and "order dates" are columns of customers and orders.
        if (Tokens[after].IsWord && !names && !WordSets.Stops.Contains(Tokens[after].Lower) && match.Candidates.Count > 0 && match.Length == 1 && English.Singular(Tokens[at].Lower) == Tokens[at].Lower && Catalog.Meaning(Tokens.Key(after, 1)) is not null)
        {
            return false;
        }
        return true;
    }

    public bool IsBusiness(NounMatch match) => Catalog.DomainsOf(match.Key).Count > 0;

    private bool UnknownIsTable(int at, NounMatch match)
    {
        int after = at + match.Length;
        if ((Catalog.DomainsOf(match.Key).Count > 0 && !Tokens.IsOpen(after)) || PlaceNames.IsPlace(Tokens[after - 1].Lower))
        {
            return false;
        }
        if (Prompt.Brackets.ColumnsFollow(after, match.Key))
        {
            return true;
        }
        // A word that means a column, with or without its table's name before it, is one, "realistic names and prices", unless it goes on with a list of tables.
        if (!FollowsTable(at) && (Catalog.Meaning(match.Key) is not null || (match.Length > 1 && Catalog.Meaning(Tokens.Key(after - 1, 1)) is not null && Catalog.Entities(Tokens.Key(at, match.Length - 1)).Count > 0)))
        {
            return false;
        }
        return Prompt.ExpectsTable && (Prompt.Subject is null || !Prompt.Subject.IsFirm || Tokens[after].Is(":") || (Tokens[at - 1].Kind == TokenKind.Mark && Tokens[at - 1].Text is "-" or "*" or "•") || Tokens.IsSeparator(at - 1) || Tokens[at - 1].Lower is "the" or "their" or "of" or "for" or "with" || Tokens.EndsStatement(at - 1) || WordSets.Asking.Contains(Tokens[at - 1].Lower));
    }

    /// <summary>A table in the plural here, after articles and adjectives; null if there is none.</summary>
    public EntityWish? TableAt(ref int i)
    {
        int at = i;
        at = Nouns.SkipPlainWords(at);
        if (Nouns.Find(at) is { IsPlural: true } match)
        {
            i = at + match.Length;
            return Prompt.Wanted.Take(at, match);
        }
        if (Nouns.Unknown(at, false) is { } unknown && Catalog.Meaning(unknown.Match.Key) is null)
        {
            i = unknown.Start + unknown.Match.Length;
            return Prompt.Wanted.Take(unknown.Start, unknown.Match);
        }
        return null;
    }
}

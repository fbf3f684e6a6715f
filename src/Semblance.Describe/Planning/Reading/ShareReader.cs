using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads shares of rows: "20% returning", "15% of pets are neutered", "5% cancelled".</summary>
internal sealed class ShareReader(PromptContext prompt) : PhraseReader(prompt)
{
    private static readonly string[] s_corrections = ["no", "sorry", "actually", "rather", "i mean", "make that", "make it", "no wait", "wait", "oops", "correction", "or rather", "better", "no sorry", "i meant"];

    /// <summary>"20% returning", "15% of pets are neutered", "30% with solar panels", "5% cancelled", and what is corrected: "70% verified, no, 3 percent".</summary>
    public bool Share(ref int i, EntityWish? subject)
    {
        if (Tokens.AtAny(i - 1, "not", "within") > 0 || Tokens.AtAny(i - 2, "instead of", "rather than") > 0)
        {
            // What is said not to hold.
            i++;
            return true;
        }
        if (!Read(ref i, subject))
        {
            return false;
        }
        if (Correction(i) is { } correction && Late[^1] is ShareMention mention)
        {
            Late[^1] = mention with { Share = correction.Share };
            i = correction.End;
        }
        return true;
    }

    // "? no, 3 percent", ", sorry, 5%": another share, and no word of what it is of.
    private (double Share, int End)? Correction(int i)
    {
        int at = i;
        while (Tokens[at].Kind == TokenKind.Mark && Tokens[at].Text is "," or "?" or "." or "-" or "..." or "!")
        {
            at++;
        }
        int words = Tokens.AtAny(at, s_corrections);
        if (words == 0)
        {
            return null;
        }
        at += words + (Tokens[at + words].Is(",") ? 1 : 0);
        at += Tokens.AtAny(at, "only", "just", "it's", "it is");
        return Tokens[at].IsNumber && Tokens[at].IsPercent && (Tokens.EndsStatement(at + 1) || Tokens.IsSeparator(at + 1)) ? (Math.Clamp(Tokens[at].Value / 100, 0, 1), at + 1) : null;
    }

    private bool Read(ref int i, EntityWish? subject)
    {
        double share = Math.Clamp(Tokens[i].Value / 100, 0, 1);
        int at = i + 1;
        if (Tokens.AtAny(at, "instead of", "rather than", "and not", "not") is > 0 and var wrong && Tokens[at + wrong].IsPercent)
        {
            at += wrong + 1;
        }
        EntityWish? entity = subject;
        bool named = false;
        if (Tokens[at].Is("of"))
        {
            at++;
            while (WordSets.Determiners.Contains(Tokens[at].Lower) || Tokens[at].Lower is "them" or "those" or "all")
            {
                at++;
            }
            if (Nouns.Find(at) is { } match)
            {
                // "of the accounts": those of the table spoken of, whatever it is called.
                EntityWish? meant = Prompt.Wanted.Existing(match.Key) ?? Wishes.Entities.Find(other => other.Catalog is not null && match.Candidates.Contains(other.Catalog));
                meant ??= match.IsPlural && Wishes.Entities.Count == 0 ? Prompt.Wanted.Take(at, match) : null;
                entity = meant ?? subject;
                named = meant is not null;
                at += match.Length;
            }
            else if (Nouns.Unknown(at, false) is { } unknown && Prompt.Wanted.Existing(unknown.Match.Key) is { } existing)
            {
                entity = existing;
                at = unknown.Start + unknown.Match.Length;
                named = true;
            }
        }
        else if (Nouns.Find(at) is { IsPlural: true, Length: 1 } plural && Prompt.Wanted.Existing(plural.Key) is { } direct && Tokens.AtAny(at + 1, "are", "have", "were", "is", "with", "who", "that") > 0)
        {
            entity = direct;
            at++;
            named = true;
        }
        bool has = false;
        while (Tokens.AtAny(at, "should be", "are", "is", "being", "were", "who are", "that are", "which are", "was", "be", "will be", "marked as", "flagged as", "labelled", "labeled", "of them", "as", "get", "got") is > 0 and var copula)
        {
            at += copula;
        }
        if (Tokens.AtAny(at, "with a", "with an", "with", "have a", "have an", "have", "has", "having", "who have", "that have", "who", "that", "should have") is > 0 and var having)
        {
            has = true;
            at += having;
        }
        if (Tokens.AtAny(at, "no", "missing", "null", "empty", "without", "nulls in", "missing values in", "null values in", "missing in") is > 0 and var missing)
        {
            int name = at + missing;
            name += Tokens.AtAny(name, "in", "the", "values", "for");
            int column_at = name;
            if (Columns.Read(ref column_at, Tokens.Count, Prompt.Known, ColumnSetting.Prose) is { } lacking)
            {
                Late.Add(new PassingMention(entity, new ColumnWish { Name = lacking.Name, Nullable = share }));
                i = column_at;
                return true;
            }
        }
        int start = at;
        while (at - start < 4 && Tokens[at].IsWord && !WordSets.Stops.Contains(Tokens[at].Lower) && !(at > start && Tokens[at].Lower is "and" or "or" or "who" or "that"))
        {
            at++;
        }
        if (at == start)
        {
            return false;
        }
        i = at;
        // "works remotely", "are full time": the verb says nothing.
        start += at - start > 1 ? Tokens.AtAny(start, "works", "work", "live", "lives", "go", "goes", "come", "comes", "use", "uses", "own", "owns") : 0;
        // "returning customers": those of the table of customers.
        if (at - start > 1 && !named && Nouns.Find(at - 1) is { IsPlural: true, Length: 1 } owner && Prompt.Wanted.Existing(owner.Key) is { } owned)
        {
            (entity, named) = (owned, true);
            at--;
        }
        List<string> words = Tokens.Words(start, at - start);
        words = [.. words.Select((word, place) => place == words.Count - 1 && word.Length > 6 && word.EndsWith("ly", StringComparison.Ordinal) ? word[..^2] : word)];
        Late.Add(new ShareMention(entity, named, share, has, words, Tokens.Text[Tokens[start].Start..Tokens[at - 1].End]));
        return true;
    }
}

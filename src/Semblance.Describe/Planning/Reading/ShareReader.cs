using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads shares of rows: "20% returning", "15% of pets are neutered", "5% cancelled".</summary>
internal sealed class ShareReader(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>"20% returning", "15% of pets are neutered", "30% with solar panels", "5% cancelled".</summary>
    public bool Share(ref int i, EntityWish? subject)
    {
        double share = Math.Clamp(Tokens[i].Value / 100, 0, 1);
        int at = i + 1;
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
        Late.Add(new ShareMention(entity, named, share, has, Tokens.Words(start, at - start), Tokens.Text[Tokens[start].Start..Tokens[at - 1].End]));
        i = at;
        return true;
    }
}

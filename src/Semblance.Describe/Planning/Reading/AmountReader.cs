using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads numbers with what they count: rows of a table, kinds in a column, children per row.</summary>
internal sealed class AmountReader(PromptContext prompt) : PhraseReader(prompt)
{
    /// <summary>A number with what it counts: rows of a table, kinds in a column, a share, children per row.</summary>
    public bool Amount(ref int i)
    {
        if (Tokens[i].IsPercent)
        {
            return Prompt.Shares.Share(ref i, Prompt.Subject);
        }
        int at = i;
        // "1 to 5 orders per customer", "at least 2 orders per customer"
        if (RangeReader.TryRead(Tokens, ref at, out double? min, out double? max, Tokens[i].Is("exactly")) && Nouns.Find(at) is { IsPlural: true } children && min is >= 0 or null && Tokens.AtAny(at + children.Length, "per", "for each", "for every", "each") is > 0 and var per && Nouns.Find(at + children.Length + per) is { } parent)
        {
            EntityWish child = Prompt.Wanted.Take(at, children);
            Wishes.Relations.Add(new RelationWish(Prompt.Wanted.Take(at + children.Length + per, parent), child) { Min = (long?)min ?? 0, Max = max is { } most ? (long)most : null });
            Prompt.Subject = child;
            i = at + children.Length + per + parent.Length;
            return true;
        }
        if (!Tokens[i].IsNumber || Tokens[i].Value is < 1 or > 1e9 || Tokens[i].Value != Math.Floor(Tokens[i].Value))
        {
            return false;
        }
        long count = (long)Tokens[i].Value;
        at = i + 1;
        at += Tokens.AtAny(at, "or so", "random", "different", "distinct", "unique");
        at = Nouns.SkipPlainWords(at);
        if (Tokens.AtAny(at, "rows", "records", "entries", "samples", "lines", "row", "record") > 0)
        {
            // "500 rows of customers", "1000 records"
            bool of = Tokens[at + 1].Is("of") || Tokens[at + 1].Is("for") || Tokens[at + 1].Is("about");
            if (of)
            {
                Prompt.RowsOfNext = count;
            }
            else if (Tokens.AtAny(at + 1, "each", "per table") == 0 && Prompt.Subject is not null && Prompt.Subject.IsFirm && Tokens[i - 1].Lower is "with" or "has" or "have" or "," or "(" or "and")
            {
                Prompt.Subject.Rows ??= count;
            }
            Prompt.ExpectsTable = true;
            i = at + (of ? 2 : 1);
            return true;
        }
        if (Tokens.AtAny(at, "tables", "datasets", "entities", "files") > 0)
        {
            i = at + 1;
            Prompt.ExpectsTable = true;
            return true;
        }
        if (Nouns.Find(at) is { } match && (match.IsPlural || count == 1))
        {
            if (Tokens[i - 1].Is("between"))
            {
                // "games between two players" says nothing of how many players there are.
                i = at + match.Length;
                return true;
            }
            if (Prompt.Brackets.ColumnsFollow(at + match.Length, match.Key))
            {
                Prompt.RowsOfNext = count;
                i = at;
                return Prompt.Tables.Table(ref i);
            }
            bool within = Tokens[i - 1].Lower is "in" or "across" or "over" or "among" or "into" or "from" or "between" || Tokens.AtAny(i - 2, "in the", "across the") > 0;
            Late.Add(new CountMention(Prompt.Subject, count, match, at, within, Prompt.Wanted.Existing(match.Key) is null) { Take = Prompt.Wanted.Take });
            i = at + match.Length;
            if (!within && !Wishes.Entities.Exists(entity => LateReader.KindOf(entity, match.Key) is not null))
            {
                // Nothing that it could be a kind of: rows.
                Prompt.RowsOfNext = count;
                Late.RemoveAt(Late.Count - 1);
                EntityWish entity = Prompt.Wanted.Take(at, match);
                Prompt.Sequels.AfterTable(ref i, entity);
            }
            return true;
        }
        if (Prompt.ExpectsTable && Nouns.Unknown(at, false) is { } unknown && (Prompt.Subject is null || Prompt.Wanted.Existing(unknown.Match.Key) is not null || Prompt.Brackets.ColumnsFollow(unknown.Start + unknown.Match.Length, unknown.Match.Key)) && Catalog.Meaning(unknown.Match.Key) is null)
        {
            Prompt.RowsOfNext = count;
            EntityWish entity = Prompt.Wanted.Take(unknown.Start, unknown.Match);
            i = unknown.Start + unknown.Match.Length;
            Prompt.Sequels.AfterTable(ref i, entity);
            return true;
        }
        if (Nouns.Unknown(at, false) is { } kinds)
        {
            // "3 regions", "4 cuisines": kinds, if some table has such a column.
            bool within = Tokens[i - 1].Lower is "in" or "across" or "over" or "among" or "into" or "from" or "between" or "include" or "including" or "with" or "have" or "has" or "of";
            Late.Add(new CountMention(Prompt.Subject, count, kinds.Match, kinds.Start, within, true));
            i = kinds.Start + kinds.Match.Length;
            return true;
        }
        return false;
    }
}

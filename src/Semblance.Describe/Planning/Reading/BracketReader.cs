using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Finds out what a bracket after a name holds: columns, or remarks and values.</summary>
internal sealed class BracketReader(PromptContext prompt) : PhraseReader(prompt)
{
    public bool ColumnsFollow(int after, string key) =>
        (Tokens.IsOpen(after) && LooksLikeColumns(after, key)) || (Tokens.IsOpen(after + 1) && Tokens[after].Lower is "table" or "tables" or "dataset" or "data" or "records" or "entity" or "list" or "catalogue" or "catalog" or "register" or "log" or "logs" && LooksLikeColumns(after + 1, key));

    // A bracket holds columns, and not remarks or values, if it names keys or other columns that are known.
    public bool LooksLikeColumns(int open, string key)
    {
        int close = Tokens.Closing(open), items = 0, columns = 0;
        if (Tokens[open + 1].Lower is "from" or "between" && Tokens[open + 2].IsWord)
        {
            // "from date, to date"
        }
        else if (Tokens[open + 1].Lower is "like" or "e.g." or "eg" or "such" or "between" or "from" or "up" or "mostly" or "most" or "about")
        {
            return false;
        }
        EntityWish? entity = Prompt.Wanted.Existing(key);
        CatalogEntity? known = entity?.Catalog ?? (Catalog.Entities(key) is { Count: > 0 } candidates ? Domains.Choose(key, candidates) : null);
        bool isValueColumn = entity is null && known is null && Catalog.Meaning(key) is not null;
        // What begins with a key is a list of columns, whatever they are called.
        if (Tokens[open + 1].Is("id") && Tokens[open + 2].Is(","))
        {
            return true;
        }
        for (int i = open + 1; i < close; i++)
        {
            bool first = i == open + 1 || Tokens[i - 1].Is(",") || Tokens[i - 1].Is(";") || Tokens[i - 1].Kind == TokenKind.Line;
            if (!first || !(Tokens[i].IsWord || Tokens[i].Kind == TokenKind.Quoted))
            {
                if (Tokens.IsOpen(i))
                {
                    i = Tokens.Closing(i);
                }
                continue;
            }
            items++;
            // What is written like a column is one: "from_city", "userName", "q1", "x".
            if (Tokens[i].Text.Contains('_', StringComparison.Ordinal) || (char.IsLower(Tokens[i].Text[0]) && (Tokens[i].Text.Any(char.IsUpper) || (!isValueColumn && (Tokens[i].Text.Length == 1 || char.IsDigit(Tokens[i].Text[^1]))))))
            {
                columns++;
                continue;
            }
            // So is what has bounds or a formula, and what ends like one: "physics 0-100", "approved by".
            int words = i;
            while (words < close && Tokens[words].IsWord && !WordSets.Stops.Contains(Tokens[words].Lower))
            {
                words++;
            }
            int bounds = words;
            bool ends = words > i + 1 || Tokens[words].Lower is "by" or "at" or "on";
            if (words > i && (Tokens[words].Is("=") || Tokens[words].Is(":") || RangeReader.TryRead(Tokens, ref bounds, out _, out _) || (ends && NameRules.HasEnding(Tokens[words].Lower is "by" or "at" or "on" ? Tokens[words].Lower : Tokens[words - 1].Lower))))
            {
                columns++;
                continue;
            }
            for (int length = 4; length >= 1; length--)
            {
                if (Enumerable.Range(i, length).All(k => Tokens[k].IsWord) && Tokens.Key(i, length) is var name && (known?.Column(name) is not null || (Catalog.Meaning(name) is not null && !isValueColumn) || name is "id" or "name" || name.EndsWith(" id", StringComparison.Ordinal)))
                {
                    columns++;
                    break;
                }
            }
        }
        return items >= 1 && (columns * 2 >= items || (items >= 5 && columns * 4 >= items)) && (items > 1 || columns == 1 && !isValueColumn);
    }

    // In a bracket after a table that holds no columns: "(20% returning)", "(about 500)", "(basic, plus, premium)".
    public void Remarks(int from, int to, EntityWish entity)
    {
        for (int i = from; i < to; i++)
        {
            int at = i;
            if (Tokens[i].IsNumber && Prompt.Shares.Share(ref at, entity))
            {
                i = at - 1;
            }
            else if (Tokens[i].IsNumber && !Tokens[i].IsPercent && i + 1 >= to && Tokens[i].Value is >= 1 and <= 1e9)
            {
                entity.Rows ??= (long)Tokens[i].Value;
            }
        }
    }
}

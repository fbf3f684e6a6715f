using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Finds where names of columns end, and makes names that tables can have of the words.</summary>
internal sealed class ColumnNames(PlanCatalog catalog, TokenList tokens)
{
    private const int LongestName = 5;

    /// <summary>Whether the word here is all of a name: "unique id" is an id; "unique" alone, or "average price", is what it says.</summary>
    public bool IsWhole(int at, int to) => (at + 1 >= to || !(tokens[at + 1].IsWord || tokens[at + 1].Kind == TokenKind.Quoted) || WordSets.Stops.Contains(tokens[at + 1].Lower)) && (tokens[at].Lower is not ("and" or "or" or "plus" or "unique" or "optional" or "a" or "an" or "the") || (tokens[at].Is("a") && tokens[at + 1].Is(",")))
        || (tokens[at].Lower is "average" or "daily" or "monthly" or "annual" or "hourly" or "standard" or "last" or "past" or "yearly" or "weekly" or "main" or "raw" or "current" or "actual" or "new" && catalog.Meaning(tokens.Key(at, 2)) is not null);

    /// <summary>The number of tokens of the name that begins here; 0 for none.</summary>
    public int Length(int at, int to, ColumnSetting setting, Func<string, bool> known)
    {
        int length = 0;
        while (at + length < to && length < LongestName + 1)
        {
            Token token = tokens[at + length];
            if (token.Kind == TokenKind.Quoted && length == 0)
            {
                return 1;
            }
            if (!token.IsWord)
            {
                break;
            }
            bool of = token.Is("of") && length > 0 && tokens[at + length + 1].IsWord && !WordSets.Determiners.Contains(tokens[at + length + 1].Lower);
            bool inside = (token.Is("in") && length > 0 && tokens[at + length + 1].Is("stock")) || (token.Is("on") && length > 0 && tokens[at + length + 1].Is("hand")) || (token.Is("per") && length > 0 && tokens[at + length + 1].IsWord && setting == ColumnSetting.List) || (token.Is("at") && length > 0 && setting != ColumnSetting.Prose && tokens[at + length + 1].Lower is not ("least" or "most")) || (token.Is("on") && length > 0 && setting != ColumnSetting.Prose && at + length + 1 >= to) || (token.Is("by") && length > 0 && known(tokens.Key(at, length + 1))) || (token.Lower is "at" or "on" or "by" && length > 0 && (at + length + 1 >= to || tokens[at + length + 1].Is(",") || tokens.EndsStatement(at + length + 1)));
            if (!of && !inside && ((WordSets.Stops.Contains(token.Lower) && !(length == 0 && token.Lower is "from" or "to" && setting != ColumnSetting.Prose)) || token.Lower is "optional" or "required" or "nullable" or "mandatory" or "unique" && length > 0))
            {
                if (!(token.Lower is "is" or "has" or "was" && length == 0 && setting != ColumnSetting.Prose) && !(token.Lower.Contains('_', StringComparison.Ordinal)))
                {
                    break;
                }
            }
            // "deadlines next year"
            if (length > 0 && token.Lower is "next" or "last" or "past" && tokens[at + length + 1].Lower is "year" or "years" or "month" or "months" or "week" or "weeks" or "quarter" or "days")
            {
                break;
            }
            // "nombre y precio"
            if (length > 0 && token.Lower is "y" or "e" or "en" or "i" && setting == ColumnSetting.Prose && tokens[at + length + 1].IsWord && !known(tokens.Key(at, length + 1)))
            {
                break;
            }
            // "grade A to F": a capital by itself is a value.
            if (length > 0 && ((token.Text.Length == 1 && char.IsUpper(token.Text[0])) || ValueSpanReader.IsCode(token.Text)) && (tokens[at + length + 1].Is("to") || tokens[at + length + 1].Is("-") || tokens[at + length + 1].Is(",") || tokens[at + length + 1].Is("/")))
            {
                break;
            }
            // What is followed by nothing is no verb: "user handle, text".
            if (length > 0 && WordSets.Verbs.Contains(token.Lower) && setting == ColumnSetting.Prose && !known(tokens.Key(at, length + 1)) && !tokens[at + length + 1].Is(",") && !tokens.EndsStatement(at + length + 1))
            {
                break;
            }
            length++;
            if (setting == ColumnSetting.Sql && length == 2)
            {
                break;
            }
        }
        return length > LongestName ? 0 : length;
    }

    /// <summary>The name of a column from its words: as written if that is one word, joined by underscores otherwise; null if no name can be made of them.</summary>
    public static string? Of(IReadOnlyList<string> parts)
    {
        string name = parts.Count == 1 && !IsLoud(parts[0]) ? parts[0] : string.Join('_', parts.SelectMany(part => part.Split(' ', '-')).Select(part => IsLoud(part) || !HasHump(part) ? part.ToLowerInvariant() : part));
        name = new string([.. name.Where(c => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ')]).Trim(' ', '-');
        name = name.Replace(' ', '_').Replace('-', '_');
        if (name.Length > 0 && char.IsDigit(name[0]))
        {
            name = "_" + name;
        }
        return name.Length is 0 or > 63 || name.All(c => c == '_') ? null : name;
    }

    private static bool HasHump(string word) => word.Skip(1).Any(char.IsUpper) && word.Any(char.IsLower);

    private static bool IsLoud(string word) => word.Any(char.IsLetter) && !word.Any(char.IsLower) && word.Length > 1 || (word.Length > 1 && char.IsUpper(word[0]) && !word.Skip(1).Any(char.IsUpper) && !word.Contains('_', StringComparison.Ordinal));
}

using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads the types of columns: "id uuid", "price decimal(8,2)".</summary>
internal sealed class TypeReader(TokenList tokens)
{
    private static readonly Dictionary<string, string> s_types = WordPairs.Parse("""
        int=integer integer=integer bigint=integer smallint=integer tinyint=integer serial=integer bigserial=integer long=integer whole=integer int64=integer int32=integer float=decimal
        double=decimal decimal=decimal numeric=decimal real=decimal money=decimal string=string varchar=string nvarchar=string char=string str=string bool=boolean boolean=boolean datetime=datetime
        timestamptz=datetime datetime2=datetime uuid=uuid guid=uuid
        """);

    // Types that are parts of names as well: "signup date", "start time", "review text".
    private static readonly Dictionary<string, string> s_typesApart = WordPairs.Parse("date=date time=time timestamp=datetime text=string number=integer");

    /// <summary>The plan type that a word names; null for none.</summary>
    /// <param name="word">The word, in any case.</param>
    /// <param name="apart">Whether words that are parts of names as well count.</param>
    public static string? Of(string word, bool apart) => s_types.GetValueOrDefault(word.ToLowerInvariant()) ?? (apart ? s_typesApart.GetValueOrDefault(word.ToLowerInvariant()) : null);

    /// <summary>Reads a type and its precision.</summary>
    public bool TryRead(ref int i, int to, ColumnWish column)
    {
        Token token = tokens[i];
        if (!token.IsWord || Of(token.Lower, true) is not { } type || (i + 1 < to && tokens[i + 1].IsWord && tokens.AtAny(i + 1, "primary", "unique", "not", "null", "pk", "optional", "required", "nullable", "between", "from", "with", "in", "default", "references", "auto_increment", "unsigned", "and", "or", "like", "precision", "e.g.", "up", "at") == 0))
        {
            return false;
        }
        column.Type = type;
        i++;
        if (tokens[i].Is("precision"))
        {
            i++;
        }
        i = Precision(i, type, out int? decimals);
        column.Decimals = decimals ?? column.Decimals;
        return true;
    }

    /// <summary>The place after the precision of a type. "(8,2)" after decimal: the second number is the decimals; "(80)" after varchar says nothing that matters here.</summary>
    public int Precision(int i, string type, out int? decimals)
    {
        decimals = null;
        if (!tokens.IsOpen(i) || !tokens[i + 1].IsNumber || tokens[i + 1].IsPercent)
        {
            return i;
        }
        int close = tokens.Closing(i);
        if (type == PlanTypes.Decimal && tokens[close - 1].IsNumber && close > i + 2)
        {
            decimals = (int)Math.Clamp(tokens[close - 1].Value, 0, 9);
        }
        return close + 1;
    }
}

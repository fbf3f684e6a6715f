namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads that a column comes after or before another: "after the start date", "21 days after the loan date".</summary>
internal sealed class OrderReader(TokenList tokens, ColumnNames names)
{
    /// <summary>The orders of columns that were met on the way: later column, words of the earlier one, days.</summary>
    public List<(string Later, string Earlier, (double, double)? Days)> Found { get; } = [];

    /// <summary>Reads an order: "after the start date", "21 days after the loan date", "never before the loan date", "is later than ...".</summary>
    public bool TryRead(ref int i, int to, ColumnWish column)
    {
        int at = i;
        at += tokens.AtAny(at, "must always be", "should always be", "must be", "should be", "has to be", "have to be", "is always", "are always", "always comes", "comes", "is", "are", "always", "must come", "can not be", "cannot be", "can't be", "can’t be", "falls", "lies");
        bool negated = tokens.AtAny(at, "never", "not", "no") > 0 || (at > i && tokens[at - 1].Lower is "can't" or "can’t" or "cannot" or "not");
        at += tokens.AtAny(at, "never", "not", "no", "always", "be", "at least");
        (double, double)? days = null;
        if (tokens[at].IsNumber && Days(tokens[at + 1].Lower) is { } unit)
        {
            days = (tokens[at].Value * unit, tokens[at].Value * unit);
            at += 2;
        }
        else if (tokens[at].IsNumber && tokens[at + 1].Is("to") | tokens[at + 1].Is("-") && tokens[at + 2].IsNumber && Days(tokens[at + 3].Lower) is { } each)
        {
            days = (tokens[at].Value * each, tokens[at + 2].Value * each);
            at += 4;
        }
        bool after = tokens.AtAny(at, "after", "later than", "past") > 0 || (negated && tokens.AtAny(at, "before", "earlier than", "prior to", "older than") > 0);
        bool before = !after && (tokens.AtAny(at, "before", "earlier than", "prior to") > 0 || (negated && tokens.AtAny(at, "after", "later than") > 0));
        if (!after && !before)
        {
            return false;
        }
        at += tokens.AtAny(at, "later than", "earlier than", "prior to", "older than", "after", "before", "past");
        while (tokens[at].IsWord && WordSets.Determiners.Contains(tokens[at].Lower))
        {
            at++;
        }
        int length = names.Length(at, to, ColumnSetting.Prose, static _ => false);
        if (length == 0)
        {
            return false;
        }
        string other = tokens.Key(at, length), own = column.Key;
        Found.Add(after ? (own, other, days) : (other, own, days));
        i = at + length;
        return true;
    }

    private static double? Days(string unit) => unit switch { "day" or "days" => 1, "week" or "weeks" => 7, "month" or "months" => 30, "year" or "years" => 365, _ => null };
}

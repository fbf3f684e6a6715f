using System.Globalization;
using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>
/// Reads formulas: "= rate x hours", "is price times quantity", "= net + VAT", "is the sum of a, b and c", "= 0.1% of price * quantity". Operands are
/// names of columns, which can be looked up only when the table is complete.
/// </summary>
internal sealed class FormulaReader(TokenList tokens)
{
    private const int LongestName = 4;

    /// <summary>Reads "= ..." or "is ..." with at least one operator; false, with the place unchanged, if no formula stands here.</summary>
    /// <param name="i">The place; after the formula.</param>
    /// <param name="to">The token after the last that may belong to it.</param>
    /// <param name="column">The column, which takes the formula.</param>
    /// <param name="known">Whether a key is a column that may be expected here: without an equals sign or a multiplication, all operands must be.</param>
    public bool TryRead(ref int i, int to, ColumnWish column, Func<string, bool> known)
    {
        int lead = tokens[i].Is("=") || tokens[i].Is(":") ? 1 : tokens.AtAny(i, "is equal to", "are equal to", "is calculated as", "calculated as", "computed as", "is computed as", "is the result of", "should equal", "must equal", "equals", "equal to", "must be", "should be", "is", "are");
        if (lead == 0)
        {
            return false;
        }
        int at = i + lead;
        while (tokens[at].Is("the") || tokens[at].Is("always") || tokens[at].Is("="))
        {
            at++;
        }
        var parts = new List<FormulaPart>();
        if (!(Named(ref at, to, parts) || Sum(ref at, to, parts)) || parts.Count < 3 || parts.TrueForAll(part => !part.IsColumn))
        {
            return false;
        }
        bool certain = tokens[i].Is("=") || parts.Exists(part => !part.IsColumn && part.Text == "*");
        if (!certain && parts.Exists(part => part.IsColumn && !known(part.Text)))
        {
            return false;
        }
        column.Formula = parts;
        i = at;
        return true;
    }

    // "the sum of a, b and c", "the product of a and b", "the difference between a and b".
    private bool Named(ref int i, int to, List<FormulaPart> parts)
    {
        (string sign, int words) = tokens.AtAny(i, "sum of", "total of") is > 0 and var sum ? ("+", sum)
            : tokens.AtAny(i, "product of") is > 0 and var product ? ("*", product)
            : tokens.AtAny(i, "difference between", "difference of") is > 0 and var difference ? ("-", difference)
            : tokens.AtAny(i, "ratio of", "quotient of") is > 0 and var ratio ? ("/", ratio)
            : ("", 0);
        int at = i + words;
        if (words == 0 || !Operand(ref at, to, parts))
        {
            return false;
        }
        while (at < to && (tokens[at].Is(",") || tokens[at].Is("and") || tokens[at].Is("to")))
        {
            int next = at + (tokens[at].Is(",") && tokens[at + 1].Is("and") ? 2 : 1);
            var operand = new List<FormulaPart>();
            if (!Operand(ref next, to, operand))
            {
                break;
            }
            parts.Add(FormulaPart.Sign(sign));
            parts.AddRange(operand);
            at = next;
        }
        i = at;
        return parts.Count >= 3;
    }

    private bool Sum(ref int i, int to, List<FormulaPart> parts)
    {
        int at = i;
        if (!Operand(ref at, to, parts))
        {
            return false;
        }
        while (at < to && Operator(at) is { } found)
        {
            int next = at + found.Words;
            var operand = new List<FormulaPart>();
            if (!Operand(ref next, to, operand))
            {
                break;
            }
            parts.Add(FormulaPart.Sign(found.Sign));
            parts.AddRange(operand);
            at = next;
        }
        i = at;
        return true;
    }

    private (string Sign, int Words)? Operator(int i)
    {
        Token token = tokens[i];
        // "red/white" and "1-n" are lists and bounds.
        if (token.Kind == TokenKind.Mark && token.Text is "/" or "-" && (tokens[i - 1].End == token.Start || tokens[i + 1].Start == token.End))
        {
            return null;
        }
        return token.Kind == TokenKind.Mark
            ? token.Text switch { "+" => ("+", 1), "-" => ("-", 1), "*" or "×" or "·" => ("*", 1), "/" or "÷" => ("/", 1), _ => null }
            : tokens.AtAny(i, "multiplied by", "times") is > 0 and var times ? ("*", times)
            : token.Is("x") && i > 0 ? ("*", 1)
            : tokens.AtAny(i, "divided by") is > 0 and var divided ? ("/", divided)
            : tokens.AtAny(i, "plus") > 0 ? ("+", 1)
            : tokens.AtAny(i, "minus", "less") > 0 ? ("-", 1)
            : null;
    }

    private bool Operand(ref int i, int to, List<FormulaPart> parts)
    {
        int at = i;
        while (at < to && tokens[at].IsWord && (WordSets.Determiners.Contains(tokens[at].Lower) || tokens[at].Is("the")))
        {
            at++;
        }
        if (at >= to)
        {
            return false;
        }
        if (tokens[at].Is("("))
        {
            int close = tokens.Closing(at), inside = at + 1;
            var inner = new List<FormulaPart>();
            if (!Sum(ref inside, close, inner) || inside != close || close >= tokens.Count)
            {
                return false;
            }
            parts.Add(FormulaPart.Sign("("));
            parts.AddRange(inner);
            parts.Add(FormulaPart.Sign(")"));
            i = close + 1;
            return true;
        }
        if (tokens[at].IsNumber)
        {
            return Number(ref i, at, to, parts);
        }
        int end = at;
        while (end < to && end - at < LongestName && tokens[end].IsWord && Operator(end) is null && !WordSets.Stops.Contains(tokens[end].Lower))
        {
            end++;
        }
        if (end == at)
        {
            return false;
        }
        parts.Add(FormulaPart.Column(tokens.Key(at, end - at)));
        i = end;
        return true;
    }

    // "2", "20% of price".
    private bool Number(ref int i, int at, int to, List<FormulaPart> parts)
    {
        double value = tokens[at].IsPercent ? tokens[at].Value / 100 : tokens[at].Value;
        var number = FormulaPart.Sign(Math.Round(value, 8).ToString("0.########", CultureInfo.InvariantCulture));
        int next = at + 1;
        if (!tokens[at].IsPercent || !tokens[next].Is("of"))
        {
            parts.Add(number);
            i = next;
            return true;
        }
        next++;
        var of = new List<FormulaPart>();
        if (!Operand(ref next, to, of))
        {
            return false;
        }
        parts.Add(number);
        parts.Add(FormulaPart.Sign("*"));
        parts.AddRange(of);
        i = next;
        return true;
    }
}

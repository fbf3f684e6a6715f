using System.Globalization;
using System.Text.RegularExpressions;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads values that are not words in a row: "A to G", "P1 to P4", "18-24, 25-34, 35+", "9.99, 14.99 or 19.99", "BTC/USD, ETH/USD".</summary>
internal sealed partial class ValueSpanReader(TokenList tokens)
{
    private const int MostValues = 200;

    /// <summary>Reads a span of capitals or of codes: "A to G", "A-F", "P1 to P4".</summary>
    public bool Letters(ref int i, ColumnWish column)
    {
        int at = i + tokens.AtAny(i, "from");
        string text = tokens[at].Text;
        bool to = tokens[at + 1].Is("to") || tokens[at + 1].Is("-") || tokens[at + 1].Is("through");
        if (to && IsCapital(text) && IsCapital(tokens[at + 2].Text))
        {
            return Capitals(ref i, at + 3, text[0], tokens[at + 2].Text[0], column);
        }
        if (text.Length == 3 && text[1] == '-' && IsCapital(text[..1]) && IsCapital(text[2..]))
        {
            return Capitals(ref i, at + 1, text[0], text[2], column);
        }
        if (to && Code().Match(text) is { Success: true } low && Code().Match(tokens[at + 2].Text) is { Success: true } high && low.Groups[1].Value == high.Groups[1].Value)
        {
            int first = int.Parse(low.Groups[2].Value, CultureInfo.InvariantCulture), last = int.Parse(high.Groups[2].Value, CultureInfo.InvariantCulture), digits = low.Groups[2].Length;
            if (last > first && last - first < MostValues)
            {
                column.Values = [.. Enumerable.Range(first, last - first + 1).Select(number => (low.Groups[1].Value + number.ToString(new string('0', digits), CultureInfo.InvariantCulture), (double?)null))];
                i = at + 3;
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a word is a code with a number that begins a span or list of such: P1 in "P1 to P4".</summary>
    public static bool IsCode(string text) => text.Length <= 4 && Code().IsMatch(text) && char.IsUpper(text[0]);

    private static bool Capitals(ref int i, int after, char first, char last, ColumnWish column)
    {
        if (last <= first)
        {
            return false;
        }
        column.Values = [.. Enumerable.Range(first, last - first + 1).Select(letter => (((char)letter).ToString(), (double?)null))];
        i = after;
        return true;
    }

    private static bool IsCapital(string text) => text.Length == 1 && char.IsAsciiLetterUpper(text[0]);

    /// <summary>Reads numbers one by one: "9.99, 14.99 or 19.99", "0, 4, 8, 12". Two need an "or" between them.</summary>
    public bool Numbers(ref int i, int to, ColumnWish column)
    {
        var numbers = new List<(string, double?)>();
        bool or = false;
        int at = i + tokens.AtAny(i, ":", "=", "of", "either", "one of"), taken = at;
        bool percent = false;
        at += IsCurrency(at) ? 1 : 0;
        while (at < to && tokens[at].IsNumber && !tokens[at].IsInWords && (numbers.Count == 0 || tokens[at].IsPercent == percent))
        {
            percent = tokens[at].IsPercent;
            numbers.Add((tokens[at].Value.ToString("0.#########", CultureInfo.InvariantCulture), null));
            at = taken = RangeReader.SkipUnit(tokens, at + 1);
            bool comma = tokens[at].Is(",") || tokens[at].Is("/");
            at += comma ? 1 : 0;
            or |= tokens[at].Is("or") || tokens[at - 1].Is("/");
            at += tokens[at].Is("or") || (comma && tokens[at].Is("and")) ? 1 : comma ? 0 : int.MaxValue - at;
            at += IsCurrency(at) ? 1 : 0;
        }
        bool ends = taken >= to || tokens.EndsStatement(taken) || tokens.IsSeparator(taken) || !tokens[taken].IsWord;
        if (numbers.Count < 2 || (numbers.Count < 3 && !or) || !ends)
        {
            return false;
        }
        column.Values = [.. numbers.DistinctBy(number => number.Item1)];
        column.IsPercent |= percent;
        i = taken;
        return true;
    }

    private bool IsCurrency(int i) => tokens[i].Kind == TokenKind.Mark && tokens[i].Text is "$" or "€" or "£" or "¥";

    /// <summary>Reads bands and pairs, which are written without spaces and parted by commas: "18-24, 25-34, 35+", "BTC/USD, ETH/USD", "1-0, 0-1".</summary>
    public bool Bands(ref int i, int to, ColumnWish column)
    {
        var values = new List<(string, double?)>();
        int at = i + tokens.AtAny(i, ":", "=", "of"), taken = at;
        while (at < to)
        {
            int end = at;
            while (end < to && !tokens[end].Is(",") && tokens[end].Kind != TokenKind.End && (end == at || tokens[end].Start == tokens[end - 1].End))
            {
                end++;
            }
            if (end == at || !Band().IsMatch(tokens.Text.AsSpan(tokens[at].Start, tokens[end - 1].End - tokens[at].Start)))
            {
                break;
            }
            values.Add((tokens.Text[tokens[at].Start..tokens[end - 1].End], null));
            taken = end;
            at = end + (tokens[end].Is(",") ? 1 : 0);
            at += tokens[at].Is("or") || tokens[at].Is("and") ? 1 : 0;
            if (at == end)
            {
                break;
            }
        }
        if (values.Count < 2)
        {
            return false;
        }
        column.Values = [.. values.DistinctBy(value => value.Item1)];
        i = taken;
        return true;
    }

    [GeneratedRegex("^([A-Za-z]{1,3})([0-9]{1,3})$")]
    private static partial Regex Code();

    [GeneratedRegex("^([<>]=?[0-9]+|[0-9]+[+]|[0-9]+[-–][0-9]+|[0-9]+/[0-9]+[-–][0-9]+/[0-9]+|[A-Z]{2,5}/[A-Z]{2,5})$")]
    private static partial Regex Band();
}

using System.Globalization;
using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Parts a prompt into words, numbers and marks.</summary>
internal static class Tokenizer
{
    private static readonly Dictionary<string, double> s_numbers = WordPairs.ParseNumbers("""
        zero=0 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20
        thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 dozen=12
        """);

    private static readonly Dictionary<string, double> s_multiples = WordPairs.ParseNumbers("hundred=100 thousand=1000 million=1000000 k=1000 mio=1000000 mn=1000000 billion=1000000000");

    private static readonly Dictionary<string, double> s_fractions = WordPairs.ParseNumbers("half=50 third=33.3333 quarter=25 fifth=20 sixth=16.6667 eighth=12.5 tenth=10");

    /// <summary>The tokens of a prompt, with an end token.</summary>
    public static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>();
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (c == '\n')
            {
                tokens.Add(new Token(TokenKind.Line, "\n", i, ++i));
            }
            else if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '"' or '“' or '„' or '`' && Quoted(text, i) is { } quoted)
            {
                tokens.Add(quoted);
                i = quoted.End;
            }
            else if (char.IsAsciiDigit(c) || (c is '-' or '−' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1]))))
            {
                Token number = Number(text, i);
                tokens.Add(number);
                i = number.End;
            }
            else if (char.IsLetter(c) || c == '_')
            {
                int end = WordEnd(text, i);
                tokens.Add(new Token(TokenKind.Word, text[i..end], i, end));
                i = end;
            }
            else
            {
                int length = c == '.' && text.AsSpan(i).StartsWith("..", StringComparison.Ordinal) ? text.AsSpan(i).StartsWith("...", StringComparison.Ordinal) ? 3 : 2 : 1;
                tokens.Add(new Token(TokenKind.Mark, c is '–' or '—' or '−' ? "-" : c == '…' ? "..." : text.Substring(i, length), i, i + length));
                i += length;
            }
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
        return Joined(tokens);
    }

    private static Token? Quoted(string text, int start)
    {
        char close = text[start] switch { '“' or '„' => '”', _ => text[start] };
        int end = text.IndexOf(close, start + 1);
        return end < 0 || end - start > 80 || text.AsSpan(start, end - start).Contains('\n') ? null : new Token(TokenKind.Quoted, text[(start + 1)..end], start, end + 1);
    }

    // Letters, digits and underscores; apostrophes and hyphens between letters: e-commerce, driver's, in-app, DEV-0042.
    private static int WordEnd(string text, int start)
    {
        int end = start + 1;
        while (end < text.Length)
        {
            char c = text[end];
            bool inside = char.IsLetterOrDigit(c) || c == '_' || (c is '\'' or '’' or '-' or '#' && end + 1 < text.Length && (char.IsLetterOrDigit(text[end + 1]) || (c is '-' or '#' && text[end + 1] == '#')) && text[end - 1] is not ('-' or '\'' or '’'))
                || (c == '#' && text[end - 1] == '#') || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
            if (!inside)
            {
                break;
            }
            end++;
        }
        // e.g. and i.e. are one word each.
        return end - start == 1 && end + 2 < text.Length && text[end] == '.' && char.ToLowerInvariant(text[start]) is 'e' or 'i' && end - start == 1 && end + 2 < text.Length && text[end] == '.' && char.ToLowerInvariant(text[end + 1]) is 'g' or 'e' && text[end + 2] == '.' ? end + 3 : end;
    }

    private static Token Number(string text, int start)
    {
        if (start + 10 <= text.Length && DateOnly.TryParseExact(text.AsSpan(start, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && (start + 10 == text.Length || !char.IsLetterOrDigit(text[start + 10])))
        {
            return new Token(TokenKind.Date, text.Substring(start, 10), start, start + 10);
        }
        int end = text[start] is '-' or '−' ? start + 1 : start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] is ',' or '.' or '_' or '\'' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            bool stops = text[end] == ',' && !(end + 3 < text.Length && char.IsAsciiDigit(text[end + 2]) && char.IsAsciiDigit(text[end + 3]) && (end + 4 == text.Length || !char.IsAsciiDigit(text[end + 4])));
            if (stops || (text[end] == '.' && text.AsSpan(start, end - start).Contains('.')))
            {
                break;
            }
            end++;
        }
        string digits = text[start..end].Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace('−', '-');
        double value = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : 0;
        // 50k and 2M are numbers; 30kg and 3rd are not: the letters are a word of their own.
        if (end < text.Length && text[end] is 'k' or 'K' or 'M' && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])))
        {
            value *= text[end] == 'M' ? 1e6 : 1000;
            end++;
        }
        return new Token(TokenKind.Number, text[start..end], start, end) { Value = value };
    }

    // Numbers in words, "two hundred", shares in words, "a tenth", "one in five", "two thirds", and percent signs become part of their number.
    private static List<Token> Joined(List<Token> tokens)
    {
        var joined = new List<Token>();
        for (int i = 0; i < tokens.Count; i++)
        {
            Token token = tokens[i];
            if (Fraction(tokens, i) is { } fraction)
            {
                joined.Add(fraction.Token);
                i += fraction.Length - 1;
                continue;
            }
            if (token.IsWord && InWords(token.Lower) is { } number)
            {
                token = new Token(TokenKind.Number, token.Text, token.Start, token.End) { Value = number, IsInWords = true };
            }
            else if (token.IsWord && s_multiples.TryGetValue(token.Lower, out double unit) && unit > 1 && joined.Count > 0 && (joined[^1].Is("a") || joined[^1].Is("one")))
            {
                joined[^1] = new Token(TokenKind.Number, token.Text, joined[^1].Start, token.End) { Value = unit, IsInWords = true };
                continue;
            }
            if (token.IsNumber)
            {
                int next = i + 1;
                double value = token.Value;
                while (tokens[next].IsWord && s_multiples.TryGetValue(tokens[next].Lower, out double multiple))
                {
                    value *= multiple;
                    next++;
                }
                bool percent = tokens[next].Is("%") || tokens[next].Is("percent") || tokens[next].Is("pct");
                bool perCent = tokens[next].Is("per") && tokens[next + 1].Is("cent");
                next += percent ? 1 : perCent ? 2 : 0;
                token = token with { Value = value, IsPercent = percent || perCent, End = tokens[next - 1].End };
                i = next - 1;
            }
            joined.Add(token);
        }
        return joined;
    }

    // "twenty", "twenty-five".
    private static double? InWords(string word)
    {
        int hyphen = word.IndexOf('-', StringComparison.Ordinal);
        return s_numbers.TryGetValue(hyphen < 0 ? word : word[..hyphen], out double number) && (hyphen < 0 || s_numbers.ContainsKey(word[(hyphen + 1)..]))
            ? number + (hyphen < 0 ? 0 : s_numbers[word[(hyphen + 1)..]])
            : null;
    }

    // "a tenth", "two thirds", "three-quarters", "half of", "one in five", "3 out of 10": percent.
    private static (Token Token, int Length)? Fraction(List<Token> tokens, int i)
    {
        Token token = tokens[i];
        if (token.Is("half") && tokens[i + 1].IsWord && tokens[i + 1].Lower is "of" or "the" or "are" or "have" or "were")
        {
            return (Share(token, token, 50), 1);
        }
        if (Count(token) is { } count && i + 2 < tokens.Count)
        {
            // A tenth, one third, two thirds.
            if (Part(tokens[i + 1].Lower, count > 1) is { } part && !tokens[i + 2].Is("-") && count * part <= 100 && (token.Is("a") || count > 1 || tokens[i + 2].Is("of") || tokens[i + 2].Is("are") || tokens[i + 2].Is("have")))
            {
                return (Share(token, tokens[i + 1], count * part), 2);
            }
            int of = tokens[i + 1].Is("in") ? i + 2 : tokens[i + 1].Is("out") && tokens[i + 2].Is("of") ? i + 3 : 0;
            if (of > 0 && of < tokens.Count && !token.Is("a") && Count(tokens[of]) is { } whole && whole > count && whole <= 1000)
            {
                return (Share(token, tokens[of], 100.0 * count / whole), of - i + 1);
            }
        }
        int hyphen = token.Lower.IndexOf('-', StringComparison.Ordinal);
        return token.IsWord && hyphen > 0 && InWords(token.Lower[..hyphen]) is { } parts && Part(token.Lower[(hyphen + 1)..], true) is { } each && parts * each <= 100 ? (Share(token, token, parts * each), 1) : null;
    }

    private static double? Count(Token token) => token.IsNumber ? token.Value is >= 1 and <= 1000 && token.Value % 1 == 0 ? token.Value : null : !token.IsWord ? null : token.Lower is "a" or "one" ? 1 : InWords(token.Lower);

    private static double? Part(string word, bool plural) => s_fractions.TryGetValue(plural && word.EndsWith('s') ? word[..^1] : plural ? "" : word, out double part) ? part : null;

    private static Token Share(Token first, Token last, double percent) => new(TokenKind.Number, last.Text, first.Start, last.End) { Value = Math.Round(percent, 1), IsPercent = true, IsInWords = true };
}

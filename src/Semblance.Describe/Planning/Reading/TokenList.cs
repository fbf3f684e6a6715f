using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>The tokens of a prompt, looked at from any place without falling off the end.</summary>
internal sealed class TokenList(string text)
{
    private readonly List<Token> _tokens = Tokenizer.Tokenize(text);
    private readonly Dictionary<int, List<string>> _words = [];

    public string Text { get; } = text;

    /// <summary>The number of tokens without the end.</summary>
    public int Count => _tokens.Count - 1;

    public Token this[int i] => i < 0 || i >= _tokens.Count ? _tokens[^1] : _tokens[i];

    public bool IsEnd(int i) => i >= Count || i < 0;

    /// <summary>Whether a statement ends here: a full stop, a question or exclamation mark, a semicolon, the end of a line.</summary>
    public bool EndsStatement(int i) => IsEnd(i) || this[i].Kind == TokenKind.Line || (this[i].Kind == TokenKind.Mark && this[i].Text is "." or ";" or "!" or "?" or "..." or ".." or "•" or "|");

    /// <summary>Whether the words here are those of a phrase.</summary>
    public bool At(int i, string phrase)
    {
        int at = i;
        foreach (Range part in phrase.AsSpan().Split(' '))
        {
            if (!this[at].IsWord && this[at].Kind != TokenKind.Mark || !phrase.AsSpan()[part].SequenceEqual(this[at].Lower))
            {
                return false;
            }
            at++;
        }
        return true;
    }

    /// <summary>The length in words of the first phrase that stands here; 0 for none.</summary>
    public int AtAny(int i, params ReadOnlySpan<string> phrases)
    {
        foreach (string phrase in phrases)
        {
            if (At(i, phrase))
            {
                return phrase.AsSpan().Count(' ') + 1;
            }
        }
        return 0;
    }

    /// <summary>The key of some tokens.</summary>
    public string Key(int from, int count) => Spelling.Key(Words(from, count));

    /// <summary>The words of some tokens.</summary>
    public List<string> Words(int from, int count)
    {
        var words = new List<string>();
        for (int i = from; i < from + count; i++)
        {
            if (!_words.TryGetValue(i, out List<string>? parts))
            {
                _words[i] = parts = Parts(this[i]);
            }
            words.AddRange(parts);
        }
        return words;
    }

    // All capitals are a loud word, not an abbreviation of several.
    private static List<string> Parts(Token token) =>
        Spelling.Words(token.Text.Equals(token.Text.ToUpperInvariant(), StringComparison.Ordinal) ? token.Lower : token.Lower.Length < token.Text.Length ? token.Text[..^2] : token.Text);

    /// <summary>The place of the bracket that closes the one here; the end if none does.</summary>
    public int Closing(int open)
    {
        int depth = 0;
        for (int i = open; i < Count; i++)
        {
            if (this[i].Kind == TokenKind.Mark)
            {
                depth += this[i].Text is "(" or "[" or "{" ? 1 : this[i].Text is ")" or "]" or "}" ? -1 : 0;
                if (depth == 0)
                {
                    return i;
                }
            }
        }
        return Count;
    }

    public bool IsOpen(int i) => this[i].Kind == TokenKind.Mark && this[i].Text is "(" or "[" or "{";

    public bool IsSeparator(int i) => this[i].Is(",") || this[i].Is(";") || this[i].Is("/") || this[i].Is("&") || this[i].Is("and") || this[i].Is("or") || this[i].Is("plus") || this[i].Is("und") || this[i].Is("et") || this[i].Is("y") || this[i].Is("e");
}

namespace Semblance.Describe.Planning.Reading;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A word, with hyphens and underscores inside.</summary>
    Word,

    /// <summary>A number, in digits or words.</summary>
    Number,

    /// <summary>A calendar date, 2024-03-31.</summary>
    Date,

    /// <summary>A text in quotes.</summary>
    Quoted,

    /// <summary>A punctuation mark.</summary>
    Mark,

    /// <summary>The end of a line.</summary>
    Line,

    /// <summary>The end of the prompt.</summary>
    End,
}

/// <summary>A piece of a prompt.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; of a quoted one, without the quotes.</param>
/// <param name="Start">Where it begins in the prompt.</param>
/// <param name="End">Where it ends.</param>
internal sealed record Token(TokenKind Kind, string Text, int Start, int End)
{
    /// <summary>In small letters, without the 's of a possessive.</summary>
    public string Lower { get; } = Plain(Text);

    /// <summary>A number's value.</summary>
    public double Value { get; init; }

    /// <summary>Whether a number is followed by a percent sign or word.</summary>
    public bool IsPercent { get; init; }

    /// <summary>Whether a number was written in words.</summary>
    public bool IsInWords { get; init; }

    public bool IsWord => Kind == TokenKind.Word;

    public bool IsNumber => Kind == TokenKind.Number;

    public bool Is(string text) => Kind is not (TokenKind.Quoted or TokenKind.End) && Lower == text;

    private static string Plain(string text)
    {
        string lower = text.ToLowerInvariant();
        return lower.Length > 3 && (lower.EndsWith("'s", StringComparison.Ordinal) || lower.EndsWith("’s", StringComparison.Ordinal)) ? lower[..^2] : lower;
    }
}

using System.Text;

namespace Semblance.Data.Text;

/// <summary>The spellings that people and programs give a missing value.</summary>
internal static class MissingTokens
{
    // In any column, beside nothing at all.
    private static readonly HashSet<string> Strong = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "N.A.", "#N/A", "#NA", "<NA>", "NaN", "-NaN", "NaT", "null", "(null)", "\\N", "?", "#NULL!", "#N/A N/A", "n.a",
    };

    // Only where the other values are numbers, dates or booleans: among words, "None" or "-" may well be an answer.
    private static readonly HashSet<string> Weak = new(StringComparer.OrdinalIgnoreCase)
    {
        "None", "nil", "missing", "unknown", "not available", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!",
    };

    private static readonly uint[] LengthsByFirst = FindLengths();

    /// <summary>The longest text that can be a token, in bytes; spaces apart.</summary>
    public const int MaxLength = 16;

    /// <summary>Whether the text stands for a missing value wherever it occurs: empty, only spaces, or one of the usual words.</summary>
    public static bool IsStrong(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = Trimmed(text);
        return trimmed.IsEmpty || (MayBe(trimmed) && Strong.Contains(Encoding.UTF8.GetString(trimmed)));
    }

    /// <summary>Whether the text stands for a missing value among numbers, dates or booleans.</summary>
    public static bool IsStrongOrWeak(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = Trimmed(text);
        if (trimmed.IsEmpty || IsRuled(trimmed))
        {
            return true;
        }
        if (!MayBe(trimmed))
        {
            return false;
        }
        string token = Encoding.UTF8.GetString(trimmed);
        return Strong.Contains(token) || Weak.Contains(token);
    }

    // A row of one mark, as typewriters and reports fill an empty cell: -, --, ..., *****.
    private static bool IsRuled(ReadOnlySpan<byte> text) =>
        text[0] is (byte)'-' or (byte)'.' or (byte)'*' or (byte)'#' or (byte)'_' && !text.ContainsAnyExcept(text[0]);

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) => text.IsEmpty || (text[0] != ' ' && text[^1] != ' ') ? text : text.Trim((byte)' ');

    // Nearly all texts are told from tokens by their first letter and their length.
    private static bool MayBe(ReadOnlySpan<byte> text) => text.Length <= MaxLength && (LengthsByFirst[text[0]] & (1u << text.Length)) != 0;

    private static uint[] FindLengths()
    {
        uint[] lengths = new uint[256];
        foreach (string token in Strong.Concat(Weak))
        {
            lengths[char.ToLowerInvariant(token[0])] |= 1u << token.Length;
            lengths[char.ToUpperInvariant(token[0])] |= 1u << token.Length;
        }
        return lengths;
    }
}

namespace Semblance.Models.Strings;

/// <summary>Cuts text into words (runs of letters, digits and what joins them) and what stands between.</summary>
internal static class TextTokens
{
    /// <summary>How a word is written, for those that are made anew.</summary>
    public enum Form
    {
        /// <summary>lower case</summary>
        Lower,

        /// <summary>First letter upper case</summary>
        Capital,

        /// <summary>ALL UPPER CASE</summary>
        Upper,

        /// <summary>Digits alone.</summary>
        Digits,

        /// <summary>Digits and letters.</summary>
        Mixed,
    }

    /// <summary>The number of forms.</summary>
    public const int Forms = 5;

    /// <summary>
    /// The pieces of a text in order: what stands before the first word (may be empty), a word, what stands after it, the next word, and so on:
    /// always an odd number.
    /// </summary>
    public static void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        pieces.Clear();
        int start = 0;
        bool inWord = false;
        for (int i = 0; i <= text.Length; i++)
        {
            bool word = i < text.Length && IsWord(text, i);
            if (i == text.Length || word != inWord)
            {
                pieces.Add(start..i);
                start = i;
                inWord = word;
            }
        }
        if (pieces.Count % 2 == 0)
        {
            pieces.Add(text.Length..text.Length);
        }
    }

    /// <summary>The form of a word.</summary>
    public static Form FormOf(ReadOnlySpan<char> word)
    {
        bool letters = false, digits = false, lower = false, upper = false;
        foreach (char character in word)
        {
            letters |= char.IsLetter(character);
            digits |= char.IsDigit(character);
            lower |= char.IsLower(character);
            upper |= char.IsUpper(character);
        }
        return digits ? (letters ? Form.Mixed : Form.Digits)
            : upper && !lower && word.Length > 1 ? Form.Upper
            : char.IsUpper(word[0]) ? Form.Capital
            : Form.Lower;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int i) =>
        char.IsLetterOrDigit(text[i])
        || (text[i] is '\'' or '’' && i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]));
}

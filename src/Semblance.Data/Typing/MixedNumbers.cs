using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>
/// Recognises columns of numbers with a little dirt in them, which a person takes for numbers all the same: a few values in another
/// notation ("$9.28" among plain numbers), or a few words in place of a number ("refused"). The words are kept as missing tokens.
/// </summary>
internal static class MixedNumbers
{
    // Below this many different numbers, a column with words in it is rather a list of answers.
    private const int MinimumNumbers = 20;

    private const int MaximumWords = 5;

    /// <summary><see cref="NumberNotation.Mixed"/> for such a column, whose words then count as missing; otherwise null, and nothing is changed.</summary>
    public static NumberNotation? Find(ColumnContext context, DistinctTexts view)
    {
        if (context.Forced is not null)
        {
            return null;
        }
        var stats = new NumberStats();
        int numbers = 0, words = 0;
        long numberRows = 0, dressedRows = 0, wordRows = 0;
        for (int code = 0; code < view.Count; code++)
        {
            if (view.IsMissing(code))
            {
                continue;
            }
            ReadOnlySpan<byte> text = view.Bytes(code);
            long rows = view.Occurrences(code);
            if (NumberText.TryParse(text.Trim((byte)' '), ref stats, out _))
            {
                numbers++;
                numberRows += rows;
            }
            else if (IsWord(text))
            {
                words++;
                wordRows += rows;
            }
            else if (NumberNotation.LooksNumeric(text))
            {
                dressedRows += rows;
            }
            else
            {
                return null;
            }
            // Most columns of words end here, after a few of them.
            if (words > MaximumWords)
            {
                return null;
            }
        }
        bool few = dressedRows * 50 <= numberRows && wordRows * 10 <= numberRows;
        if (!few || numbers < MinimumNumbers || stats.LooksLikeCode)
        {
            return null;
        }
        view.SetMissing(text => MissingTokens.IsStrongOrWeak(text) || IsWord(text));
        return NumberNotation.Mixed;
    }

    private static bool IsWord(ReadOnlySpan<byte> text) => text.Length <= 32 && !text.ContainsAnyInRange((byte)'0', (byte)'9');
}

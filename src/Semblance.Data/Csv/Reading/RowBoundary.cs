using System.Runtime.CompilerServices;

namespace Semblance.Data.Csv.Reading;

/// <summary>Finds where rows end without splitting them into fields; agrees with <see cref="RowTokenizer"/> on what is quoted.</summary>
internal static class RowBoundary
{
    /// <summary>
    /// The position after the last row end in data that begins with a row, or 0 if no row is known to end in it. A CR at the very end
    /// does not count, since a LF may follow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int LastEnd(ReadOnlySpan<byte> data, CsvSyntax syntax)
    {
        int last = 0;
        int from = 0;
        while (true)
        {
            int open = FindOpening(data, from, syntax);
            int segmentEnd = open < 0 ? data.Length : open;
            int end = LastNewline(data, from, segmentEnd);
            last = end > 0 ? end : last;
            if (open < 0)
            {
                return last;
            }
            int close = FindClosing(data, open + 1, syntax);
            if (close < 0)
            {
                return last;
            }
            from = close + 1;
        }
    }

    private static int FindOpening(ReadOnlySpan<byte> data, int from, CsvSyntax syntax)
    {
        int at = from;
        while (true)
        {
            int found = data[at..].IndexOf(syntax.Quote);
            if (found < 0)
            {
                return -1;
            }
            at += found;
            int before = at - 1;
            while (syntax.SpaceAfterDelimiter && before >= 0 && data[before] == ' ')
            {
                before--;
            }
            if (before < 0 || data[before] == syntax.Delimiter || data[before] is (byte)'\n' or (byte)'\r')
            {
                return at;
            }
            at++;
        }
    }

    private static int FindClosing(ReadOnlySpan<byte> data, int from, CsvSyntax syntax)
    {
        int start = from;
        int at = from;
        while (true)
        {
            int found = data[at..].IndexOf(syntax.Quote);
            if (found < 0)
            {
                return -1;
            }
            at += found;
            if (syntax.BackslashEscapes)
            {
                int slashes = 0;
                while (at - slashes - 1 >= start && data[at - slashes - 1] == '\\')
                {
                    slashes++;
                }
                if ((slashes & 1) != 0)
                {
                    at++;
                    continue;
                }
            }
            if (at + 1 < data.Length && data[at + 1] == syntax.Quote)
            {
                at += 2;
                continue;
            }
            return at;
        }
    }

    // The position after the last LF, or lone CR, in a stretch outside quotes; 0 if there is none.
    private static int LastNewline(ReadOnlySpan<byte> data, int from, int to)
    {
        int at = data[from..to].LastIndexOfAny((byte)'\n', (byte)'\r');
        while (at >= 0)
        {
            int position = from + at;
            if (data[position] == '\n' || position + 1 < data.Length)
            {
                // A CR in front of a LF cannot be met here first: the LF is later.
                return position + 1;
            }
            at = data[from..position].LastIndexOfAny((byte)'\n', (byte)'\r');
        }
        return 0;
    }
}

using System.Text;

namespace Semblance.Describe.Planning;

/// <summary>Patterns of codes from samples, and room in them for enough different ones.</summary>
internal static class PatternText
{
    /// <summary>
    /// The pattern of a sample: AB-1234 becomes @@-####. One or two capitals are taken for any letters, three and more for a fixed beginning;
    /// a sample with # in it is a pattern already.
    /// </summary>
    public static string Of(string sample)
    {
        bool isMask = sample.Contains('#', StringComparison.Ordinal);
        var pattern = new StringBuilder();
        for (int i = 0; i < sample.Length; i++)
        {
            char c = sample[i];
            if (char.IsAsciiDigit(c))
            {
                pattern.Append(isMask ? c : '#');
            }
            else if (char.IsAsciiLetterUpper(c) && !isMask)
            {
                int end = i;
                while (end < sample.Length && char.IsAsciiLetter(sample[end]))
                {
                    end++;
                }
                string letters = sample[i..end];
                bool any = letters.Length <= 2 || letters.All(letter => letter is 'X' or 'A');
                pattern.Append(any && letters.All(char.IsAsciiLetterUpper) ? new string('@', letters.Length) : letters);
                i = end - 1;
            }
            else if (c == '#' && isMask)
            {
                pattern.Append('#');
            }
            else
            {
                if (c is '@' or '~' or '*' or '^' or '\\' or '#')
                {
                    pattern.Append('\\');
                }
                pattern.Append(c);
            }
        }
        return pattern.ToString();
    }

    /// <summary>The pattern with so many more digits that a table of so many rows can have distinct codes and none is guessed from its neighbour.</summary>
    public static string WithRoom(string pattern, long rows)
    {
        double needed = Math.Max(1, rows) * 4.0;
        int at = LastDigit(pattern);
        if (at < 0 && Room(pattern) < needed)
        {
            pattern += "-#";
            at = pattern.Length - 1;
        }
        while (Room(pattern) < needed)
        {
            pattern = pattern.Insert(at, "#");
        }
        return pattern;
    }

    private static double Room(string pattern)
    {
        double room = 1;
        for (int i = 0; i < pattern.Length; i++)
        {
            room *= pattern[i] switch { '#' => 10, '@' or '~' => 26, '*' => 36, '^' => 16, _ => 1 };
            i += pattern[i] == '\\' ? 1 : 0;
        }
        return room;
    }

    private static int LastDigit(string pattern)
    {
        int last = -1;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] == '#')
            {
                last = i;
            }
        }
        return last;
    }
}

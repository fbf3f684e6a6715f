using System.Text;

namespace Semblance.Describe.Plans;

/// <summary>The patterns of codes: # digit, @ capital letter, ~ small letter, * capital letter or digit, ^ hexadecimal digit, \ the next character as it is.</summary>
internal static class PatternForm
{
    /// <summary>The longest pattern.</summary>
    public const int Longest = 200;

    public const string Digits = "0123456789";
    public const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string Smalls = "abcdefghijklmnopqrstuvwxyz";
    public const string Hexadecimals = "0123456789abcdef";

    /// <summary>A pattern as positions: each the characters that can stand there, or one text that does.</summary>
    public static IReadOnlyList<(string? Alphabet, string Literal)> Parse(string pattern)
    {
        var parts = new List<(string?, string)>();
        var literal = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            string? alphabet = pattern[i] switch
            {
                '#' => Digits,
                '@' => Capitals,
                '~' => Smalls,
                '*' => Capitals + Digits,
                '^' => Hexadecimals,
                _ => null,
            };
            if (alphabet is null)
            {
                literal.Append(pattern[i] == '\\' && i + 1 < pattern.Length ? pattern[++i] : pattern[i]);
                continue;
            }
            Flush();
            parts.Add((alphabet, ""));
        }
        Flush();
        return parts;

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add((null, literal.ToString()));
                literal.Clear();
            }
        }
    }

    /// <summary>How many texts a pattern has, at most 2^62.</summary>
    public static ulong Capacity(string pattern)
    {
        ulong capacity = 1;
        foreach ((string? alphabet, _) in Parse(pattern))
        {
            ulong choices = (ulong)(alphabet?.Length ?? 1);
            capacity = capacity > (1UL << 62) / choices ? 1UL << 62 : capacity * choices;
        }
        return capacity;
    }

    /// <summary>What is wrong with a pattern, as the end of a sentence; null if nothing is.</summary>
    public static string? Problem(string pattern) =>
        pattern.Length is 0 or > Longest ? $"a pattern has 1 to {Longest} characters"
        : pattern[^1] == '\\' && !pattern.EndsWith(@"\\", StringComparison.Ordinal) ? "it ends in \\, which takes the next character as it is"
        : null;
}

using System.Globalization;

namespace Semblance.Describe.Catalog;

/// <summary>Tables of words in the code: "people=person children=child"; an underscore stands for a space.</summary>
internal static class WordPairs
{
    private static readonly char[] s_spaces = [' ', '\n', '\r'];

    public static Dictionary<string, string> Parse(string text) =>
        text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1].Replace('_', ' '), StringComparer.Ordinal);

    public static Dictionary<string, double> ParseNumbers(string text) => Parse(text).ToDictionary(pair => pair.Key, pair => double.Parse(pair.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
}

using Semblance.Data;

namespace Semblance.Cli.Input;

/// <summary>COL=VALUE words. Column names and values may hold '=' themselves, so which '=' divides them is known only with the table.</summary>
internal static class ColumnPairs
{
    private const int NamesShown = 10;

    /// <summary>Divides each word at the first '=' before which there is the name of a column.</summary>
    /// <param name="option">The option that the words came with, for messages.</param>
    /// <param name="words">The words, each with at least one '='.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <exception cref="TableException">A word names no column, or two words give one column different values.</exception>
    public static Dictionary<string, string> Divide(string option, IReadOnlyList<string> words, IReadOnlyList<string> columns)
    {
        var known = columns.ToHashSet(StringComparer.Ordinal);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string word in words)
        {
            int at = word.IndexOf('=', StringComparison.Ordinal);
            while (at >= 0 && !known.Contains(word[..at]))
            {
                at = word.IndexOf('=', at + 1);
            }
            if (at < 0)
            {
                throw new TableException($"{option} {word} names no column of the table; its columns are {Some(columns)}.");
            }
            string name = word[..at], value = word[(at + 1)..];
            if (!pairs.TryAdd(name, value) && !string.Equals(pairs[name], value, StringComparison.Ordinal))
            {
                throw new TableException($"{option} asks for two values of column '{name}', '{pairs[name]}' and '{value}'.");
            }
        }
        return pairs;
    }

    private static string Some(IReadOnlyList<string> names) => names.Count <= NamesShown
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(NamesShown))} and {names.Count - NamesShown} more";
}

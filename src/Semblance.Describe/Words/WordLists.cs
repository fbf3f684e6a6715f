using System.Collections.Concurrent;
using System.Text;

namespace Semblance.Describe.Words;

/// <summary>
/// The word lists that come with the program: text files, one entry a line, lines that begin with # are remarks. A file Lists/NAME.txt in this
/// project is the list NAME.
/// </summary>
internal static class WordLists
{
    private const string Prefix = "lists/";
    private const string Ending = ".txt";

    private static readonly ConcurrentDictionary<string, string[]> s_read = new(StringComparer.Ordinal);

    /// <summary>The names of all lists, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(WordLists).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..^Ending.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The entries of a list, in the file's order: the more usual first.</summary>
    /// <exception cref="ArgumentException">There is no such list.</exception>
    public static string[] Get(string name) => s_read.GetOrAdd(name, static key => Read(Prefix + key + Ending));

    /// <summary>The lines of a file that comes with the program, without remarks and empty ones.</summary>
    internal static string[] Read(string resource)
    {
        using Stream stream = typeof(WordLists).Assembly.GetManifestResourceStream(resource) ?? throw new ArgumentException($"There is no '{resource}' in the program.", nameof(resource));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
    }
}

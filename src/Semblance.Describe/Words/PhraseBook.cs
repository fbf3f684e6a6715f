using System.Collections.Concurrent;

namespace Semblance.Describe.Words;

/// <summary>
/// Phrases with parts to choose from: a file Phrases/NAME.txt in this project, whose lines are templates; {noun} in one is replaced by a line of the
/// section [noun] of the same file, which may have parts again.
/// </summary>
internal sealed class PhraseBook
{
    private const string Start = "";
    private const int DeepestParts = 6;

    private static readonly ConcurrentDictionary<string, PhraseBook> s_read = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<string>> _sections = new(StringComparer.Ordinal) { [Start] = [] };

    private PhraseBook(string name)
    {
        string section = Start;
        foreach (string line in WordLists.Read($"phrases/{name}.txt"))
        {
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
                _sections.TryAdd(section, []);
            }
            else
            {
                _sections[section].Add(line);
            }
        }
    }

    /// <summary>The phrases of a file.</summary>
    public static PhraseBook Get(string name) => s_read.GetOrAdd(name, static key => new PhraseBook(key));

    /// <summary>Whether the file has a section.</summary>
    public bool Has(string section) => _sections.ContainsKey(section);

    /// <summary>The templates of a section ("" for the lines before the first), ready to be put together.</summary>
    public Phrase[] Compile(string section = Start) => Compile(section, 0);

    private Phrase[] Compile(string section, int depth)
    {
        if (depth > DeepestParts || !_sections.TryGetValue(section, out List<string>? lines))
        {
            throw new InvalidDataException($"The phrases have no section '{section}', or go round in circles through it.");
        }
        return [.. lines.Select(line => new Phrase([.. Plans.ColumnReferences.TemplateParts(line).Select(part =>
            part.IsColumn ? new PhrasePart([], Compile(part.Text, depth + 1)) : new PhrasePart(System.Text.Encoding.UTF8.GetBytes(part.Text), []))]))];
    }
}

/// <summary>A template: literal texts and choices, in order.</summary>
internal sealed class Phrase(PhrasePart[] parts)
{
    /// <summary>The parts.</summary>
    public PhrasePart[] Parts { get; } = parts;

    /// <summary>The most bytes that it can become.</summary>
    public int MostBytes { get; } = parts.Sum(part => part.Choices.Length > 0 ? part.Choices.Max(choice => choice.MostBytes) : part.Literal.Length);
}

/// <summary>A literal text, or a choice of templates.</summary>
internal sealed record PhrasePart(byte[] Literal, Phrase[] Choices);

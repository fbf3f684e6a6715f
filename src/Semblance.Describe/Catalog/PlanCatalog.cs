using System.Text.Json;
using System.Text.Json.Serialization;

namespace Semblance.Describe.Catalog;

/// <summary>
/// What the built-in planner knows of the world: domains with their entities, and what columns mean by their names. It is data:
/// JSON files that come with the program, and files of an operator's folder on top of them. Immutable; safe to share between threads.
/// </summary>
public sealed class PlanCatalog
{
    private const string Prefix = "catalog/";
    private static readonly Lazy<PlanCatalog> s_default = new(() => new PlanCatalog(Shipped()));

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 8,
    };

    private readonly List<CatalogDomain> _domains = [];
    private readonly Dictionary<string, List<CatalogEntity>> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogColumn> _meanings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogColumn> _meaningsByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _domainsByWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _valuesByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _abroad = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nouns = new(StringComparer.Ordinal);

    private PlanCatalog(IEnumerable<(string File, string Json)> files)
    {
        var documents = files.Select(file => (file.File, Document: Read(file.File, file.Json))).ToList();
        foreach ((string file, CatalogDocument document) in documents)
        {
            foreach ((string name, MeaningDocument meaning) in document.Meanings ?? [])
            {
                AddMeaning(file, name, meaning);
            }
        }
        foreach ((string file, CatalogDocument document) in documents.Where(item => item.Document.Domain is not null))
        {
            AddDomain(file, document);
        }
        CatalogChecks.Check(this);
        Index();
    }

    /// <summary>The catalog that comes with the program.</summary>
    public static PlanCatalog Default => s_default.Value;

    /// <summary>The names of the domains.</summary>
    public IReadOnlyList<string> DomainNames => [.. _domains.Select(domain => domain.Name)];

    /// <summary>The names of the entities, each once.</summary>
    public IReadOnlyList<string> EntityNames => [.. _domains.SelectMany(domain => domain.Entities).Select(entity => entity.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The names of the meanings that columns can have.</summary>
    public IReadOnlyList<string> MeaningNames => [.. _meanings.Keys];

    internal IReadOnlyList<CatalogDomain> Domains => _domains;

    internal IReadOnlyDictionary<string, CatalogColumn> Meanings => _meanings;

    /// <summary>The longest name of an entity or column, in words.</summary>
    internal int LongestName { get; private set; }

    /// <summary>The catalog with an operator's files on top: their entities and meanings come before those of the same name.</summary>
    /// <param name="folder">The folder; its *.json files are read in order of their names.</param>
    /// <exception cref="CatalogException">A file is not a catalog file; the message says where and what would be right.</exception>
    public static PlanCatalog Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            return new PlanCatalog([.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllText(path))), .. Shipped()]);
        }
        catch (IOException error)
        {
            throw new CatalogException($"The catalog folder '{folder}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The catalog with one file on top.</summary>
    /// <exception cref="CatalogException">The text is not a catalog file.</exception>
    internal static PlanCatalog With(string file, string json) => new([(file, json), .. Shipped()]);

    /// <summary>The entities called so, in any spelling and number; empty if there are none.</summary>
    internal IReadOnlyList<CatalogEntity> Entities(string key) => _entities.TryGetValue(key, out List<CatalogEntity>? entities) ? entities : [];

    /// <summary>The entity of a name as the catalog's files write it.</summary>
    internal CatalogEntity? EntityNamed(string name) => _domains.SelectMany(domain => domain.Entities).FirstOrDefault(entity => entity.Name == name);

    /// <summary>What a column called so means; null if the name says nothing.</summary>
    internal CatalogColumn? Meaning(string key) => _meaningsByKey.GetValueOrDefault(key);

    /// <summary>All names of columns that mean something.</summary>
    internal IReadOnlyCollection<string> MeaningKeys => _meaningsByKey.Keys;

    /// <summary>The keys of the values that columns called so usually have, such as statuses; null for columns without such.</summary>
    internal IReadOnlySet<string>? ValuesOf(string key) => _valuesByKey.GetValueOrDefault(key[(key.LastIndexOf(' ') + 1)..]);

    /// <summary>The domains that a word or words speak for.</summary>
    internal IReadOnlyList<string> DomainsOf(string key) => _domainsByWord.TryGetValue(key, out List<string>? domains) ? domains : [];

    internal CatalogDomain Domain(string name) => _domains.First(domain => domain.Name == name);

    /// <summary>The locale of an entity's name in another language, in small letters; null if it is none.</summary>
    internal string? LocaleOf(string word) => _abroad.GetValueOrDefault(word);

    /// <summary>Whether the word occurs in a name of the catalog.</summary>
    internal bool Knows(string singular) => _words.Contains(singular);

    /// <summary>The words by which entities are called, to compare misspelt ones with.</summary>
    internal IReadOnlyCollection<string> Nouns => _nouns;

    private static CatalogDocument Read(string file, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CatalogDocument>(json, s_json) ?? throw new CatalogException($"{file}: the file is null; it must be an object with \"meanings\" or \"domain\".");
        }
        catch (JsonException error)
        {
            int end = error.Message.IndexOf(" Path: ", StringComparison.Ordinal);
            throw new CatalogException($"{file}, line {error.LineNumber + 1}: {(end < 0 ? error.Message : error.Message[..end])}", error);
        }
    }

    private static IEnumerable<(string, string)> Shipped()
    {
        foreach (string name in typeof(PlanCatalog).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(typeof(PlanCatalog).Assembly.GetManifestResourceStream(name)!);
            yield return (name[Prefix.Length..], reader.ReadToEnd());
        }
    }

    private void AddMeaning(string file, string name, MeaningDocument document)
    {
        if (_meanings.ContainsKey(name))
        {
            return; // An operator's file comes first and stays.
        }
        if (document.Names is not { Length: > 0 })
        {
            throw new CatalogException($"{file}: meaning '{name}' has no names.");
        }
        CatalogColumn meaning = Parse($"{file}: meaning '{name}'", () => ColumnLine.ParseBody([name], document.Is));
        if (meaning.Forms.Count == 0)
        {
            throw new CatalogException($"{file}: meaning '{name}' lacks \"is\", such as \"is\": \"1..10 skewed\".");
        }
        _meanings[name] = meaning;
        foreach (string spelling in document.Names.Append(name))
        {
            _meaningsByKey.TryAdd(Spelling.Key(spelling), meaning);
        }
    }

    private void AddDomain(string file, CatalogDocument document)
    {
        var entities = new List<CatalogEntity>();
        foreach (EntityDocument entity in document.Entities ?? [])
        {
            string place = $"{file}: entity '{entity.Name}'";
            if (entity.Name.Length == 0 || entity.Columns.Length == 0)
            {
                throw new CatalogException($"{place} needs a name and columns.");
            }
            List<string> words = Spelling.Words(entity.Name);
            words[^1] = English.Singular(words[^1]);
            string singular = entity.Singular is { } given ? string.Join(' ', Spelling.Words(given)) : string.Join(' ', words);
            entities.Add(new CatalogEntity(
                entity,
                document.Domain!,
                singular,
                [.. entity.Columns.Select(line => Parse($"{place}, column '{line}'", () => ColumnLine.Parse(line)))],
                [.. entity.Omit.Select(line => Parse($"{place}, omit '{line}'", () => ParseOmit(line)))],
                [.. entity.Rules.Select(line => Parse($"{place}, rule '{line}'", () => ParseRule(line)))]));
        }
        _domains.Add(new CatalogDomain(document.Domain!, document.Words ?? [], entities));
    }

    private static OmitLine ParseOmit(string line)
    {
        string[] parts = line.Split(' ');
        return parts switch
        {
            [var column, "always"] => new OmitLine(column, [], true),
            [var column, "when", var entities] => new OmitLine(column, entities.Split('|'), true),
            [var column, "without", var entities] => new OmitLine(column, entities.Split('|'), false),
            _ => throw new FormatException("it is 'COLUMN when ENTITY', 'COLUMN without ENTITY' or 'COLUMN always'"),
        };
    }

    private static RuleLine ParseRule(string line)
    {
        if (line.StartsWith("unique ", StringComparison.Ordinal))
        {
            return new RuleLine(true, [.. line[7..].Split(',').Select(column => column.Trim())]);
        }
        string[] sides = [.. line.Split("<=").Select(side => side.Trim())];
        return sides.Length >= 2 ? new RuleLine(false, sides) : throw new FormatException("it is 'COLUMN <= COLUMN' or 'unique COLUMN, COLUMN'");
    }

    private static T Parse<T>(string place, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException error)
        {
            throw new CatalogException($"{place}: {error.Message}.", error);
        }
    }

    private void Index()
    {
        foreach (CatalogDomain domain in _domains)
        {
            foreach (string word in domain.Words.Append(domain.Name))
            {
                Add(_domainsByWord, Spelling.Key(word), domain.Name);
                AddWords(word);
            }
            foreach (CatalogEntity entity in domain.Entities)
            {
                foreach ((string locale, string[] names) in entity.Abroad)
                {
                    foreach (string name in names)
                    {
                        _abroad.TryAdd(name.ToLowerInvariant(), locale);
                    }
                }
                foreach (string name in entity.Also.Prepend(entity.Singular).Prepend(entity.Name))
                {
                    string key = Spelling.Key(name);
                    Add(_entities, key, entity);
                    AddWords(name);
                    string last = key[(key.LastIndexOf(' ') + 1)..];
                    if (last.Length >= 5)
                    {
                        _nouns.Add(last);
                    }
                }
                foreach (CatalogColumn column in entity.Columns)
                {
                    AddValues(column);
                }
                foreach (string column in entity.Columns.SelectMany(column => column.Names))
                {
                    AddWords(column);
                }
            }
        }
        // A name of its own comes before another entity's second name.
        foreach ((string key, List<CatalogEntity> entities) in _entities)
        {
            entities.Sort((a, b) => (Spelling.Key(b.Name) == key).CompareTo(Spelling.Key(a.Name) == key));
        }
        foreach (CatalogColumn meaning in _meanings.Values)
        {
            AddValues(meaning);
        }
        foreach (string key in _meaningsByKey.Keys)
        {
            AddWords(key);
        }
    }

    private void AddValues(CatalogColumn column)
    {
        foreach (ColumnForm form in column.Forms.Where(form => form.Generator is "choice" or "lifecycle"))
        {
            string key = Spelling.Key(column.Name);
            key = key[(key.LastIndexOf(' ') + 1)..];
            if (!_valuesByKey.TryGetValue(key, out HashSet<string>? values))
            {
                _valuesByKey[key] = values = new HashSet<string>(StringComparer.Ordinal);
            }
            values.UnionWith(form.Values.Select(Spelling.Key));
        }
    }

    private static void Add<T>(Dictionary<string, List<T>> index, string key, T value)
    {
        if (!index.TryGetValue(key, out List<T>? values))
        {
            index[key] = values = [];
        }
        if (!values.Contains(value))
        {
            values.Add(value);
        }
    }

    private void AddWords(string name)
    {
        List<string> words = Spelling.Words(name);
        LongestName = Math.Max(LongestName, words.Count);
        foreach (string word in words)
        {
            _words.Add(English.Singular(word));
        }
    }
}

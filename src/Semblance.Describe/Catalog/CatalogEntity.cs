namespace Semblance.Describe.Catalog;

/// <summary>An entity of the catalog.</summary>
internal sealed class CatalogEntity
{
    private readonly Dictionary<string, CatalogColumn> _byKey = new(StringComparer.Ordinal);

    public CatalogEntity(EntityDocument document, string domain, string singular, IReadOnlyList<CatalogColumn> columns, IReadOnlyList<OmitLine> omit, IReadOnlyList<RuleLine> rules)
    {
        Name = document.Name;
        Also = [.. document.Also, .. document.Abroad.SelectMany(names => names.Value)];
        Abroad = document.Abroad;
        Rows = document.Rows;
        Domain = domain;
        Singular = singular;
        Columns = columns;
        Omit = omit;
        Rules = rules;
        foreach (CatalogColumn column in columns)
        {
            foreach (string name in column.Names)
            {
                string key = Spelling.Key(name);
                _byKey.TryAdd(key, column);
            }
        }
        // "date" is the order's order_date, "customer name" the customer's name; what a column is really called comes first.
        string prefix = Spelling.Key(singular) + " ";
        foreach (CatalogColumn column in columns)
        {
            foreach (string name in column.Names)
            {
                string key = Spelling.Key(name);
                _byKey.TryAdd(key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : prefix + key, column);
            }
        }
    }

    /// <summary>The table's usual name.</summary>
    public string Name { get; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Also { get; }

    /// <summary>Names in other languages, by locale.</summary>
    public IReadOnlyDictionary<string, string[]> Abroad { get; }

    /// <summary>One row, in words: "order item".</summary>
    public string Singular { get; }

    /// <summary>The domain it belongs to.</summary>
    public string Domain { get; }

    /// <summary>Rows whatever the size; null for the size.</summary>
    public long? Rows { get; }

    /// <summary>Its usual columns, without the key.</summary>
    public IReadOnlyList<CatalogColumn> Columns { get; }

    /// <summary>Columns left out under conditions.</summary>
    public IReadOnlyList<OmitLine> Omit { get; }

    /// <summary>What holds between its values.</summary>
    public IReadOnlyList<RuleLine> Rules { get; }

    /// <summary>The column of a name in any spelling; null if there is none.</summary>
    public CatalogColumn? Column(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Whether it describes persons.</summary>
    public bool IsPerson => _byKey.ContainsKey("first name") || (_byKey.TryGetValue("name", out CatalogColumn? name) && name.Forms is [{ Generator: "full_name" }, ..]);
}

/// <summary>A column that is left out.</summary>
/// <param name="Column">Its usual name.</param>
/// <param name="Entities">The entities on which it depends; none for always.</param>
/// <param name="Present">Whether it is left out when one of them is in the plan, or when none is.</param>
internal sealed record OmitLine(string Column, IReadOnlyList<string> Entities, bool Present);

/// <summary>A rule: columns in order, or columns that together are unique.</summary>
internal sealed record RuleLine(bool IsUnique, IReadOnlyList<string> Columns);

/// <summary>A domain: words that speak for it and its entities.</summary>
internal sealed record CatalogDomain(string Name, IReadOnlyList<string> Words, IReadOnlyList<CatalogEntity> Entities);

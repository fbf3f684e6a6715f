namespace Semblance.Describe.Catalog;

/// <summary>A catalog file as it is written: meanings of columns, or a domain with its entities, or both. docs/catalog.md describes it.</summary>
internal sealed record CatalogDocument
{
    /// <summary>What columns of certain names mean, by the meaning's name.</summary>
    public Dictionary<string, MeaningDocument>? Meanings { get; init; }

    /// <summary>The domain that the file's entities belong to.</summary>
    public string? Domain { get; init; }

    /// <summary>Words of a prompt that speak for the domain.</summary>
    public string[]? Words { get; init; }

    /// <summary>The domain's entities, the most usual first.</summary>
    public EntityDocument[]? Entities { get; init; }
}

/// <summary>What columns of certain names mean.</summary>
internal sealed record MeaningDocument
{
    /// <summary>Names in any spelling.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>What makes the values, as the part of a column line after the colon.</summary>
    public string Is { get; init; } = "";
}

/// <summary>An entity with its usual columns.</summary>
internal sealed record EntityDocument
{
    /// <summary>The table's name, a plural.</summary>
    public string Name { get; init; } = "";

    /// <summary>One of them, where the grammar does not give it.</summary>
    public string? Singular { get; init; }

    /// <summary>Other names, plurals.</summary>
    public string[] Also { get; init; } = [];

    /// <summary>Names in other languages, plurals, by locale: <c>"de-DE": ["Kunden"]</c>. A prompt that uses one is taken to be of that locale.</summary>
    public Dictionary<string, string[]> Abroad { get; init; } = [];

    /// <summary>The number of rows that such a table has whatever size is asked for; null for most.</summary>
    public long? Rows { get; init; }

    /// <summary>Column lines.</summary>
    public string[] Columns { get; init; } = [];

    /// <summary>Columns that are left out under a condition: "total when orders", "city without hotels", "parent_id always".</summary>
    public string[] Omit { get; init; } = [];

    /// <summary>Rules: "a &lt;= b", "unique a, b".</summary>
    public string[] Rules { get; init; } = [];
}

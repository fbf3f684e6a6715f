using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning;

/// <summary>What a prompt asks for, as far as it was understood: the tables, their columns and how they hang together.</summary>
internal sealed class PromptReading
{
    /// <summary>The tables, in the order in which the prompt names them.</summary>
    public List<EntityWish> Entities { get; } = [];

    /// <summary>Relations that the prompt states.</summary>
    public List<RelationWish> Relations { get; } = [];

    /// <summary>Orders of columns that the prompt states.</summary>
    public List<OrderWish> Orders { get; } = [];

    /// <summary>Domains that the prompt speaks of, the likeliest first.</summary>
    public List<string> Domains { get; } = [];

    /// <summary>Columns that the prompt does not want, as keys.</summary>
    public HashSet<string> Unwanted { get; } = new(StringComparer.Ordinal);

    /// <summary>The span of time that the prompt speaks of without naming a column: "over the last two years".</summary>
    public DateSpan? Span { get; set; }

    /// <summary>The locale that the prompt speaks of; null for the default.</summary>
    public string? Locale { get; set; }

    /// <summary>What was understood in another way than it was written, for the user.</summary>
    public List<string> Warnings { get; } = [];
}

/// <summary>A table that a prompt asks for.</summary>
internal sealed class EntityWish
{
    /// <summary>The table's name.</summary>
    public required string Name { get; init; }

    /// <summary>One row in words, in small letters: "order item".</summary>
    public required string Singular { get; init; }

    /// <summary>What the catalog knows of it; null for unknown ones.</summary>
    public CatalogEntity? Catalog { get; set; }

    /// <summary>Columns that the prompt names.</summary>
    public List<ColumnWish> Columns { get; } = [];

    /// <summary>Whether the prompt names all of the columns.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether the prompt lists columns in a sentence: the table has these, its key and its references, and none that the catalog would add.</summary>
    public bool NamesColumns { get; set; }

    /// <summary>The number of rows that the prompt names; null for none.</summary>
    public long? Rows { get; set; }

    /// <summary>Whether it is a table in its own right or was only mentioned in passing ("each customer").</summary>
    public bool IsFirm { get; set; }

    /// <summary>Whether it was added to link others or to fill the number of datasets.</summary>
    public bool IsAdded { get; init; }

    /// <summary>Whether some row of this table refers to another above it, such as an employee to the manager.</summary>
    public string? Hierarchy { get; set; }

    /// <summary>The name's key.</summary>
    public string Key => Spelling.Key(Singular);
}

/// <summary>A column that a prompt asks for, with what it says of the values.</summary>
internal sealed class ColumnWish
{
    /// <summary>The name, as it will stand in the table.</summary>
    public required string Name { get; init; }

    /// <summary>The name's key.</summary>
    public string Key => Spelling.Key(Name);

    /// <summary>The plan type that the prompt names; null for none.</summary>
    public string? Type { get; set; }

    /// <summary>Bounds of numbers; null for none.</summary>
    public double? Min { get; set; }

    /// <inheritdoc cref="Min"/>
    public double? Max { get; set; }

    /// <summary>Digits after the point; null for the usual.</summary>
    public int? Decimals { get; set; }

    /// <summary>Values with their weights, which are null if the prompt names none.</summary>
    public List<(string Value, double? Weight)>? Values { get; set; }

    /// <summary>A sample such as "AB-1234"; null for none.</summary>
    public string? Sample { get; set; }

    /// <summary>The share of true; null for none.</summary>
    public double? TrueShare { get; set; }

    /// <summary>Weights for some of the values that the column has anyway.</summary>
    public Dictionary<string, double>? ValueShares { get; set; }

    /// <summary>Whether values are distinct.</summary>
    public bool Unique { get; set; }

    /// <summary>The share of missing values; 0 for none allowed, null for the usual.</summary>
    public double? Nullable { get; set; }

    /// <summary>The number of different values, such as 5 categories; null for any.</summary>
    public int? Levels { get; set; }

    /// <summary>The time that dates lie in; null for the usual.</summary>
    public DateSpan? Span { get; set; }

    /// <summary>A time of day that most values fall into, in the words of the generators; null for the usual.</summary>
    public string? Hours { get; set; }

    /// <summary>Whether small numbers are more usual.</summary>
    public bool Skewed { get; set; }

    /// <summary>The formula that the values follow; null for none.</summary>
    public List<FormulaPart>? Formula { get; set; }

    /// <summary>A share of another amount of the row, such as 0.19 for "VAT 19%"; null for none.</summary>
    public double? Rate { get; set; }

    /// <summary>Whether its bounds were given in percent.</summary>
    public bool IsPercent { get; set; }

    /// <summary>Whether it names the rows.</summary>
    public bool IsKey { get; set; }

    /// <summary>Whether anything but the name was said.</summary>
    public bool HasDetails => Type is not null || Min is not null || Max is not null || Values is not null || Sample is not null || TrueShare is not null || ValueShares is not null
        || Unique || Nullable is not null || Levels is not null || Span is not null || Decimals is not null || Formula is not null || Rate is not null;

    /// <summary>Takes over what another mention of the column says.</summary>
    public void Add(ColumnWish other)
    {
        Type ??= other.Type;
        Min = other.Min ?? Min;
        Max = other.Max ?? Max;
        Decimals ??= other.Decimals;
        Values ??= other.Values;
        Sample ??= other.Sample;
        TrueShare = other.TrueShare ?? TrueShare;
        if (other.ValueShares is not null)
        {
            ValueShares ??= new(StringComparer.OrdinalIgnoreCase);
            foreach ((string value, double share) in other.ValueShares)
            {
                ValueShares[value] = share;
            }
        }
        Unique |= other.Unique;
        Nullable = other.Nullable ?? Nullable;
        Levels ??= other.Levels;
        Span ??= other.Span;
        Hours ??= other.Hours;
        Skewed |= other.Skewed;
        Formula ??= other.Formula;
        Rate ??= other.Rate;
        IsPercent |= other.IsPercent;
        IsKey |= other.IsKey;
    }
}

/// <summary>A piece of a formula: the key of a column, or an operator, bracket or number as formulas write them.</summary>
internal readonly record struct FormulaPart(string Text, bool IsColumn)
{
    public static FormulaPart Column(string key) => new(key, true);

    public static FormulaPart Sign(string text) => new(text, false);
}

/// <summary>A span of time as plans write dates; a null end is open.</summary>
internal sealed record DateSpan(string? From, string? To);

/// <summary>A relation that a prompt states: each row of the parent has so many of the child.</summary>
internal sealed record RelationWish(EntityWish Parent, EntityWish Child)
{
    /// <summary>The fewest children of a parent; null if the prompt does not say.</summary>
    public long? Min { get; init; }

    /// <summary>The most.</summary>
    public long? Max { get; init; }

    /// <summary>Whether a parent has one child at most.</summary>
    public bool OneToOne { get; init; }

    /// <summary>Whether a child has many parents, too.</summary>
    public bool ManyToMany { get; init; }
}

/// <summary>An order of two columns: the later comes after the earlier.</summary>
internal sealed record OrderWish(EntityWish? Entity, string EarlierKey, string LaterKey)
{
    /// <summary>The exact or least and most distance in days; null for any.</summary>
    public (double Min, double Max)? Days { get; init; }

    /// <summary>Whether only the names of the columns say so.</summary>
    public bool IsImplied { get; init; }

    /// <summary>The entity of the earlier column, if it is another.</summary>
    public EntityWish? EarlierEntity { get; init; }
}

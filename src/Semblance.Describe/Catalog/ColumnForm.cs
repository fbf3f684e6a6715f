using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Catalog;

/// <summary>One way to make a column's values: a generator with parameters, a foreign key, or the values of a meaning.</summary>
internal sealed record ColumnForm
{
    /// <summary>The generator; empty for a foreign key or a meaning.</summary>
    public string Generator { get; init; } = "";

    /// <summary>Its parameters. Columns in them are those of the catalog; shared, never changed.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>The column type if it is not the generator's usual one.</summary>
    public string? Type { get; init; }

    /// <summary>The meaning whose values these are; null for none.</summary>
    public string? Meaning { get; init; }

    /// <summary>The texts that a choice or life cycle is made of; none for other generators.</summary>
    public IEnumerable<string> Values => Generator != "choice" || Type is null or PlanTypes.String ? Listed : [];

    /// <summary>The values, numbers too, that a choice or life cycle is made of, as texts.</summary>
    public IEnumerable<string> Listed => ListedValues.Of(Generator, Parameters).Select(value => value.ToString());

    /// <summary>Where a foreign key leads; null for other columns.</summary>
    public KeyForm? Key { get; init; }
}

/// <summary>Where a foreign key of the catalog leads and how often.</summary>
internal sealed record KeyForm
{
    /// <summary>The entities that it may refer to; the first that the plan has.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The fewest and most children of a parent; null for any number.</summary>
    public (long Min, long? Max)? PerParent { get; init; }

    /// <summary>Whether children of a parent follow each other.</summary>
    public bool Grouped { get; init; }

    /// <summary>Whether each parent has at most one.</summary>
    public bool OneToOne { get; init; }

    /// <summary>Rows per row above in a self relation; null if it is none.</summary>
    public double? Span { get; init; }
}

/// <summary>A column of the catalog: its names, the ways to make it in order of preference, and what else holds.</summary>
internal sealed record CatalogColumn
{
    /// <summary>The names, the usual one first.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The ways to make it; the first is taken whose columns and entities are in the plan. Empty to go by the name's meaning.</summary>
    public IReadOnlyList<ColumnForm> Forms { get; init; } = [];

    /// <summary>Whether values are distinct.</summary>
    public bool Unique { get; init; }

    /// <summary>The share of missing values.</summary>
    public double Nullable { get; init; }

    /// <summary>The column and the values on which the value's presence depends; null if it depends on none.</summary>
    public (string Column, IReadOnlyList<string> Values)? When { get; init; }

    /// <summary>What values depend on other columns: the breed on the species.</summary>
    public IReadOnlyList<DependentValues> Cases { get; init; } = [];

    /// <summary>The usual name.</summary>
    public string Name => Names[0];
}

/// <summary>The values of a column where another has one of some values.</summary>
/// <param name="Column">The other column.</param>
/// <param name="Tests">Its values.</param>
/// <param name="Values">The values then; null for bounds.</param>
/// <param name="Min">The least number then.</param>
/// <param name="Max">The greatest.</param>
internal sealed record DependentValues(string Column, IReadOnlyList<string> Tests, IReadOnlyList<string>? Values, double? Min, double? Max);

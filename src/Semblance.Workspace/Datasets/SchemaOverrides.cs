using System.Text.Json;
using Semblance.Data;

namespace Semblance.Workspace.Datasets;

/// <summary>What is known better than inference knows it about columns of a version: a type for some, and some that are left out of all work.</summary>
/// <param name="Columns">By column name, one of <see cref="ColumnTypes.Names"/> ("identifier" among them) or <see cref="Ignore"/>.</param>
public sealed record SchemaOverrides(IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>The word for a column that is left out.</summary>
    public const string Ignore = "ignore";

    /// <summary>Nothing said.</summary>
    public static SchemaOverrides None { get; } = new(new Dictionary<string, string>());

    /// <summary>Every word that can be said of a column.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. ColumnTypes.Names, Ignore];

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SchemaOverrides Parse(string? json) =>
        json is null ? None : new SchemaOverrides(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);

    /// <summary>As it is kept; null if nothing is said.</summary>
    public string? ToJson() => Columns.Count == 0 ? null : JsonSerializer.Serialize(Columns.OrderBy(column => column.Key, StringComparer.Ordinal).ToDictionary());

    /// <summary>The same as options for reading the file.</summary>
    public TableReadOptions ToReadOptions() => new()
    {
        Types = Columns.Where(column => column.Value != Ignore).ToDictionary(column => column.Key, column => ColumnTypes.Parse(column.Value)),
        Drop = Columns.Where(column => column.Value == Ignore).Select(column => column.Key).ToHashSet(StringComparer.Ordinal),
    };
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Semblance.Workspace.Datasets;

/// <summary>What a table is like: its columns one by one, and how good it is as a thing to learn from.</summary>
public sealed record DatasetProfile
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that repeat an earlier one.</summary>
    public required int DuplicateRows { get; init; }

    /// <summary>The columns in the order of the file, ignored ones among them.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }

    /// <summary>One sentence each for what was repaired while reading.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How good the table is.</summary>
    public required DataQuality Quality { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static DatasetProfile Parse(string json) => JsonSerializer.Deserialize<DatasetProfile>(json, s_json)!;

    /// <summary>As it is kept and sent.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}

/// <summary>What a column is like. What does not apply to its type is left out.</summary>
public sealed record ColumnProfile
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type, one of <see cref="Data.ColumnTypes.Names"/> or "empty"; "ignored" if it is left out of all work.</summary>
    public required string Type { get; init; }

    /// <summary>Missing values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Missing { get; init; }

    /// <summary>Missing values as a share of the rows, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MissingShare { get; init; }

    /// <summary>Distinct values, missing ones not counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Distinct { get; init; }

    /// <summary>The smallest value: a number, or a date-time as it is written in the table.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Min { get; init; }

    /// <summary>The largest value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Max { get; init; }

    /// <summary>The mean of numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Mean { get; init; }

    /// <summary>The standard deviation of numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StandardDeviation { get; init; }

    /// <summary>Values of the table that 5, 25, 50, 75 and 95 of 100 values do not exceed; by "p05" and so on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object>? Quantiles { get; init; }

    /// <summary>The most frequent levels of a category.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LevelCount>? Top { get; init; }
}

/// <summary>A level and how many rows have it.</summary>
public sealed record LevelCount(string Value, int Count);

/// <summary>How good a table is as a thing to learn from.</summary>
/// <param name="OverallScore">0 to 100.</param>
/// <param name="Issues">What lowers it, or what else a person should look at.</param>
public sealed record DataQuality(double OverallScore, IReadOnlyList<QualityIssue> Issues);

/// <summary>Something about a table that a person should look at.</summary>
/// <param name="Kind">What it is, in one word.</param>
/// <param name="Column">The column; null if it is about all of them.</param>
/// <param name="Message">One sentence.</param>
public sealed record QualityIssue(string Kind, string? Column, string Message);

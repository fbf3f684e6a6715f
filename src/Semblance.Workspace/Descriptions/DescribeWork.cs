using System.Text.Json.Nodes;
using Semblance.Describe;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;

namespace Semblance.Workspace.Descriptions;

/// <summary>Tables to be made of a plan, and what the answer says about them. Nothing in it is secret: a key served to make the plan, and is gone.</summary>
public sealed record DescribeWork
{
    /// <summary>The plan; it can be carried out.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Rows of each table whose number the plan does not say.</summary>
    public required long Size { get; init; }

    /// <summary>What decides everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How messy the tables are, 0 to 10.</summary>
    public int Reality { get; init; }

    /// <summary>How the tables are written.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>The database that SQL is for.</summary>
    public SqlDialect Dialect { get; init; }

    /// <summary>Whether the answer lists all defects.</summary>
    public bool IncludeDefects { get; init; }

    /// <summary>The prompt that the plan was made of; null if the plan was given.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the planner corrected or understood in another way than written.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>When it was asked for: the answer bears this time, so that it is the same whenever and however often it is made.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Prepares the tables.</summary>
    /// <exception cref="PlanException">The plan can't be carried out in this size.</exception>
    public TableSet CreateTables() => TableSet.Create(Plan, new TableSetOptions { Size = Size, Seed = Seed, Reality = Reality });

    /// <summary>As a job keeps it.</summary>
    internal string ToJson() => new JsonObject
    {
        ["plan"] = JsonNode.Parse(PlanJson.Write(Plan)),
        ["size"] = Size,
        ["seed"] = Seed,
        ["reality"] = Reality,
        ["format"] = OutputNames.Formats[(int)Format],
        ["dialect"] = OutputNames.Dialects[(int)Dialect],
        ["include_defects"] = IncludeDefects,
        ["prompt"] = Prompt,
        ["warnings"] = new JsonArray([.. Warnings.Select(warning => (JsonNode)warning)]),
        ["asked_at"] = AskedAt,
    }.ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    internal static DescribeWork Parse(string text)
    {
        JsonObject json = JsonNode.Parse(text)!.AsObject();
        return new DescribeWork
        {
            Plan = PlanJson.Read(json["plan"]!.ToJsonString()),
            Size = json["size"]!.GetValue<long>(),
            Seed = json["seed"]!.GetValue<ulong>(),
            Reality = json["reality"]!.GetValue<int>(),
            Format = OutputNames.Format(json["format"]!.GetValue<string>())!.Value,
            Dialect = OutputNames.Dialect(json["dialect"]!.GetValue<string>())!.Value,
            IncludeDefects = json["include_defects"]!.GetValue<bool>(),
            Prompt = json["prompt"]?.GetValue<string>(),
            Warnings = [.. json["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>())],
            AskedAt = json["asked_at"]!.GetValue<DateTimeOffset>(),
        };
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Semblance.Data;

namespace Semblance.Workspace.Jobs;

/// <summary>Rows to be made from a model.</summary>
public sealed record NewGeneration
{
    /// <summary>How many, if nothing is said.</summary>
    public const long UsualRows = 1_000;

    /// <summary>How many; at least 1. The default value is 1,000.</summary>
    public long Rows { get; init; } = UsualRows;

    /// <summary>The seed; null to draw one. The default value is null.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Values that every row must have, by column name, written as in the table. The default is none.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>The format of the file. The default value is CSV.</summary>
    public TableFormat Format { get; init; }

    /// <summary>As a job keeps and shows it: <c>{"num_rows": 1000, "seed": 42, "conditions": {"city": "Paris"}, "format": "parquet"}</c>, without conditions if there are none and without the usual format.</summary>
    internal string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("num_rows", Rows);
            if (Seed is { } seed)
            {
                json.WriteNumber("seed", seed);
            }
            if (Conditions.Count > 0)
            {
                json.WriteStartObject("conditions");
                foreach ((string column, string value) in Conditions.OrderBy(condition => condition.Key, StringComparer.Ordinal))
                {
                    json.WriteString(column, value);
                }
                json.WriteEndObject();
            }
            if (Format == TableFormat.Parquet)
            {
                json.WriteString("format", "parquet");
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    internal static NewGeneration Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        return new NewGeneration
        {
            Rows = root.GetProperty("num_rows").GetInt64(),
            Seed = root.TryGetProperty("seed", out JsonElement seed) ? seed.GetUInt64() : null,
            Conditions = root.TryGetProperty("conditions", out JsonElement conditions)
                ? conditions.EnumerateObject().ToDictionary(condition => condition.Name, condition => condition.Value.GetString()!, StringComparer.Ordinal)
                : new Dictionary<string, string>(),
            Format = root.TryGetProperty("format", out _) ? TableFormat.Parquet : TableFormat.Csv,
        };
    }
}

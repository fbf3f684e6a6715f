using System.Text.Json;
using System.Text.Json.Nodes;

namespace Semblance.Data.Parquet.Writing;

/// <summary>
/// What a file says of itself besides its columns: what its source said for the programs that gave it its types, as far as it is still
/// true. Anything else is not copied, as it may tell of the source's rows.
/// </summary>
internal static class SourceMetadata
{
    private const string Pandas = "pandas";
    private const string Arrow = "ARROW:schema";
    private const string Spark = "org.apache.spark.sql.parquet.row.metadata";

    // What pandas reads; a frame's own attributes, for one, are not among it.
    private static readonly string[] s_pandasKeys = ["index_columns", "column_indexes", "columns", "creator", "pandas_version"];

    /// <summary>The pairs for a file.</summary>
    /// <param name="source">What the source said.</param>
    /// <param name="plans">The columns of the file.</param>
    /// <param name="rows">The number of its rows.</param>
    public static IReadOnlyList<KeyValuePair<string, string?>> ForFile(IReadOnlyDictionary<string, string> source, IReadOnlyList<ColumnPlan> plans, long rows)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        if (source.TryGetValue(Pandas, out string? pandas) && DescribeForPandas(pandas, plans, rows) is { } described)
        {
            pairs.Add(KeyValuePair.Create(Pandas, (string?)described));
        }
        if (plans.All(IsKept))
        {
            string[] names = [.. plans.Select(plan => plan.Schema.Name)];
            if (source.TryGetValue(Arrow, out string? arrow) && ArrowSchema.FieldNames(arrow) is { } fields && fields.SequenceEqual(names))
            {
                pairs.Add(KeyValuePair.Create(Arrow, (string?)arrow));
            }
            if (source.TryGetValue(Spark, out string? spark) && SparkNames(spark) is { } sparkNames && sparkNames.SequenceEqual(names))
            {
                pairs.Add(KeyValuePair.Create(Spark, (string?)spark));
            }
        }
        return pairs;
    }

    // The types of columns stay true; the number of rows and the columns that there are may change.
    // pandas.pydata.org/docs/development/developer.html
    private static string? DescribeForPandas(string json, IReadOnlyList<ColumnPlan> plans, long rows)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject source || source["columns"] is not JsonArray columns || source["index_columns"] is not JsonArray indexes)
            {
                return null;
            }
            HashSet<string> kept = [.. plans.Where(IsKept).Select(plan => plan.Schema.Name)];
            source["columns"] = new JsonArray([.. columns.Where(column => kept.Contains(NameOf(column))).Select(column => column!.DeepClone())]);
            source["index_columns"] = new JsonArray([.. indexes.Where(index => index is JsonObject || kept.Contains(index?.GetValue<string>() ?? "")).Select(index => IndexOf(index!.DeepClone(), rows))]);
            foreach (string other in source.Select(pair => pair.Key).Except(s_pandasKeys).ToArray())
            {
                source.Remove(other);
            }
            return source.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            // Not what pandas writes, so nothing that it would read.
            return null;
        }
    }

    private static string NameOf(JsonNode? column) => (column?["field_name"] ?? column?["name"])?.GetValue<string>() ?? "";

    private static JsonNode IndexOf(JsonNode index, long rows)
    {
        if (index is JsonObject range && range["kind"]?.GetValue<string>() == "range")
        {
            range["stop"] = (range["start"]?.GetValue<long>() ?? 0) + ((range["step"]?.GetValue<long>() ?? 1) * rows);
        }
        return index;
    }

    private static string[]? SparkNames(string json)
    {
        try
        {
            return (JsonNode.Parse(json)?["fields"] as JsonArray)?.Select(NameOf).ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsKept(ColumnPlan plan) => plan.Schema.Parquet is { } source && plan.Type == source;
}

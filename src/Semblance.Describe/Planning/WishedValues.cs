using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Changes a column to the values, the shares of values or the number of values that the prompt names.</summary>
internal static class WishedValues
{
    public static PlanColumn Apply(PlanColumn column, List<(string Value, double? Weight)> values)
    {
        List<(string Value, double? Weight)> distinct = [.. values.DistinctBy(value => value.Value)];
        bool weighted = distinct.TrueForAll(value => value.Weight is > 0);
        if (!weighted && column.Generator == "lifecycle" && Lifecycle(column, distinct) is { } lifecycle)
        {
            return lifecycle;
        }
        if (column.Generator == "gender" && distinct.Count == 2 && Gender(distinct[0].Value) is { } style && Gender(distinct[1].Value) == style && !weighted)
        {
            return ParameterValues.With(column, "style", style); // It goes on agreeing with the given name.
        }
        if (distinct.Count == 1)
        {
            bool number = long.TryParse(distinct[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
            return column with { Generator = "constant", Type = number ? PlanTypes.Integer : PlanTypes.String, Parameters = new JsonObject { ["value"] = number ? value : distinct[0].Value }, Unique = false };
        }
        if (distinct.Count == 2 && distinct.Exists(value => IsTruth(value.Value, true)) && distinct.Exists(value => IsTruth(value.Value, false)))
        {
            double share = weighted ? distinct.First(value => IsTruth(value.Value, true)).Weight!.Value / distinct.Sum(value => value.Weight!.Value) : column.Generator == "boolean" ? ParameterValues.Number(column.Parameters?["true_share"], 0.5) : 0.5;
            bool words = distinct.Exists(value => value.Value is "yes" or "Yes" or "Y" or "y");
            return words
                ? column with { Generator = "choice", Type = PlanTypes.String, Unique = false, Parameters = new JsonObject { ["values"] = new JsonArray([.. distinct.Select(value => (JsonNode)value.Value)]), ["weights"] = new JsonArray([.. distinct.Select(value => (JsonNode)Math.Round(IsTruth(value.Value, true) ? share : 1 - share, 6))]) } }
                : column with { Generator = "boolean", Type = PlanTypes.Boolean, Unique = false, Parameters = new JsonObject { ["true_share"] = Math.Round(share, 6) } };
        }
        bool numbers = distinct.TrueForAll(value => double.TryParse(value.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) && distinct.Select(value => double.Parse(value.Value, CultureInfo.InvariantCulture)).Distinct().Count() == distinct.Count;
        bool whole = numbers && distinct.TrueForAll(value => !value.Value.Contains('.', StringComparison.Ordinal));
        var parameters = new JsonObject { ["values"] = new JsonArray([.. distinct.Select(value => numbers ? whole ? JsonValue.Create(long.Parse(value.Value, CultureInfo.InvariantCulture)) : JsonValue.Create(double.Parse(value.Value, CultureInfo.InvariantCulture)) : (JsonNode)value.Value)]) };
        if (weighted)
        {
            parameters["weights"] = new JsonArray([.. distinct.Select(value => (JsonNode)value.Weight!.Value)]);
        }
        else if (distinct.Exists(value => value.Weight is > 0))
        {
            // Some shares are named: the others divide the rest.
            double named = distinct.Sum(value => value.Weight ?? 0), rest = Math.Max(1, 100 - named) / distinct.Count(value => value.Weight is null);
            parameters["weights"] = new JsonArray([.. distinct.Select(value => (JsonNode)Math.Round(value.Weight ?? rest, 6))]);
        }
        return column with { Generator = "choice", Type = whole ? PlanTypes.Integer : numbers ? PlanTypes.Decimal : PlanTypes.String, Parameters = parameters, Unique = false };
    }

    private static string? Gender(string value) => value switch { "male" or "female" => "word", "Male" or "Female" => "capital", "M" or "F" => "letter", _ => null };

    private static bool IsTruth(string value, bool truth) => value.ToLowerInvariant() is var text && (truth ? text is "yes" or "true" or "y" : text is "no" or "false" or "n");

    // The statuses that the prompt names go by their date if the catalog knows when each is usual.
    private static PlanColumn? Lifecycle(PlanColumn column, List<(string Value, double? Weight)> values)
    {
        var steps = ((JsonArray)column.Parameters!["steps"]!).OfType<JsonObject>().ToList();
        var exits = ((JsonArray?)column.Parameters["exits"])?.OfType<JsonObject>().ToList() ?? [];
        var newSteps = new JsonArray();
        var newExits = new JsonArray();
        foreach ((string value, _) in values)
        {
            if (steps.Find(step => Same(step, value)) is { } step)
            {
                newSteps.Add(new JsonObject { ["value"] = value, ["after_days"] = step["after_days"]!.DeepClone() });
            }
            else if (exits.Find(exit => Same(exit, value)) is { } exit)
            {
                var copy = (JsonObject)exit.DeepClone();
                copy["value"] = value;
                newExits.Add(copy);
            }
            else
            {
                return null;
            }
        }
        if (newSteps.Count < 2)
        {
            return null;
        }
        var sorted = newSteps.OfType<JsonObject>().OrderBy(step => ParameterValues.Number(step["after_days"], 0)).Select(step => (JsonObject)step.DeepClone()).ToList();
        sorted[0]["after_days"] = 0;
        JsonObject parameters = ParameterValues.Copy(column);
        parameters["steps"] = new JsonArray([.. sorted]);
        parameters.Remove("exits");
        if (newExits.Count > 0)
        {
            parameters["exits"] = newExits;
        }
        return column with { Parameters = parameters };
    }

    private static bool Same(JsonObject step, string value) => Plain(step["value"]!.GetValue<string>()) == Plain(value);

    // Cancelled and canceled, in transit and in-transit.
    private static string Plain(string text) => text.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal).Replace("_", " ", StringComparison.Ordinal).Replace("cancelled", "canceled", StringComparison.Ordinal);

    public static PlanColumn ApplyShares(PlanColumn column, Dictionary<string, double> shares)
    {
        if (column.Generator == "lifecycle")
        {
            JsonObject parameters = ParameterValues.Copy(column);
            var exits = (JsonArray?)parameters["exits"] ?? [];
            foreach (JsonObject exit in exits.OfType<JsonObject>())
            {
                if (shares.FirstOrDefault(share => Same(exit, share.Key)) is { Key: not null } share)
                {
                    exit["share"] = Math.Round(share.Value, 6);
                }
            }
            if (shares.All(share => exits.OfType<JsonObject>().Any(exit => Same(exit, share.Key))) && exits.OfType<JsonObject>().Sum(exit => ParameterValues.Number(exit["share"], 0)) <= 1)
            {
                return column with { Parameters = parameters };
            }
            // Shares of steps depend on dates: the shares that are asked for come before.
            var names = ((JsonArray)parameters["steps"]!).Concat(exits).Select(step => step!["value"]!.GetValue<string>()).ToList();
            column = column with { Generator = "choice", Parameters = new JsonObject { ["values"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) } };
        }
        if (column.Generator != "choice")
        {
            return column;
        }
        JsonArray values = ColumnMaker.Values(column);
        JsonArray? weights = (JsonArray?)column.Parameters!["weights"];
        double named = 0, others = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (Share(values[i]!) is { } share)
            {
                named += share;
            }
            else
            {
                others += weights is null ? 1 : ParameterValues.Number(weights[i], 1);
            }
        }
        var result = new JsonArray();
        for (int i = 0; i < values.Count; i++)
        {
            double weight = Share(values[i]!) ?? (others > 0 ? Math.Max(0, 1 - named) * (weights is null ? 1 : ParameterValues.Number(weights[i], 1)) / others : 0);
            result.Add(Math.Round(weight, 6));
        }
        JsonObject changed = ParameterValues.Copy(column);
        changed["weights"] = result;
        return column with { Parameters = changed };

        double? Share(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String && shares.FirstOrDefault(share => Plain(share.Key) == Plain(value.GetValue<string>())) is { Key: not null } found ? found.Value : null;
    }

    public static PlanColumn ApplyLevels(PlanColumn column, int levels, string name)
    {
        if (column.Generator == "choice" && ColumnMaker.Values(column) is { } values && values.Count >= levels && column.Type == PlanTypes.String)
        {
            var parameters = new JsonObject { ["values"] = new JsonArray([.. values.Take(levels).Select(value => value!.DeepClone())]) };
            if (column.Parameters!["weights"] is JsonArray weights)
            {
                parameters["weights"] = new JsonArray([.. weights.Take(levels).Select(weight => weight!.DeepClone())]);
            }
            return column with { Parameters = parameters, Unique = false };
        }
        if (column.Type == PlanTypes.Integer || Spelling.Words(name) is [.., "id"])
        {
            return new PlanColumn { Type = PlanTypes.Integer, Generator = "integer", Parameters = new JsonObject { ["min"] = 1, ["max"] = levels }, Nullable = column.Nullable };
        }
        string word = string.Join(' ', Spelling.Words(name));
        word = char.ToUpperInvariant(word[0]) + word[1..];
        return new PlanColumn { Type = PlanTypes.String, Generator = "choice", Parameters = new JsonObject { ["values"] = new JsonArray([.. Enumerable.Range(1, Math.Min(levels, 1000)).Select(i => (JsonNode)string.Create(CultureInfo.InvariantCulture, $"{word} {i}"))]) }, Nullable = column.Nullable };
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Changes a column to what the prompt says of its values.</summary>
internal static class WishedColumn
{
    private static readonly string[] s_numeric = ["integer", "decimal", "price"];

    public static PlanColumn Apply(PlanColumn column, ColumnWish wish, ColumnMaker maker, EntityDraft entity, ColumnDraft draft)
    {
        if (wish.Type is { } type)
        {
            column = WithType(column, type);
        }
        if (wish.Values is { Count: > 0 } values)
        {
            column = WithValues(column, values);
        }
        else if (wish.ValueShares is { } shares)
        {
            column = WithShares(column, shares);
        }
        if (wish.Sample is { } sample)
        {
            column = ColumnMaker.Pattern(sample, column.Unique || wish.Unique, maker.Rows(entity)) with { Nullable = column.Nullable };
        }
        if (wish.Levels is { } levels)
        {
            column = WithLevels(column, levels, draft.Name);
        }
        if (wish.TrueShare is { } share)
        {
            column = column with { Generator = "boolean", Type = PlanTypes.Boolean, Parameters = new JsonObject { ["true_share"] = Math.Round(share, 6) }, Unique = false };
        }
        if (wish.Min is not null || wish.Max is not null || wish.Decimals is not null)
        {
            column = WithBounds(column, wish, entity);
        }
        if (wish.Span is { } span)
        {
            column = InSpan(column, span);
        }
        if (wish.Hours is { } hours && column.Generator is "datetime" or "time")
        {
            column = With(column, "hours", hours);
        }
        if (wish.Skewed && column.Generator is "integer" or "decimal")
        {
            column = With(column, "distribution", column.Generator == "integer" ? "low_first" : "exponential");
        }
        if (wish.Nullable is { } nulls)
        {
            column = column with { Nullable = nulls };
        }
        if (wish.Unique)
        {
            column = MadeUnique(column, maker, entity);
        }
        return column;
    }

    /// <summary>A date or date-time within a span.</summary>
    public static PlanColumn InSpan(PlanColumn column, DateSpan span)
    {
        if (column.Generator is not ("date" or "datetime"))
        {
            if (column.Type is not (PlanTypes.Date or PlanTypes.DateTime))
            {
                return column;
            }
            column = column with { Generator = column.Type == PlanTypes.Date ? "date" : "datetime", Parameters = null };
        }
        JsonObject parameters = Parameters(column);
        if (span.From is { } from)
        {
            parameters["from"] = from;
        }
        if (span.To is { } to)
        {
            parameters["to"] = to;
        }
        else if (parameters["to"]?.GetValue<string>() is { } end && span.From is not null && !end.StartsWith('+'))
        {
            parameters["to"] = "0d";
        }
        return column with { Parameters = parameters };
    }

    private static PlanColumn WithType(PlanColumn column, string type)
    {
        GeneratorDefinition generator = Generators.Find(column.Generator)!;
        if (type == "uuid")
        {
            return new PlanColumn { Type = PlanTypes.String, Generator = "uuid" };
        }
        if (type == column.Type || (type == PlanTypes.Decimal && column.Type == PlanTypes.Integer && generator.Types.Contains(type)))
        {
            return column with { Type = type };
        }
        switch (type)
        {
            case PlanTypes.Date when column.Generator == "datetime":
                JsonObject parameters = Parameters(column);
                parameters.Remove("hours");
                parameters.Remove("step_minutes");
                return column with { Type = type, Generator = "date", Parameters = parameters };
            case PlanTypes.DateTime when column.Generator == "date":
                return column with { Type = type, Generator = "datetime" };
            case PlanTypes.Date or PlanTypes.DateTime when column.Generator == "after":
                return column with { Type = type };
            case PlanTypes.Integer when column.Generator == "decimal":
                JsonObject whole = Parameters(column);
                whole.Remove("decimals");
                whole["min"] = Math.Floor(Number(whole["min"], 0));
                whole["max"] = Math.Ceiling(Number(whole["max"], 100));
                return column with { Type = type, Generator = "integer", Parameters = whole };
            case PlanTypes.Decimal when column.Generator == "integer":
                return column with { Type = type, Generator = "decimal" };
            case PlanTypes.String when column.Type == PlanTypes.Integer && column.Generator == "choice":
                return column;
            case PlanTypes.Integer:
                return new PlanColumn { Type = type, Generator = "integer", Parameters = new JsonObject { ["min"] = 1, ["max"] = 1000 } };
            case PlanTypes.Decimal:
                return new PlanColumn { Type = type, Generator = "decimal", Parameters = new JsonObject { ["min"] = 1, ["max"] = 1000, ["distribution"] = "lognormal" } };
            case PlanTypes.Boolean:
                return new PlanColumn { Type = type, Generator = "boolean" };
            case PlanTypes.Date:
                return new PlanColumn { Type = type, Generator = "date" };
            case PlanTypes.DateTime:
                return new PlanColumn { Type = type, Generator = "datetime" };
            case PlanTypes.Time:
                return new PlanColumn { Type = type, Generator = "time" };
            default:
                // A text column that holds what is a number or date by its name stays what it is, written as text where that can be.
                return generator.Types.Contains(PlanTypes.String) ? column with { Type = PlanTypes.String } : column;
        }
    }

    private static PlanColumn WithValues(PlanColumn column, List<(string Value, double? Weight)> values)
    {
        List<(string Value, double? Weight)> distinct = [.. values.DistinctBy(value => value.Value)];
        bool weighted = distinct.TrueForAll(value => value.Weight is > 0);
        if (!weighted && column.Generator == "lifecycle" && Lifecycle(column, distinct) is { } lifecycle)
        {
            return lifecycle;
        }
        if (distinct.Count == 1)
        {
            return column with { Generator = "constant", Type = PlanTypes.String, Parameters = new JsonObject { ["value"] = distinct[0].Value }, Unique = false };
        }
        if (distinct.Count == 2 && distinct.Exists(value => IsTruth(value.Value, true)) && distinct.Exists(value => IsTruth(value.Value, false)))
        {
            double share = weighted ? distinct.First(value => IsTruth(value.Value, true)).Weight!.Value / distinct.Sum(value => value.Weight!.Value) : column.Generator == "boolean" ? Number(column.Parameters?["true_share"], 0.5) : 0.5;
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
        var sorted = newSteps.OfType<JsonObject>().OrderBy(step => Number(step["after_days"], 0)).Select(step => (JsonObject)step.DeepClone()).ToList();
        sorted[0]["after_days"] = 0;
        JsonObject parameters = Parameters(column);
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

    private static PlanColumn WithShares(PlanColumn column, Dictionary<string, double> shares)
    {
        if (column.Generator == "lifecycle")
        {
            JsonObject parameters = Parameters(column);
            var exits = (JsonArray?)parameters["exits"] ?? [];
            foreach (JsonObject exit in exits.OfType<JsonObject>())
            {
                if (shares.FirstOrDefault(share => Same(exit, share.Key)) is { Key: not null } share)
                {
                    exit["share"] = Math.Round(share.Value, 6);
                }
            }
            if (shares.All(share => exits.OfType<JsonObject>().Any(exit => Same(exit, share.Key))) && exits.OfType<JsonObject>().Sum(exit => Number(exit["share"], 0)) <= 1)
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
                others += weights is null ? 1 : Number(weights[i], 1);
            }
        }
        var result = new JsonArray();
        for (int i = 0; i < values.Count; i++)
        {
            double weight = Share(values[i]!) ?? (others > 0 ? Math.Max(0, 1 - named) * (weights is null ? 1 : Number(weights[i], 1)) / others : 0);
            result.Add(Math.Round(weight, 6));
        }
        JsonObject changed = Parameters(column);
        changed["weights"] = result;
        return column with { Parameters = changed };

        double? Share(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String && shares.FirstOrDefault(share => Plain(share.Key) == Plain(value.GetValue<string>())) is { Key: not null } found ? found.Value : null;
    }

    private static PlanColumn WithLevels(PlanColumn column, int levels, string name)
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
        if (column.Type == PlanTypes.Integer || Catalog.Spelling.Words(name) is [.., "id"])
        {
            return new PlanColumn { Type = PlanTypes.Integer, Generator = "integer", Parameters = new JsonObject { ["min"] = 1, ["max"] = levels }, Nullable = column.Nullable };
        }
        string word = string.Join(' ', Catalog.Spelling.Words(name));
        word = char.ToUpperInvariant(word[0]) + word[1..];
        return new PlanColumn { Type = PlanTypes.String, Generator = "choice", Parameters = new JsonObject { ["values"] = new JsonArray([.. Enumerable.Range(1, Math.Min(levels, 1000)).Select(i => (JsonNode)string.Create(CultureInfo.InvariantCulture, $"{word} {i}"))]) }, Nullable = column.Nullable };
    }

    private static PlanColumn WithBounds(PlanColumn column, ColumnWish wish, EntityDraft entity)
    {
        double? min = wish.Min, max = wish.Max;
        switch (column.Generator)
        {
            case "age" when column.Parameters?.ContainsKey("birth_date") == true:
                return column;
            case "cycle" when min is not null && max is not null:
                // The waves fill what lies between the bounds.
                JsonObject cycle = Parameters(column);
                double height = max.Value - min.Value;
                (cycle["min"], cycle["max"], cycle["base"]) = (min, max, Math.Round((min.Value + max.Value) / 2, 3));
                (cycle["daily"], cycle["yearly"], cycle["noise"]) = (Math.Round(height / 8, 3), Math.Round(height / 6, 3), Math.Round(height / 25, 3));
                return column with { Parameters = cycle };
            case "age":
                // A date of birth beside it has the same bounds, and the age agrees with it.
                JsonObject age = Parameters(column);
                age["min"] = Math.Clamp(Math.Floor(min ?? Math.Min(18, max ?? 18)), 0, 150);
                age["max"] = Math.Clamp(Math.Floor(max ?? Math.Max(80, min ?? 80)), Number(age["min"], 0), 150);
                return column with { Parameters = age };
            case "birth_date" when (max ?? min) < 200:
                JsonObject birth = Parameters(column);
                birth["min_age"] = Math.Clamp(Math.Floor(min ?? 0), 0, 150);
                birth["max_age"] = Math.Clamp(Math.Floor(max ?? 90), Number(birth["min_age"], 0), 150);
                return column with { Parameters = birth };
            case "date" or "datetime" when (min ?? max) is >= 1000 and <= 9999:
                return InSpan(column, new DateSpan(min is { } first ? string.Create(CultureInfo.InvariantCulture, $"{(int)first:0000}-01-01") : null, max is { } last ? string.Create(CultureInfo.InvariantCulture, $"{(int)last:0000}-12-31") : null));
            case "date" or "datetime" or "birth_date" or "time":
                return column;
            case "choice" when column.Type is PlanTypes.Integer or PlanTypes.Decimal && Within(column, min, max) is { } within:
                return within;
            case "rating" when min is not null && max is not null && min == Math.Floor(min.Value) && max == Math.Floor(max.Value):
                JsonObject rating = Parameters(column);
                (rating["min"], rating["max"]) = (min, max);
                if (wish.Decimals is > 0 and < 3)
                {
                    rating["step"] = Math.Pow(10, -wish.Decimals.Value);
                    return column with { Type = PlanTypes.Decimal, Parameters = rating };
                }
                return column with { Parameters = rating };
        }
        int decimals = wish.Decimals ?? Math.Max(Decimals(min), Decimals(max));
        bool whole = wish.Decimals is null or 0 && decimals == 0 && column.Type == PlanTypes.Integer;
        bool plain = column.Type is not (PlanTypes.Integer or PlanTypes.Decimal);
        if (plain && decimals == 0 && wish.Type is null)
        {
            whole = true;
        }
        JsonObject? old = s_numeric.Contains(column.Generator) ? column.Parameters : null;
        double low = min ?? Math.Min(Number(old?["min"], 0), max ?? double.MaxValue), high = max ?? Math.Max(Number(old?["max"], 100), low + 10);
        if (min is not null && max is null && old?["max"] is not null && high <= low)
        {
            high = low * 10 + 10;
        }
        var parameters = new JsonObject { ["min"] = whole ? Math.Ceiling(low) : low, ["max"] = whole ? Math.Floor(Math.Max(high, Math.Ceiling(low))) : high };
        if (column.Generator == "price" && wish.Decimals is null)
        {
            // Prices keep their endings.
            JsonObject price = Parameters(column);
            (price["min"], price["max"]) = (Math.Max(0, low), Math.Max(0, high));
            return column with { Parameters = price };
        }
        if (!whole)
        {
            parameters["decimals"] = Math.Min(9, wish.Decimals ?? Math.Max(decimals, old?["decimals"] is { } usual ? (int)Number(usual, 2) : 2));
        }
        if (old?["distribution"] is { } shape)
        {
            string name = shape.GetValue<string>();
            bool few = whole && high - low <= 30;
            parameters["distribution"] = name switch
            {
                "lognormal" when few => "low_first",
                "lognormal" when low < 0 => "normal",
                "low_first" when !whole => "exponential",
                _ => name,
            };
        }
        else if (column.Generator is "formula" or "lookup" or "sum")
        {
            parameters["distribution"] = "lognormal";
        }
        if (entity.Catalog is null && parameters["distribution"] is null && high > 0 && low >= 0 && high > 20 * Math.Max(1, low))
        {
            parameters["distribution"] = "lognormal";
        }
        return new PlanColumn { Type = whole ? PlanTypes.Integer : PlanTypes.Decimal, Generator = whole ? "integer" : "decimal", Parameters = parameters, Nullable = column.Nullable, Unique = column.Unique && whole };
    }

    // A list of numbers, such as bedrooms, stays a list if it reaches as far as the bounds.
    private static PlanColumn? Within(PlanColumn column, double? min, double? max)
    {
        JsonArray values = ColumnMaker.Values(column);
        var kept = values.Select((value, i) => (Value: Number(value, 0), Index: i)).Where(item => item.Value >= (min ?? double.MinValue) && item.Value <= (max ?? double.MaxValue)).ToList();
        if (kept.Count < 2 || (min is not null && kept.Min(item => item.Value) != min) || (max is not null && kept.Max(item => item.Value) != max))
        {
            return null;
        }
        JsonObject parameters = Parameters(column);
        parameters["values"] = new JsonArray([.. kept.Select(item => values[item.Index]!.DeepClone())]);
        if (column.Parameters!["weights"] is JsonArray weights)
        {
            parameters["weights"] = new JsonArray([.. kept.Select(item => weights[item.Index]!.DeepClone())]);
        }
        return column with { Parameters = parameters };
    }

    private static PlanColumn MadeUnique(PlanColumn column, ColumnMaker maker, EntityDraft entity)
    {
        if (Generators.Find(column.Generator)!.Uniqueness != Uniqueness.Never)
        {
            if (column.Generator == "integer" && Number(column.Parameters?["max"], 100) - Number(column.Parameters?["min"], 0) + 1 < maker.Rows(entity))
            {
                return column;
            }
            return column with { Unique = true };
        }
        return column.Type == PlanTypes.Decimal && column.Generator == "decimal" ? column : column.Generator is "text" or "list" ? column with { Generator = "pattern", Parameters = new JsonObject { ["pattern"] = PatternText.WithRoom("@@-#####", maker.Rows(entity)) }, Unique = true } : column;
    }

    private static PlanColumn With(PlanColumn column, string parameter, JsonNode value)
    {
        JsonObject parameters = Parameters(column);
        parameters[parameter] = value;
        return column with { Parameters = parameters };
    }

    private static JsonObject Parameters(PlanColumn column) => column.Parameters is { } given ? (JsonObject)given.DeepClone() : [];

    private static int Decimals(double? number) => number is not { } value ? 0 : value.ToString("0.#########", CultureInfo.InvariantCulture) is var text && text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;

    internal static double Number(JsonNode? node, double otherwise) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? Scalars.Number(value) : otherwise;
}

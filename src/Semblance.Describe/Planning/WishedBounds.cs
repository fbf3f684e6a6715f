using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Changes a column to the bounds and decimals that the prompt names.</summary>
internal static class WishedBounds
{
    private static readonly string[] s_numeric = ["integer", "decimal", "price"];

    public static PlanColumn Apply(PlanColumn column, ColumnWish wish, EntityDraft entity)
    {
        double? min = wish.Min, max = wish.Max;
        switch (column.Generator)
        {
            case "age" when column.Parameters?.ContainsKey("birth_date") == true:
                return column;
            case "cycle" when min is not null && max is not null:
                // The waves fill what lies between the bounds.
                JsonObject cycle = ParameterValues.Copy(column);
                double height = max.Value - min.Value;
                (cycle["min"], cycle["max"], cycle["base"]) = (min, max, Math.Round((min.Value + max.Value) / 2, 3));
                (cycle["daily"], cycle["yearly"], cycle["noise"]) = (Math.Round(height / 8, 3), Math.Round(height / 6, 3), Math.Round(height / 25, 3));
                return column with { Parameters = cycle };
            case "age":
                // A date of birth beside it has the same bounds, and the age agrees with it.
                JsonObject age = ParameterValues.Copy(column);
                age["min"] = Math.Clamp(Math.Floor(min ?? Math.Min(18, max ?? 18)), 0, 150);
                age["max"] = Math.Clamp(Math.Floor(max ?? Math.Max(80, min ?? 80)), ParameterValues.Number(age["min"], 0), 150);
                return column with { Parameters = age };
            case "birth_date" when (max ?? min) < 200:
                JsonObject birth = ParameterValues.Copy(column);
                birth["min_age"] = Math.Clamp(Math.Floor(min ?? 0), 0, 150);
                birth["max_age"] = Math.Clamp(Math.Floor(max ?? 90), ParameterValues.Number(birth["min_age"], 0), 150);
                return column with { Parameters = birth };
            case "date" or "datetime" when (min ?? max) is >= 1000 and <= 9999:
                return WishedColumn.InSpan(column, new DateSpan(min is { } first ? string.Create(CultureInfo.InvariantCulture, $"{(int)first:0000}-01-01") : null, max is { } last ? string.Create(CultureInfo.InvariantCulture, $"{(int)last:0000}-12-31") : null));
            case "date" or "datetime" or "birth_date" or "time":
                return column;
            case "choice" when column.Type is PlanTypes.Integer or PlanTypes.Decimal && Within(column, min, max) is { } within:
                return within;
            case "rating" when min is not null && max is not null && min == Math.Floor(min.Value) && max == Math.Floor(max.Value):
                JsonObject rating = ParameterValues.Copy(column);
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
        double low = min ?? Math.Min(ParameterValues.Number(old?["min"], 0), max ?? double.MaxValue), high = max ?? Math.Max(ParameterValues.Number(old?["max"], 100), low + 10);
        if (min is not null && max is null && old?["max"] is not null && high <= low)
        {
            high = low * 10 + 10;
        }
        var parameters = new JsonObject { ["min"] = whole ? Math.Ceiling(low) : low, ["max"] = whole ? Math.Floor(Math.Max(high, Math.Ceiling(low))) : high };
        if (column.Generator == "price" && wish.Decimals is null)
        {
            // Prices keep their endings.
            JsonObject price = ParameterValues.Copy(column);
            (price["min"], price["max"]) = (Math.Max(0, low), Math.Max(0, high));
            return column with { Parameters = price };
        }
        if (!whole)
        {
            parameters["decimals"] = Math.Min(9, wish.Decimals ?? Math.Max(decimals, old?["decimals"] is { } usual ? (int)ParameterValues.Number(usual, 2) : 2));
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
        var kept = values.Select((value, i) => (Value: ParameterValues.Number(value, 0), Index: i)).Where(item => item.Value >= (min ?? double.MinValue) && item.Value <= (max ?? double.MaxValue)).ToList();
        if (kept.Count < 2 || (min is not null && kept.Min(item => item.Value) != min) || (max is not null && kept.Max(item => item.Value) != max))
        {
            return null;
        }
        JsonObject parameters = ParameterValues.Copy(column);
        parameters["values"] = new JsonArray([.. kept.Select(item => values[item.Index]!.DeepClone())]);
        if (column.Parameters!["weights"] is JsonArray weights)
        {
            parameters["weights"] = new JsonArray([.. kept.Select(item => weights[item.Index]!.DeepClone())]);
        }
        return column with { Parameters = parameters };
    }

    private static int Decimals(double? number) => number is not { } value ? 0 : value.ToString("0.#########", CultureInfo.InvariantCulture) is var text && text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;
}

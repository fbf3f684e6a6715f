using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Changes a column to what the prompt says of its values.</summary>
internal static class WishedColumn
{
    public static PlanColumn Apply(PlanColumn column, ColumnWish wish, ColumnMaker maker, EntityDraft entity, ColumnDraft draft)
    {
        if (wish.Type is { } type)
        {
            column = WishedType.Apply(column, type);
        }
        if (wish.Values is { Count: > 0 } values)
        {
            column = WishedValues.Apply(column, values);
        }
        else if (wish.ValueShares is { } shares)
        {
            column = WishedValues.ApplyShares(column, shares);
        }
        if (wish.Sample is { } sample)
        {
            column = ColumnMaker.Pattern(sample, column.Unique || wish.Unique, maker.Rows(entity)) with { Nullable = column.Nullable };
        }
        if (wish.Levels is { } levels)
        {
            column = WishedValues.ApplyLevels(column, levels, draft.Name);
        }
        if (wish.TrueShare is { } share)
        {
            column = column with { Generator = "boolean", Type = PlanTypes.Boolean, Parameters = new JsonObject { ["true_share"] = Math.Round(share, 6) }, Unique = false };
        }
        if (wish.Min is not null || wish.Max is not null || wish.Decimals is not null)
        {
            column = WishedBounds.Apply(column, wish, entity);
        }
        if (wish.Formula is { } formula && WishedFormula.Apply(column, formula, maker, entity, draft) is { } computed)
        {
            column = computed;
        }
        else if (wish.Rate is { } rate)
        {
            column = WishedFormula.ApplyRate(column, rate, maker, entity, draft);
        }
        if (wish.Span is { } span)
        {
            column = InSpan(column, span);
        }
        if (wish.Hours is { } hours && column.Generator is "datetime" or "time")
        {
            column = ParameterValues.With(column, "hours", hours);
        }
        if (wish.Skewed && column.Generator is "integer" or "decimal")
        {
            column = ParameterValues.With(column, "distribution", column.Generator == "integer" ? "low_first" : "exponential");
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
        JsonObject parameters = ParameterValues.Copy(column);
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

    private static PlanColumn MadeUnique(PlanColumn column, ColumnMaker maker, EntityDraft entity)
    {
        if (Generators.Find(column.Generator)!.Uniqueness != Uniqueness.Never)
        {
            if (column.Generator == "integer" && ParameterValues.Number(column.Parameters?["max"], 100) - ParameterValues.Number(column.Parameters?["min"], 0) + 1 < maker.Rows(entity))
            {
                return column;
            }
            return column with { Unique = true };
        }
        return column.Type == PlanTypes.Decimal && column.Generator == "decimal" ? column : column.Generator is "text" or "list" ? column with { Generator = "pattern", Parameters = new JsonObject { ["pattern"] = PatternText.WithRoom("@@-#####", maker.Rows(entity)) }, Unique = true } : column;
    }
}

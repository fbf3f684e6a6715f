using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Makes a column follow the formula, or be the share of another amount, that the prompt names.</summary>
internal static class WishedFormula
{
    // What a tax or discount is reckoned on, the likeliest first.
    private static readonly string[] s_bases = ["net amount", "net price", "net", "subtotal", "sub total", "gross pay", "gross salary", "line total", "base price", "list price", "price", "amount", "salary", "income", "revenue", "sale", "rent", "fare", "cost", "bill", "fee", "total", "total amount"];

    private static readonly HashSet<string> s_percents = new(StringComparer.Ordinal) { "percent", "percentage", "pct" };
    private static readonly HashSet<string> s_rates = new(StringComparer.Ordinal) { "tax", "vat", "interest", "discount", "commission", "markup", "margin", "growth", "conversion" };

    /// <summary>The column with its formula; null if an operand is no column of the row or of one that the row refers to.</summary>
    public static PlanColumn? Apply(PlanColumn column, List<FormulaPart> parts, ColumnMaker maker, EntityDraft entity, ColumnDraft draft)
    {
        var text = new StringBuilder();
        bool whole = true;
        for (int i = 0; i < parts.Count; i++)
        {
            FormulaPart part = parts[i];
            if (!part.IsColumn)
            {
                whole &= part.Text is not "/" && !part.Text.Contains('.', StringComparison.Ordinal);
                bool tight = part.Text is "(" or ")";
                text.Append(tight || text.Length == 0 || text[^1] == '(' ? part.Text : " " + part.Text).Append(part.Text is "+" or "-" or "*" or "/" ? " " : "");
                continue;
            }
            if (Operand(part.Text, maker, entity, draft) is not { } operand)
            {
                return null;
            }
            string reference = operand.Reference;
            if (IsPercent(operand.Column))
            {
                whole = false;
                // "price - discount" with a discount in percent takes that share of the price away.
                bool added = i > 1 && parts[i - 1].Text is "+" or "-" && !parts.Exists(other => other.Text == "(");
                reference = added ? $"({text.ToString(0, text.Length - 3).Trim()}) * {reference} / 100" : $"{reference} / 100";
            }
            whole &= maker.TypeOf(operand.Column) == PlanTypes.Integer;
            text.Append(reference);
        }
        return Made(column, text.Replace("  ", " ").ToString().Trim(), whole);
    }

    /// <summary>The column as a share of an amount of the row; the share itself, in percent, where the name asks for it or the row has no amount.</summary>
    public static PlanColumn ApplyRate(PlanColumn column, double rate, ColumnMaker maker, EntityDraft entity, ColumnDraft draft)
    {
        if (column.Generator == "boolean")
        {
            return ParameterValues.With(column, "true_share", Math.Round(rate, 6));
        }
        // A word for want of anything known is an amount here: "social security 6.2%".
        bool unknown = column.Generator == "list" && column.Parameters?["list"]?.GetValue<string>() == "nouns";
        if (column.Type is not (PlanTypes.Integer or PlanTypes.Decimal) && !unknown)
        {
            return column;
        }
        List<string> words = Spelling.Words(draft.Name);
        if (!words.Exists(word => word is "rate" or "interest" || s_percents.Contains(word)) && Base(maker, entity, draft) is { } amount)
        {
            return Made(column, string.Create(CultureInfo.InvariantCulture, $"{amount.Name} * {rate}"), false);
        }
        if (unknown)
        {
            // "lucid (10%)": something that is so in a share of rows.
            return column with { Type = PlanTypes.Boolean, Generator = "boolean", Parameters = new JsonObject { ["true_share"] = Math.Round(rate, 6) } };
        }
        double percent = Math.Round(rate * 100, 6);
        return column with { Type = percent % 1 == 0 ? PlanTypes.Integer : PlanTypes.Decimal, Generator = "constant", Parameters = new JsonObject { ["value"] = percent % 1 == 0 ? (long)percent : percent }, Unique = false };
    }

    private static PlanColumn Made(PlanColumn column, string expression, bool whole) =>
        column with { Type = whole ? PlanTypes.Integer : PlanTypes.Decimal, Generator = "formula", Parameters = new JsonObject { ["expression"] = expression }, Unique = false, Nullable = 0 };

    private static (ColumnDraft Column, string Reference)? Operand(string key, ColumnMaker maker, EntityDraft entity, ColumnDraft draft)
    {
        if (maker.Find(entity, key) is { } own && IsNumber(own, maker, draft))
        {
            return (own, own.Name);
        }
        // "product price", or a price that only the product has.
        foreach (ColumnDraft reference in entity.Columns.Where(column => column.Parent is not null && column.Parent != entity))
        {
            string rest = key.StartsWith(reference.Parent!.Wish.Key + " ", StringComparison.Ordinal) ? key[(reference.Parent.Wish.Key.Length + 1)..] : key;
            if (maker.Find(reference.Parent, rest) is { } parents && IsNumber(parents, maker, draft) && IsPlainName(reference.Name))
            {
                return (parents, $"{reference.Name}.{parents.Name}");
            }
        }
        return null;
    }

    private static bool IsNumber(ColumnDraft column, ColumnMaker maker, ColumnDraft target) =>
        column != target && column.Parent is null && !maker.IsBeingMade(column) && IsPlainName(column.Name) && maker.TypeOf(column) is PlanTypes.Integer or PlanTypes.Decimal;

    private static bool IsPlainName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static ColumnDraft? Base(ColumnMaker maker, EntityDraft entity, ColumnDraft draft)
    {
        foreach (string name in s_bases)
        {
            ColumnDraft? found = entity.Columns.Find(column => Spelling.Key(column.Name) is var key && (key == name || key.EndsWith(" " + name, StringComparison.Ordinal)) && column.Wish?.Rate is null
                && column.Wish?.Formula?.Exists(part => part.IsColumn && maker.Find(entity, part.Text) == draft) != true && IsNumber(column, maker, draft));
            if (found is not null)
            {
                return found;
            }
        }
        return null;
    }

    private static bool IsPercent(ColumnDraft column) =>
        column.Wish?.IsPercent == true || (Spelling.Words(column.Name) is var words && (words.Exists(s_percents.Contains) || (words is [.., "rate"] && words.Exists(s_rates.Contains)) || (words is ["discount"] && column.Made?.Generator == "choice")));
}

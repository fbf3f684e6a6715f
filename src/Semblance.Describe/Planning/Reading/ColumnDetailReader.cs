using System.Globalization;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads what is said of a column after its name: bounds, values, types, spans of time, whether it is unique or may be missing.</summary>
internal sealed class ColumnDetailReader(PlanCatalog catalog, TokenList tokens, TypeReader types, ValueListReader values, OrderReader orders)
{
    private readonly SampleReader _samples = new(tokens);
    private readonly FormulaReader _formulas = new(tokens);
    private readonly ValueSpanReader _spans = new(tokens);

    /// <summary>Reads all that is said of a column here.</summary>
    /// <param name="i">The place; after the details.</param>
    /// <param name="to">The token after the last that may belong to the column.</param>
    /// <param name="column">The column, which takes what is said.</param>
    /// <param name="known">Whether a key is a column that may be expected here.</param>
    /// <param name="setting">Where the column stands.</param>
    public void Read(ref int i, int to, ColumnWish column, Func<string, bool> known, ColumnSetting setting)
    {
        while (i < to && Detail(ref i, to, column, known, setting))
        {
        }
    }

    private bool Detail(ref int i, int to, ColumnWish column, Func<string, bool> known, ColumnSetting setting) =>
        Bracket(ref i, to, column, known)
        || _spans.Bands(ref i, to, column)
        || _spans.Numbers(ref i, to, column)
        || _formulas.TryRead(ref i, to, column, known)
        || Assigned(ref i, to, column, known, setting)
        || Uniqueness(ref i, column, setting)
        || Presence(ref i, column)
        || Truth(ref i, column)
        || Rate(ref i, column)
        || DecimalPlaces(ref i, column)
        || Hours(ref i, column)
        || Span(ref i, column)
        || orders.TryRead(ref i, to, column)
        || Range(ref i, to, column)
        || _spans.Letters(ref i, column)
        || _samples.TryRead(ref i, column)
        || Unit(ref i)
        || (setting != ColumnSetting.Prose && types.TryRead(ref i, to, column))
        || (setting == ColumnSetting.Sql && Constraint(ref i, to))
        || Choice(ref i, to, column, known, setting);

    private bool Bracket(ref int i, int to, ColumnWish column, Func<string, bool> known)
    {
        if (!tokens.IsOpen(i))
        {
            return false;
        }
        int close = Math.Min(tokens.Closing(i), to);
        Inside(i + 1, close, column, known);
        i = close + 1;
        return true;
    }

    // A word list, "red/white/rosé" or "cash, card or voucher", is the values; types, bounds and the like come one after another.
    private void Inside(int from, int to, ColumnWish column, Func<string, bool> known)
    {
        int i = from;
        while (i < to)
        {
            if (tokens.IsSeparator(i))
            {
                i++;
                continue;
            }
            int before = i;
            // "(most spend nothing)", "(mostly 0, up to 240)"
            if (tokens[i].IsWord && tokens.AtAny(i, "most", "mostly", "usually", "often", "majority") > 0 && SmallWithin(i, to) is > 0 and var small)
            {
                column.Skewed = true;
                i = small + 1;
                continue;
            }
            if (Detail(ref i, to, column, known, ColumnSetting.List))
            {
                continue;
            }
            i = before;
            List<(string, double?)> listed = values.Read(ref i, to, static _ => false, ColumnSetting.List);
            if (listed.Count > 1 || (listed.Count == 1 && tokens[before].Kind == TokenKind.Quoted))
            {
                column.Values = listed;
            }
            else if (i == before)
            {
                i++;
            }
        }
    }

    // The place of a word for nothing or little before the next comma; -1 for none.
    private int SmallWithin(int from, int to)
    {
        for (int i = from; i < to && !tokens[i].Is(","); i++)
        {
            if (tokens[i].Lower is "nothing" or "zero" or "none" or "low" or "small" or "little" || (tokens[i].IsNumber && tokens[i].Value == 0))
            {
                return i;
            }
        }
        return -1;
    }

    // "status: pending, paid", "age = 18 to 65", "code: AB-123".
    private bool Assigned(ref int i, int to, ColumnWish column, Func<string, bool> known, ColumnSetting setting)
    {
        Token token = tokens[i];
        if (!(token.Is(":") || token.Is("=") || (token.Is("-") && tokens[i + 1].IsWord && setting == ColumnSetting.Prose && tokens[i + 1].Start > token.End)))
        {
            return false;
        }
        int at = i + 1;
        if (types.TryRead(ref at, to, column) || (RangeReader.TryRead(tokens, ref at, out double? low, out double? high) && Bounds(column, low, high)) || _samples.TryRead(ref at, column))
        {
            i = at;
            return true;
        }
        int first = at;
        List<(string Value, double?)> listed = values.Read(ref at, to, known, setting, catalog.ValuesOf(column.Key));
        if (listed.Count > 1 || (listed.Count == 1 && IsConstant(first, at, known, setting)))
        {
            column.Values = listed;
            i = at;
            return true;
        }
        return false;
    }

    // "currency: EUR" is one value for all; "school grades: student_name, subject" is a list of something else, and "each class has" a sentence.
    private bool IsConstant(int from, int to, Func<string, bool> known, ColumnSetting setting) =>
        tokens[from].Kind == TokenKind.Quoted
        || (!(setting == ColumnSetting.Prose && tokens[to].Is(",")) && to - from <= 3 && !known(tokens.Key(from, to - from))
            && !Enumerable.Range(from, to - from).Any(k => WordSets.Determiners.Contains(tokens[k].Lower) || WordSets.Verbs.Contains(tokens[k].Lower) || WordSets.Stops.Contains(tokens[k].Lower)));

    private bool Uniqueness(ref int i, ColumnWish column, ColumnSetting setting)
    {
        if (tokens.AtAny(i, "primary key", "pk", "primary") is > 0 and var key)
        {
            column.IsKey = true;
            i += key;
            return true;
        }
        if (tokens.AtAny(i, "must be unique", "should be unique", "is unique", "are unique", "unique", "distinct", "no duplicates", "without duplicates", "must all be unique", "have to be unique", "has to be unique", "must be distinct", "is distinct", "are distinct", "being unique", "no repeats") is > 0 and var only && !(setting == ColumnSetting.Prose && tokens[i].Is("unique") && tokens[i + 1].IsWord && !WordSets.Stops.Contains(tokens[i + 1].Lower)))
        {
            column.Unique = true;
            i += only;
            return true;
        }
        return false;
    }

    private bool Presence(ref int i, ColumnWish column)
    {
        if (tokens.AtAny(i, "not null", "required", "mandatory", "never null", "never empty", "never missing", "must not be null", "must not be empty", "cannot be null", "can't be null", "is required", "are required", "is mandatory", "no nulls", "without nulls", "always present", "always filled", "non null", "not empty") is > 0 and var never)
        {
            column.Nullable = 0;
            i += never;
            return true;
        }
        if (tokens.AtAny(i, "is optional", "are optional", "optional", "nullable", "may be null", "can be null", "may be empty", "can be empty", "may be missing", "can be missing", "sometimes missing", "sometimes null", "sometimes empty", "if any", "if known", "if available", "where available", "partly missing", "null") is > 0 and var maybe)
        {
            column.Nullable ??= 0.15;
            i += maybe;
            return true;
        }
        if (tokens[i].IsNumber && tokens[i].IsPercent && tokens.AtAny(i + 1, "null", "nulls", "missing", "empty", "blank", "missing values", "unknown") is > 0 and var missing)
        {
            column.Nullable = Math.Clamp(tokens[i].Value / 100, 0, 1);
            i += 1 + missing;
            return true;
        }
        return false;
    }

    // "26% yes", "1.5% true".
    private bool Truth(ref int i, ColumnWish column)
    {
        Token token = tokens[i];
        if (!token.IsNumber || !token.IsPercent || tokens.AtAny(i + 1, "true", "yes", "positive", "of them true", "are true", "are yes", "are positive") is not (> 0 and var truth))
        {
            return false;
        }
        if (column.Values is [_, _])
        {
            column.Values = [.. column.Values.Select(value => (value.Value, (double?)(value.Value.ToLowerInvariant() is "yes" or "true" or "y" ? token.Value : 100 - token.Value)))];
        }
        else
        {
            column.TrueShare = Math.Clamp(token.Value / 100, 0, 1);
        }
        i += 1 + truth;
        return true;
    }

    private bool DecimalPlaces(ref int i, ColumnWish column)
    {
        if (tokens.AtAny(i, "with") > 0 && tokens[i + 1].Is("one") | tokens[i + 1].IsNumber && tokens.AtAny(i + 2, "decimal", "decimals", "decimal place", "decimal places", "digit after", "digits after") is > 0 and var digits)
        {
            column.Decimals = tokens[i + 1].Is("one") ? 1 : (int)Math.Clamp(tokens[i + 1].Value, 0, 9);
            i += 2 + digits + (tokens[i + 2 + digits].Lower is "place" or "places" ? 1 : 0);
            return true;
        }
        return false;
    }

    // "VAT at 20%", "discount 10%", "tax of 22%": what the amount is of another.
    private bool Rate(ref int i, ColumnWish column)
    {
        int at = i + tokens.AtAny(i, "at", "of", "is", "=", ":");
        if (!tokens[at].IsNumber || !tokens[at].IsPercent || tokens[at].IsInWords || !(tokens.EndsStatement(at + 1) || tokens.IsSeparator(at + 1) || tokens[at + 1].Is(")")))
        {
            return false;
        }
        column.Rate ??= Math.Round(tokens[at].Value / 100, 8);
        i = at + 1;
        return true;
    }

    private bool Hours(ref int i, ColumnWish column)
    {
        int words = tokens.AtAny(i, "mostly in the evening", "mostly in the evenings", "mostly evenings", "in the evening", "in the evenings", "mostly evening");
        string? hours = words > 0 ? "evening" : null;
        if (hours is null && (words = tokens.AtAny(i, "during business hours", "in business hours", "during office hours", "during working hours", "in working hours", "in office hours")) > 0)
        {
            hours = "business";
        }
        if (hours is null && (words = tokens.AtAny(i, "at night", "mostly at night")) > 0)
        {
            hours = "night";
        }
        if (hours is null)
        {
            return false;
        }
        column.Hours = hours;
        i += words;
        return true;
    }

    private bool Span(ref int i, ColumnWish column)
    {
        if (!SpanReader.TryRead(tokens, ref i, out DateSpan span))
        {
            return false;
        }
        column.Span ??= span;
        // "release year since 1980" is a number.
        if (span.From is { Length: 10 } from && Spelling.Words(column.Name).Contains("year"))
        {
            column.Span = null;
            column.Min = int.Parse(from[..4], CultureInfo.InvariantCulture);
            column.Max = span.To is { Length: 10 } end ? int.Parse(end[..4], CultureInfo.InvariantCulture) : Plan.DefaultAsOf.Year - 1;
        }
        return true;
    }

    private bool Range(ref int i, int to, ColumnWish column)
    {
        int place = i;
        if (!RangeReader.TryRead(tokens, ref place, out double? min, out double? max) || place > to || BelongsToTable(place, to))
        {
            return false;
        }
        for (int k = i; k < place; k++)
        {
            column.IsPercent |= tokens[k].IsNumber && tokens[k].IsPercent;
        }
        i = place;
        return Bounds(column, min, max);
    }

    // "1 to 5 orders" after a column is what comes next, not the column's.
    private bool BelongsToTable(int at, int to) => at < to && tokens[at].IsWord && !WordSets.Stops.Contains(tokens[at].Lower) && catalog.Entities(tokens.Key(at, 1)).Count > 0 && English.IsPlural(tokens[at].Lower);

    private static bool Bounds(ColumnWish column, double? min, double? max)
    {
        column.Min = min ?? column.Min;
        column.Max = max ?? column.Max;
        return true;
    }

    // "in kilograms"
    private bool Unit(ref int i)
    {
        if (!tokens[i].Is("in") || !tokens[i + 1].IsWord || RangeReader.SkipUnit(tokens, i + 1) == i + 1)
        {
            return false;
        }
        i = RangeReader.SkipUnit(tokens, i + 1);
        return true;
    }

    // What CREATE TABLE says besides, which does not matter here.
    private bool Constraint(ref int i, int to)
    {
        if (tokens.AtAny(i, "auto_increment", "autoincrement", "default now", "unsigned") is > 0 and var noise)
        {
            i += noise;
            return true;
        }
        if (tokens.AtAny(i, "references", "default", "check", "foreign") == 0)
        {
            return false;
        }
        while (i < to && !tokens[i].Is(","))
        {
            i = tokens.IsOpen(i) ? tokens.Closing(i) + 1 : i + 1;
        }
        return true;
    }

    // "either new or used", "one of A, B or C".
    private bool Choice(ref int i, int to, ColumnWish column, Func<string, bool> known, ColumnSetting setting)
    {
        if (tokens.AtAny(i, "either", "one of", "can be", "being", "is one of", "are one of", "values", "chosen from", "from the list", "is either", "which is", "that is either") is not (> 0 and var choose) || !(tokens[i + choose].IsWord || tokens[i + choose].Kind == TokenKind.Quoted || tokens[i + choose].Is(":")))
        {
            return false;
        }
        int at = i + choose + (tokens[i + choose].Is(":") ? 1 : 0);
        List<(string, double?)> listed = values.Read(ref at, to, known, setting);
        if (listed.Count <= 1)
        {
            return false;
        }
        column.Values = listed;
        i = at;
        return true;
    }
}

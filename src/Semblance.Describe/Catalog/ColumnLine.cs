using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Catalog;

/// <summary>
/// Reads column lines of the catalog, such as <c>total|amount: sum(entity=order_items, column=line_total) else 5.00..900.00 skewed; 2% null</c>.
/// docs/catalog.md describes them.
/// </summary>
internal static partial class ColumnLine
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is not one; the message is the end of a sentence.</exception>
    public static CatalogColumn Parse(string line)
    {
        int end = line.AsSpan().IndexOfAny(':', ';');
        string[] names = [.. (end < 0 ? line : line[..end]).Split('|').Select(name => name.Trim())];
        if (names.FirstOrDefault(name => !Name().IsMatch(name)) is { } wrong)
        {
            throw new FormatException($"'{wrong}' is no column name; it has small letters, digits and underscores");
        }
        return ParseBody(names, end < 0 ? "" : line[(line[end] == ':' ? end + 1 : end)..]);
    }

    /// <summary>Reads the part of a line after the colon.</summary>
    /// <exception cref="FormatException">It is not one; the message is the end of a sentence.</exception>
    public static CatalogColumn ParseBody(IReadOnlyList<string> names, string body)
    {
        string[] clauses = [.. body.Split(';').Select(clause => clause.Trim())];
        var column = new CatalogColumn { Names = names, Forms = clauses[0].Length == 0 ? [] : [.. clauses[0].Split(" else ").Select(form => ParseForm(form.Trim()))] };
        foreach (string clause in clauses.Skip(1).Where(clause => clause.Length > 0))
        {
            if (clause == "unique")
            {
                column = column with { Unique = true };
            }
            else if (NullShare().Match(clause) is { Success: true } nulls)
            {
                column = column with { Nullable = Number(nulls.Groups[1].Value) / 100 };
            }
            else if (Condition().Match(clause) is { Success: true } condition)
            {
                column = column with { When = (condition.Groups[1].Value, List(condition.Groups[2].Value)) };
            }
            else if (Case().Match(clause) is { Success: true } dependent)
            {
                column = column with { Cases = [.. column.Cases, ParseCase(dependent.Groups[1].Value, dependent.Groups[2].Value, List(dependent.Groups[3].Value))] };
            }
            else
            {
                throw new FormatException($"'{clause}' is not understood after ';'; 'unique', '5% null', 'when COLUMN = VALUE, VALUE' and 'VALUE, VALUE where COLUMN = VALUE' are");
            }
        }
        return column;
    }

    private static DependentValues ParseCase(string text, string other, string[] tests) => Bounds().Match(text) is { Success: true } bounds
        ? new DependentValues(other, tests, null, Number(bounds.Groups[1].Value), Number(bounds.Groups[2].Value))
        : new DependentValues(other, tests, [.. List(text).Select(value => Numeric().IsMatch(value) ? Json(Number(value)).ToString() : value)], null, null);

    private static string[] List(string text) => [.. text.Split(',').Select(value => value.Trim())];

    private static ColumnForm ParseForm(string text)
    {
        if (text.StartsWith("like ", StringComparison.Ordinal))
        {
            return Make("pattern", ("pattern", text[5..]));
        }
        if (text.StartsWith("= ", StringComparison.Ordinal))
        {
            return Make("formula", ("expression", text[2..]));
        }
        if (text.StartsWith("-> ", StringComparison.Ordinal))
        {
            return new ColumnForm { Key = ParseKey(text[3..]) };
        }
        if (text[0] == '@')
        {
            return new ColumnForm { Meaning = text[1..] };
        }
        if (TrueShare().Match(text) is { Success: true } share)
        {
            return Make("boolean", ("true_share", Math.Round(Number(share.Groups[1].Value) / 100, 6)));
        }
        if (After().Match(text) is { Success: true } after)
        {
            return Make("after", ("column", after.Groups[1].Value), ("min", Number(after.Groups[2].Value)), ("max", Number(after.Groups[3].Value)), ("unit", after.Groups[4].Value));
        }
        if (Span().Match(text) is { Success: true } span)
        {
            string distance = span.Groups[3].Value + span.Groups[4].Value[0];
            return span.Groups[2].Value == "past"
                ? Make(span.Groups[1].Value, ("from", "-" + distance), ("to", "0d"))
                : Make(span.Groups[1].Value, ("from", "+1d"), ("to", "+" + distance));
        }
        if (Bounds().Match(text) is { Success: true } bounds)
        {
            return Range(bounds.Groups[1].Value, bounds.Groups[2].Value, bounds.Groups[3].Value);
        }
        return Call().Match(text) is { Success: true } call && Generators.Find(call.Groups[1].Value) is { } generator
            ? new ColumnForm { Generator = generator.Name, Parameters = call.Groups[2].Success ? Arguments(generator, call.Groups[2].Value) : null }
            : Choice(text);
    }

    /// <summary>A number between two written bounds: with the decimals they are written with, skewed to the low end, normal, or even.</summary>
    private static ColumnForm Range(string low, string high, string shape)
    {
        int decimals = Math.Max(Decimals(low), Decimals(high));
        double min = Number(low), max = Number(high);
        if (min > max)
        {
            throw new FormatException($"'{low}..{high}' has the higher number first");
        }
        var parameters = new JsonObject { ["min"] = Json(min), ["max"] = Json(max) };
        if (decimals > 0)
        {
            parameters["decimals"] = decimals;
        }
        if (shape.Length > 0)
        {
            parameters["distribution"] = shape == "normal" ? "normal" : decimals == 0 && max - min <= 30 ? "low_first" : "lognormal";
        }
        return new ColumnForm { Generator = decimals > 0 ? "decimal" : "integer", Parameters = parameters };
    }

    private static ColumnForm Choice(string text)
    {
        var values = new JsonArray();
        var weights = new JsonArray();
        string[] items = [.. text.Split(", ").Select(item => item.Trim())];
        if (items.Length < 2)
        {
            throw new FormatException($"'{text}' is no generator, and a list has at least two values");
        }
        var names = new List<string>();
        foreach (string item in items)
        {
            Match weighted = Weighted().Match(item);
            names.Add(weighted.Success ? weighted.Groups[1].Value : item);
            if (weighted.Success)
            {
                weights.Add(Json(Number(weighted.Groups[2].Value)));
            }
        }
        if (weights.Count > 0 && weights.Count < items.Length)
        {
            throw new FormatException($"'{text}' gives some values a weight and others none");
        }
        bool numbers = names.TrueForAll(name => Numeric().IsMatch(name)), whole = numbers && names.TrueForAll(name => Decimals(name) == 0);
        foreach (string name in names)
        {
            values.Add(numbers ? Json(Number(name)) : name);
        }
        var parameters = new JsonObject { ["values"] = values };
        if (weights.Count > 0)
        {
            parameters["weights"] = weights;
        }
        return new ColumnForm { Generator = "choice", Parameters = parameters, Type = whole ? PlanTypes.Integer : numbers ? PlanTypes.Decimal : PlanTypes.String };
    }

    private static KeyForm ParseKey(string text)
    {
        Match match = KeyText().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"'-> {text}' is no foreign key; '-> orders', '-> orders|sales 1..5', '-> orders 1.. grouped', '-> people one' and '-> people self 7' are");
        }
        return new KeyForm
        {
            Targets = match.Groups["target"].Value.Split('|'),
            PerParent = match.Groups["min"].Success ? ((long)Number(match.Groups["min"].Value), match.Groups["max"].Length > 0 ? (long)Number(match.Groups["max"].Value) : null) : null,
            Grouped = match.Groups["grouped"].Success,
            OneToOne = match.Groups["one"].Success,
            Span = match.Groups["span"].Success ? Number(match.Groups["span"].Value) : null,
        };
    }

    private static JsonObject Arguments(GeneratorDefinition generator, string text)
    {
        var parameters = new JsonObject();
        foreach (Match argument in Argument().Matches(text))
        {
            string name = argument.Groups[1].Value, value = argument.Groups[2].Value.Trim();
            GeneratorParameter parameter = generator.Parameter(name) ?? throw new FormatException($"generator '{generator.Name}' has no parameter '{name}'");
            parameters[name] = parameter.Kind switch
            {
                ParameterKind.WholeNumber or ParameterKind.Number => Json(Number(value)),
                ParameterKind.Flag => value == "true",
                ParameterKind.Scalar => Numeric().IsMatch(value) ? Json(Number(value)) : value,
                ParameterKind.Steps or ParameterKind.Exits => Steps(value),
                _ => value.Trim('"'),
            };
        }
        return parameters.Count > 0 ? parameters : throw new FormatException($"'({text})' has no parameters such as 'min=1, max=5'");
    }

    // "pending@0/shipped@2" and "cancelled:5%@1/returned:4%@14".
    private static JsonArray Steps(string text)
    {
        var steps = new JsonArray();
        foreach (string item in text.Split('/'))
        {
            Match match = Step().Match(item);
            if (!match.Success)
            {
                throw new FormatException($"'{item}' is no step such as 'shipped@2' or 'cancelled:5%@1'");
            }
            // A step that comes before the date it goes by, such as "scheduled", is there from the start.
            var step = new JsonObject { ["value"] = match.Groups[1].Value, ["after_days"] = Math.Max(0, Number(match.Groups[3].Value)) };
            if (match.Groups[2].Success)
            {
                step["share"] = Math.Round(Number(match.Groups[2].Value) / 100, 6);
            }
            steps.Add(step);
        }
        return steps;
    }

    private static ColumnForm Make(string generator, params (string Name, object Value)[] parameters) => new()
    {
        Generator = generator,
        Parameters = new JsonObject(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value is double number ? Json(number) : (JsonNode?)JsonValue.Create((string)parameter.Value)))),
    };

    private static JsonValue Json(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private static int Decimals(string number) => number.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? number.Length - point - 1 : 0;

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw new FormatException($"'{text}' is no number");

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^([0-9.]+)% null$")]
    private static partial Regex NullShare();

    [GeneratedRegex(@"^when ([a-z0-9_]+) = (.+)$")]
    private static partial Regex Condition();

    [GeneratedRegex(@"^(.+) where ([a-z0-9_]+) = (.+)$")]
    private static partial Regex Case();

    [GeneratedRegex(@"^true ([0-9.]+)%$")]
    private static partial Regex TrueShare();

    [GeneratedRegex(@"^after ([a-z0-9_.]+) (-?[0-9.]+?)\.\.(-?[0-9.]+) (minutes|hours|days|weeks|months|years)$")]
    private static partial Regex After();

    [GeneratedRegex(@"^(date|datetime) (past|future) (\d+) (year|month|week|day)s?$")]
    private static partial Regex Span();

    [GeneratedRegex(@"^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?: (skewed|normal))?$")]
    private static partial Regex Bounds();

    [GeneratedRegex(@"^([a-z_]+)(?:\((.*)\))?$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(.+)=([0-9.]+)$")]
    private static partial Regex Weighted();

    [GeneratedRegex(@"^-?\d+(?:\.\d+)?$")]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^(?<target>[a-z_|]+)(?: (?<min>\d+)\.\.(?<max>\d*))?(?<grouped> grouped)?(?<one> one)?(?: self (?<span>[0-9.]+))?$")]
    private static partial Regex KeyText();

    [GeneratedRegex("""([a-z_]+)=("[^"]*"|[^,]*)""")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^([^@:]+)(?::([0-9.]+)%)?@(-?[0-9.]+)$")]
    private static partial Regex Step();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Describe.Words;

namespace Semblance.Describe.Plans;

/// <summary>Whether the parameters of each column are those of its generator and in range.</summary>
internal static class ParameterChecks
{
    private static readonly string[] s_bounds = ["min", "max"];
    private static readonly string[] s_sized = ["min", "max", "mean", "base", "daily", "yearly", "noise"];

    public static void Check(PlanNames names, List<string> problems)
    {
        foreach (PlanEntity entity in names.Plan.Entities)
        {
            foreach (PlanColumn column in entity.Columns)
            {
                Check(names, entity, column, problems);
            }
        }
    }

    private static void Check(PlanNames names, PlanEntity entity, PlanColumn column, List<string> problems)
    {
        string place = $"Column '{entity.Name}.{column.Name}'";
        GeneratorDefinition generator = Generators.Find(column.Generator)!;
        int before = problems.Count;
        foreach (KeyValuePair<string, JsonNode?> pair in column.Parameters ?? [])
        {
            if (generator.Parameter(pair.Key) is not { } parameter)
            {
                string known = generator.Parameters.Count == 0 ? "it has none" : "it has " + string.Join(", ", generator.Parameters.Select(parameter => parameter.Name));
                problems.Add($"{place} has parameter '{pair.Key}', which generator '{generator.Name}' does not have; {known}.");
            }
            else if (Wrong(names, entity, parameter, pair.Value) is { } wrong)
            {
                problems.Add($"{place} has parameter '{pair.Key}': {wrong}.");
            }
        }
        foreach (GeneratorParameter parameter in generator.Parameters.Where(parameter => parameter.Required && column.Parameters?[parameter.Name] is null))
        {
            problems.Add($"{place} lacks parameter '{parameter.Name}', which generator '{generator.Name}' needs.");
        }
        if (problems.Count == before)
        {
            CheckTogether(names, entity, column, place, problems);
        }
    }

    private static string? Wrong(PlanNames names, PlanEntity entity, GeneratorParameter parameter, JsonNode? value)
    {
        JsonValueKind kind = value?.GetValueKind() ?? JsonValueKind.Null;
        switch (parameter.Kind)
        {
            case ParameterKind.WholeNumber or ParameterKind.Number:
                if (kind != JsonValueKind.Number || !double.IsFinite(Scalars.Number(value!)))
                {
                    return $"{Shown(value)} is not a number";
                }
                double number = Scalars.Number(value);
                if (parameter.Kind == ParameterKind.WholeNumber && (number != Math.Floor(number) || Math.Abs(number) > 9e15))
                {
                    return $"{Shown(value)} is not a whole number";
                }
                return number < parameter.Min || number > parameter.Max
                    ? string.Create(CultureInfo.InvariantCulture, $"{Shown(value)} is out of range; it is {(parameter.Min is { } min ? $"at least {min}" : "")}{(parameter is { Min: not null, Max: not null } ? " and " : "")}{(parameter.Max is { } max ? $"at most {max}" : "")}")
                    : null;
            case ParameterKind.Text:
                return kind != JsonValueKind.String ? $"{Shown(value)} is not a text"
                    : parameter.Choices is { } choices && !choices.Contains(value!.GetValue<string>()) ? $"{Shown(value)} is not one of {string.Join(", ", choices)}"
                    : null;
            case ParameterKind.Flag:
                return kind is JsonValueKind.True or JsonValueKind.False ? null : $"{Shown(value)} is not true or false";
            case ParameterKind.Date:
                return kind == JsonValueKind.String && (PlanDate.TryParse(value!.GetValue<string>(), names.Plan.AsOf, out _) || (parameter.Name == "until" && value.GetValue<string>() == "none"))
                    ? null
                    : $"{Shown(value)} is not a date such as \"2025-01-31\" or a distance such as \"-2y\", \"-6m\", \"-30d\"";
            case ParameterKind.Column:
                if (kind != JsonValueKind.String)
                {
                    return $"{Shown(value)} is not the name of a column";
                }
                return names.Follow(entity.Name, value!.GetValue<string>(), out string? problem) is null ? problem : null;
            case ParameterKind.Values:
                return value is JsonArray { Count: > 0 } values && values.All(IsScalar) ? null : $"{Shown(value)} is not a list of texts, numbers or booleans";
            case ParameterKind.Numbers:
                return value is JsonArray { Count: > 0 } numbers && numbers.All(item => item?.GetValueKind() == JsonValueKind.Number && Scalars.Number(item) >= 0) && numbers.Any(item => Scalars.Number(item!) > 0)
                    ? null
                    : $"{Shown(value)} is not a list of numbers from 0, one of them above";
            case ParameterKind.Scalar:
                return IsScalar(value) ? null : $"{Shown(value)} is not a text, number or boolean";
            case ParameterKind.Steps:
                return value is JsonArray { Count: > 0 } steps && steps.All(step => IsStep(step, "after_days", 1e6)) ? null : $"{Shown(value)} is not a list such as [{{\"value\": \"pending\", \"after_days\": 0}}]";
            default:
                return value is JsonArray exits && exits.All(exit => IsStep(exit, "share", 1)) && exits.Sum(exit => Scalars.Number(exit!["share"]!)) <= 1
                    ? null
                    : $"{Shown(value)} is not a list such as [{{\"value\": \"cancelled\", \"share\": 0.05}}] with shares that add up to 1 at most";
        }
    }

    private static void CheckTogether(PlanNames names, PlanEntity entity, PlanColumn column, string place, List<string> problems)
    {
        JsonObject? given = column.Parameters;
        if (s_bounds.All(bound => given?[bound]?.GetValueKind() == JsonValueKind.Number) && Scalars.Number(given!["min"]!) > Scalars.Number(given["max"]!))
        {
            problems.Add($"{place} has min {Shown(given["min"])} above max {Shown(given["max"])}.");
        }
        CheckSize(column, place, problems);
        switch (column.Generator)
        {
            case "constant" when !Scalars.Fits(given!["value"]!, column.Type):
                problems.Add($"{place} has type '{column.Type}', which {Shown(given["value"])} is not.");
                break;
            case "choice":
                CheckChoice(column, place, problems);
                break;
            case "date" or "datetime":
                _ = PlanDate.TryParse(ColumnReferences.Text(column, "from") ?? "-2y", names.Plan.AsOf, out DateOnly from);
                _ = PlanDate.TryParse(ColumnReferences.Text(column, "to") ?? "0d", names.Plan.AsOf, out DateOnly to);
                if (from > to)
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has from {from:yyyy-MM-dd} after to {to:yyyy-MM-dd}."));
                }
                break;
            case "time":
                foreach (string bound in new[] { "from", "to" })
                {
                    if (ColumnReferences.Text(column, bound) is { } time && !TimeOnly.TryParseExact(time, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                    {
                        problems.Add($"{place} has parameter '{bound}': \"{time}\" is not a time such as \"08:30\".");
                    }
                }
                break;
            case "birth_date" when Number(given, "min_age", 18) > Number(given, "max_age", 80):
                problems.Add($"{place} has min_age above max_age.");
                break;
            case "pattern":
                if (PatternForm.Problem(ColumnReferences.Text(column, "pattern")!) is { } wrong)
                {
                    problems.Add($"{place} has parameter 'pattern': {wrong}.");
                }
                break;
            case "list":
                if (!WordLists.Names.Contains(ColumnReferences.Text(column, "list")!))
                {
                    problems.Add($"{place} has list '{ColumnReferences.Text(column, "list")}'; the lists are {string.Join(", ", WordLists.Names)}.");
                }
                break;
            case "formula":
                CheckFormula(names, entity, ColumnReferences.Text(column, "expression")!, place, problems);
                break;
            case "template":
                foreach ((_, string reference) in ColumnReferences.TemplateParts(ColumnReferences.Text(column, "template")!).Where(part => part.IsColumn))
                {
                    if (names.Follow(entity.Name, reference, out string? problem) is null)
                    {
                        problems.Add($"{place} has template with {{{reference}}}: {problem}.");
                    }
                }
                break;
            case "lookup" when !ColumnReferences.Text(column, "column")!.Contains('.', StringComparison.Ordinal):
                problems.Add($"{place} looks up '{ColumnReferences.Text(column, "column")}'; a lookup goes through a foreign key, such as product_id.price.");
                break;
            case "lookup":
                (PlanEntity Entity, PlanColumn Column) target = names.Follow(entity.Name, ColumnReferences.Text(column, "column")!, out _)!.Value;
                if (target.Column.Type != column.Type)
                {
                    problems.Add($"{place} has type '{column.Type}' and looks up '{target.Entity.Name}.{target.Column.Name}' of type '{target.Column.Type}'; they are the same.");
                }
                break;
            case "sum" or "count":
                CheckChildren(names, entity, column, place, problems);
                break;
            case "after" or "lifecycle" or "cycle" or "age":
                CheckTimeReference(names, entity, column, place, problems);
                break;
            case "position":
                PlanRelation? relation = names.Plan.Relations.FirstOrDefault(relation => relation.Child == entity.Name && relation.Column == ColumnReferences.Text(column, "of"));
                if (relation is null || relation.Kind == RelationKinds.Self)
                {
                    problems.Add($"{place} counts within '{ColumnReferences.Text(column, "of")}', which is not the first foreign key of a relation to another entity.");
                }
                break;
        }
    }

    // Numbers are kept as whole units of their last decimal, in 64 bits.
    private static void CheckSize(PlanColumn column, string place, List<string> problems)
    {
        const double MostUnits = 9e17;
        if (Generators.Find(column.Generator)!.Parameter("decimals") is null)
        {
            return;
        }
        double decimals = Number(column.Parameters, "decimals", column.Generator is "latitude" or "longitude" ? 6 : 2);
        foreach (string bound in s_sized)
        {
            double value = Math.Abs(Number(column.Parameters, bound, 0));
            if (value * Math.Pow(10, decimals) > MostUnits)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has {bound} {Shown(column.Parameters![bound])} with {decimals} decimals; together they need more than 17 digits."));
            }
        }
    }

    private static void CheckChoice(PlanColumn column, string place, List<string> problems)
    {
        var values = (JsonArray)column.Parameters!["values"]!;
        if (column.Parameters["weights"] is JsonArray weights && weights.Count != values.Count)
        {
            problems.Add($"{place} has {values.Count} values and {weights.Count} weights; there is one weight for each value.");
        }
        foreach (JsonNode? value in values)
        {
            if (!Scalars.Fits(value!, column.Type))
            {
                problems.Add($"{place} has type '{column.Type}', which {Shown(value)} is not.");
                return;
            }
        }
        if (values.Select(value => Scalars.Text(value!)).Distinct(StringComparer.Ordinal).Count() < values.Count)
        {
            problems.Add($"{place} has a value twice; give it a weight instead.");
        }
    }

    private static void CheckFormula(PlanNames names, PlanEntity entity, string expression, string place, List<string> problems)
    {
        try
        {
            foreach (string reference in Formula.Parse(expression).Columns())
            {
                if (names.Follow(entity.Name, reference, out string? problem) is not { } target)
                {
                    problems.Add($"{place} has expression with '{reference}': {problem}.");
                }
                else if (target.Column.Type is not (PlanTypes.Integer or PlanTypes.Decimal))
                {
                    problems.Add($"{place} has expression with '{reference}', which is of type '{target.Column.Type}'; formulas take numbers.");
                }
            }
        }
        catch (FormatException error)
        {
            problems.Add($"{place} has expression \"{expression}\", which is not a formula: {error.Message}.");
        }
    }

    private static void CheckChildren(PlanNames names, PlanEntity entity, PlanColumn column, string place, List<string> problems)
    {
        string child = ColumnReferences.Text(column, "entity")!;
        string[] keys = [.. names.ForeignKeys(child, entity.Name)];
        if (names.Entity(child) is null)
        {
            problems.Add($"{place} is about entity '{child}', which does not exist.");
        }
        else if (keys.Length == 0)
        {
            problems.Add($"{place} is about entity '{child}', which has no foreign key to '{entity.Name}'.");
        }
        else if (ColumnReferences.Text(column, "by") is { } by ? !keys.Contains(by) : keys.Length > 1)
        {
            problems.Add($"{place} is about entity '{child}'; name its foreign key in 'by': {string.Join(" or ", keys)}.");
        }
        else if (names.Plan.Relations.FirstOrDefault(relation => relation.Child == child && (relation.Column == (ColumnReferences.Text(column, "by") ?? keys[0]))) is not { Kind: not RelationKinds.Self })
        {
            problems.Add($"{place} is about '{child}.{ColumnReferences.Text(column, "by") ?? keys[0]}'; rows are counted and added up over one-to-many relations and the first side of many-to-many ones.");
        }
        else if (column.Generator == "sum" && names.Column(child, ColumnReferences.Text(column, "column")!) is not { Type: PlanTypes.Integer or PlanTypes.Decimal })
        {
            problems.Add($"{place} adds up '{child}.{ColumnReferences.Text(column, "column")}', which is not a column of numbers.");
        }
    }

    private static void CheckTimeReference(PlanNames names, PlanEntity entity, PlanColumn column, string place, List<string> problems)
    {
        string parameter = column.Generator switch { "lifecycle" => "from", "age" => "birth_date", _ => "column" };
        if (ColumnReferences.Text(column, parameter) is not { } reference)
        {
            return;
        }
        string type = names.Follow(entity.Name, reference, out _)!.Value.Column.Type;
        bool fits = column.Generator == "after" && column.Type == PlanTypes.Time ? type == PlanTypes.Time : type is PlanTypes.Date or PlanTypes.DateTime;
        if (!fits)
        {
            problems.Add($"{place} goes by '{reference}', which is of type '{type}'; it must be {(column.Type == PlanTypes.Time ? "a time" : "a date or datetime")}.");
        }
    }

    private static bool IsScalar(JsonNode? value) => value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static bool IsStep(JsonNode? step, string number, double most) =>
        step is JsonObject item && IsScalar(item["value"])
        && item.All(pair => pair.Key is "value" or "after_days" || pair.Key == number)
        && item[number]?.GetValueKind() == JsonValueKind.Number && Scalars.Number(item[number]!) is >= 0 and double value && value <= most
        && (item["after_days"] is null || (item["after_days"]!.GetValueKind() == JsonValueKind.Number && Scalars.Number(item["after_days"]!) is >= 0 and <= 1e6));

    private static double Number(JsonObject? given, string name, double otherwise) => given?[name] is { } value ? Scalars.Number(value) : otherwise;

    internal static string Shown(JsonNode? value)
    {
        string text = value?.ToJsonString() ?? "null";
        return text.Length > 80 ? text[..77] + "..." : text;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning;

/// <summary>Makes the columns of a plan: takes the first form of the catalog whose columns are there, then what the prompt says of the values.</summary>
internal sealed class ColumnMaker
{
    private static readonly string[] s_parts = ["person", "place", "company", "product", "vehicle"];

    private readonly PlanCatalog _catalog;
    private readonly IReadOnlyList<EntityDraft> _entities;
    private readonly ColumnResolver _resolver;
    private readonly PromptReading _reading;
    private readonly long _size;
    private readonly HashSet<ColumnDraft> _open = [];
    private readonly Dictionary<ColumnDraft, OrderWish> _follows = [];

    public ColumnMaker(PlanCatalog catalog, IReadOnlyList<EntityDraft> entities, ColumnResolver resolver, PromptReading reading, long size)
    {
        _catalog = catalog;
        _entities = entities;
        _resolver = resolver;
        _reading = reading;
        _size = size;
        PlaceOrders();
        PlacePairs();
        PlaceAges();
    }

    /// <summary>Rules for the orders that the prompt states and no column is made by.</summary>
    public List<PlanRule> Orders { get; } = [];

    /// <summary>The column of the plan for a draft. Each is made once; columns that it goes by are made before it.</summary>
    public PlanColumn Make(EntityDraft entity, ColumnDraft column)
    {
        if (column.Made is { } made)
        {
            return made;
        }
        if (!_open.Add(column))
        {
            // Made from itself in a circle: the form that asks for it is not taken.
            return new PlanColumn { Name = column.Name };
        }
        PlanColumn plain = column.Name == entity.PrimaryKey ? MakeKey(entity, column)
            : column.Parent is { } parent ? MakeReference(entity, column, parent)
            : MakeValues(entity, column);
        _open.Remove(column);
        return column.Made = plain with { Name = column.Name, Meaning = Meaning(column, plain) };
    }

    private static string? Meaning(ColumnDraft column, PlanColumn made) =>
        made.Generator is "sequence" or "foreign_key" or "uuid" ? null : Spelling.Key(column.Name) is var key && key == made.Generator.Replace('_', ' ') ? null : key;

    private PlanColumn MakeKey(EntityDraft entity, ColumnDraft column)
    {
        PlanColumn key = column.Source.Forms is [{ Generator: "uuid" }, ..] || column.Wish?.Type == "uuid"
            ? new PlanColumn { Type = PlanTypes.String, Generator = "uuid" }
            : new PlanColumn { Type = PlanTypes.Integer, Generator = "sequence" };
        if (column.Wish?.Sample is { } sample)
        {
            // C-00017 counts on; AB-12-X is a code.
            int digits = sample.Length - sample.AsSpan().TrimEnd("0123456789#").Length;
            bool counts = digits > 0 && !sample.AsSpan()[..^digits].Contains('#');
            key = counts && digits == sample.Length ? key with { Parameters = new JsonObject { ["start"] = Math.Max(1, long.TryParse(sample, CultureInfo.InvariantCulture, out long start) && digits < 16 ? start : 1) } }
                : counts ? new PlanColumn { Type = PlanTypes.String, Generator = "sequence", Parameters = new JsonObject { ["prefix"] = sample[..^digits], ["digits"] = Math.Min(18, digits) } }
                : Pattern(sample, true, Rows(entity));
        }
        else if (column.Wish?.Type == PlanTypes.String && key.Generator == "sequence")
        {
            List<string> words = Spelling.Words(entity.Wish.Singular);
            key = new PlanColumn { Type = PlanTypes.String, Generator = "sequence", Parameters = new JsonObject { ["prefix"] = words[^1][..1].ToUpperInvariant() + "-", ["digits"] = 6 } };
        }
        return key with { Unique = true };
    }

    private PlanColumn MakeReference(EntityDraft entity, ColumnDraft column, EntityDraft parent)
    {
        string type = parent.PrimaryKey is { } key && parent.Named(key) is { } target ? Make(parent, target).Type : PlanTypes.Integer;
        return new PlanColumn { Type = type, Generator = "foreign_key", Nullable = parent == entity ? 0 : column.Wish?.Nullable ?? column.Source.Nullable };
    }

    // Values

    private PlanColumn MakeValues(EntityDraft entity, ColumnDraft column)
    {
        ColumnForm form = ChooseForm(entity, column);
        column.Form = form;
        PlanColumn made = FromForm(entity, column, form);
        if (_follows.TryGetValue(column, out OrderWish? order))
        {
            made = Following(entity, column, order, made);
        }
        if (column.Wish is { } wish)
        {
            made = WishedColumn.Apply(made, wish, this, entity, column);
        }
        else if (_reading.Span is { } span && made.Generator is "date" or "datetime" && IsEvent(made))
        {
            made = WishedColumn.InSpan(made, _reading.Span!);
        }
        if (made.Generator == "pattern" && made.Unique)
        {
            made = made with { Parameters = new JsonObject { ["pattern"] = PatternText.WithRoom(made.Parameters!["pattern"]!.GetValue<string>(), Rows(entity)) } };
        }
        bool few = made.Generator switch
        {
            "choice" => Values(made).Count < Rows(entity),
            "integer" => ParameterValues.Number(made.Parameters?["max"], 100) - ParameterValues.Number(made.Parameters?["min"], 0) + 1 < Rows(entity),
            _ => false,
        };
        if (made.Unique && few)
        {
            made = made with { Unique = false };
        }
        return made;
    }

    /// <summary>The number of rows that a table is planned for.</summary>
    public long Rows(EntityDraft entity) => entity.Rows ?? Math.Max(1, (long)(entity.Share * _size));

    public static PlanColumn Pattern(string sample, bool unique, long rows)
    {
        string pattern = PatternText.Of(sample);
        return new PlanColumn { Type = PlanTypes.String, Generator = "pattern", Unique = unique, Parameters = new JsonObject { ["pattern"] = unique ? PatternText.WithRoom(pattern, rows) : pattern } };
    }

    // Things that happen, unlike birthdays, hirings and what lies ahead.
    private static bool IsEvent(PlanColumn column) =>
        column.Parameters?["from"]?.GetValue<string>() is not { } from || (from.StartsWith('-') && !(from.EndsWith('y') && int.TryParse(from[1..^1], CultureInfo.InvariantCulture, out int years) && years > 5));

    private ColumnForm ChooseForm(EntityDraft entity, ColumnDraft column)
    {
        IReadOnlyList<ColumnForm> forms = column.Source.Forms.Count > 0 ? column.Source.Forms : _catalog.Meaning(Spelling.Key(column.Source.Name))?.Forms ?? [];
        foreach (ColumnForm form in forms)
        {
            if (form.Key is not null)
            {
                // The table that it refers to is not in the plan: its keys are numbers all the same.
                return new ColumnForm { Generator = "integer", Parameters = new JsonObject { ["min"] = 1, ["max"] = Math.Max(10, Rows(entity)) } };
            }
            ColumnForm meant = form.Meaning is { } meaning ? _catalog.Meanings[meaning].Forms[0] : form;
            if (column.IsCatalogs ? CanTake(entity, column, meant) : FormReferences.Of(meant).Count == 0)
            {
                return meant;
            }
        }
        // None of the catalog's ways can be gone here: by the name alone.
        List<string> words = Spelling.Words(column.Source.Name);
        CatalogColumn plain = _catalog.Meaning(Spelling.Key(words)) is { } general && general != column.Source ? general : NameRules.Of(words, entity.Wish.Singular, false);
        return plain.Forms.FirstOrDefault(form => FormReferences.Of(form).Count == 0) ?? new ColumnForm { Generator = "text", Parameters = new JsonObject { ["kind"] = "title" } };
    }

    private bool CanTake(EntityDraft entity, ColumnDraft column, ColumnForm form)
    {
        if (form.Generator is "sum" or "count")
        {
            string child = form.Parameters!["entity"]!.GetValue<string>();
            EntityDraft? other = _entities.FirstOrDefault(candidate => candidate.Catalog?.Name == child);
            return other is not null && other.Columns.Count(key => key.Parent == entity) == 1 && other.Rows is null && (form.Generator == "count" || other.Standing(form.Parameters["column"]!.GetValue<string>()) is not null);
        }
        foreach (string reference in FormReferences.Of(form))
        {
            if (RuleMaker.Follow(entity, reference) is not { } found || found.Column == column || _open.Contains(found.Column))
            {
                return false;
            }
            string type = TypeOf(found.Column);
            bool fits = form.Generator switch
            {
                "formula" => type is PlanTypes.Integer or PlanTypes.Decimal && found.Reference.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'),
                "after" or "lifecycle" or "age" => type is PlanTypes.Date or PlanTypes.DateTime,
                "cycle" => type is PlanTypes.DateTime or PlanTypes.Date,
                "position" => found.Column.Parent is not null && found.Column.Parent != entity && found.Column.Key?.Grouped == true,
                _ => true,
            };
            if (!fits)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The type of a column, which is made if it is not yet.</summary>
    public string TypeOf(ColumnDraft column) => Make(_entities.First(entity => entity.Columns.Contains(column)), column).Type;

    /// <summary>Whether a column is being made, so that none may be made from it.</summary>
    public bool IsBeingMade(ColumnDraft column) => _open.Contains(column);

    private PlanColumn FromForm(EntityDraft entity, ColumnDraft column, ColumnForm form)
    {
        GeneratorDefinition generator = Generators.Find(form.Generator)!;
        JsonObject? parameters = FormReferences.Replace(form, reference => RuleMaker.Follow(entity, reference)?.Reference ?? reference);
        string type = form.Type ?? generator.Types[0];
        switch (generator.Name)
        {
            case "constant":
                type = parameters!["value"] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? ParameterValues.Number(value, 0) % 1 == 0 ? PlanTypes.Integer : PlanTypes.Decimal : PlanTypes.String;
                break;
            case "age" when BirthDate(entity, column) is { } birth && !_open.Contains(birth):
                parameters = new JsonObject { ["birth_date"] = birth.Name };
                break;
            case "sum" or "count":
                EntityDraft child = _entities.First(candidate => candidate.Catalog?.Name == parameters!["entity"]!.GetValue<string>());
                parameters!["entity"] = child.Name;
                if (generator.Name == "sum")
                {
                    ColumnDraft summed = child.Standing(parameters["column"]!.GetValue<string>())!;
                    parameters["column"] = summed.Name;
                    type = Make(child, summed).Type;
                }
                break;
            case "lookup":
                type = TypeOf(RuleMaker.Follow(entity, form.Parameters!["column"]!.GetValue<string>())!.Value.Column);
                break;
            case "formula":
                type = IsWhole(entity, form) ? PlanTypes.Integer : PlanTypes.Decimal;
                break;
            case "after":
                type = AfterType(column.Name, parameters!, TypeOf(RuleMaker.Follow(entity, form.Parameters!["column"]!.GetValue<string>())!.Value.Column));
                break;
            case "thing_name" when column.IsCatalogs && column.Source.Name == "name" && entity.Wish.Key != Spelling.Key(entity.Catalog!.Name):
                // Bakeries and cafés that the catalog takes for restaurants are called what they are.
                string noun = English.Singular(Spelling.Words(entity.Wish.Singular)[^1]);
                parameters = new JsonObject { ["noun"] = char.ToUpperInvariant(noun[0]) + noun[1..] };
                break;
            case "date" when IsMomentName(column.Name) && Spelling.Words(column.Name).Count > 1:
                type = PlanTypes.DateTime;
                generator = Generators.Find("datetime")!;
                break;
            case "datetime" when IsDayName(column.Name):
                type = PlanTypes.Date;
                generator = Generators.Find("date")!;
                parameters?.Remove("hours");
                parameters?.Remove("step_minutes");
                break;
        }
        string role = column.Role.Length == 0 && generator.Name == "full_name" && IsAnother(entity, column) ? Spelling.Snake(Spelling.Words(column.Name)) : column.Role;
        if (role.Length > 0 && s_parts.FirstOrDefault(part => generator.Parameter(part) is not null) is { } part && parameters?[part] is null)
        {
            parameters ??= [];
            parameters[part] = role;
        }
        CatalogColumn source = column.Source.Forms.Count > 0 ? column.Source : _catalog.Meaning(Spelling.Key(column.Source.Name)) ?? column.Source;
        bool unique = (column.Source.Unique || source.Unique) && generator.Uniqueness != Uniqueness.Never && !(form.Generator == "choice" && entity.Rows is null);
        return new PlanColumn { Type = type, Generator = generator.Name, Parameters = parameters is { Count: > 0 } ? parameters : null, Unique = unique, Nullable = column.Source.When is null ? Math.Max(column.Source.Nullable, source.Nullable) : 0 };
    }

    // Beside other names, a recipient, a mother or a guardian is a person of their own.
    private bool IsAnother(EntityDraft entity, ColumnDraft column) =>
        Spelling.Words(column.Name)[^1] is not ("name" or "fullname") && entity.Columns.Exists(other => other != column && other.Parent is null && other.Role.Length == 0
            && (other.Source.Forms.Count > 0 ? other.Source : _catalog.Meaning(Spelling.Key(other.Source.Name)))?.Forms is [{ Generator: "full_name" or "first_name" }, ..]);

    // Whole operands and no division make whole results, as does rounding.
    private bool IsWhole(EntityDraft entity, ColumnForm form)
    {
        string expression = form.Parameters!["expression"]!.GetValue<string>();
        bool rounded = expression.StartsWith("round(", StringComparison.Ordinal) && !expression.EndsWith("/ 100", StringComparison.Ordinal);
        return rounded || (!expression.Contains('/', StringComparison.Ordinal) && FormReferences.Of(form).All(reference => RuleMaker.Follow(entity, reference) is { Column: var column } && TypeOf(column) == PlanTypes.Integer)
            && !System.Text.RegularExpressions.Regex.IsMatch(expression, @"\d\.\d"));
    }

    private static string AfterType(string name, JsonObject parameters, string source)
    {
        string unit = parameters["unit"]?.GetValue<string>() ?? "days";
        return IsDayName(name) ? PlanTypes.Date : IsMomentName(name) || unit is "hours" or "minutes" or "seconds" ? PlanTypes.DateTime : source;
    }

    private static bool IsDayName(string name) => Spelling.Words(name) is [.., "date" or "day" or "on" or "birthday"];

    private static bool IsMomentName(string name) => Spelling.Words(name) is [.., "at" or "time" or "timestamp" or "datetime"];

    // Orders that the prompt states

    // A column of dates is made to follow the earlier one; numbers and dates that the catalog derives otherwise get a rule.
    private void PlaceOrders()
    {
        foreach (OrderWish wish in _reading.Orders)
        {
            foreach (EntityDraft entity in _entities.Where(entity => wish.Entity is null || entity.Wish == wish.Entity))
            {
                ColumnDraft? later = Find(entity, wish.LaterKey), earlier = wish.EarlierEntity is null ? Find(entity, wish.EarlierKey) : null;
                ColumnDraft? key = wish.EarlierEntity is { } other ? entity.Columns.Find(column => column.Parent?.Wish == other) : null;
                if (key is not null && entity.Catalog?.Rules.Any(rule => rule.Columns[0].Split('.')[0] is var through && entity.Standing(through) == key) == true)
                {
                    break; // The catalog holds it already.
                }
                if (later is not null && later != earlier && (earlier ?? key) is not null)
                {
                    _follows.TryAdd(later, wish);
                    break;
                }
            }
        }
    }

    // Start and end that the prompt names without a word of their order, where the catalog does not derive one from the other.
    private void PlacePairs()
    {
        foreach (EntityDraft entity in _entities)
        {
            foreach ((ColumnDraft earlier, ColumnDraft later) in DatePairs.Of(entity))
            {
                if (later.Wish is { Span: null, Values: null, Min: null, Max: null } && earlier.Parent is null && later.Parent is null && _follows.GetValueOrDefault(earlier)?.EarlierKey != Spelling.Key(later.Name))
                {
                    _follows.TryAdd(later, new OrderWish(entity.Wish, Spelling.Key(earlier.Name), Spelling.Key(later.Name)) { IsImplied = true });
                }
            }
        }
    }

    // An age agrees with the date of birth beside it, which takes the bounds that the prompt gives for the age.
    private void PlaceAges()
    {
        foreach (EntityDraft entity in _entities)
        {
            foreach (ColumnDraft column in entity.Columns.Where(column => column.Wish is not null && (column.Wish.Min ?? column.Wish.Max) is not null && column.Source.Name == "age"))
            {
                if (BirthDate(entity, column) is { } birth)
                {
                    birth.Wish ??= new ColumnWish { Name = birth.Name };
                    birth.Wish.Min ??= column.Wish!.Min;
                    birth.Wish.Max ??= column.Wish!.Max;
                }
            }
        }
    }

    private static ColumnDraft? BirthDate(EntityDraft entity, ColumnDraft age) => entity.Columns.Find(column => column != age && column.Source.Name == "birth_date" && column.Parent is null && column.Role == age.Role);

    /// <summary>The column of a table that some words speak of: "due date" for due_at, "end" for end_date.</summary>
    public ColumnDraft? Find(EntityDraft entity, string key)
    {
        if (entity.Columns.Find(column => Spelling.Key(column.Name) == key) is { } exact)
        {
            return exact;
        }
        if (entity.Catalog?.Column(key) is { } known && entity.Standing(known.Name) is { } standing)
        {
            return standing;
        }
        CatalogColumn? meaning = _catalog.Meaning(key);
        if (meaning is not null && entity.Columns.Find(column => column.Parent is null && _catalog.Meaning(Spelling.Key(column.Name)) == meaning) is { } meant)
        {
            return meant;
        }
        string[] words = key.Split(' ');
        return entity.Columns.Find(column => Spelling.Key(column.Name).Split(' ') is var others && column.Parent is null && Array.TrueForAll(words, word => others.Contains(word)))
            ?? entity.Columns.Find(column => Spelling.Key(column.Name).Split(' ') is var others && column.Parent is null && words[0].Length > 3 && others[0] == words[0]);
    }

    private PlanColumn Following(EntityDraft entity, ColumnDraft later, OrderWish wish, PlanColumn made)
    {
        string reference;
        ColumnDraft earlier;
        if (wish.EarlierEntity is { } other)
        {
            ColumnDraft key = entity.Columns.Find(column => column.Parent?.Wish == other)!;
            if (FirstDate(key.Parent!, wish.EarlierKey) is not { } date)
            {
                return made;
            }
            (earlier, reference) = (date, key.Name + "." + date.Name);
        }
        else
        {
            earlier = Find(entity, wish.EarlierKey)!;
            reference = earlier.Name;
        }
        if (_open.Contains(earlier) || (wish.IsImplied && made.Generator is "after" or "lookup"))
        {
            return made;
        }
        string type = TypeOf(earlier);
        bool dates = type is PlanTypes.Date or PlanTypes.DateTime && made.Type is PlanTypes.Date or PlanTypes.DateTime;
        bool follows = made.Generator == "after" && made.Parameters?["column"]?.GetValue<string>() == reference;
        if (dates && (wish.Days is not null || !follows))
        {
            JsonObject parameters = made.Generator == "after" && made.Parameters is { } given ? (JsonObject)given.DeepClone() : [];
            bool same = parameters["column"]?.GetValue<string>() == reference;
            parameters["column"] = reference;
            if (wish.Days is { } days)
            {
                parameters["min"] = days.Min;
                parameters["max"] = days.Max;
                parameters.Remove("unit");
                parameters["until"] = "none";
            }
            else if (!same)
            {
                parameters.Remove("min");
                parameters.Remove("max");
                parameters.Remove("unit");
                if (wish.EarlierEntity is null)
                {
                    // An end some weeks after its start, unless the names say more.
                    (double min, double max) = DatePairs.Distance(earlier, later, later.Wish?.Type ?? made.Type) ?? (1, 120);
                    parameters["min"] = min;
                    parameters["max"] = max;
                }
                if (IsAhead(earlier))
                {
                    parameters["until"] = "none";
                }
            }
            return made with { Generator = "after", Parameters = parameters };
        }
        if (type == PlanTypes.Time && made.Type == PlanTypes.Time)
        {
            return made with { Generator = "after", Parameters = new JsonObject { ["column"] = reference, ["min"] = 10, ["max"] = 480, ["unit"] = "minutes" } };
        }
        if (!wish.IsImplied && type is PlanTypes.Integer or PlanTypes.Decimal && made.Type is PlanTypes.Integer or PlanTypes.Decimal)
        {
            Orders.Add(new PlanRule { Kind = RuleKinds.Order, Entity = entity.Name, Columns = [reference, later.Name] });
        }
        return made;
    }

    private static bool IsAhead(ColumnDraft earlier) => earlier.Made?.Parameters?["to"]?.GetValue<string>() is { } to && to.StartsWith('+');

    private ColumnDraft? FirstDate(EntityDraft entity, string key) =>
        (key.Length > 0 ? Find(entity, key) : null) ?? entity.Columns.Find(column => column.Parent is null && !_open.Contains(column) && Make(entity, column).Generator is "date" or "datetime");

    internal static JsonArray Values(PlanColumn column) => (JsonArray)column.Parameters!["values"]!;
}

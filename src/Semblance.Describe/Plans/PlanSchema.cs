using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Semblance.Describe.Plans;

/// <summary>The JSON Schema (2020-12) of plans. It says what form a plan has; <see cref="PlanValidator"/> says whether its parts fit together.</summary>
public static class PlanSchema
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as indented text, with a newline at the end.</summary>
    public static string Text { get; } = Create().ToJsonString(s_indented) + "\n";

    /// <summary>The schema; a new object at each call, for callers to change.</summary>
    public static JsonObject Create()
    {
        JsonObject scalar = new() { ["type"] = Strings("string", "number", "boolean") };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Semblance plan",
            ["description"] = "Related tables to make: entities with columns, relations, rules.",
            ["type"] = "object",
            ["required"] = Strings("entities"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["version"] = new JsonObject { ["const"] = Plan.CurrentVersion },
                ["title"] = Nullable("string"),
                ["locale"] = Enumeration(PlanLocales.All),
                ["as_of"] = new JsonObject { ["type"] = "string", ["format"] = "date", ["description"] = "The day that counts as today." },
                ["entities"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = Plan.MostEntities, ["items"] = Entity() },
                ["relations"] = new JsonObject { ["type"] = "array", ["items"] = Relation() },
                ["rules"] = new JsonObject { ["type"] = "array", ["items"] = Rule() },
            },
            ["$defs"] = new JsonObject
            {
                ["scalar"] = scalar,
                ["name"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 63 },
                ["condition"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = Strings("column"),
                    ["additionalProperties"] = false,
                    ["properties"] = new JsonObject { ["column"] = Reference("name"), ["in"] = ArrayOf(Reference("scalar"), nullable: true), ["min"] = Nullable("number"), ["max"] = Nullable("number") },
                },
            },
        };
    }

    private static JsonObject Entity() => Described("A table.", Strings("name", "columns"), new JsonObject
    {
        ["name"] = Reference("name"),
        ["description"] = Nullable("string"),
        ["rows"] = With(Nullable("integer"), "minimum", 1, "Rows whatever size is asked for; null to go by the size."),
        ["share"] = With(new JsonObject { ["type"] = "number" }, "exclusiveMinimum", 0, "Rows per row of the size asked for; 1 by default."),
        ["primary_key"] = Nullable("string"),
        ["locale"] = Nullable("string"),
        ["columns"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = Plan.MostColumns, ["items"] = Column() },
    });

    private static JsonObject Column()
    {
        JsonObject column = Described("A column of a table.", Strings("name", "type", "generator"), new JsonObject
        {
            ["name"] = Reference("name"),
            ["meaning"] = Nullable("string"),
            ["type"] = Enumeration(PlanTypes.All),
            ["generator"] = Enumeration(Generators.All.Select(generator => generator.Name)),
            ["parameters"] = Nullable("object"),
            ["unique"] = new JsonObject { ["type"] = "boolean" },
            ["nullable"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
        });
        var cases = new JsonArray();
        foreach (GeneratorDefinition generator in Generators.All)
        {
            var parameters = new JsonObject { ["type"] = Strings("object", "null"), ["additionalProperties"] = false, ["properties"] = new JsonObject([.. generator.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)Parameter(parameter)))]) };
            var then = new JsonObject { ["properties"] = new JsonObject { ["type"] = Enumeration(generator.Types), ["parameters"] = parameters } };
            if (generator.Parameters.Any(parameter => parameter.Required))
            {
                parameters["type"] = "object";
                parameters["required"] = Strings([.. generator.Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name)]);
                then["required"] = Strings("parameters");
            }
            cases.Add(new JsonObject
            {
                ["if"] = new JsonObject { ["properties"] = new JsonObject { ["generator"] = new JsonObject { ["const"] = generator.Name } } },
                ["then"] = then,
            });
        }
        column["allOf"] = cases;
        return column;
    }

    private static JsonObject Relation() => Described("How rows of the child refer to rows of the parent.", Strings("kind", "parent", "child", "column"), new JsonObject
    {
        ["kind"] = Enumeration(RelationKinds.All),
        ["parent"] = Reference("name"),
        ["child"] = Reference("name"),
        ["column"] = Reference("name"),
        ["per_parent"] = new JsonObject
        {
            ["type"] = Strings("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject { ["min"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, ["max"] = With(Nullable("integer"), "minimum", 1, null) },
        },
        ["skew"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 5 },
        ["arrangement"] = Enumeration(Arrangements.All),
        ["other_parent"] = Nullable("string"),
        ["other_column"] = Nullable("string"),
        ["other_skew"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 5 },
        ["span"] = new JsonObject { ["type"] = "number", ["minimum"] = 1 },
        ["roots"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
    });

    private static JsonObject Rule() => Described("What holds in every row.", Strings("kind", "entity"), new JsonObject
    {
        ["kind"] = Enumeration(RuleKinds.All),
        ["entity"] = Reference("name"),
        ["columns"] = ArrayOf(new JsonObject { ["type"] = "string" }, nullable: true),
        ["column"] = Nullable("string"),
        ["when"] = new JsonObject { ["anyOf"] = new JsonArray(Reference("condition"), new JsonObject { ["type"] = "null" }) },
        ["values"] = ArrayOf(Reference("scalar"), nullable: true),
        ["min"] = Nullable("number"),
        ["max"] = Nullable("number"),
    });

    private static JsonObject Parameter(GeneratorParameter parameter)
    {
        JsonObject schema = parameter.Kind switch
        {
            ParameterKind.WholeNumber => new JsonObject { ["type"] = "integer" },
            ParameterKind.Number => new JsonObject { ["type"] = "number" },
            ParameterKind.Flag => new JsonObject { ["type"] = "boolean" },
            ParameterKind.Values => ArrayOf(Reference("scalar")),
            ParameterKind.Numbers => ArrayOf(new JsonObject { ["type"] = "number", ["minimum"] = 0 }),
            ParameterKind.Scalar => Reference("scalar"),
            ParameterKind.Steps => ArrayOf(Item("after_days")),
            ParameterKind.Exits => ArrayOf(Item("share")),
            _ => new JsonObject { ["type"] = "string" },
        };
        if (parameter.Choices is { } choices)
        {
            schema = Enumeration(choices);
        }
        if (parameter.Min is { } min)
        {
            schema["minimum"] = min;
        }
        if (parameter.Max is { } max)
        {
            schema["maximum"] = max;
        }
        schema["description"] = parameter.Description;
        return schema;
    }

    private static JsonObject Item(string number) => new()
    {
        ["type"] = "object",
        ["required"] = Strings("value", number),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject { ["value"] = Reference("scalar"), ["share"] = new JsonObject { ["type"] = "number" }, ["after_days"] = new JsonObject { ["type"] = "number" } },
    };

    private static JsonObject Described(string description, JsonArray required, JsonObject properties) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["required"] = required,
        ["additionalProperties"] = false,
        ["properties"] = properties,
    };

    private static JsonObject With(JsonObject schema, string keyword, double value, string? description)
    {
        schema[keyword] = value;
        if (description is not null)
        {
            schema["description"] = description;
        }
        return schema;
    }

    private static JsonObject ArrayOf(JsonObject items, bool nullable = false) => new() { ["type"] = nullable ? Strings("array", "null") : "array", ["items"] = items };

    private static JsonObject Nullable(string type) => new() { ["type"] = Strings(type, "null") };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = "#/$defs/" + definition };

    private static JsonObject Enumeration(IEnumerable<string> values) => new() { ["enum"] = Strings([.. values]) };

    private static JsonArray Strings(params string[] values) => new([.. values.Select(value => (JsonNode)value)]);
}

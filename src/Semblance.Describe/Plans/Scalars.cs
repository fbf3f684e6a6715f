using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Semblance.Describe.Plans;

/// <summary>Single values in plans: texts, numbers, booleans.</summary>
internal static class Scalars
{
    private static readonly string[] s_dateTimes = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>A number, whatever type the program that built the plan gave it.</summary>
    public static double Number(JsonNode? value) =>
        ((JsonValue)value!).TryGetValue(out double number) ? number : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>Whether a value can stand in a column of a type.</summary>
    public static bool Fits(JsonNode value, string type) => type switch
    {
        PlanTypes.Integer => value.GetValueKind() == JsonValueKind.Number && Number(value) is var number && number == Math.Floor(number) && Math.Abs(number) < 9e15,
        PlanTypes.Decimal => value.GetValueKind() == JsonValueKind.Number && Math.Abs(Number(value)) < 1e9,
        PlanTypes.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        PlanTypes.Date => value.GetValueKind() == JsonValueKind.String && DateOnly.TryParseExact(value.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        PlanTypes.DateTime => value.GetValueKind() == JsonValueKind.String && TryDateTime(value.GetValue<string>(), out _),
        PlanTypes.Time => value.GetValueKind() == JsonValueKind.String && TimeOnly.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    /// <summary>The value as it is written in a column of texts: yes and no stay true and false, numbers keep their digits.</summary>
    public static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>Reads a date with or without a time of day.</summary>
    public static bool TryDateTime(string text, out DateTime value) =>
        DateTime.TryParseExact(text, s_dateTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
}

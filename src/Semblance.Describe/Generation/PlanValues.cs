using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation;

/// <summary>Values written in a plan, as vectors keep them.</summary>
internal static class PlanValues
{
    /// <summary>Reads values that fit the kind: texts, or numbers with one number of decimals for all.</summary>
    public static (byte[][] Texts, long[] Numbers, int Decimals) Read(IReadOnlyList<JsonNode> values, VectorKind kind)
    {
        if (kind == VectorKind.Text)
        {
            return ([.. values.Select(value => Encoding.UTF8.GetBytes(Scalars.Text(value)))], [], 0);
        }
        int decimals = kind == VectorKind.Decimal ? values.Max(value => Decimals(value.ToJsonString())) : 0;
        return ([], [.. values.Select(value => Number(value, kind, decimals))], decimals);
    }

    /// <summary>One value as a number of its kind.</summary>
    public static long Number(JsonNode value, VectorKind kind, int decimals) => kind switch
    {
        VectorKind.Boolean => value.GetValue<bool>() ? 1 : 0,
        VectorKind.Date => DateOnly.ParseExact(Scalars.Text(value), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber,
        VectorKind.DateTime => Scalars.TryDateTime(Scalars.Text(value), out DateTime time) ? time.Ticks / TimeSpan.TicksPerSecond : 0,
        VectorKind.Time => (long)TimeOnly.Parse(Scalars.Text(value), CultureInfo.InvariantCulture).ToTimeSpan().TotalSeconds,
        _ => (long)Math.Round(Scalars.Number(value) * DecimalScale.Of(decimals)),
    };

    private static int Decimals(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || number.Contains('e', StringComparison.OrdinalIgnoreCase) ? (point < 0 ? 0 : DecimalScale.Most) : Math.Min(DecimalScale.Most, number.Length - point - 1);
    }
}

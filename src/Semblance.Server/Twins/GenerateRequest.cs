using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Semblance.Server.Errors;

namespace Semblance.Server.Twins;

/// <summary>What the headers of <c>POST /generate</c> ask for.</summary>
internal sealed record GenerateRequest
{
    private const string UsualFamily = "core";

    /// <summary>The families that the twin API offers.</summary>
    public static IReadOnlyList<string> Families { get; } = ["core", "flagship"];

    /// <summary>Rows to make.</summary>
    public required long Rows { get; init; }

    /// <summary>The algorithm.</summary>
    public required string Family { get; init; }

    /// <summary>The seed; null to draw one.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Values that every row must have.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the privacy share is asked for.</summary>
    public bool Privacy { get; init; }

    /// <summary>Reads the headers, in the documented order.</summary>
    /// <exception cref="ApiException">400, as documented.</exception>
    public static GenerateRequest Read(IHeaderDictionary headers, long mostRows) => new()
    {
        Rows = ReadRows(headers, mostRows),
        Family = ReadFamily(headers),
        Seed = ReadSeed(headers),
        Conditions = ReadConditions(headers),
        Privacy = ReadPrivacy(headers),
    };

    private static long ReadRows(IHeaderDictionary headers, long most)
    {
        if (Text(headers, "rows") is not { } text)
        {
            throw TwinErrors.MissingRows();
        }
        // Numbers of any length are integers; those that no long can hold are too many or not positive.
        if (text.Length > 100 || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger rows))
        {
            throw TwinErrors.RowsNotInteger(text);
        }
        return rows.Sign <= 0 ? throw TwinErrors.RowsNotPositive(text) : rows > most ? throw TwinErrors.RowsTooMany(text, most) : (long)rows;
    }

    private static string ReadFamily(IHeaderDictionary headers)
    {
        string family = Text(headers, "algo") ?? UsualFamily;
        return Families.Contains(family, StringComparer.Ordinal) ? family : throw TwinErrors.UnknownAlgorithm(family, Families);
    }

    private static ulong? ReadSeed(IHeaderDictionary headers) =>
        Text(headers, "seed") is not { } text ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed
        : throw TwinErrors.BadSeed(text);

    private static bool ReadPrivacy(IHeaderDictionary headers) =>
        Text(headers, "privacy") is { } text && (bool.TryParse(text, out bool privacy) ? privacy : throw TwinErrors.BadPrivacy(text));

    private static Dictionary<string, string> ReadConditions(IHeaderDictionary headers)
    {
        var conditions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Text(headers, "conditions") is not { } text)
        {
            return conditions;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(Uri.UnescapeDataString(text));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw TwinErrors.BadConditions("The JSON is not an object such as {\"ward\": \"Surgery\"}.");
            }
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                string value = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString()!,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
                    _ => throw TwinErrors.BadConditions($"The value of column '{property.Name}' must be a text, a number, true or false."),
                };
                if (!conditions.TryAdd(property.Name, value))
                {
                    throw TwinErrors.BadConditions($"Column '{property.Name}' is named twice.");
                }
            }
            return conditions;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw TwinErrors.BadConditions("After percent-decoding it is no JSON, such as {\"ward\": \"Surgery\"}.");
        }
    }

    /// <summary>The text of a header; null if it is not there or empty. A header that is sent twice has both its values, which no parser takes.</summary>
    private static string? Text(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values.ToString().Trim() is { Length: > 0 } text ? text : null;
}

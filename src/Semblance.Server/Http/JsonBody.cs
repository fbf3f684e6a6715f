using System.Globalization;
using System.Text.Json;
using Semblance.Server.Errors;

namespace Semblance.Server.Http;

/// <summary>
/// The body of a request as a JSON object of known fields. Every reader says in one sentence which field cannot be used and what would be
/// right; the framework's own binding names types of the program instead.
/// </summary>
internal sealed class JsonBody
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private readonly JsonElement _root;

    private JsonBody(JsonElement root) => _root = root;

    /// <summary>Reads the body; without one it is an object without fields.</summary>
    /// <param name="http">The request.</param>
    /// <param name="fields">The names of all fields that there are.</param>
    /// <exception cref="ApiException">400: no JSON; 415: something else; 422: no object, or a field that there is not.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext http, params string[] fields)
    {
        if (http.Request.ContentLength == 0 || (http.Request.ContentLength is null && http.Request.ContentType is null))
        {
            return new JsonBody(default);
        }
        if (!http.Request.HasJsonContentType())
        {
            throw new ApiException(415, "Unsupported content type", "Send the body as application/json.");
        }
        JsonElement root;
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(http.Request.Body, s_options, http.RequestAborted);
            root = document.RootElement.Clone();
            RequireTexts(root);
        }
        catch (InvalidOperationException exception)
        {
            throw NoJson("One of its texts is no valid Unicode.", exception);
        }
        catch (JsonException exception)
        {
            throw NoJson(
                exception.LineNumber is null ? "It names a field twice."
                    : string.Create(CultureInfo.InvariantCulture, $"It stops being JSON in line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."),
                exception);
        }
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ApiException(422, "The body must be a JSON object", $"Its fields can be {Listed(fields)}.");
        }
        return Of(root, fields);
    }

    /// <summary>400: the body is no JSON.</summary>
    public static ApiException NoJson(string detail, Exception? cause = null) => new(400, "The body cannot be read as JSON", detail, cause);

    /// <summary>422: a field that there is not.</summary>
    public static ApiException UnknownField(string name, string[] fields) => new(422, $"There is no field '{Shown(name)}'", $"The fields are {Listed(fields)}.");

    /// <summary>A field as it was sent; undefined if it is not there or null.</summary>
    public JsonElement this[string name] =>
        _root.ValueKind == JsonValueKind.Object && _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>A field that is an object itself; one without fields if it is not there.</summary>
    /// <param name="name">The field.</param>
    /// <param name="fields">The names of all fields that the object can have.</param>
    /// <exception cref="ApiException">422.</exception>
    public JsonBody Object(string name, params string[] fields) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => new JsonBody(default),
        { ValueKind: JsonValueKind.Object } value => Of(value, fields),
        var value => throw new ApiException(422, $"'{name}' must be an object", $"Its fields can be {Listed(fields)}; {Shown(value.GetRawText())} is no object."),
    };

    /// <summary>A text without control characters; null if it is not there.</summary>
    /// <exception cref="ApiException">422.</exception>
    public string? Text(string name, int longest, bool mayBeEmpty = false) =>
        this[name] is not { ValueKind: not JsonValueKind.Undefined } value ? null : value.ValueKind == JsonValueKind.String ? CheckText(name, value.GetString()!, longest, mayBeEmpty) : throw BadText(name, longest, mayBeEmpty);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ApiException">422.</exception>
    public string RequiredText(string name, int longest) => Text(name, longest) ?? throw BadText(name, longest, mayBeEmpty: false);

    /// <summary>The text of an id, which must be there.</summary>
    /// <exception cref="ApiException">422.</exception>
    public string RequiredId(string name) =>
        this[name] is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new ApiException(422, $"'{name}' must be an id", "Give the UUID that the API answered with, as a text.");

    /// <summary>One of some words; null if it is not there.</summary>
    /// <exception cref="ApiException">422.</exception>
    public string? OneOf(string name, IEnumerable<string> words) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } value when words.Contains(value.GetString(), StringComparer.Ordinal) => value.GetString(),
        var value => throw new ApiException(422, $"'{name}' must be one of {string.Join(", ", words)}", $"{Shown(value.GetRawText())} is not."),
    };

    /// <summary>A whole number, be it written as 300, as 300.0 or as "300"; null if it is not there.</summary>
    /// <exception cref="ApiException">422.</exception>
    public ulong? WholeNumber(string name, ulong least, ulong most)
    {
        JsonElement value = this[name];
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }
        return TryWhole(value, out ulong number) && number >= least && number <= most ? number
            : throw new ApiException(422, string.Create(CultureInfo.InvariantCulture, $"'{name}' must be a whole number from {least} to {most}"), $"{Shown(value.GetRawText())} is not.");
    }

    /// <summary>A number; null if it is not there.</summary>
    /// <exception cref="ApiException">422.</exception>
    public double? Number(string name, double least, double most) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double number) && number >= least && number <= most => number,
        var value => throw new ApiException(422, string.Create(CultureInfo.InvariantCulture, $"'{name}' must be a number from {least} to {most}"), $"{Shown(value.GetRawText())} is not."),
    };

    /// <summary>Checks a text, wherever it came from.</summary>
    /// <exception cref="ApiException">422.</exception>
    public static string CheckText(string name, string text, int longest, bool mayBeEmpty = false) =>
        text.Length <= longest && (mayBeEmpty || text.Trim().Length > 0) && !text.Any(c => char.IsControl(c) && !(mayBeEmpty && c is '\n' or '\r' or '\t')) ? text : throw BadText(name, longest, mayBeEmpty);

    /// <summary>422: a text that cannot be used.</summary>
    public static ApiException BadText(string name, int longest, bool mayBeEmpty) =>
        new(422, $"'{name}' must be a text", string.Create(CultureInfo.InvariantCulture, $"Give {(mayBeEmpty ? 0 : 1)} to {longest} printable characters."));

    private static JsonBody Of(JsonElement root, string[] fields)
    {
        foreach (JsonProperty field in root.EnumerateObject())
        {
            if (!fields.Contains(field.Name, StringComparer.Ordinal))
            {
                throw UnknownField(field.Name, fields);
            }
        }
        return new JsonBody(root);
    }

    private static bool TryWhole(JsonElement value, out ulong number)
    {
        number = 0;
        string? text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString()!.Trim(), _ => null };
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }
        bool whole = decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal point)
            && point is >= 0 and <= ulong.MaxValue && decimal.Truncate(point) == point;
        number = whole ? (ulong)point : 0;
        return whole;
    }

    /// <summary>Reads every text once: half a surrogate pair is JSON, but no text.</summary>
    private static void RequireTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    RequireTexts(item);
                }
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    RequireTexts(property.Value);
                }
                break;
            default:
                break;
        }
    }

    private static string Listed(string[] fields) => string.Join(", ", fields.Select(field => $"'{field}'"));

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "...";
}

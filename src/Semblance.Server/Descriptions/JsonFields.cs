using System.Globalization;
using System.Text.Json;

namespace Semblance.Server.Descriptions;

/// <summary>
/// The fields of a JSON object, read one by one. What is wrong with them is collected, so that a client learns all of it at once: one sentence each. A field that is
/// null counts as left out.
/// </summary>
internal sealed class JsonFields(JsonElement body)
{
    private const int LongestShown = 40;

    private readonly List<string> _known = [];
    private readonly List<string> _issues = [];
    private readonly List<string> _suggestions = [];

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<string> Issues => _issues;

    /// <summary>What would make it right.</summary>
    public IReadOnlyList<string> Suggestions => _suggestions;

    /// <summary>Notes something wrong.</summary>
    public void Add(string issue, string? suggestion = null)
    {
        _issues.Add(issue);
        if (suggestion is not null)
        {
            _suggestions.Add(suggestion);
        }
    }

    /// <summary>A field as it is; null if it is left out.</summary>
    public JsonElement? Element(string name)
    {
        _known.Add(name);
        return body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>A text.</summary>
    public string? Text(string name)
    {
        if (Element(name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
        {
            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair.
            }
        }
        _issues.Add($"{name} must be a text; {Shown(value)} is not");
        return null;
    }

    /// <summary>A whole number; <paramref name="usual"/> if it is left out or wrong. 5.0 is as whole as 5.</summary>
    public decimal? WholeNumber(string name, decimal? usual, decimal least, decimal most)
    {
        if (Element(name) is not { } value)
        {
            return usual;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && decimal.IsInteger(number) && number >= least && number <= most)
        {
            return number;
        }
        _issues.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least:N0} to {most:N0}; {Shown(value)} is not"));
        return usual;
    }

    /// <summary>True or false; <paramref name="usual"/> if it is left out or wrong.</summary>
    public bool Boolean(string name, bool usual)
    {
        switch (Element(name))
        {
            case null:
                return usual;
            case { ValueKind: JsonValueKind.True }:
                return true;
            case { ValueKind: JsonValueKind.False }:
                return false;
            case { } value:
                _issues.Add($"{name} must be true or false; {Shown(value)} is neither");
                return usual;
        }
    }

    /// <summary>The place of a word in a list; 0 if it is left out or wrong.</summary>
    public int OneOf(string name, IReadOnlyList<string> words)
    {
        if (Element(name) is not { } value)
        {
            return 0;
        }
        string? word = value.ValueKind == JsonValueKind.String ? Text(name) : null;
        int place = word is null ? -1 : words.TakeWhile(known => !known.Equals(word, StringComparison.OrdinalIgnoreCase)).Count();
        if (place >= 0 && place < words.Count)
        {
            return place;
        }
        _issues.Add($"{name} must be one of {string.Join(", ", words)}; {Shown(value)} is not");
        return 0;
    }

    /// <summary>Notes every field that was not asked for; to be called last.</summary>
    public void RefuseOthers()
    {
        string[] others = [.. body.EnumerateObject().Select(property => property.Name).Where(name => !_known.Contains(name))];
        foreach (string name in others)
        {
            _issues.Add($"There is no field '{Cut(name)}'");
        }
        if (others.Length > 0)
        {
            _suggestions.Add($"The fields are {string.Join(", ", _known.Distinct())}");
        }
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "the text " + Cut(value.GetRawText()),
        _ => Cut(value.GetRawText()),
    };

    private static string Cut(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";
}

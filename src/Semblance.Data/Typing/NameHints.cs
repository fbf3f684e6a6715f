namespace Semblance.Data.Typing;

/// <summary>What the name of a column says about its values.</summary>
internal static class NameHints
{
    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal) { "id", "ids", "key", "uuid", "guid", "pk", "identifier", "index", "idx", "rowid", "rownum" };
    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal) { "no", "nr", "num", "number", "code", "sku", "ssn", "isbn", "ean", "imei", "serial", "account", "phone", "instant", "record" };
    private static readonly HashSet<string> Places = new(StringComparer.Ordinal) { "zip", "zipcode", "postcode", "postalcode", "plz", "fips" };
    private static readonly HashSet<string> Dates = new(StringComparer.Ordinal) { "date", "day", "dt", "time", "timestamp", "datum", "fecha", "dob", "birthday", "ymd", "on", "at" };

    /// <summary>Whether the name says that the column identifies rows: "id", "customerID", "row key".</summary>
    public static bool SaysKey(string name) => Words(name).Any(Keys.Contains);

    /// <summary>Whether the name ends like that of a numbering: "Ticket No", "zip_code".</summary>
    public static bool SaysNumbering(string name) => Words(name) is { Count: > 0 } words && (words.Any(Keys.Contains) || Numbers.Contains(words[^1]));

    /// <summary>Whether the name says that the column holds codes of places, with which nobody counts: "zipcode", "postal_code".</summary>
    public static bool SaysPlaceCode(string name) => Words(name) is { Count: > 0 } words
        && (words.Any(Places.Contains) || (words.Count > 1 && words[^1] == "code" && words[^2] is "postal" or "post" or "zip" or "area"));

    /// <summary>Whether the name says that the column holds dates.</summary>
    public static bool SaysDate(string name) => Words(name).Exists(word => Dates.Contains(word) || word.EndsWith("date", StringComparison.Ordinal));

    // Words in lower case, parted by anything but letters, or where a capital follows a small letter.
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        int start = -1;
        for (int i = 0; i <= name.Length; i++)
        {
            bool letter = i < name.Length && char.IsLetter(name[i]);
            bool hump = letter && start >= 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if (start >= 0 && (!letter || hump))
            {
                words.Add(name[start..i].ToLowerInvariant());
                start = -1;
            }
            if (letter && start < 0)
            {
                start = i;
            }
        }
        return words;
    }
}

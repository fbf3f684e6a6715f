using System.Text.Json.Nodes;
using Semblance.Describe.Catalog;
using Semblance.Describe.Words;

namespace Semblance.Describe.Planning;

/// <summary>What a column's name says when the catalog does not know it: endings such as _at, _count and _kg, beginnings such as is_.</summary>
internal static class NameRules
{
    private static readonly (string[] Ends, CatalogColumn Column)[] s_endings =
    [
        (["at", "timestamp", "datetime"], Line("datetime(from=-2y, to=0d)")),
        (["date", "day", "on", "since", "until", "deadline"], Line("date(from=-2y, to=0d)")),
        (["started", "ended", "finished"], Line("datetime(from=-2y, to=0d)")),
        (["by"], Line("full_name")),
        (["time"], Line("time")),
        (["year"], Line("1990..2025")),
        (["month"], Line("1..12")),
        (["hour", "hours"], Line("0.5..12.0 normal")),
        (["minute", "min", "second", "sec"], Line("1..180 skewed")),
        (["age"], Line("age")),
        (["number"], Line("10000..99999")),
        (["count", "quantity", "frequency", "size", "capacity", "used", "per"], Line("0..100 skewed")),
        (["ft", "foot", "feet", "inch", "yard"], Line("1.0..250.0 normal")),
        (["percent", "percentage", "rate", "ratio", "share", "pct"], Line("0.5..99.5 normal")),
        (["price", "cost", "fee", "amount", "value", "total", "revenue", "salary", "budget", "balance", "payment", "income", "spend", "spending", "expense", "charge", "fare", "wage", "sum", "worth", "profit", "loss", "usd", "eur", "gbp", "dollar", "euro", "tax"], Line("2.00..1500.00 skewed")),
        (["kg", "kilogram", "weight", "mass"], Line("0.50..120.00 skewed")),
        (["gram", "mg", "g"], Line("1..900 skewed")),
        (["cm", "mm", "length", "width", "height", "depth", "diameter", "thickness", "radius"], Line("1.0..250.0 normal")),
        (["km", "meter", "m", "distance", "mile", "kilometer"], Line("0.5..400.0 skewed")),
        (["liter", "ml", "volume", "l"], Line("0.5..80.0 skewed")),
        (["temperature", "celsius", "c"], Line("-10.0..38.0 normal")),
        (["kwh", "kw", "mw", "watt", "power", "energy"], Line("0.10..120.00 skewed")),
        (["mb", "gb", "kb", "byte"], Line("1.0..9000.0 skewed")),
        (["score", "point", "index", "strength"], Line("1..100 normal")),
        (["rating", "star"], Line("rating")),
        (["level", "rank", "position", "order"], Line("1..10 skewed")),
        (["email", "mail"], Line("email")),
        (["phone", "telephone", "mobile", "fax"], Line("phone")),
        (["url", "link", "website", "uri"], Line("url")),
        (["code", "sku", "reference", "key", "identifier", "serial"], Line("like @@-#####")),
        (["type", "kind"], Line("Type A=38, Type B=28, Type C=20, Type D=14")),
        (["class"], Line("Class A=38, Class B=28, Class C=20, Class D=14")),
        (["category"], Line("Category A=38, Category B=28, Category C=20, Category D=14")),
        (["group"], Line("Group A=38, Group B=28, Group C=20, Group D=14")),
        (["status", "state", "phase", "stage"], Line("active=70, pending=14, inactive=16")),
        (["grade", "severity", "difficulty"], Line("low=34, medium=42, high=24")),
        (["city", "town"], Line("city")),
        (["country"], Line("country")),
        (["address"], Line("street_address")),
        (["color"], Line("list(list=colors)")),
        (["note", "comment", "remark", "feedback"], Line("text(kind=note); 30% null")),
        (["description", "text", "summary", "detail", "message", "content", "story", "history", "background"], Line("text(kind=description)")),
        (["bio", "biography"], Line("text(kind=bio)")),
        (["title", "headline", "subject", "topic", "motto"], Line("text(kind=title)")),
        (["flag", "enabled", "active", "allowed", "available", "required", "included", "done"], Line("true 50%")),
        (["ip"], Line("ip")),
        (["hash", "token", "checksum"], Line("hash")),
        (["version"], Line("version")),
    ];

    private static readonly HashSet<string> s_flags = new(StringComparer.Ordinal) { "is", "has", "can", "was", "were", "should", "allows", "allow", "needs", "wants", "did", "does", "accepts", "offers", "supports" };
    private static readonly HashSet<string> s_counts = new(StringComparer.Ordinal) { "number", "count", "total", "amount" };
    private static readonly Dictionary<string, CatalogColumn> s_byEnding = s_endings.SelectMany(rule => rule.Ends.Select(end => (end, rule.Column))).ToDictionary(pair => pair.end, pair => pair.Column, StringComparer.Ordinal);

    private static readonly CatalogColumn s_flag = Line("true 50%"), s_count = Line("0..40 skewed"), s_person = Line("full_name"), s_title = Line("text(kind=title)"), s_word = Line("list(list=nouns)"), s_key = Line("1..1000"), s_id = Line("sequence");

    private static readonly CatalogColumn s_thing = Line("thing_name");
    private static readonly Lazy<HashSet<string>> s_animals = new(() => [.. WordLists.Get("animals").Concat(WordLists.Get("wild_animals")).Select(word => word.ToLowerInvariant())]);

    // Nouns that end like people and are none.
    private static readonly HashSet<string> s_noPersons = new(StringComparer.Ordinal)
    {
        "computer", "container", "paper", "printer", "tower", "flower", "tractor", "server", "reactor", "order", "offer", "number", "letter", "folder", "router", "sensor", "motor", "monitor", "river", "weather", "chapter", "semester", "quarter", "poster", "trailer", "helicopter",
        "transformer", "generator", "elevator", "escalator", "indicator", "color", "flavor", "error", "tumor", "meter", "counter", "register", "burger", "water", "layer", "buffer", "charger", "shower", "timer", "booster", "scooter", "freezer", "boiler", "filter", "cluster", "header", "parameter", "center", "theater", "cover", "drawer", "laser", "tanker", "freighter", "skyscraper", "tiger", "spider", "hamster", "monster", "lobster", "anchor", "mirror", "door", "floor", "vector", "sector", "conveyor", "plant", "restaurant", "ant", "elephant", "giant", "variant", "constant", "island", "list", "mist", "coast", "forest", "feather", "leather", "adventure", "headquarter", "sticker", "marker", "sweater", "slipper", "pepper", "planet", "newsletter", "ladder", "bumper", "gutter", "shutter", "heater", "cooler", "mixer", "toaster", "cylinder", "power", "character", "matter", "disaster", "encounter", "answer", "transfer", "summer", "winter", "corner", "border", "butter", "silver", "copper", "timber", "lumber", "cucumber", "september", "october", "november", "december", "trigger", "banner", "scanner", "adapter", "controller", "compressor", "actuator", "accelerator", "carrier", "barrier", "glacier", "pier", "identifier", "qualifier", "factor", "interior", "exterior", "referrer", "inverter", "honor", "prior", "armor", "vapor", "ledger", "odor", "rumor", "labor",
    };

    private static readonly HashSet<string> s_persons = new(StringComparer.Ordinal) { "knight", "wizard", "witch", "pirate", "ninja", "king", "queen", "prince", "princess", "monk", "nun", "priest", "judge", "clerk", "chef", "cook", "guard", "pilot", "captain", "soldier", "spy", "thief", "child", "kid", "adult", "woman", "man", "boy", "girl", "mother", "father", "parent", "son", "daughter", "mentor", "mentee", "host", "guide", "colonist", "astronaut", "refugee", "nominee", "trainee", "intern", "apprentice", "freelancer", "hero", "villain", "superhero", "celebrity", "suspect", "victim", "witness", "client", "patron", "fan", "nanny", "babysitter", "au pair", "sailor", "diver", "nurse", "midwife", "surgeon", "dentist", "vet", "pupil", "scout", "poet", "spouse", "wife", "husband", "sibling", "brother", "sister", "friend", "attendee", "payee", "assignee", "tenant", "resident", "citizen", "recipient", "student", "patient" };

    /// <summary>What the words of a column name say.</summary>
    /// <param name="words">The words, in small letters.</param>
    /// <param name="owner">One row of the table in words, such as "dragon".</param>
    /// <param name="plural">Whether the last word stood in the plural.</param>
    public static CatalogColumn Of(IReadOnlyList<string> words, string owner, bool plural)
    {
        if (words.Count == 0)
        {
            return s_word;
        }
        string last = English.Singular(words[^1]);
        if (last == "id" || (last.EndsWith("id", StringComparison.Ordinal) && last.Length > 4 && words.Count == 1 && last is "uuid" or "guid"))
        {
            return words.Count == 1 ? s_id : s_key;
        }
        if (words.Count > 1 && s_flags.Contains(words[0]))
        {
            return s_flag;
        }
        if (words.Count > 2 && s_counts.Contains(words[0]) && words[1] == "of")
        {
            return s_count;
        }
        if (last == "name")
        {
            List<string> noun = words.Count > 1 ? [.. words.SkipLast(1).Select(English.Singular)] : Spelling.Words(owner);
            return noun.Count == 0 ? s_thing : IsPerson(noun[^1]) ? s_person : Named(noun);
        }
        if (s_byEnding.TryGetValue(words[^1], out CatalogColumn? rule) || s_byEnding.TryGetValue(last, out rule))
        {
            return rule;
        }
        if (IsPerson(last) && !plural)
        {
            return s_person;
        }
        return last.EndsWith("ed", StringComparison.Ordinal) && words.Count == 1 ? s_flag : plural ? s_count : s_word;
    }

    /// <summary>Whether a noun stands for people.</summary>
    public static bool IsPerson(string noun) =>
        s_persons.Contains(noun) || (noun.Length > 4 && !s_noPersons.Contains(noun)
        && (noun.EndsWith("er", StringComparison.Ordinal) || noun.EndsWith("or", StringComparison.Ordinal) || noun.EndsWith("ist", StringComparison.Ordinal) || noun.EndsWith("ian", StringComparison.Ordinal) || noun.EndsWith("person", StringComparison.Ordinal) || noun.EndsWith("man", StringComparison.Ordinal) || noun.EndsWith("woman", StringComparison.Ordinal)));

    /// <summary>Whether a word at the end of a name says what the column holds.</summary>
    public static bool HasEnding(string word) => s_byEnding.ContainsKey(word) || s_byEnding.ContainsKey(English.Singular(word)) || word is "id" or "name" or "at" or "on";

    /// <summary>Whether a noun stands for animals, which have names like pets.</summary>
    public static bool IsAnimal(string noun) => s_animals.Value.Contains(noun);

    // "Silver Harbor Lighthouse"
    private static CatalogColumn Named(List<string> noun) => new()
    {
        Names = ["name"],
        Forms = [new ColumnForm { Generator = "thing_name", Parameters = new JsonObject { ["noun"] = string.Join(' ', noun.TakeLast(2).Select(word => char.ToUpperInvariant(word[0]) + word[1..])) } }],
    };

    private static CatalogColumn Line(string body) => ColumnLine.ParseBody(["column"], body);
}

namespace Semblance.Describe.Planning.Reading;

/// <summary>Countries, nationalities and some cities in prompts, as the locales of plans.</summary>
internal static class PlaceNames
{
    private static readonly Dictionary<string, string> s_locales = Words(
        ("en-US", "usa us america american states york california texas chicago boston"),
        ("en-GB", "uk britain british england london scotland scottish wales manchester birmingham"),
        ("de-DE", "germany german deutschland berlin munich hamburg frankfurt cologne austria austrian vienna"),
        ("fr-FR", "france french paris lyon marseille"),
        ("es-ES", "spain spanish madrid barcelona valencia seville"),
        ("it-IT", "italy italian rome milan turin naples florence"),
        ("pt-BR", "brazil brazilian rio paulo"),
        ("nl-NL", "netherlands dutch holland amsterdam rotterdam"),
        ("pl-PL", "poland polish warsaw krakow"),
        ("sv-SE", "sweden swedish stockholm gothenburg"),
        ("ja-JP", "japan japanese tokyo osaka kyoto"),
        ("en-IN", "india indian mumbai delhi bangalore bengaluru"));

    // Adjectives of things rather than of people: French wines, an Italian restaurant.
    private static readonly HashSet<string> s_people = new(StringComparer.Ordinal)
    {
        "customers", "names", "addresses", "employees", "people", "users", "citizens", "companies", "company", "clients", "patients", "students", "cities", "shop", "store", "shops", "stores", "bank", "hospital", "market", "data", "households", "residents", "locale", "members", "drivers", "phone", "postcodes", "subscribers", "firm", "firms", "school", "schools", "university", "insurance", "insurer", "e-commerce", "webshop", "retailer", "supermarket", "startup", "online",
    };

    // "product names in Japanese".
    private static readonly Dictionary<string, string> s_languages = Words(("de-DE", "german"), ("fr-FR", "french"), ("es-ES", "spanish"), ("it-IT", "italian"), ("pt-BR", "portuguese"), ("nl-NL", "dutch"), ("pl-PL", "polish"), ("sv-SE", "swedish"), ("ja-JP", "japanese"));

    public static bool IsPlace(string word) => s_locales.ContainsKey(word);

    /// <summary>The locale that a prompt speaks of; null for none.</summary>
    public static string? Find(TokenList tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsWord && tokens[i - 1].Is("in") && s_languages.TryGetValue(tokens[i].Lower, out string? language) && !tokens[i + 1].IsWord | WordSets.Stops.Contains(tokens[i + 1].Lower))
            {
                return language;
            }
            if (tokens[i].IsWord && s_locales.TryGetValue(tokens[i].Lower, out string? locale))
            {
                bool isPlace = tokens[i - 1].Lower is "in" or "from" or "across" or "around" or "of" or "the" or "for" or "throughout" or "within" || tokens[i - 2].Lower is "in" or "from";
                if (tokens[i].Lower is "us" ? tokens[i].Text == "US" && (isPlace || s_people.Contains(tokens[i + 1].Lower)) : isPlace && !tokens[i].Lower.EndsWith("ish", StringComparison.Ordinal) && !tokens[i].Lower.EndsWith("ian", StringComparison.Ordinal) && !tokens[i].Lower.EndsWith("ese", StringComparison.Ordinal) && tokens[i].Lower is not ("french" or "german" or "dutch" or "american") || s_people.Contains(tokens[i + 1].Lower))
                {
                    return locale;
                }
            }
        }
        return null;
    }

    private static Dictionary<string, string> Words(params (string Locale, string Words)[] lists) =>
        lists.SelectMany(list => list.Words.Split(' ').Select(word => (word, list.Locale))).ToDictionary(pair => pair.word, pair => pair.Locale, StringComparer.Ordinal);
}

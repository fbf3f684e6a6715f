namespace Semblance.Describe.Catalog;

/// <summary>Singular and plural of English nouns, as far as names of tables and columns need it.</summary>
internal static class English
{
    private static readonly Dictionary<string, string> s_singulars = WordPairs.Parse("""
        people=person children=child men=man women=woman mice=mouse geese=goose feet=foot teeth=tooth movies=movie cookies=cookie selfies=selfie pies=pie ties=tie calories=calorie zombies=zombie
        hobbies=hobby diagnoses=diagnosis analyses=analysis theses=thesis crises=crisis indices=index matrices=matrix vertices=vertex criteria=criterion buses=bus bonuses=bonus statuses=status
        campuses=campus viruses=virus gases=gas quizzes=quiz aliases=alias canvases=canvas knives=knife wives=wife lives=life wolves=wolf shelves=shelf leaves=leave halves=half calves=calf
        thieves=thief loaves=loaf heroes=hero potatoes=potato tomatoes=tomato volcanoes=volcano echoes=echo caches=cache axes=axe taxes=tax libraries=library dwarves=dwarf elves=elf
        salespeople=salesperson businesspeople=businessperson sportspeople=sportsperson tradespeople=tradesperson craftsmen=craftsman clothes=clothes alumni=alumnus
        """);

    private static readonly Dictionary<string, string> s_plurals = s_singulars.Where(pair => pair.Key != pair.Value).GroupBy(pair => pair.Value).ToDictionary(group => group.Key, group => group.First().Key, StringComparer.Ordinal);

    // Words that end in s and are no plurals, or are their own.
    private static readonly HashSet<string> s_same = new(StringComparer.Ordinal)
    {
        "series", "species", "aircraft", "news", "always", "as", "is", "was", "has", "this", "its", "his", "does", "plus", "yes", "gps", "sms", "gas", "bus", "status", "analysis", "basis", "diagnosis", "thesis", "crisis", "campus",
        "bonus", "virus", "address", "business", "process", "access", "class", "glass", "mass", "pass", "less", "loss", "boss", "cross", "dress", "press", "success", "progress", "wellness", "fitness", "illness", "witness", "chess", "express",
        "us", "thus", "perhaps", "mathematics", "physics", "economics", "politics", "logistics", "analytics", "sports", "os", "saas", "dns", "vs", "ms", "kms", "lens", "canvas", "alias", "atlas", "census", "focus", "surplus", "previous", "various", "serious", "continuous", "paris", "texas", "across", "towards", "besides", "sometimes", "headquarters", "css", "https", "eps", "mins", "clothes", "tennis", "ios", "iris", "chassis", "nps", "aws", "pos", "vms", "gross", "bias", "corpus", "bass", "genus", "hypothesis", "synopsis", "emphasis", "oasis",
    };

    private static readonly HashSet<string> s_uncountable = new(StringComparer.Ordinal)
    {
        "inventory", "livestock", "equipment", "staff", "personnel", "aircraft", "series", "species", "merchandise", "stock", "cattle", "sheep", "poultry", "data", "population", "homework", "funding", "clothes", "furniture", "luggage", "payroll", "traffic", "telemetry", "clickstream", "machinery", "menu", "fish", "people", "sms", "loot",
    };

    /// <summary>The singular of a word in small letters; the word itself if it is no plural.</summary>
    public static string Singular(string word)
    {
        if (s_singulars.TryGetValue(word, out string? known))
        {
            return known;
        }
        if (word.Length < 4)
        {
            return word is "ids" or "ads" or "ips" or "cvs" or "tvs" ? word[..^1] : word;
        }
        bool lookalike = word.EndsWith("ss", StringComparison.Ordinal) || (word.EndsWith("us", StringComparison.Ordinal) && word is not "menus") || (word.EndsWith("is", StringComparison.Ordinal) && word is not ("taxis" or "skis"));
        if (word[^1] != 's' || lookalike || s_same.Contains(word))
        {
            return word;
        }
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
        {
            return word[..^3] + "y";
        }
        if (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("zzes", StringComparison.Ordinal))
        {
            return word[..^2];
        }
        return word[..^1];
    }

    /// <summary>The plural of a singular noun in small letters.</summary>
    public static string Plural(string word)
    {
        if (word.Length == 0 || s_uncountable.Contains(word))
        {
            return word;
        }
        if (s_plurals.TryGetValue(word, out string? known))
        {
            return known;
        }
        if (word[^1] == 'y' && word.Length > 1 && !"aeiou".Contains(word[^2], StringComparison.Ordinal))
        {
            return word[..^1] + "ies";
        }
        return word[^1] is 's' or 'x' or 'z' || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal) ? word + "es" : word + "s";
    }

    /// <summary>Whether a word in small letters is a plural, or a noun that has none and is used as one.</summary>
    public static bool IsPlural(string word) => s_uncountable.Contains(word) || Singular(word) != word;
}

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads bounds of numbers: "18 to 65", "between 10 and 500 euros", "up to 30 kg", "at least 18", "16-75".</summary>
internal static class RangeReader
{
    private static readonly HashSet<string> s_units = new(StringComparer.Ordinal)
    {
        "euros", "euro", "eur", "dollars", "dollar", "usd", "yen", "jpy", "rupees", "inr", "francs", "chf", "pesos", "zloty", "pln", "kronor", "sek", "reais", "brl", "yuan", "pounds", "pound", "gbp", "cents", "kg", "kgs", "kilos", "kilograms", "grams", "g", "mg", "tonnes", "tons", "t", "lbs", "cm", "mm", "m", "km", "metres", "meters", "kilometres", "kilometers", "miles", "inches", "feet", "years", "year", "yrs", "months", "month", "weeks",
        "days", "day", "hours", "hour", "minutes", "minute", "mins", "min", "seconds", "sec", "ms", "litres", "liters", "l", "ml", "kwh", "kw", "mw", "w", "mb", "gb", "degrees", "degree", "celsius", "°c", "c", "f", "old", "points", "stars", "hectares", "ha", "acres", "gallons", "oz", "ounces", "psi", "hpa", "ppm", "lux", "db", "knots", "mbps", "tb", "kb", "kcal", "sqm", "m2", "people", "%", "percent", "each", "hp", "bpm", "mph", "kmh", "rpm", "volts", "v", "pages", "words", "characters",
    };

    /// <summary>Reads bounds; false if there are none here.</summary>
    /// <param name="tokens">The prompt.</param>
    /// <param name="i">The place; after the bounds and their unit if there are some.</param>
    /// <param name="min">The lower bound; null for none.</param>
    /// <param name="max">The upper bound; null for none.</param>
    /// <param name="single">Whether a single number counts, as both bounds.</param>
    public static bool TryRead(TokenList tokens, ref int i, out double? min, out double? max, bool single = false)
    {
        min = max = null;
        int at = i;
        if (tokens.AtAny(at, "between", "ranging from", "from", "in the range of", "ranging between", "range from", "in the range", "range", "within", "ranges from", "of between", "in range", "anywhere between", "anywhere from", "values") is > 0 and var lead && Number(tokens, at + lead, out int after, out double low))
        {
            if (Connector(tokens, after, out int next) && Number(tokens, next, out int end, out double high))
            {
                return Done(tokens, ref i, end, low, high, out min, out max);
            }
            // "from 18" and "between 18" alone; "in 2023" and "within 5" are something else.
            if (tokens[at].Is("from") && tokens.AtAny(after, "up", "upwards", "on") is > 0 and var up)
            {
                return Done(tokens, ref i, after + up, low, null, out min, out max);
            }
        }
        if (tokens.AtAny(at, "up to", "at most", "no more than", "not more than", "less than", "below", "under", "maximum of", "max", "maximum", "a maximum of", "not exceeding", "smaller than", "<", "max.", "not above", "never above", "never more than") is > 0 and var most && Number(tokens, at + most + (tokens[at + most].Is("=") ? 1 : 0), out int mostEnd, out double limit))
        {
            return Done(tokens, ref i, mostEnd, null, limit, out min, out max);
        }
        if (tokens.AtAny(at, "at least", "no less than", "not less than", "more than", "above", "over", "minimum of", "min", "minimum", "a minimum of", "greater than", "larger than", "starting from", "starting at", ">", "older than", "min.", "not below", "never below", "never less than", "upwards of") is > 0 and var least && Number(tokens, at + least + (tokens[at + least].Is("=") ? 1 : 0), out int leastEnd, out double bound))
        {
            int upper = leastEnd + tokens.AtAny(leastEnd, "and", ",", "but");
            upper += tokens.AtAny(upper, "at most", "no more than", "not more than", "maximum of", "a maximum of", "up to", "max", "maximum", "less than", "below", "under", "<");
            if (upper > leastEnd + 1 && Number(tokens, upper + (tokens[upper].Is("=") ? 1 : 0), out int bothEnd, out double greatest) && greatest >= bound)
            {
                return Done(tokens, ref i, bothEnd, bound, greatest, out min, out max);
            }
            if (Connector(tokens, leastEnd, out int next) && Number(tokens, next, out int end, out double high) && !tokens[leastEnd].Is("and"))
            {
                return Done(tokens, ref i, end, bound, high, out min, out max);
            }
            return Done(tokens, ref i, leastEnd, bound, null, out min, out max);
        }
        at += single && tokens[at].Is("exactly") ? 1 : 0;
        if (Number(tokens, at, out int first, out double one))
        {
            if (Connector(tokens, first, out int next) && !tokens[first].Is("and") && Number(tokens, next, out int end, out double high) && high >= one)
            {
                return Done(tokens, ref i, end, one, high, out min, out max);
            }
            if (tokens[first].Is("+") || tokens.AtAny(first, "or more", "and above", "or older", "and over", "and up") > 0)
            {
                return Done(tokens, ref i, first + (tokens[first].Is("+") ? 1 : 2), one, null, out min, out max);
            }
            if (tokens.AtAny(first, "or less", "or fewer", "and below", "or younger") > 0)
            {
                return Done(tokens, ref i, first + 2, null, one, out min, out max);
            }
            if (single)
            {
                return Done(tokens, ref i, first, one, one, out min, out max);
            }
        }
        return false;
    }

    /// <summary>The place after a unit, if one stands here.</summary>
    public static int SkipUnit(TokenList tokens, int i)
    {
        while (s_units.Contains(tokens[i].Lower) || tokens[i].Is("°") || tokens[i].Is("€") || tokens[i].Is("$") || tokens[i].Is("£"))
        {
            i++;
        }
        return i;
    }

    /// <summary>Whether a number, with or without a sign of currency before it, stands here.</summary>
    public static bool Number(TokenList tokens, int i, out int end, out double value)
    {
        if (tokens.AtAny(i, "about", "around", "approximately", "roughly", "ca") is > 0 and var about)
        {
            i += about;
        }
        if (tokens[i].Kind == TokenKind.Mark && tokens[i].Text is "€" or "$" or "£" or "¥" or "~")
        {
            i++;
        }
        value = tokens[i].Value;
        if (tokens[i].IsNumber && !(tokens[i].IsInWords && tokens[i].IsPercent))
        {
            end = i + 1;
            return true;
        }
        // One is a number only where a number is expected.
        end = i + 1;
        value = 1;
        return tokens[i].Is("one") || (tokens[i].Is("none") && (value = 0) == 0);
    }

    // 18 to 65, 18 and 65, 18 - 65, 18..65; a unit may stand before: 2 kg to 5 kg.
    private static bool Connector(TokenList tokens, int i, out int next)
    {
        int at = SkipUnit(tokens, i);
        next = at + 1;
        if (tokens[at].Is("to") || tokens[at].Is("and") || tokens[at].Is("-") || tokens[at].Is("..") || tokens[at].Is("...") || tokens[at].Is("until") || tokens[at].Is("through") || tokens[at].Is("till"))
        {
            return true;
        }
        // "16-75" is 16 and, by its sign, minus 75.
        return false;
    }

    private static bool Done(TokenList tokens, ref int i, int end, double? low, double? high, out double? min, out double? max)
    {
        (min, max) = low > high ? (high, low) : (low, high);
        i = SkipUnit(tokens, end);
        return true;
    }
}

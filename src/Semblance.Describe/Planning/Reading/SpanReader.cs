using System.Globalization;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads spans of time: "over the last two years", "during 2023", "since 1980", "between 2020 and 2023", "in the next 30 days".</summary>
internal static class SpanReader
{
    public static bool TryRead(TokenList tokens, ref int i, out DateSpan span)
    {
        span = new DateSpan(null, null);
        int at = i + tokens.AtAny(i, "over", "in", "within", "during", "for", "from", "of", "across", "covering", "spanning");
        at += tokens.AtAny(at, "the");
        bool last = tokens.AtAny(at, "last", "past", "previous") > 0, next = tokens.AtAny(at, "next", "coming", "following") > 0;
        if (last || next)
        {
            int number = at + 1;
            double count = 1;
            if (tokens[number].IsNumber && !tokens[number].IsPercent)
            {
                count = tokens[number].Value;
                number++;
            }
            else
            {
                number += tokens.AtAny(number, "few", "couple of") is > 0 and var few ? few : 0;
                count = number > at + 1 ? 3 : 1;
            }
            if (Unit(tokens[number].Lower) is { } unit && count is >= 1 and <= 1000 && count == Math.Floor(count))
            {
                string distance = unit == 'q' ? string.Create(CultureInfo.InvariantCulture, $"{count * 3}m") : unit == 'D' ? string.Create(CultureInfo.InvariantCulture, $"{count * 10}y") : string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
                span = last ? new DateSpan("-" + distance, "0d") : new DateSpan("+1d", "+" + distance);
                i = number + 1;
                return true;
            }
        }
        at = i;
        // "in March 2024", "from June 2024 to August 2024"
        if (tokens.AtAny(at, "in", "during", "from", "between") is > 0 and var within && Month(tokens, at + within, out DateOnly month))
        {
            int after = at + within + 2;
            DateOnly end = month;
            bool to = tokens.AtAny(after, "to", "until", "till", "through", "-", "and") > 0 && Month(tokens, after + 1, out end) && end >= month;
            span = new DateSpan(Iso(month), Iso((to ? end : month).AddMonths(1).AddDays(-1)));
            i = to ? after + 3 : after;
            return true;
        }
        if (tokens.AtAny(at, "since", "from") is > 0 and var since && (Year(tokens, at + since, out int first) || (tokens[at].Is("since") && OldYear(tokens, at + since, out first))))
        {
            int after = at + since + 1;
            if (tokens.AtAny(after, "to", "until", "till", "through", "-", "and", "..") > 0 && Year(tokens, after + 1, out int lastYear) && lastYear >= first)
            {
                span = Years(first, lastYear);
                i = after + 2;
                return true;
            }
            if (tokens[at].Is("since"))
            {
                span = new DateSpan(Start(first), "0d");
                i = after;
                return true;
            }
        }
        if (tokens.AtAny(at, "between") > 0 && Year(tokens, at + 1, out int low) && tokens[at + 2].Is("and") && Year(tokens, at + 3, out int high) && high >= low)
        {
            span = Years(low, high);
            i = at + 4;
            return true;
        }
        if (tokens.AtAny(at, "since", "from", "between", "starting", "after") is > 0 and var from && tokens[at + from].Kind == TokenKind.Date)
        {
            string start = tokens[at + from].Text;
            int after = at + from + 1;
            bool to = tokens.AtAny(after, "to", "until", "till", "through", "-", "and") > 0 && tokens[after + 1].Kind == TokenKind.Date && string.CompareOrdinal(tokens[after + 1].Text, start) >= 0;
            span = new DateSpan(start, to ? tokens[after + 1].Text : "0d");
            i = to ? after + 2 : after;
            return to || string.CompareOrdinal(start, "2026-01-01") < 0;
        }
        if (tokens.AtAny(at, "during the year", "in the year", "for the year", "during", "in", "throughout", "for", "of", "all of") is > 0 and var during)
        {
            at += during;
            if (Year(tokens, at, out int year))
            {
                int end = year;
                if (tokens.AtAny(at + 1, "and", "-", "to") > 0 && Year(tokens, at + 2, out int second) && second >= year)
                {
                    end = second;
                    at += 2;
                }
                span = Years(year, end);
                i = at + 1;
                return true;
            }
        }
        return false;
    }

    /// <summary>A date's span in years, with both ends.</summary>
    public static DateSpan Years(int first, int last) => new(Start(first), string.Create(CultureInfo.InvariantCulture, $"{last:0000}-12-31"));

    public static bool Year(TokenList tokens, int i, out int year)
    {
        year = (int)tokens[i].Value;
        return tokens[i].IsNumber && !tokens[i].IsPercent && tokens[i].Text.Length == 4 && tokens[i].Value is >= 1900 and <= 2100;
    }

    // "built since 1750": before 1900 a number is a year only where nothing else is meant.
    private static bool OldYear(TokenList tokens, int i, out int year)
    {
        year = (int)tokens[i].Value;
        return tokens[i].IsNumber && !tokens[i].IsPercent && tokens[i].Text.Length == 4 && tokens[i].Value is >= 1000 and < 1900;
    }

    private static bool Month(TokenList tokens, int i, out DateOnly first)
    {
        first = default;
        return tokens[i].IsWord && Year(tokens, i + 1, out int year) && DateOnly.TryParseExact($"{tokens[i].Lower} {year}", "MMMM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out first);
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Start(int year) => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-01-01");

    private static char? Unit(string word) => word switch
    {
        "year" or "years" => 'y',
        "month" or "months" => 'm',
        "week" or "weeks" => 'w',
        "day" or "days" => 'd',
        "quarter" or "quarters" => 'q',
        "decade" or "decades" => 'D',
        _ => null,
    };
}

using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Typing;

/// <summary>Proposes patterns for a date or time from what one value looks like.</summary>
internal static class DatePatternGuess
{
    private static readonly string[] LongMonths = "january february march april may june july august september october november december".Split(' ');
    private static readonly string[] LongDays = "sunday monday tuesday wednesday thursday friday saturday".Split(' ');

    /// <summary>
    /// The patterns that the value may be written in, the likeliest first: two-digit parts before one-digit ones; month first where day
    /// and month cannot be told apart, but day first between dots.
    /// </summary>
    public static IReadOnlyList<DatePattern> Candidates(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 4 or > 40 || value.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return [];
        }
        string text = Encoding.UTF8.GetString(value);
        var result = new List<DatePattern>();
        foreach ((int end, string[] dates) in DateParts(text))
        {
            foreach ((string[] times, string zone) in TimeParts(text, end))
            {
                foreach (string date in dates)
                {
                    foreach (string time in times)
                    {
                        result.Add(new DatePattern(date + time + zone, CaseOf(text)));
                    }
                }
            }
        }
        foreach ((string[] times, string zone) in TimeParts(text, 0))
        {
            result.AddRange(times.Where(time => time.Length > 0).Select(time => new DatePattern(time + zone, CaseOf(text))));
        }
        return result;
    }

    // Each reading of the beginning as a date: where it ends, and its patterns.
    private static List<(int End, string[] Patterns)> DateParts(string text)
    {
        var found = new List<(int, string[])>();
        List<Run> runs = Runs(text);
        if (runs.Count == 0)
        {
            return found;
        }
        if (runs[0] is { IsDigits: true, Length: 8 })
        {
            found.Add((8, ["yyyyMMdd"]));
        }
        int at = 0;
        string weekday = "";
        if (!runs[0].IsDigits && Array.Exists(LongDays, day => day == runs[0].Text || day[..3] == runs[0].Text) && runs.Count > 2)
        {
            weekday = (runs[0].Length > 3 ? "dddd" : "ddd") + Quote(text[runs[0].End..runs[1].Start]);
            at = 1;
        }
        if (runs.Count - at >= 3)
        {
            Run a = runs[at], b = runs[at + 1], c = runs[at + 2];
            string first = text[a.End..b.Start], second = text[b.End..c.Start];
            if (a.IsDigits && b.IsDigits && c.IsDigits && first == second && first is "-" or "/" or "." or ":" or " " or ". ")
            {
                AddNumeric(found, weekday, Quote(first), a, b, c);
            }
            else if (first.Length is > 0 and <= 3 && second.Length <= 3 && c.IsDigits && c.Length is 2 or 4)
            {
                string year = c.Length == 4 ? "yyyy" : "yy";
                if (a.IsDigits && a.Length <= 2 && IsMonth(b, out string month))
                {
                    found.Add((c.End, Widths(a.Length).Select(day => weekday + new string('d', day) + Quote(first) + month + Quote(second) + year).ToArray()));
                }
                else if (IsMonth(a, out month) && b.IsDigits && b.Length <= 2)
                {
                    found.Add((c.End, Widths(b.Length).Select(day => weekday + month + Quote(first) + new string('d', day) + Quote(second) + year).ToArray()));
                }
            }
            if (a.IsDigits && a.Length == 4 && IsMonth(b, out string middle) && c.IsDigits && c.Length <= 2)
            {
                found.Add((c.End, Widths(c.Length).Select(day => "yyyy" + Quote(first) + middle + Quote(second) + new string('d', day)).ToArray()));
            }
        }
        if (runs.Count == 2 && text[runs[0].End..runs[1].Start] is "-" or "/" or " ")
        {
            string between = Quote(text[runs[0].End..runs[1].Start]);
            if (runs[0] is { IsDigits: true, Length: 4 } && runs[1] is { IsDigits: true, Length: 2 })
            {
                found.Add((runs[1].End, ["yyyy" + between + "MM"]));
            }
            else if (IsMonth(runs[0], out string month) && runs[1] is { IsDigits: true, Length: 4 })
            {
                found.Add((runs[1].End, [month + between + "yyyy"]));
            }
        }
        return found;
    }

    private static void AddNumeric(List<(int, string[])> found, string weekday, string separator, Run a, Run b, Run c)
    {
        if (a.Length == 4 && b.Length <= 2 && c.Length <= 2)
        {
            found.Add((c.End, b.Length == 2 && c.Length == 2
                ? [$"{weekday}yyyy{separator}MM{separator}dd", $"{weekday}yyyy{separator}M{separator}d"]
                : [$"{weekday}yyyy{separator}M{separator}d"]));
        }
        else if (a.Length <= 2 && b.Length <= 2 && c.Length is 2 or 4)
        {
            string year = c.Length == 4 ? "yyyy" : "yy";
            string tail = separator + year;
            string[] monthFirst = [$"MM{separator}dd{tail}", $"M{separator}d{tail}"];
            string[] dayFirst = [$"dd{separator}MM{tail}", $"d{separator}M{tail}"];
            string[] mixed = [$"M{separator}dd{tail}", $"d{separator}MM{tail}"];
            string[] order = separator[0] == '.' ? [.. dayFirst, .. mixed, .. monthFirst] : [.. monthFirst, .. dayFirst, .. mixed];
            found.Add((c.End, order.Select(pattern => weekday + pattern).ToArray()));
        }
    }

    // Each reading of the rest as a time of day with what stands before it, and a constant zone behind it.
    private static IEnumerable<(string[] Patterns, string Zone)> TimeParts(string text, int start)
    {
        if (start == text.Length)
        {
            yield return ([""], "");
            yield break;
        }
        int at = start;
        while (at < text.Length && !char.IsAsciiDigit(text[at]))
        {
            at++;
        }
        string separator = text[start..at];
        if (at == text.Length || (start > 0 ? separator is not ("T" or " " or "  " or ", " or "_" or "-" or "t" or ":") : separator.Length > 0))
        {
            yield break;
        }
        string lead = Quote(separator);
        int end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is ':' or '.'))
        {
            end++;
        }
        string clock = text[at..end];
        string rest = text[end..];
        string[] fields = clock.Split(':');
        bool half = false;
        string halfLead = "";
        string trimmed = rest.TrimStart(' ');
        if (trimmed.StartsWith("am", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("pm", StringComparison.OrdinalIgnoreCase))
        {
            half = true;
            halfLead = new string(' ', rest.Length - trimmed.Length);
            rest = trimmed[2..];
        }
        if (rest.Length > 0 && !IsZone(rest))
        {
            yield break;
        }
        string zone = Quote(rest);
        string tail = half ? halfLead + "tt" : "";
        string hours = half ? "hh" : "HH";
        string hour = half ? "h" : "H";
        if (fields.Length == 1 && start > 0 && clock.Length is 4 or 6 && !half)
        {
            yield return ([lead + (clock.Length == 6 ? "HHmmss" : "HHmm")], zone);
            yield break;
        }
        if (fields.Length is < 2 or > 3 || fields[0].Length is 0 or > 2 || fields[1].Length != 2)
        {
            yield break;
        }
        string[] starts = fields[0].Length == 2 ? [lead + hours, lead + hour] : [lead + hour];
        if (fields.Length == 2)
        {
            yield return (starts.Select(s => s + ":mm" + tail).ToArray(), zone);
            yield break;
        }
        int digits = fields[2].Contains('.', StringComparison.Ordinal) ? fields[2].Length - 3 : 0;
        if (digits is < 0 or > 7 || (digits == 0 && fields[2].Length != 2))
        {
            yield break;
        }
        string[] seconds = digits == 0 ? [":mm:ss", ":mm:ss.FFFFFFF"] : [":mm:ss." + new string('f', digits), ":mm:ss.FFFFFFF"];
        yield return (starts.SelectMany(s => seconds.Select(part => s + part + tail)).ToArray(), zone);
    }

    private static bool IsZone(string text)
    {
        string zone = text.TrimStart(' ');
        return zone is "Z" or "z" or "UTC" or "GMT"
            || (zone.Length is >= 3 and <= 6 && zone[0] is '+' or '-' && zone[1..].All(c => char.IsAsciiDigit(c) || c == ':'));
    }

    private static LetterCase CaseOf(string text)
    {
        // Names of months and half-days; the T between date and time is no name.
        var letters = text.Where((c, i) => char.IsAsciiLetter(c) && ((i + 1 < text.Length && char.IsAsciiLetter(text[i + 1])) || (i > 0 && char.IsAsciiLetter(text[i - 1])))).ToList();
        bool isHalfDayOnly = letters.Count == 2;
        return letters.Count == 0 || isHalfDayOnly && letters.TrueForAll(char.IsAsciiLetterUpper) ? LetterCase.Mixed
            : letters.TrueForAll(char.IsAsciiLetterUpper) ? LetterCase.Upper
            : letters.TrueForAll(char.IsAsciiLetterLower) ? LetterCase.Lower : LetterCase.Mixed;
    }

    private static bool IsMonth(Run run, out string specifier)
    {
        specifier = run.Length == 3 ? "MMM" : "MMMM";
        return !run.IsDigits && Array.Exists(LongMonths, month => month == run.Text || (run.Length == 3 && month[..3] == run.Text));
    }

    private static int[] Widths(int length) => length == 2 ? [2, 1] : [1];

    // Letters of a separator would be read as specifiers.
    private static string Quote(string text) => text.Any(char.IsAsciiLetter) ? $"'{text}'" : text;

    private static List<Run> Runs(string text)
    {
        var runs = new List<Run>();
        int at = 0;
        while (at < text.Length && runs.Count < 6)
        {
            if (!char.IsAsciiLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }
            bool digits = char.IsAsciiDigit(text[at]);
            int end = at + 1;
            while (end < text.Length && (digits ? char.IsAsciiDigit(text[end]) : char.IsAsciiLetter(text[end])))
            {
                end++;
            }
            runs.Add(new Run(at, end, digits, text[at..end].ToLowerInvariant()));
            at = end;
        }
        return runs;
    }

    private sealed record Run(int Start, int End, bool IsDigits, string Text)
    {
        public int Length => End - Start;
    }
}

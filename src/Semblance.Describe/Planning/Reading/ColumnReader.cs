using System.Globalization;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads columns with what is said of their values: "age 16-75", "status: pending 10%, paid", "SKU (unique, like AB-1234)", "price decimal(8,2)".</summary>
internal sealed class ColumnReader(PlanCatalog catalog, TokenList tokens)
{
    private const int LongestName = 5;

    private static readonly Dictionary<string, string> s_types = WordPairs.Parse("""
        int=integer integer=integer bigint=integer smallint=integer tinyint=integer serial=integer bigserial=integer long=integer whole=integer int64=integer int32=integer float=decimal
        double=decimal decimal=decimal numeric=decimal real=decimal money=decimal string=string varchar=string nvarchar=string char=string str=string bool=boolean boolean=boolean datetime=datetime
        timestamptz=datetime datetime2=datetime uuid=uuid guid=uuid
        """);

    // Types that are parts of names as well: "signup date", "start time", "review text".
    private static readonly Dictionary<string, string> s_typesApart = WordPairs.Parse("date=date time=time timestamp=datetime text=string number=integer");

    /// <summary>The orders of columns that were met on the way: later column, words of the earlier one, days.</summary>
    public List<(string Later, string Earlier, (double, double)? Days)> Orders { get; } = [];

    /// <summary>Reads the columns between two places, parted by commas, semicolons, "and" and ends of lines.</summary>
    /// <param name="from">The first token.</param>
    /// <param name="to">The token after the last.</param>
    /// <param name="known">Whether a key is a column that may be expected here.</param>
    /// <param name="sql">Whether every name is followed by its type, as in CREATE TABLE.</param>
    public List<ColumnWish> ReadAll(int from, int to, Func<string, bool> known, bool sql = false)
    {
        var columns = new List<ColumnWish>();
        int i = from;
        while (i < to)
        {
            if (tokens.IsSeparator(i) || tokens[i].Kind == TokenKind.Line || tokens[i].Is("-") || tokens[i].Is("*") || tokens[i].Is("|") || tokens[i].Is("."))
            {
                i++;
                continue;
            }
            if (sql && tokens.AtAny(i, "primary key", "foreign key", "unique", "constraint", "check", "index", "key") > 0)
            {
                // A constraint of the table, up to the next comma outside of brackets.
                while (i < to && !tokens[i].Is(","))
                {
                    i = tokens.IsOpen(i) ? tokens.Closing(i) + 1 : i + 1;
                }
                continue;
            }
            int before = i;
            if (Read(ref i, to, known, sql ? Setting.Sql : Setting.List) is { } column)
            {
                Add(columns, column);
            }
            if (i == before)
            {
                i++;
            }
        }
        return columns;
    }

    private static void Add(List<ColumnWish> columns, ColumnWish column)
    {
        if (columns.Find(other => string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            same.Add(column);
        }
        else
        {
            columns.Add(column);
        }
    }

    /// <summary>Where a column stands, which decides what its name may hold.</summary>
    public enum Setting
    {
        /// <summary>In a sentence.</summary>
        Prose,

        /// <summary>In a bracket or after a colon, where commas part columns.</summary>
        List,

        /// <summary>In CREATE TABLE.</summary>
        Sql,
    }

    /// <summary>Reads one column; null, with the place unchanged, if there is none.</summary>
    public ColumnWish? Read(ref int i, int to, Func<string, bool> known, Setting setting)
    {
        int at = i;
        bool unique = false;
        double? nulls = null;
        while (at < to && tokens[at].IsWord && (WordSets.Determiners.Contains(tokens[at].Lower) || WordSets.Adjectives.Contains(tokens[at].Lower) || tokens[at].Lower is "unique" or "optional" or "nullable" or "required" or "mandatory" or "distinct" or "also" or "or" or "and" or "plus" or "their" or "its" or "column" or "columns") && !IsWholeName(at, to))
        {
            unique |= tokens[at].Lower is "unique" or "distinct";
            nulls = tokens[at].Lower is "optional" or "nullable" ? 0.15 : tokens[at].Lower is "required" or "mandatory" ? 0 : nulls;
            at++;
        }
        int start = at, name = NameLength(at, to, setting, known);
        if (name == 0)
        {
            return null;
        }
        at = start + name;
        List<string> parts = [];
        for (int k = start; k < at; k++)
        {
            parts.Add(tokens[k].Kind == TokenKind.Quoted || tokens[k].Lower.Length == tokens[k].Text.Length ? tokens[k].Text : tokens[k].Text[..^2]);
        }
        string? type = null;
        int? decimals = null;
        // "id int", "created timestamp": the last word is the type, unless it is a part of a name.
        if (parts.Count > 1 && (s_types.TryGetValue(parts[^1].ToLowerInvariant(), out string? last) || ((setting == Setting.Sql || (setting == Setting.List && parts.Count == 2 && parts[0].Contains('_', StringComparison.Ordinal))) && s_typesApart.TryGetValue(parts[^1].ToLowerInvariant(), out last))) && !(setting != Setting.Sql && known(Spelling.Key(string.Join(' ', parts)))))
        {
            type = last;
            parts.RemoveAt(parts.Count - 1);
            at = Precision(at, type, out decimals);
        }
        // "plan type prepaid/postpaid", "churned yes/no": the last word is the first of the values.
        List<(string, double?)>? slashed = null;
        if (tokens[at].Is("/") && parts.Count > 1 && tokens[at + 1].IsWord)
        {
            slashed = [(parts[^1], null)];
            parts.RemoveAt(parts.Count - 1);
            at = Slashed(at, slashed);
        }
        if (ColumnName(parts) is not { } text)
        {
            return null;
        }
        var column = new ColumnWish { Name = text, Type = type, Decimals = decimals, Unique = unique, Nullable = nulls, Values = slashed };
        if (setting == Setting.Sql && type is null && tokens.IsOpen(at))
        {
            at = tokens.Closing(at) + 1;
        }
        ReadDetails(ref at, to, column, known, setting);
        i = at;
        return column;
    }

    // "unique id" is an id; "unique" alone, or "average price", is what it says.
    private bool IsWholeName(int at, int to) => (at + 1 >= to || !(tokens[at + 1].IsWord || tokens[at + 1].Kind == TokenKind.Quoted) || WordSets.Stops.Contains(tokens[at + 1].Lower)) && tokens[at].Lower is not ("and" or "or" or "plus" or "unique" or "optional" or "a" or "an" or "the")
        || (tokens[at].Lower is "average" or "daily" or "monthly" or "annual" or "hourly" or "standard" or "last" or "past" or "yearly" or "weekly" or "main" or "raw" or "current" or "actual" or "new" && catalog.Meaning(tokens.Key(at, 2)) is not null);

    private int NameLength(int at, int to, Setting setting, Func<string, bool> known)
    {
        int length = 0;
        while (at + length < to && length < LongestName + 1)
        {
            Token token = tokens[at + length];
            if (token.Kind == TokenKind.Quoted && length == 0)
            {
                return 1;
            }
            if (!token.IsWord)
            {
                break;
            }
            bool of = token.Is("of") && length > 0 && tokens[at + length + 1].IsWord && !WordSets.Determiners.Contains(tokens[at + length + 1].Lower);
            bool inside = (token.Is("in") && length > 0 && tokens[at + length + 1].Is("stock")) || (token.Is("on") && length > 0 && tokens[at + length + 1].Is("hand")) || (token.Is("per") && length > 0 && tokens[at + length + 1].IsWord && setting == Setting.List) || (token.Is("at") && length > 0 && setting != Setting.Prose) || (token.Is("on") && length > 0 && setting != Setting.Prose && at + length + 1 >= to);
            if (!of && !inside && ((WordSets.Stops.Contains(token.Lower) && !(length == 0 && token.Lower is "from" or "to" && setting != Setting.Prose)) || token.Lower is "optional" or "required" or "nullable" or "mandatory" or "unique" && length > 0))
            {
                if (!(token.Lower is "is" or "has" or "was" && length == 0 && setting != Setting.Prose) && !(token.Lower.Contains('_', StringComparison.Ordinal)))
                {
                    break;
                }
            }
            // "grade A to F": a capital by itself is a value.
            if (length > 0 && token.Text.Length == 1 && char.IsUpper(token.Text[0]) && (tokens[at + length + 1].Is("to") || tokens[at + length + 1].Is("-") || tokens[at + length + 1].Is(",") || tokens[at + length + 1].Is("/")))
            {
                break;
            }
            if (length > 0 && WordSets.Verbs.Contains(token.Lower) && setting == Setting.Prose && !known(tokens.Key(at, length + 1)))
            {
                break;
            }
            length++;
            if (setting == Setting.Sql && length == 2)
            {
                break;
            }
        }
        return length > LongestName ? 0 : length;
    }

    /// <summary>The name of a column from its words: as written if that is one word, joined by underscores otherwise; null if no name can be made of them.</summary>
    public static string? ColumnName(IReadOnlyList<string> parts)
    {
        string name = parts.Count == 1 && !IsLoud(parts[0]) ? parts[0] : string.Join('_', parts.SelectMany(part => part.Split(' ', '-')).Select(part => IsLoud(part) || !HasHump(part) ? part.ToLowerInvariant() : part));
        name = new string([.. name.Where(c => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ')]).Trim(' ', '-');
        name = name.Replace(' ', '_').Replace('-', '_');
        if (name.Length > 0 && char.IsDigit(name[0]))
        {
            name = "_" + name;
        }
        return name.Length is 0 or > 63 || name.All(c => c == '_') ? null : name;
    }

    private static bool HasHump(string word) => word.Skip(1).Any(char.IsUpper) && word.Any(char.IsLower);

    private static bool IsLoud(string word) => word.Any(char.IsLetter) && !word.Any(char.IsLower) && word.Length > 1 || (word.Length > 1 && char.IsUpper(word[0]) && !word.Skip(1).Any(char.IsUpper) && !word.Contains('_', StringComparison.Ordinal));

    /// <summary>Reads what follows a column's name.</summary>
    public void ReadDetails(ref int i, int to, ColumnWish column, Func<string, bool> known, Setting setting)
    {
        bool any = true;
        while (any && i < to)
        {
            any = Detail(ref i, to, column, known, setting);
        }
    }

    private bool Detail(ref int i, int to, ColumnWish column, Func<string, bool> known, Setting setting)
    {
        Token token = tokens[i];
        if (tokens.IsOpen(i))
        {
            int close = Math.Min(tokens.Closing(i), to);
            ReadBracket(i + 1, close, column, known);
            i = close + 1;
            return true;
        }
        if (token.Is(":") || token.Is("=") || (token.Is("-") && tokens[i + 1].IsWord && setting == Setting.Prose && tokens[i + 1].Start > token.End))
        {
            int at = i + 1;
            if (ReadType(ref at, to, column) || RangeReader.TryRead(tokens, ref at, out double? low, out double? high) && Bounds(column, low, high))
            {
                i = at;
                return true;
            }
            if (Sample(ref at, column))
            {
                i = at;
                return true;
            }
            List<(string, double?)> values = ReadValues(ref at, to, known, setting, catalog.ValuesOf(column.Key));
            if (values.Count > 0)
            {
                column.Values = values;
                i = at;
                return true;
            }
            return false;
        }
        if (tokens.AtAny(i, "primary key", "pk", "primary") is > 0 and var key)
        {
            column.IsKey = true;
            i += key;
            return true;
        }
        if (tokens.AtAny(i, "must be unique", "should be unique", "is unique", "are unique", "unique", "distinct", "no duplicates", "without duplicates", "must all be unique", "have to be unique", "has to be unique", "must be distinct", "is distinct", "are distinct", "being unique", "no repeats") is > 0 and var only && !(setting == Setting.Prose && tokens[i].Is("unique") && tokens[i + 1].IsWord && !WordSets.Stops.Contains(tokens[i + 1].Lower)))
        {
            column.Unique = true;
            i += only;
            return true;
        }
        if (tokens.AtAny(i, "not null", "required", "mandatory", "never null", "never empty", "never missing", "must not be null", "must not be empty", "cannot be null", "can't be null", "is required", "are required", "is mandatory", "no nulls", "without nulls", "always present", "always filled", "non null", "not empty") is > 0 and var never)
        {
            column.Nullable = 0;
            i += never;
            return true;
        }
        if (tokens.AtAny(i, "is optional", "are optional", "optional", "nullable", "may be null", "can be null", "may be empty", "can be empty", "may be missing", "can be missing", "sometimes missing", "sometimes null", "sometimes empty", "if any", "if known", "if available", "where available", "partly missing", "null") is > 0 and var maybe)
        {
            column.Nullable ??= 0.15;
            i += maybe;
            return true;
        }
        if (token.IsNumber && token.IsPercent && tokens.AtAny(i + 1, "null", "nulls", "missing", "empty", "blank", "missing values", "unknown") is > 0 and var missing)
        {
            column.Nullable = Math.Clamp(token.Value / 100, 0, 1);
            i += 1 + missing;
            return true;
        }
        if (token.IsNumber && token.IsPercent && tokens.AtAny(i + 1, "true", "yes", "positive", "of them true", "are true", "are yes", "are positive") is > 0 and var truth)
        {
            if (column.Values is [_, _])
            {
                column.Values = [.. column.Values.Select(value => (value.Value, (double?)(value.Value.ToLowerInvariant() is "yes" or "true" or "y" ? token.Value : 100 - token.Value)))];
            }
            else
            {
                column.TrueShare = Math.Clamp(token.Value / 100, 0, 1);
            }
            i += 1 + truth;
            return true;
        }
        if (tokens.AtAny(i, "with") > 0 && tokens[i + 1].Is("one") | tokens[i + 1].IsNumber && tokens.AtAny(i + 2, "decimal", "decimals", "decimal place", "decimal places", "digit after", "digits after") is > 0 and var digits)
        {
            column.Decimals = tokens[i + 1].Is("one") ? 1 : (int)Math.Clamp(tokens[i + 1].Value, 0, 9);
            i += 2 + digits + (tokens[i + 2 + digits].Lower is "place" or "places" ? 1 : 0);
            return true;
        }
        if (token.Is("at") && tokens[i + 1].IsNumber && tokens[i + 1].IsPercent)
        {
            i += 2; // "VAT at 20%"
            return true;
        }
        if (tokens.AtAny(i, "mostly in the evening", "mostly in the evenings", "mostly evenings", "in the evening", "in the evenings", "mostly evening") is > 0 and var evening)
        {
            column.Hours = "evening";
            i += evening;
            return true;
        }
        if (tokens.AtAny(i, "during business hours", "in business hours", "during office hours", "during working hours", "in working hours", "in office hours") is > 0 and var office)
        {
            column.Hours = "business";
            i += office;
            return true;
        }
        if (tokens.AtAny(i, "at night", "mostly at night") is > 0 and var night)
        {
            column.Hours = "night";
            i += night;
            return true;
        }
        if (SpanReader.TryRead(tokens, ref i, out DateSpan span))
        {
            if (column.Span is null)
            {
                column.Span = span;
            }
            // "release year since 1980" is a number.
            if (span.From is { Length: 10 } from && Spelling.Words(column.Name) is [.., "year"])
            {
                column.Span = null;
                column.Min = int.Parse(from[..4], CultureInfo.InvariantCulture);
                column.Max = span.To is { Length: 10 } end ? int.Parse(end[..4], CultureInfo.InvariantCulture) : Plan.DefaultAsOf.Year - 1;
            }
            return true;
        }
        if (Order(ref i, to, column))
        {
            return true;
        }
        int place = i;
        if (RangeReader.TryRead(tokens, ref place, out double? min, out double? max) && place <= to && !BelongsToTable(place, to))
        {
            Bounds(column, min, max);
            i = place;
            return true;
        }
        if (Letters(ref i, column) || Sample(ref i, column))
        {
            return true;
        }
        if (token.Is("in") && tokens[i + 1].IsWord && RangeReader.SkipUnit(tokens, i + 1) > i + 1)
        {
            i = RangeReader.SkipUnit(tokens, i + 1);
            return true;
        }
        if (setting != Setting.Prose && ReadType(ref i, to, column))
        {
            return true;
        }
        if (setting == Setting.Sql && (tokens.AtAny(i, "auto_increment", "autoincrement", "default now", "unsigned") is > 0 and var noise))
        {
            i += noise;
            return true;
        }
        if (setting == Setting.Sql && tokens.AtAny(i, "references", "default", "check", "foreign") > 0)
        {
            while (i < to && !tokens[i].Is(","))
            {
                i = tokens.IsOpen(i) ? tokens.Closing(i) + 1 : i + 1;
            }
            return true;
        }
        // "either new or used", "one of A, B or C".
        if (tokens.AtAny(i, "either", "one of", "can be", "being", "is one of", "are one of", "values", "chosen from", "from the list", "is either", "which is", "that is either") is > 0 and var choose && tokens[i + choose].IsWord | tokens[i + choose].Kind == TokenKind.Quoted | tokens[i + choose].Is(":"))
        {
            int at = i + choose + (tokens[i + choose].Is(":") ? 1 : 0);
            List<(string, double?)> values = ReadValues(ref at, to, known, setting == Setting.Prose ? Setting.Prose : setting);
            if (values.Count > 1)
            {
                column.Values = values;
                i = at;
                return true;
            }
        }
        return false;
    }

    // "1 to 5 orders" after a column is what comes next, not the column's.
    private bool BelongsToTable(int at, int to) => at < to && tokens[at].IsWord && !WordSets.Stops.Contains(tokens[at].Lower) && catalog.Entities(tokens.Key(at, 1)).Count > 0 && English.IsPlural(tokens[at].Lower);

    private static bool Bounds(ColumnWish column, double? min, double? max)
    {
        column.Min = min ?? column.Min;
        column.Max = max ?? column.Max;
        return true;
    }

    private bool ReadType(ref int i, int to, ColumnWish column)
    {
        Token token = tokens[i];
        if (!token.IsWord || !(s_types.TryGetValue(token.Lower, out string? type) || s_typesApart.TryGetValue(token.Lower, out type)) || (i + 1 < to && tokens[i + 1].IsWord && tokens.AtAny(i + 1, "primary", "unique", "not", "null", "pk", "optional", "required", "nullable", "between", "from", "with", "in", "default", "references", "auto_increment", "unsigned", "and", "or", "like", "precision", "e.g.", "up", "at") == 0))
        {
            return false;
        }
        column.Type = type;
        i++;
        if (tokens[i].Is("precision"))
        {
            i++;
        }
        i = Precision(i, type, out int? decimals);
        column.Decimals = decimals ?? column.Decimals;
        return true;
    }

    // "(8,2)" after decimal: the second number is the decimals. "(80)" after varchar says nothing that matters here.
    private int Precision(int i, string type, out int? decimals)
    {
        decimals = null;
        if (!tokens.IsOpen(i) || !tokens[i + 1].IsNumber || tokens[i + 1].IsPercent)
        {
            return i;
        }
        int close = tokens.Closing(i);
        if (type == PlanTypes.Decimal && tokens[close - 1].IsNumber && close > i + 2)
        {
            decimals = (int)Math.Clamp(tokens[close - 1].Value, 0, 9);
        }
        return close + 1;
    }

    // "after the start date", "21 days after the loan date", "never before the loan date", "is later than ...".
    private bool Order(ref int i, int to, ColumnWish column)
    {
        int at = i;
        at += tokens.AtAny(at, "must always be", "should always be", "must be", "should be", "has to be", "have to be", "is always", "are always", "always comes", "comes", "is", "are", "always", "must come", "can not be", "cannot be", "can't be", "can’t be", "falls", "lies");
        bool negated = tokens.AtAny(at, "never", "not", "no") > 0 || (at > i && tokens[at - 1].Lower is "can't" or "can’t" or "cannot" or "not");
        at += tokens.AtAny(at, "never", "not", "no", "always", "be", "at least");
        (double, double)? days = null;
        if (tokens[at].IsNumber && Days(tokens[at + 1].Lower) is { } unit)
        {
            days = (tokens[at].Value * unit, tokens[at].Value * unit);
            at += 2;
        }
        else if (tokens[at].IsNumber && tokens[at + 1].Is("to") | tokens[at + 1].Is("-") && tokens[at + 2].IsNumber && Days(tokens[at + 3].Lower) is { } each)
        {
            days = (tokens[at].Value * each, tokens[at + 2].Value * each);
            at += 4;
        }
        bool after = tokens.AtAny(at, "after", "later than", "past") > 0 || (negated && tokens.AtAny(at, "before", "earlier than", "prior to", "older than") > 0);
        bool before = !after && (tokens.AtAny(at, "before", "earlier than", "prior to") > 0 || (negated && tokens.AtAny(at, "after", "later than") > 0));
        if (!after && !before)
        {
            return false;
        }
        at += tokens.AtAny(at, "later than", "earlier than", "prior to", "older than", "after", "before", "past");
        while (tokens[at].IsWord && WordSets.Determiners.Contains(tokens[at].Lower))
        {
            at++;
        }
        int length = NameLength(at, to, Setting.Prose, static _ => false);
        if (length == 0)
        {
            return false;
        }
        string other = tokens.Key(at, length), own = column.Key;
        Orders.Add(after ? (own, other, days) : (other, own, days));
        i = at + length;
        return true;
    }

    private static double? Days(string unit) => unit switch { "day" or "days" => 1, "week" or "weeks" => 7, "month" or "months" => 30, "year" or "years" => 365, _ => null };

    // "A to G", "A-F".
    private bool Letters(ref int i, ColumnWish column)
    {
        int at = i + tokens.AtAny(i, "from");
        string text = tokens[at].Text;
        char first, last;
        if (text.Length == 1 && char.IsAsciiLetterUpper(text[0]) && (tokens[at + 1].Is("to") || tokens[at + 1].Is("-") || tokens[at + 1].Is("through")) && tokens[at + 2].Text is { Length: 1 } end && char.IsAsciiLetterUpper(end[0]))
        {
            (first, last) = (text[0], end[0]);
            at += 3;
        }
        else if (text.Length == 3 && text[1] == '-' && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[2]))
        {
            (first, last) = (text[0], text[2]);
            at++;
        }
        else
        {
            return false;
        }
        if (last <= first)
        {
            return false;
        }
        column.Values = [.. Enumerable.Range(first, last - first + 1).Select(letter => (((char)letter).ToString(), (double?)null))];
        i = at;
        return true;
    }

    // "like AB-1234", "e.g. LH4521", "format: ###-##": what follows is taken as written.
    private bool Sample(ref int i, ColumnWish column)
    {
        int lead = tokens.AtAny(i, "in the format of", "in the format", "with the format", "of the form", "in the form", "formatted like", "formatted as", "such as", "for example", "looking like", "looks like", "look like", "in format", "with format", "pattern", "format", "like", "e.g.", "eg", "e.g", "ex", "i.e.", "matching", "following the pattern", "as in", "similar to");
        if (lead == 0)
        {
            return false;
        }
        int at = i + lead + (tokens[i + lead].Is(":") || tokens[i + lead].Is(".") || tokens[i + lead].Is(",") ? 1 : 0);
        Token token = tokens[at];
        string sample;
        int end;
        if (token.Kind == TokenKind.Quoted)
        {
            (sample, end) = (token.Text, token.End);
        }
        else
        {
            int start = token.Start;
            end = start;
            while (end < tokens.Text.Length && !char.IsWhiteSpace(tokens.Text[end]) && tokens.Text[end] is not (',' or ';' or ')' or '('))
            {
                end++;
            }
            sample = tokens.Text[start..end].TrimEnd('.', ':', '!', '?', '"', '\'').TrimStart('"', '\'');
        }
        if (sample.Length is 0 or > 40 || !sample.Any(c => char.IsAsciiDigit(c) || c == '#') || !(sample.Any(char.IsLetter) || sample.Contains('#', StringComparison.Ordinal) || sample.Contains('-', StringComparison.Ordinal) || sample.Length > 4))
        {
            return false;
        }
        column.Sample = sample;
        i = at;
        while (!tokens.IsEnd(i) && tokens[i].Start < end)
        {
            i++;
        }
        return true;
    }

    private void ReadBracket(int from, int to, ColumnWish column, Func<string, bool> known)
    {
        int i = from;
        // A word list, "red/white/rosé" or "cash, card or voucher", is the values; types, bounds and the like come one after another.
        while (i < to)
        {
            if (tokens.IsSeparator(i))
            {
                i++;
                continue;
            }
            int before = i;
            if (tokens[i].IsWord && tokens.AtAny(i, "most", "mostly", "usually", "often", "majority") > 0 && Enumerable.Range(i, to - i).Any(k => tokens[k].Lower is "nothing" or "zero" or "none" or "low" or "small" or "little"))
            {
                column.Skewed = true;
                return;
            }
            if (Detail(ref i, to, column, known, Setting.List))
            {
                continue;
            }
            i = before;
            List<(string, double?)> values = ReadValues(ref i, to, static _ => false, Setting.List);
            if (values.Count > 1 || (values.Count == 1 && tokens[before].Kind == TokenKind.Quoted))
            {
                column.Values = values;
            }
            else if (i == before)
            {
                i++;
            }
        }
    }

    /// <summary>Reads a list of values: "pending, shipped, delivered", "DHL 40%, UPS 35%", "red/white", "new or used".</summary>
    public List<(string Value, double? Weight)> ReadValues(ref int i, int to, Func<string, bool> known, Setting setting, IReadOnlySet<string>? usual = null)
    {
        bool slashed = false;
        var values = new List<(string Value, double? Weight, bool Percent, string Tail)>();
        int at = i, taken = i;
        bool names = at < to && tokens[at].IsWord && known(tokens.Key(at, 1));
        while (at < to)
        {
            int item = at;
            double? weight = null;
            bool percent = false;
            if (tokens[at].IsNumber && tokens[at].IsPercent)
            {
                (weight, percent) = (tokens[at].Value, true);
                at += 1 + (tokens[at + 1].Is("of") ? 1 : 0);
            }
            int start = at;
            int words = 0;
            while (at < to && words < 5 && (tokens[at].IsWord || tokens[at].Kind is TokenKind.Quoted || (tokens[at].IsNumber && !tokens[at].IsPercent && (words == 0 || !(tokens[at + 1].Is(",") || tokens.EndsStatement(at + 1) || at + 1 >= to || tokens[at + 1].Is(")") || tokens[at + 1].Is("and") || tokens[at + 1].Is("or")))) || (tokens[at].Is("-") && words > 0 && tokens[at].Start == tokens[at - 1].End) || (tokens[at].Is("+") && words > 0) || (tokens[at].Is("&") && words > 0))
                && !(tokens[at].IsWord && tokens[at].Lower is "and" or "or" or "with" or "between" or "plus" or "where" or "which" or "that" or "including" or "linked"))
            {
                at++;
                words++;
                if (tokens[at - 1].Kind == TokenKind.Quoted)
                {
                    break;
                }
            }
            if (words == 0 || words >= 5)
            {
                break;
            }
            string tail = "";
            int end = at;
            bool bracketed = tokens.IsOpen(at) && tokens[at + 1].IsNumber && tokens[at + 1].IsPercent && tokens.Closing(at) == at + 2;
            if (at < to && (bracketed || ((tokens[at].Is(":") || tokens[at].Is("=") || tokens[at].Is("-")) && tokens[at + 1].IsNumber && values.Count + 1 > 0 && (tokens[at + 1].IsPercent || tokens[at].Is("=")))))
            {
                (weight, percent) = (tokens[at + 1].Value, tokens[at + 1].IsPercent);
                at += bracketed ? 3 : 2;
            }
            else if (at < to && tokens[at].IsNumber)
            {
                (weight, percent, tail) = (tokens[at].Value, tokens[at].IsPercent, tokens[at].IsPercent ? "" : tokens[at].Text);
                at++;
            }
            // The next column begins where something is said of it, or where its name is one that is expected here.
            bool detailed = at < to && (tokens[at].Is(":") || tokens.IsOpen(at) || tokens.AtAny(at, "between", "from", "like", "with", "is", "are", "has", "have") > 0 || (tokens[at].IsWord && tokens[at].Lower is "linked" or "linking"));
            if (values.Count > 0 && setting != Setting.Sql && !slashed && !names && (detailed || (known(tokens.Key(start, end - start)) && usual?.Contains(tokens.Key(start, end - start)) != true)))
            {
                break;
            }
            string text = tokens.Text[tokens[start].Start..tokens[end - 1].End];
            values.Add((tokens[start].Kind == TokenKind.Quoted ? tokens[start].Text : text, weight, percent, tail));
            taken = at;
            if (at < to && (tokens[at].Is(",") || tokens[at].Is("/") || tokens[at].Is("|") || tokens[at].Is("or") || tokens[at].Is("and") || tokens[at].Is("vs")))
            {
                bool comma = tokens[at].Is(",");
                if (slashed && comma)
                {
                    break;
                }
                slashed = tokens[at].Is("/") || tokens[at].Is("|");
                at++;
                if (comma && (tokens[at].Is("or") || tokens[at].Is("and")))
                {
                    at++;
                }
                while (tokens[at].Is("a") || tokens[at].Is("an") || tokens[at].Is("either"))
                {
                    at++;
                }
                if (at == item)
                {
                    break;
                }
                continue;
            }
            break;
        }
        i = values.Count > 0 ? taken : i;
        // Numbers after every value are weights; after some they belong to the names, as in "economy 7".
        bool weighted = values.Count > 1 && values.TrueForAll(value => value.Weight is not null && value.Tail.Length > 0);
        return [.. values.Select(value => value.Tail.Length > 0 && !weighted ? (value.Value + " " + value.Tail, null) : (value.Value, value.Weight)).Where(value => value.Item1.Trim().Length > 0).Take(200)];
    }

    private int Slashed(int at, List<(string, double?)> values)
    {
        while (tokens[at].Is("/") && (tokens[at + 1].IsWord || tokens[at + 1].IsNumber))
        {
            values.Add((tokens[at + 1].Text, null));
            at += 2;
        }
        return at;
    }
}

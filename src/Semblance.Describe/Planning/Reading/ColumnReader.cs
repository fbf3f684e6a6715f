using Semblance.Describe.Catalog;

namespace Semblance.Describe.Planning.Reading;

/// <summary>Reads columns with what is said of their values: "age 16-75", "status: pending 10%, paid", "SKU (unique, like AB-1234)", "price decimal(8,2)".</summary>
internal sealed class ColumnReader
{
    private readonly PlanCatalog _catalog;
    private readonly TokenList _tokens;
    private readonly ColumnNames _names;
    private readonly TypeReader _types;
    private readonly ValueListReader _values;
    private readonly OrderReader _orders;
    private readonly ColumnDetailReader _details;

    public ColumnReader(PlanCatalog catalog, TokenList tokens)
    {
        _catalog = catalog;
        _tokens = tokens;
        _names = new ColumnNames(catalog, tokens);
        _types = new TypeReader(tokens);
        _values = new ValueListReader(tokens);
        _orders = new OrderReader(tokens, _names);
        _details = new ColumnDetailReader(catalog, tokens, _types, _values, _orders);
    }

    /// <summary>The orders of columns that were met on the way: later column, words of the earlier one, days.</summary>
    public List<(string Later, string Earlier, (double, double)? Days)> Orders => _orders.Found;

    /// <summary>Reads lists of values.</summary>
    public ValueListReader Values => _values;

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
            if (_tokens.IsSeparator(i) || _tokens[i].Kind == TokenKind.Line || _tokens[i].Is("-") || _tokens[i].Is("*") || _tokens[i].Is("|") || _tokens[i].Is("."))
            {
                i++;
                continue;
            }
            if (sql && _tokens.AtAny(i, "primary key", "foreign key", "unique", "constraint", "check", "index", "key") > 0)
            {
                // A constraint of the table, up to the next comma outside of brackets.
                while (i < to && !_tokens[i].Is(","))
                {
                    i = _tokens.IsOpen(i) ? _tokens.Closing(i) + 1 : i + 1;
                }
                continue;
            }
            int before = i;
            if (Read(ref i, to, known, sql ? ColumnSetting.Sql : ColumnSetting.List) is { } column)
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

    /// <summary>Reads one column; null, with the place unchanged, if there is none.</summary>
    public ColumnWish? Read(ref int i, int to, Func<string, bool> known, ColumnSetting setting)
    {
        int at = i;
        bool unique = false;
        double? nulls = null;
        while (at < to && _tokens[at].IsWord && (WordSets.Determiners.Contains(_tokens[at].Lower) || WordSets.Adjectives.Contains(_tokens[at].Lower) || _tokens[at].Lower is "unique" or "optional" or "nullable" or "required" or "mandatory" or "distinct" or "also" or "or" or "and" or "plus" or "their" or "its" or "column" or "columns") && !_names.IsWhole(at, to))
        {
            unique |= _tokens[at].Lower is "unique" or "distinct";
            nulls = _tokens[at].Lower is "optional" or "nullable" ? 0.15 : _tokens[at].Lower is "required" or "mandatory" ? 0 : nulls;
            at++;
        }
        int start = at, name = _names.Length(at, to, setting, known);
        if (name == 0)
        {
            return null;
        }
        at = start + name;
        List<string> parts = [];
        for (int k = start; k < at; k++)
        {
            parts.Add(_tokens[k].Kind == TokenKind.Quoted || _tokens[k].Lower.Length == _tokens[k].Text.Length ? _tokens[k].Text : _tokens[k].Text[..^2]);
        }
        // "start and end time", "first and last name": what the second ends with belongs to both.
        if (parts.Count == 1 && _tokens[at].Is("and") && WordSets.Firsts.Contains(parts[0].ToLowerInvariant()) && at + 2 < to && WordSets.Firsts.Contains(_tokens[at + 1].Lower) && WordSets.Lasts.Contains(_tokens[at + 2].Lower))
        {
            string shared = _tokens[at + 2].Lower;
            parts.Add(shared.EndsWith('s') && shared.Length > 4 && shared != "address" ? English.Singular(shared) : shared);
        }
        string? type = null;
        int? decimals = null;
        // "id int", "created timestamp": the last word is the type, unless it is a part of a name.
        if (parts.Count > 1 && TypeReader.Of(parts[^1], setting == ColumnSetting.Sql || (setting == ColumnSetting.List && parts.Count == 2 && parts[0].Contains('_', StringComparison.Ordinal))) is { } last && !(setting != ColumnSetting.Sql && known(Spelling.Key(string.Join(' ', parts)))))
        {
            type = last;
            parts.RemoveAt(parts.Count - 1);
            at = _types.Precision(at, type, out decimals);
        }
        // "plan type prepaid/postpaid", "churned yes/no": the last word is the first of the values.
        List<(string, double?)>? slashed = null;
        if (_tokens[at].Is("/") && parts.Count > 1 && _tokens[at + 1].IsWord)
        {
            slashed = [(parts[^1], null)];
            parts.RemoveAt(parts.Count - 1);
            at = _values.Slashed(at, slashed);
        }
        else if (_tokens[at].IsWord && _tokens[at].Text.Length == 1 && _tokens[at + 1].Is("/"))
        {
            // "gender M/F"
            slashed = [(_tokens[at].Text, null)];
            at = _values.Slashed(at + 1, slashed);
        }
        else if (type is null && setting != ColumnSetting.Sql && Bare(start, parts.Count, to, known, out int after) is { } bare)
        {
            slashed = bare.Values;
            parts.RemoveRange(bare.Length, parts.Count - bare.Length);
            at = after;
        }
        // "pay date monthly"
        if (parts.Count > 1 && parts[^1].ToLowerInvariant() is "monthly" or "weekly" or "daily" or "yearly" or "annually" or "quarterly" && !known(Spelling.Key(string.Join(' ', parts))) && known(Spelling.Key(string.Join(' ', parts.SkipLast(1)))))
        {
            parts.RemoveAt(parts.Count - 1);
        }
        if (ColumnNames.Of(parts) is not { } text)
        {
            return null;
        }
        var column = new ColumnWish { Name = text, Type = type, Decimals = decimals, Unique = unique, Nullable = nulls, Values = slashed };
        if (setting == ColumnSetting.Sql && type is null && _tokens.IsOpen(at))
        {
            at = _tokens.Closing(at) + 1;
        }
        _details.Read(ref at, to, column, known, setting);
        i = at;
        return column;
    }

    // "status pending, shipped or delivered", "side buy or sell": the name ends where what it usually holds begins.
    private (int Length, List<(string, double?)> Values)? Bare(int start, int name, int to, Func<string, bool> known, out int after)
    {
        after = start + name;
        if (name < 2 || !(_tokens[after].Is(",") || _tokens[after].Is("or") || (_tokens[after].IsNumber && _tokens[after].IsPercent)) || known(_tokens.Key(start, name)))
        {
            return null;
        }
        for (int length = name - 1; length >= 1; length--)
        {
            string key = _tokens.Key(start, length);
            bool holdsKinds = _catalog.ValuesOf(key) is not null || _catalog.Meaning(key)?.Forms is [{ Generator: "choice" }, ..] || WordSets.Kinds.Contains(key[(key.LastIndexOf(' ') + 1)..]);
            int at = start + length;
            if ((holdsKinds || (length == name - 1 && _tokens[after].Is("or"))) && _values.Bare(ref at, to, holdsKinds, _catalog.ValuesOf(key)) is { Count: > 1 } values)
            {
                after = at;
                return (length, values);
            }
        }
        return null;
    }
}

using System.Globalization;
using Semblance.Describe.Catalog;
using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning.Reading;

/// <summary>
/// Reads a prompt from left to right: names of tables, brackets and lists with their columns, numbers with what they count. What can only be
/// understood once all tables are known (shares, counts, orders, columns named in passing) is kept and settled at the end.
/// It never fails: what it does not understand it leaves out.
/// </summary>
internal sealed class PromptReader
{
    private readonly PlanCatalog _catalog;
    private readonly TokenList _tokens;
    private readonly Nouns _nouns;
    private readonly ColumnReader _columns;
    private readonly PromptReading _reading = new();
    private readonly DomainScores _domains;
    private readonly List<LateMention> _late = [];

    // The table that is spoken of, and whether another table may come next.
    private EntityWish? _subject;
    private bool _expectTable;
    private long? _rowsOfNext;

    private PromptReader(PlanCatalog catalog, string prompt)
    {
        _catalog = catalog;
        _tokens = new TokenList(prompt);
        _nouns = new Nouns(catalog, _tokens);
        _columns = new ColumnReader(catalog, _tokens);
        _domains = new DomainScores(catalog, _tokens, _nouns);
    }

    /// <summary>Reads a prompt.</summary>
    public static PromptReading Read(PlanCatalog catalog, string prompt) => new PromptReader(catalog, prompt).Read();

    private PromptReading Read()
    {
        _reading.Domains.AddRange(_domains.Ranked);
        _reading.Locale = PlaceNames.Find(_tokens);
        int i = 0;
        bool start = true;
        while (!_tokens.IsEnd(i))
        {
            if (_tokens.EndsStatement(i))
            {
                i++;
                start = true;
                continue;
            }
            if (start)
            {
                _expectTable = true;
                start = false;
                while (_tokens[i].Kind == TokenKind.Mark && _tokens[i].Text is "-" or "*" or "•" or ">" or "#")
                {
                    i++;
                }
                if (_tokens.EndsStatement(i))
                {
                    continue;
                }
            }
            int before = i;
            Step(ref i);
            if (i == before)
            {
                i++;
            }
        }
        if (_reading.Entities.Count == 0)
        {
            ReadMeagre();
        }
        new LateReader(_catalog, _reading, Known).Settle(_late);
        Purge();
        return _reading;
    }

    private void Step(ref int i)
    {
        if (CreateTable(ref i) || Negation(ref i) || Hierarchy(ref i) || Constraint(ref i) || Each(ref i) || Amount(ref i))
        {
            return;
        }
        if (Table(ref i))
        {
            return;
        }
        if (_subject is not null && TheyVerb(ref i))
        {
            return;
        }
        if (PassingColumn(ref i) || Span(ref i))
        {
            return;
        }
        Token token = _tokens[i];
        if (token.IsWord)
        {
            string word = token.Lower;
            if (WordSets.Having.Contains(word) || WordSets.Asking.Contains(word) || word is "about" or "of" or "for" or "between" or "linking" or "following" or "both" or "tables" or "entities" or "datasets" or "also")
            {
                _expectTable = true;
            }
            else if (!WordSets.Determiners.Contains(word) && !WordSets.Adjectives.Contains(word) && !_tokens.IsSeparator(i) && !(WordSets.Containers.Contains(word)) && word is not ("please" or "me" or "us" or "i" or "we" or "you" or "called" or "named" or "the" or "can" or "could" or "would" or "like" or "to"))
            {
                _expectTable = false;
            }
        }
        else if (token.Is(":"))
        {
            if (_subject is { Columns.Count: 0 } subject)
            {
                Colon(ref i, subject);
                return;
            }
            _expectTable = true;
        }
        else if (token.Is(","))
        {
            _expectTable |= _subject is not null;
        }
        i++;
    }

    private bool Known(string key) => Known(_subject, key);

    /// <summary>Whether a key is that of a column that a table may have.</summary>
    private bool Known(EntityWish? entity, string key) => entity?.Catalog?.Column(key) is not null || _catalog.Meaning(key) is not null || key.EndsWith(" id", StringComparison.Ordinal) || key == "id";

    // Tables

    /// <summary>Reads a table's name with the columns that follow; false if none stands here.</summary>
    private bool Table(ref int i)
    {
        int at = i;
        while (_tokens[at].IsWord && (WordSets.Determiners.Contains(_tokens[at].Lower) || WordSets.Adjectives.Contains(_tokens[at].Lower)) && _nouns.Find(at) is null)
        {
            at++;
        }
        NounMatch? match = _nouns.Find(at);
        bool columnsFollow = match is not null && ColumnsFollow(at + match.Length, match.Key);
        if (match is not null && !IsTable(at, match, columnsFollow))
        {
            match = null;
        }
        if (match is null && _nouns.Unknown(at, false) is { } next && UnknownIsTable(next.Start, next.Match))
        {
            (at, match) = next;
        }
        if (match is null && _nouns.Unknown(at, true) is { } bracketed && _tokens.IsOpen(bracketed.Start + bracketed.Match.Length) && LooksLikeColumns(bracketed.Start + bracketed.Match.Length, bracketed.Match.Key))
        {
            (at, match) = bracketed;
        }
        if (match is null)
        {
            return false;
        }
        EntityWish entity = Take(at, match);
        _listsColumns = false;
        _tableEnd = at + match.Length;
        i = at + match.Length;
        i += _tokens.AtAny(i, "table", "tables", "dataset", "datasets", "records", "data", "list", "entity", "entities", "information", "details", "file", "rows");
        int end = i;
        AfterTable(ref i, entity);
        if (i > end && _tokens[i - 1].Is(")"))
        {
            _tableEnd = i;
        }
        return true;
    }

    // Where the name of the last table, with its bracket, ended.
    private int _tableEnd = -1;

    private bool FollowsTable(int at)
    {
        int i = _tableEnd;
        while (i >= 0 && i < at && (_tokens.IsSeparator(i) || WordSets.Determiners.Contains(_tokens[i].Lower)))
        {
            i++;
        }
        return i == at && i > _tableEnd;
    }

    // Whether a name of the catalog means a table here and not, in the singular, the business, or a column of the table spoken of.
    private bool IsTable(int at, NounMatch match, bool columnsFollow)
    {
        int after = at + match.Length;
        if (columnsFollow)
        {
            return true;
        }
        if (match.Length == 1 && RangeReader.SkipUnit(_tokens, at) > at && (_tokens[at - 1].IsNumber || _tokens[at - 1].Lower is "in" or "square" or "cubic" or "per"))
        {
            return false;
        }
        if (match.Length == 1 && _tokens[after].Lower is "management" or "control" or "tracking" or "software" && !_tokens.IsSeparator(after))
        {
            return false;
        }
        bool names = _tokens.AtAny(after, "table", "tables", "dataset", "datasets", "records", "record", "data", "list", "lists", "entity", "entities", "information", "details", "file", "rows", "database") > 0;
        if (!match.IsPlural)
        {
            // "watch history", "point of sale": what is one thing in many rows, in a list of tables.
            if (match.Length > 1 && FollowsTable(at) && (_tokens.IsSeparator(after) || _tokens.EndsStatement(after)))
            {
                return true;
            }
            return names && !_tokens.At(after, "database") && !IsBusiness(match) && !WordSets.Adjectives.Contains(match.Key);
        }
        // "customer names" and "order dates" are columns of customers and orders.
        if (_tokens[after].IsWord && !names && !WordSets.Stops.Contains(_tokens[after].Lower) && match.Candidates.Count > 0 && match.Length == 1 && English.Singular(_tokens[at].Lower) == _tokens[at].Lower && _catalog.Meaning(_tokens.Key(after, 1)) is not null)
        {
            return false;
        }
        return true;
    }

    private bool IsBusiness(NounMatch match) => _catalog.DomainsOf(match.Key).Count > 0;

    private bool UnknownIsTable(int at, NounMatch match)
    {
        int after = at + match.Length;
        if (_catalog.DomainsOf(match.Key).Count > 0 && !_tokens.IsOpen(after))
        {
            return false;
        }
        if (ColumnsFollow(after, match.Key))
        {
            return true;
        }
        // A word that means a column, with or without its table's name before it, is one, "realistic names and prices", unless it goes on with a list of tables.
        if (!FollowsTable(at) && (_catalog.Meaning(match.Key) is not null || (match.Length > 1 && _catalog.Meaning(_tokens.Key(after - 1, 1)) is not null && _catalog.Entities(_tokens.Key(at, match.Length - 1)).Count > 0)))
        {
            return false;
        }
        return _expectTable && (_subject is null || !_subject.IsFirm || _tokens[after].Is(":") || (_tokens[at - 1].Kind == TokenKind.Mark && _tokens[at - 1].Text is "-" or "*" or "•") || _tokens.IsSeparator(at - 1) || _tokens[at - 1].Lower is "the" or "their" or "of" or "for" or "with" || _tokens.EndsStatement(at - 1) || WordSets.Asking.Contains(_tokens[at - 1].Lower));
    }

    private bool ColumnsFollow(int after, string key) =>
        (_tokens.IsOpen(after) && LooksLikeColumns(after, key)) || (_tokens.IsOpen(after + 1) && _tokens[after].Lower is "table" or "tables" or "dataset" or "data" or "records" or "entity" or "list" && LooksLikeColumns(after + 1, key));

    // A bracket holds columns, and not remarks or values, if it names keys or other columns that are known.
    private bool LooksLikeColumns(int open, string key)
    {
        int close = _tokens.Closing(open), items = 0, columns = 0;
        if (_tokens[open + 1].Lower is "like" or "e.g." or "eg" or "such" or "between" or "from" or "up" or "mostly" or "most" or "about")
        {
            return false;
        }
        EntityWish? entity = Existing(key);
        CatalogEntity? known = entity?.Catalog ?? (_catalog.Entities(key) is { Count: > 0 } candidates ? _domains.Choose(key, candidates) : null);
        bool isValueColumn = entity is null && known is null && _catalog.Meaning(key) is not null;
        for (int i = open + 1; i < close; i++)
        {
            bool first = i == open + 1 || _tokens[i - 1].Is(",") || _tokens[i - 1].Is(";") || _tokens[i - 1].Kind == TokenKind.Line;
            if (!first || !(_tokens[i].IsWord || _tokens[i].Kind == TokenKind.Quoted))
            {
                if (_tokens.IsOpen(i))
                {
                    i = _tokens.Closing(i);
                }
                continue;
            }
            items++;
            for (int length = 4; length >= 1; length--)
            {
                if (Enumerable.Range(i, length).All(k => _tokens[k].IsWord) && _tokens.Key(i, length) is var name && (known?.Column(name) is not null || (_catalog.Meaning(name) is not null && !isValueColumn) || name is "id" || name.EndsWith(" id", StringComparison.Ordinal)))
                {
                    columns++;
                    break;
                }
            }
        }
        return items >= 1 && columns * 2 >= items && (items > 1 || columns == 1 && !isValueColumn);
    }

    /// <summary>The table of a name, taken into the reading as one that is wanted.</summary>
    private EntityWish Take(int at, NounMatch match, bool firm = true)
    {
        EntityWish? entity = Existing(match.Key);
        CatalogEntity? known = match.Candidates.Count > 0 ? _domains.Choose(match.Key, match.Candidates) : null;
        entity ??= known is null ? null : _reading.Entities.Find(other => other.Catalog == known && Overlaps(other, match.Key));
        if (entity is null)
        {
            List<string> words = match.Corrected is not null ? [.. match.Key.Split(' ')] : _tokens.Words(at, match.Length);
            string singular = string.Join(' ', words.SkipLast(1).Append(English.Singular(words[^1])));
            string name = Written(at, match, words, known);
            entity = new EntityWish { Name = FreeName(name), Singular = known is not null && Spelling.Key(known.Name) == Spelling.Key(singular) ? known.Singular : singular, Catalog = known };
            if (match.Corrected is not null)
            {
                _reading.Warnings.Add($"'{_tokens[at].Text}' was read as {entity.Name}.");
            }
            _reading.Entities.Add(entity);
        }
        entity.IsFirm |= firm;
        if (_rowsOfNext is { } rows)
        {
            entity.Rows ??= rows;
            _rowsOfNext = null;
        }
        return entity;
    }

    // Two names of one entity are the same table, unless both are tables in their own right: owners and landlords.
    private static bool Overlaps(EntityWish entity, string key) => entity.Key == key || entity.Key.EndsWith(" " + key, StringComparison.Ordinal) || key.EndsWith(" " + entity.Key, StringComparison.Ordinal) || !entity.IsFirm
        || Spelling.Key(entity.Catalog!.Name) == key;

    private EntityWish? Existing(string key) => _reading.Entities.Find(entity => entity.Key == key || Spelling.Key(entity.Name) == key);

    private string Written(int at, NounMatch match, List<string> words, CatalogEntity? known)
    {
        string text = _tokens[at].Text;
        if (match.Corrected is null && match.Length == 1 && text.Skip(1).Any(char.IsUpper) && text.Any(char.IsLower))
        {
            return text; // SensorReadings, as it is written.
        }
        bool general = known is not null && words.Count > 1 && (WordSets.Containers.Contains(words[^1]) || words[^1] == "record");
        if (general)
        {
            return known!.Name;
        }
        words = [.. words.SkipLast(1), English.Plural(English.Singular(words[^1]))];
        string name = Spelling.Snake(words);
        return ColumnReader.ColumnName([name]) ?? "table";
    }

    private string FreeName(string name)
    {
        string free = name;
        for (int i = 2; _reading.Entities.Exists(entity => string.Equals(entity.Name, free, StringComparison.OrdinalIgnoreCase)); i++)
        {
            free = $"{name}_{i}";
        }
        return free;
    }

    // What follows a table's name: a bracket or list of columns, a verb with another table, a number of rows.
    private void AfterTable(ref int i, EntityWish entity)
    {
        EntityWish? before = _subject;
        bool their = _tokens[i - 2].Is("their") || _tokens[i - 2].Is("its") || (_tokens[i - 3].Is("their") && _tokens[i - 2].IsWord);
        if (their && before is not null && before != entity)
        {
            _reading.Relations.Add(new RelationWish(before, entity));
        }
        _subject = entity;
        _expectTable = false;
        if (_tokens.IsOpen(i))
        {
            int close = _tokens.Closing(i);
            if (LooksLikeColumns(i, entity.Key) || entity.Catalog is null)
            {
                TakeColumns(entity, _columns.ReadAll(i + 1, close, key => Known(entity, key)), true);
            }
            else
            {
                Remarks(i + 1, close, entity);
            }
            i = Math.Min(close + 1, _tokens.Count);
            _expectTable = true;
        }
        if (_tokens[i].Is(":") || (_tokens[i].Is("-") && _tokens[i + 1].IsWord))
        {
            Colon(ref i, entity);
            return;
        }
        if (_tokens[i].Is("aged") || _tokens.At(i, "between the ages of") || _tokens.At(i, "of age"))
        {
            int at = i + (_tokens[i].Is("aged") ? 1 : _tokens.AtAny(i, "between the ages of", "of age"));
            if (RangeReader.TryRead(_tokens, ref at, out double? youngest, out double? oldest, true) || (_tokens[at].IsNumber && _tokens[at + 1].Is("and") && Pair(ref at, out youngest, out oldest)))
            {
                entity.Columns.Add(new ColumnWish { Name = "age", Min = youngest, Max = oldest });
                i = at;
            }
        }
        // "with their city", "that have names": columns, up to the next table.
        int having = i + _tokens.AtAny(i, "that", "which", "who", "where each has", "each");
        if (_tokens[i].Lower is "in" or "from" or "of" or "at" or "for" or "on")
        {
            // "listings in Spain with bedrooms and price"
            int past = i + 1;
            while (past < i + 5 && _tokens[past].IsWord && !WordSets.Having.Contains(_tokens[past].Lower) && _nouns.Find(past) is not { IsPlural: true })
            {
                past++;
            }
            having = past > i + 1 && _tokens[past].Lower is "with" or "including" or "having" && !_tokens[past + 1].IsNumber ? past : having;
        }
        if (WordSets.Having.Contains(_tokens[having].Lower))
        {
            i = having + 1;
            if (_tokens[i].Is(":") || _tokens.At(i, "columns") || _tokens.At(i, "fields"))
            {
                i += _tokens[i].Is(":") ? 1 : _tokens[i + 1].Is(":") ? 2 : 1;
            }
            List(ref i, entity);
            return;
        }
        if (_tokens.IsSeparator(i) || _tokens[i].Is("with"))
        {
            _expectTable = true;
            if (_tokens[i + 1].Is("their") || _tokens[i + 1].Is("its"))
            {
                int at = i + 2;
                if (_nouns.Find(at) is null || !_nouns.Find(at)!.IsPlural || (entity.Catalog?.Column(_tokens.Key(at, 1)) is not null))
                {
                    i = at;
                    List(ref i, entity);
                }
            }
            return;
        }
        VerbTable(ref i, entity);
    }

    private bool Pair(ref int at, out double? low, out double? high)
    {
        low = _tokens[at].Value;
        high = _tokens[at + 2].Value;
        bool is_number = _tokens[at + 2].IsNumber;
        at += is_number ? 3 : 0;
        return is_number;
    }

    // "customers place orders", "dragons guard castles": a relation.
    private void VerbTable(ref int i, EntityWish entity)
    {
        int at = i + _tokens.AtAny(i, "can", "may", "will", "then", "also", "usually", "who", "that", "which", "have to");
        if (Hierarchy(ref at))
        {
            i = at;
            return;
        }
        if (!_tokens[at].IsWord || !WordSets.Verbs.Contains(_tokens[at].Lower))
        {
            return;
        }
        bool belongs = _tokens.At(at, "belong to") || _tokens.At(at, "belongs to") || _tokens.At(at, "belong") || _tokens.At(at, "belongs");
        bool eachOther = _tokens.At(at + 1, "each other") || _tokens.At(at + 1, "one another");
        if (eachOther && _tokens[at].Lower is "follow" or "follows" && _catalog.EntityNamed("follows") is { } follows && !_reading.Entities.Exists(other => other.Catalog == follows))
        {
            _reading.Entities.Add(new EntityWish { Name = follows.Name, Singular = follows.Singular, Catalog = follows, IsFirm = true });
            i = at + 3;
            _expectTable = true;
            return;
        }
        // "parcels travel from warehouses", "staff work in stores": those are what the table refers to.
        int next = at + 1 + _tokens.AtAny(at + 1, "in", "on", "at", "to", "for", "from", "with", "into", "by", "of");
        belongs |= next > at + 1 && _tokens[next - 1].Lower is "in" or "at" or "to" or "from" or "into";
        if (TableAt(ref next) is { } other && other != entity)
        {
            _reading.Relations.Add(belongs ? new RelationWish(other, entity) : new RelationWish(entity, other));
            i = next;
            // "write posts and leave comments": the same ones go on doing things.
            _subject = _tokens[i].Is("and") && WordSets.Verbs.Contains(_tokens[i + 1].Lower) ? entity : other;
            if (_subject == entity)
            {
                i++;
                VerbTable(ref i, entity);
                return;
            }
            AfterOther(ref i, other);
        }
    }

    private void AfterOther(ref int i, EntityWish other)
    {
        _subject = other;
        if (_tokens.IsOpen(i) || WordSets.Having.Contains(_tokens[i].Lower) || _tokens[i].Is(":"))
        {
            AfterTable(ref i, other);
        }
        else
        {
            _expectTable = _tokens.IsSeparator(i);
        }
    }

    /// <summary>A table in the plural here, after articles and adjectives; null if there is none.</summary>
    private EntityWish? TableAt(ref int i)
    {
        int at = i;
        while (_tokens[at].IsWord && (WordSets.Determiners.Contains(_tokens[at].Lower) || WordSets.Adjectives.Contains(_tokens[at].Lower)) && _nouns.Find(at) is null)
        {
            at++;
        }
        if (_nouns.Find(at) is { IsPlural: true } match)
        {
            i = at + match.Length;
            return Take(at, match);
        }
        if (_nouns.Unknown(at, false) is { } unknown && _catalog.Meaning(unknown.Match.Key) is null)
        {
            i = unknown.Start + unknown.Match.Length;
            return Take(unknown.Start, unknown.Match);
        }
        return null;
    }

    // "the castles they guard": one each of the table spoken of before.
    private bool TheyVerb(ref int i)
    {
        if (_tokens.AtAny(i, "they", "we", "he", "she", "it", "that they", "which they") is > 0 and var who && WordSets.Verbs.Contains(_tokens[i + who].Lower))
        {
            int place = _reading.Entities.IndexOf(_subject!);
            if (_tokens[i + who - 1].Is("they") && place > 0)
            {
                _reading.Relations.Add(new RelationWish(_reading.Entities[place - 1], _subject!));
            }
            i += who + 1;
            // "with their price": columns of the table.
            if (WordSets.Having.Contains(_tokens[i].Lower) || _tokens.At(i, "on each") || _tokens[i].Is("(") || _tokens[i].Is(":"))
            {
                AfterTable(ref i, _subject!);
            }
            return true;
        }
        return false;
    }

    private void TakeColumns(EntityWish entity, List<ColumnWish> columns, bool complete)
    {
        foreach (ColumnWish column in columns)
        {
            if (entity.Columns.Find(other => string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase)) is { } same)
            {
                same.Add(column);
            }
            else
            {
                entity.Columns.Add(column);
            }
        }
        entity.IsComplete |= complete && columns.Count > 0;
        TakeOrders(entity);
    }

    private void TakeOrders(EntityWish? entity)
    {
        foreach ((string later, string earlier, (double, double)? days) in _columns.Orders)
        {
            _reading.Orders.Add(new OrderWish(entity, earlier, later) { Days = days });
        }
        _columns.Orders.Clear();
    }

    // In a bracket after a table that holds no columns: "(20% returning)", "(about 500)", "(basic, plus, premium)".
    private void Remarks(int from, int to, EntityWish entity)
    {
        for (int i = from; i < to; i++)
        {
            int at = i;
            if (_tokens[i].IsNumber && Share(ref at, entity))
            {
                i = at - 1;
            }
            else if (_tokens[i].IsNumber && !_tokens[i].IsPercent && i + 1 >= to && _tokens[i].Value is >= 1 and <= 1e9)
            {
                entity.Rows ??= (long)_tokens[i].Value;
            }
        }
    }

    // "Stores: store_id, name, region (North, South)" are columns; "policies: home, car, life" are kinds of policies; "tables: a, b" are tables.
    private void Colon(ref int i, EntityWish entity)
    {
        int at = i + 1, end = at, items = 0, columns = 0, tables = 0;
        while (!_tokens.EndsStatement(end) && !(_tokens[end].Is("and") && _nouns.Find(end + 1) is { IsPlural: true } && _tokens.IsOpen(end + 2)))
        {
            bool first = end == at || _tokens[end - 1].Is(",");
            if (first && _tokens[end].IsWord)
            {
                items++;
                bool column = false;
                for (int length = 4; length >= 1 && !column; length--)
                {
                    column = Enumerable.Range(end, length).All(k => _tokens[k].IsWord) && Known(entity, _tokens.Key(end, length));
                }
                // "bookings: guests book rooms" says what happens, not what columns there are.
                if (column && _nouns.Find(end) is { IsPlural: true } doer && _tokens[end + doer.Length].IsWord && WordSets.Verbs.Contains(_tokens[end + doer.Length].Lower))
                {
                    column = false;
                }
                columns += column ? 1 : 0;
                tables += !column && _nouns.Find(end) is { IsPlural: true } ? 1 : 0;
            }
            end = _tokens.IsOpen(end) ? _tokens.Closing(end) + 1 : end + 1;
        }
        if (tables > 0 && tables >= columns)
        {
            i = at;
            _expectTable = true;
            return;
        }
        if (items > 0 && columns * 2 >= items)
        {
            // A list that names a key is all of the table; one that does not leaves keys and references to us.
            List<ColumnWish> listed = _columns.ReadAll(at, end, key => Known(entity, key));
            bool keyed = listed.Exists(column => column.Key == "id" || column.Key.EndsWith(" id", StringComparison.Ordinal));
            TakeColumns(entity, listed, keyed);
            entity.NamesColumns |= !keyed && columns >= 2;
            i = end;
            return;
        }
        int value = at;
        List<(string Value, double? Weight)> values = _columns.ReadValues(ref value, end, static _ => false, ColumnReader.Setting.Prose);
        if (values.Count > 1 && KindColumn(entity, values) is { } kind)
        {
            entity.Columns.Add(new ColumnWish { Name = kind, Values = values });
            i = value;
            return;
        }
        if (items > 1)
        {
            TakeColumns(entity, _columns.ReadAll(at, end, key => Known(entity, key)), true);
            i = end;
            return;
        }
        i = at;
    }

    // The column that says what kind of thing a row is.
    private static string? KindColumn(EntityWish entity, List<(string Value, double? Weight)> values)
    {
        foreach (string name in new[] { "type", "kind", "category", "status" })
        {
            if (entity.Catalog?.Column(name) is { } column && column.Forms is [{ Generator: "choice" }, ..] && column.Forms[0].Parameters!["values"]!.AsArray().Any(value => values.Exists(wish => string.Equals(wish.Value, value!.ToString(), StringComparison.OrdinalIgnoreCase))))
            {
                return column.Name;
            }
        }
        return entity.Catalog?.Column("type")?.Name ?? entity.Catalog?.Column("category")?.Name ?? "type";
    }

    // Lists of columns in sentences

    /// <summary>Reads what a table has, from after "with" to the end of the list: columns, numbers of children, other tables.</summary>
    private void List(ref int i, EntityWish entity)
    {
        var columns = new List<ColumnWish>();
        bool tables = false;
        while (!_tokens.EndsStatement(i))
        {
            int item = i;
            while (_tokens.IsSeparator(i) || _tokens.AtAny(i, "also", "a", "an", "their", "its", "the", "as well as", "along with", "together with", "his", "her", "each") is > 0)
            {
                i += Math.Max(1, _tokens.AtAny(i, "as well as", "along with", "together with", "also", "a", "an", "their", "its", "the", "his", "her", "each"));
            }
            if (_tokens.EndsStatement(i))
            {
                break;
            }
            if (MostlyHours(ref i, entity))
            {
                continue;
            }
            // "customers with 1 to 5 orders"
            int at = i;
            if (Children(ref at, entity))
            {
                i = at;
                tables = true;
                continue;
            }
            NounMatch? table = _nouns.Find(i);
            if (table is not null && ColumnsFollow(i + table.Length, table.Key) && entity.Catalog?.Column(table.Key) is null)
            {
                break;
            }
            if (table is { IsPlural: true } && entity.Catalog?.Column(table.Key) is null && (table.Length > 1 || _catalog.Meaning(table.Key) is null || !NextIsColumn(i + table.Length) || tables))
            {
                if (columns.Count == 0 || tables)
                {
                    EntityWish other = Take(i, table);
                    if (other != entity)
                    {
                        _reading.Relations.Add(new RelationWish(entity, other));
                    }
                    i += table.Length;
                    tables = true;
                    if (_tokens.IsOpen(i) || WordSets.Having.Contains(_tokens[i].Lower) || _tokens.At(i, "that") || (_tokens[i].IsWord && WordSets.Verbs.Contains(_tokens[i].Lower)))
                    {
                        AfterTable(ref i, other);
                        return;
                    }
                    if (!_tokens.IsSeparator(i))
                    {
                        _subject = other;
                        break;
                    }
                    continue;
                }
                i = item;
                break;
            }
            int amount = i;
            if (_tokens[i].IsNumber && !_tokens[i].IsPercent && Amount(ref amount))
            {
                i = amount;
                continue;
            }
            if (_tokens[i].IsNumber && _tokens[i].IsPercent && Share(ref amount, entity))
            {
                i = amount;
                continue;
            }
            if (_tokens[i].IsWord && (WordSets.Verbs.Contains(_tokens[i].Lower) && !Known(entity, _tokens.Key(i, 1)) && !(_tokens[i + 1].IsWord && Known(entity, _tokens.Key(i, 2))) || _tokens.AtAny(i, "no", "without", "not") > 0))
            {
                i = item;
                break;
            }
            int column = i;
            if (_columns.Read(ref column, _tokens.Count, key => Known(entity, key), ColumnReader.Setting.Prose) is not { } wish || IsNoColumn(wish))
            {
                i = Math.Max(item, column);
                break;
            }
            columns.Add(InSingular(wish));
            i = column;
            if (_tokens.AtAny(i, "linked to", "linking", "for each", "per", "of each") > 0 || (!_tokens.IsSeparator(i) && !_tokens.EndsStatement(i)))
            {
                break;
            }
        }
        TakeColumns(entity, [.. columns], false);
        entity.NamesColumns |= columns.Count >= 3;
        _subject = _subject is null || !tables ? entity : _subject;
        _expectTable = true;
    }

    // "customers with names and ages" have a name and an age.
    private ColumnWish InSingular(ColumnWish wish)
    {
        List<string> words = Spelling.Words(wish.Name);
        string singular = Spelling.Snake(words.SkipLast(1).Append(English.Singular(words[^1])));
        if (singular == wish.Name || !(singular == "name" || singular.EndsWith("_name", StringComparison.Ordinal) || _catalog.Meaning(wish.Key)?.Name == singular || _catalog.Meaning(wish.Key)?.Names.Contains(singular) == true))
        {
            return wish;
        }
        var renamed = new ColumnWish { Name = singular };
        renamed.Add(wish);
        return renamed;
    }

    // "reservations with party size, mostly in the evening": the time at which the table's rows happen.
    private bool MostlyHours(ref int i, EntityWish entity)
    {
        int at = i + _tokens.AtAny(i, "mostly", "usually", "mainly", "most of them", "typically");
        at += at > i ? _tokens.AtAny(at, "in the", "at", "during", "in") : 0;
        string? hours = at == i ? null : _tokens[at].Lower switch { "evening" or "evenings" => "evening", "night" => "night", "business" or "office" or "working" => "business", "day" or "daytime" => "day", _ => null };
        if (hours is null || entity.Catalog?.Columns.FirstOrDefault(column => column.Forms is [{ Generator: "datetime" }, ..]) is not { } column)
        {
            return false;
        }
        i = at + 1 + _tokens.AtAny(at + 1, "hours", "time");
        entity.Columns.Add(new ColumnWish { Name = column.Name, Hours = hours });
        return true;
    }

    // After a word that is both a column and a table, such as ratings: whether the list goes on with columns.
    private bool NextIsColumn(int i) => !_tokens.IsSeparator(i) || !_tokens[i + 1].IsWord || _catalog.Meaning(_tokens.Key(i + 1, 1)) is not null || _catalog.Meaning(_tokens.Key(i + 2, 1)) is not null;

    private static bool IsNoColumn(ColumnWish wish) => !wish.HasDetails && Spelling.Words(wish.Name) is [.., var last] && WordSets.Containers.Contains(last)
        && last is not ("name" or "names" or "id" or "ids" or "number" or "numbers" or "amount" or "format" or "model" or "range" or "value" or "industry" or "sector" or "key" or "file" or "system" or "platform" or "history");

    // Numbers

    /// <summary>"1 to 5 orders", "many users", "one address", "several orders each": children of each row of a table.</summary>
    private bool Children(ref int i, EntityWish parent)
    {
        int at = i;
        double? min = null, max = null;
        bool many = false, one = false;
        at += _tokens.AtAny(at, "can have", "may have", "has", "have", "can", "places", "place");
        if (_tokens.AtAny(at, "exactly one", "one", "a single", "exactly 1") is > 0 and var single && !_tokens[at + single].Is("to") && !_tokens[at + single].Is("or") && !_tokens[at + single].Is("-"))
        {
            at += single;
            one = true;
        }
        else if (_tokens.AtAny(at, "many", "several", "multiple", "any number of", "zero or more", "one or more", "at least one", "a number of", "lots of", "a few", "some") is > 0 and var several)
        {
            min = _tokens.AtAny(at, "one or more", "at least one") > 0 ? 1 : null;
            at += several;
            many = true;
        }
        else if (!RangeReader.TryRead(_tokens, ref at, out min, out max, true) || min is < 0 || max is > 1_000_000 || (min ?? max) != Math.Floor((min ?? max)!.Value))
        {
            return false;
        }
        while (_tokens[at].IsWord && (WordSets.Adjectives.Contains(_tokens[at].Lower) || WordSets.Determiners.Contains(_tokens[at].Lower)) && _nouns.Find(at) is null)
        {
            at++;
        }
        if (_nouns.Find(at) is { } match && (match.IsPlural || one))
        {
            // "5 product categories" are kinds of the table's rows unless categories are a table.
            if (Existing(match.Key) is null && min == max && min is not null && !many && parent.Catalog?.Column(match.Key) is not null)
            {
                return false;
            }
            if (one && parent.Catalog?.Column(match.Key) is not null)
            {
                return false;
            }
            EntityWish child = Take(at, match);
            if (child == parent)
            {
                return false;
            }
            i = at + match.Length;
            i += _tokens.AtAny(i, "each", "per");
            _reading.Relations.Add(new RelationWish(parent, child) { Min = many || min is null ? many && min is null ? null : (long?)min ?? 0 : (long)min, Max = max is { } most ? (long)most : null, OneToOne = one });
            return true;
        }
        if (!one && !many && _nouns.Unknown(at, false) is { } unknown && _catalog.Meaning(unknown.Match.Key) is null && parent.Catalog?.Column(unknown.Match.Key) is null && min != max)
        {
            EntityWish child = Take(unknown.Start, unknown.Match);
            i = unknown.Start + unknown.Match.Length;
            _reading.Relations.Add(new RelationWish(parent, child) { Min = (long)(min ?? 0), Max = max is { } most ? (long)most : null });
            return true;
        }
        return false;
    }

    // "each customer has 1 to 5 orders", "every workspace has many users", "for each parcel I want weight and carrier", "an actor plays in several movies".
    private bool Each(ref int i)
    {
        int lead = _tokens.AtAny(i, "for each", "for every", "of each", "of every", "each", "every", "per", "for a", "one", "a", "an", "in each", "on each", "by each", "any", "from each", "to each", "at each");
        if (lead == 0)
        {
            return false;
        }
        bool article = lead == 1 && _tokens[i].Lower is "a" or "an" or "one" or "any";
        int at = i + lead;
        if (_nouns.Find(at) is not { } match || (match.IsPlural && !_tokens[at].Is("of")))
        {
            if (article || _nouns.Unknown(at, true) is not { } unknown || Existing(unknown.Match.Key) is null)
            {
                return false;
            }
            (at, match) = unknown;
        }
        int after = at + match.Length;
        if (_tokens[i].Is("per") || _tokens.AtAny(i, "for each", "for every", "of each", "of every", "in each", "on each", "by each", "from each", "at each") > 0)
        {
            // "daily sales per bakery": the table before has one of these each.
            EntityWish? child = _subject;
            EntityWish parent = Take(at, match, true);
            if (child is not null && child != parent)
            {
                _reading.Relations.Add(new RelationWish(parent, child));
            }
            i = after;
            int wants = after + _tokens.AtAny(after, "i want", "we want", "i need", "we need", "include", "record", "store", "track", "keep", "list", "show", "add", "give", "there is", "there are", "have", "we have", "we store", "we track", "we record", "we keep", "i would like", "i'd like");
            if (wants > after || (_tokens[after].Is(",") && (wants = after + 1 + _tokens.AtAny(after + 1, "i want", "we want", "i need", "we need", "include", "record", "store", "track", "keep", "list", "show", "add", "give", "have")) > after + 1) || _tokens[after].Is(":"))
            {
                i = _tokens[after].Is(":") ? after + 1 : wants;
                _subject = parent;
                List(ref i, parent);
            }
            return true;
        }
        // "a claim can't be older than its policy"
        if (_tokens.AtAny(after, "can't be older than its", "cannot be older than its", "can not be older than its", "can't be before its", "cannot be before its", "must be after its", "is never before its", "comes after its", "is after its", "never before its", "must come after its", "can't be older than the", "cannot be older than the", "happens after its", "can't precede its", "cannot precede its") is > 0 and var than && _nouns.Find(after + than) is { } owner)
        {
            _reading.Orders.Add(new OrderWish(Take(at, match), "", "date") { EarlierEntity = Take(after + than, owner) });
            i = after + than + owner.Length;
            return true;
        }
        // "plays in several movies", "has 1 to 5 orders", "has a name and a price"
        int verb = after + _tokens.AtAny(after, "can", "may", "must", "should", "will", "usually", "always", "typically");
        bool has = _tokens[verb].Lower is "has" or "have" or "had" or "includes" or "contains";
        if (!has && !WordSets.Verbs.Contains(_tokens[verb].Lower))
        {
            return false;
        }
        int number = verb + 1 + _tokens.AtAny(verb + 1, "in", "on", "at", "to", "for", "from", "with");
        if (has && _tokens[number].IsWord && (_tokens[number].Lower.EndsWith("ed", StringComparison.Ordinal) || _tokens[number].Lower is "written" or "made" or "bought" or "taken" or "sold" or "read" or "given" or "won") && (_tokens[number + 1].IsNumber || _tokens.AtAny(number + 1, "between", "up to", "at least", "at most", "many", "several") > 0))
        {
            number++;
        }
        bool known = Existing(match.Key) is not null;
        EntityWish? existing = known || !article ? Take(at, match) : null;
        if (existing is null)
        {
            // An article begins many sentences; only a number of children makes it a relation.
            int probe = number;
            if (_tokens.AtAny(probe, "many", "several", "multiple", "one or more", "any number of") == 0 && !_tokens[probe].IsNumber && _tokens.AtAny(probe, "up to", "at least", "at most", "between") == 0)
            {
                return false;
            }
            existing = Take(at, match);
        }
        _subject = existing;
        int child_at = number;
        if (Children(ref child_at, existing))
        {
            i = child_at;
            _expectTable = true;
            return true;
        }
        if (_tokens.At(verb, "belongs to") || _tokens.At(verb, "belong to"))
        {
            int owner_at = verb + 2;
            owner_at += _tokens.AtAny(owner_at, "one", "a", "an", "exactly one", "the", "several", "many");
            if (_nouns.Find(owner_at) is { } parent)
            {
                _reading.Relations.Add(new RelationWish(Take(owner_at, parent), existing));
                i = owner_at + parent.Length;
                return true;
            }
        }
        if (has)
        {
            i = verb + 1;
            List(ref i, existing);
            return true;
        }
        i = verb;
        VerbTable(ref i, existing);
        i = Math.Max(i, verb + 1);
        return true;
    }

    /// <summary>A number with what it counts: rows of a table, kinds in a column, a share, children per row.</summary>
    private bool Amount(ref int i)
    {
        if (!_tokens[i].IsNumber)
        {
            return false;
        }
        if (_tokens[i].IsPercent)
        {
            return Share(ref i, _subject);
        }
        int at = i;
        // "1 to 5 orders per customer"
        if (RangeReader.TryRead(_tokens, ref at, out double? min, out double? max) && _nouns.Find(at) is { IsPlural: true } children && min is >= 0 or null && _tokens.AtAny(at + children.Length, "per", "for each", "for every", "each") is > 0 and var per && _nouns.Find(at + children.Length + per) is { } parent)
        {
            EntityWish child = Take(at, children);
            _reading.Relations.Add(new RelationWish(Take(at + children.Length + per, parent), child) { Min = (long?)min ?? 0, Max = max is { } most ? (long)most : null });
            _subject = child;
            i = at + children.Length + per + parent.Length;
            return true;
        }
        if (_tokens[i].Value is < 1 or > 1e9 || _tokens[i].Value != Math.Floor(_tokens[i].Value))
        {
            return false;
        }
        long count = (long)_tokens[i].Value;
        at = i + 1;
        at += _tokens.AtAny(at, "or so", "random", "different", "distinct", "unique");
        while (_tokens[at].IsWord && (WordSets.Adjectives.Contains(_tokens[at].Lower) || WordSets.Determiners.Contains(_tokens[at].Lower)) && _nouns.Find(at) is null)
        {
            at++;
        }
        if (_tokens.AtAny(at, "rows", "records", "entries", "samples", "lines", "row", "record") > 0)
        {
            // "500 rows of customers", "1000 records"
            bool of = _tokens[at + 1].Is("of") || _tokens[at + 1].Is("for") || _tokens[at + 1].Is("about");
            if (of)
            {
                _rowsOfNext = count;
            }
            else if (_tokens.AtAny(at + 1, "each", "per table") == 0 && _subject is not null && _subject.IsFirm && _tokens[i - 1].Lower is "with" or "has" or "have" or "," or "(" or "and")
            {
                _subject.Rows ??= count;
            }
            _expectTable = true;
            i = at + (of ? 2 : 1);
            return true;
        }
        if (_tokens.AtAny(at, "tables", "datasets", "entities", "files") > 0)
        {
            i = at + 1;
            _expectTable = true;
            return true;
        }
        if (_nouns.Find(at) is { } match && (match.IsPlural || count == 1))
        {
            if (ColumnsFollow(at + match.Length, match.Key))
            {
                _rowsOfNext = count;
                i = at;
                return Table(ref i);
            }
            bool within = _tokens[i - 1].Lower is "in" or "across" or "over" or "among" or "into" or "from" or "between" || _tokens.AtAny(i - 2, "in the", "across the") > 0;
            _late.Add(new CountMention(_subject, count, match, at, within, Existing(match.Key) is null) { Take = Take });
            i = at + match.Length;
            if (!within && !_reading.Entities.Exists(entity => LateReader.KindOf(entity, match.Key) is not null))
            {
                // Nothing that it could be a kind of: rows.
                _rowsOfNext = count;
                _late.RemoveAt(_late.Count - 1);
                EntityWish entity = Take(at, match);
                AfterTable(ref i, entity);
            }
            return true;
        }
        if (_expectTable && _nouns.Unknown(at, false) is { } unknown && (_subject is null || Existing(unknown.Match.Key) is not null || ColumnsFollow(unknown.Start + unknown.Match.Length, unknown.Match.Key)) && _catalog.Meaning(unknown.Match.Key) is null)
        {
            _rowsOfNext = count;
            EntityWish entity = Take(unknown.Start, unknown.Match);
            i = unknown.Start + unknown.Match.Length;
            AfterTable(ref i, entity);
            return true;
        }
        if (_nouns.Unknown(at, false) is { } kinds)
        {
            // "3 regions", "4 cuisines": kinds, if some table has such a column.
            bool within = _tokens[i - 1].Lower is "in" or "across" or "over" or "among" or "into" or "from" or "between" or "include" or "including" or "with" or "have" or "has" or "of";
            _late.Add(new CountMention(_subject, count, kinds.Match, kinds.Start, within, true));
            i = kinds.Start + kinds.Match.Length;
            return true;
        }
        return false;
    }

    /// <summary>"20% returning", "15% of pets are neutered", "30% with solar panels", "5% cancelled".</summary>
    private bool Share(ref int i, EntityWish? subject)
    {
        double share = Math.Clamp(_tokens[i].Value / 100, 0, 1);
        int at = i + 1;
        EntityWish? entity = subject;
        bool named = false;
        if (_tokens[at].Is("of"))
        {
            at++;
            while (WordSets.Determiners.Contains(_tokens[at].Lower) || _tokens[at].Lower is "them" or "those" or "all")
            {
                at++;
            }
            if (_nouns.Find(at) is { } match)
            {
                // "of the accounts": those of the table spoken of, whatever it is called.
                EntityWish? meant = Existing(match.Key) ?? _reading.Entities.Find(other => other.Catalog is not null && match.Candidates.Contains(other.Catalog));
                entity = meant ?? subject;
                named = meant is not null;
                at += match.Length;
            }
            else if (_nouns.Unknown(at, false) is { } unknown && Existing(unknown.Match.Key) is { } existing)
            {
                entity = existing;
                at = unknown.Start + unknown.Match.Length;
                named = true;
            }
        }
        else if (_nouns.Find(at) is { IsPlural: true, Length: 1 } plural && Existing(plural.Key) is { } direct && _tokens.AtAny(at + 1, "are", "have", "were", "is", "with", "who", "that") > 0)
        {
            entity = direct;
            at++;
            named = true;
        }
        bool has = false;
        while (_tokens.AtAny(at, "should be", "are", "is", "being", "were", "who are", "that are", "which are", "was", "be", "will be", "marked as", "flagged as", "labelled", "labeled", "of them", "as", "get", "got") is > 0 and var copula)
        {
            at += copula;
        }
        if (_tokens.AtAny(at, "with a", "with an", "with", "have a", "have an", "have", "has", "having", "who have", "that have", "who", "that", "should have") is > 0 and var having)
        {
            has = true;
            at += having;
        }
        if (_tokens.AtAny(at, "no", "missing", "null", "empty", "without", "nulls in", "missing values in", "null values in", "missing in") is > 0 and var missing)
        {
            int name = at + missing;
            name += _tokens.AtAny(name, "in", "the", "values", "for");
            int column_at = name;
            if (_columns.Read(ref column_at, _tokens.Count, Known, ColumnReader.Setting.Prose) is { } lacking)
            {
                _late.Add(new PassingMention(entity, new ColumnWish { Name = lacking.Name, Nullable = share }));
                i = column_at;
                return true;
            }
        }
        int start = at;
        while (at - start < 4 && _tokens[at].IsWord && !WordSets.Stops.Contains(_tokens[at].Lower) && !(at > start && _tokens[at].Lower is "and" or "or" or "who" or "that"))
        {
            at++;
        }
        if (at == start)
        {
            return false;
        }
        _late.Add(new ShareMention(entity, named, share, has, _tokens.Words(start, at - start), _tokens.Text[_tokens[start].Start.._tokens[at - 1].End]));
        i = at;
        return true;
    }

    // Columns in passing, orders, uniqueness

    /// <summary>A column with something said of it, outside of any list: "ages 18 to 65", "status: pending, shipped", "end date after start date".</summary>
    private bool PassingColumn(ref int i)
    {
        if (!_tokens[i].IsWord)
        {
            return false;
        }
        int at = i;
        EntityWish? owner = null;
        // "customer ages 18 to 65", "the price of products is between 1 and 5"
        if (_nouns.Find(at) is { } match && match.Length <= 2 && _tokens[at + match.Length].IsWord && !WordSets.Stops.Contains(_tokens[at + match.Length].Lower) && (Existing(match.Key) ?? _reading.Entities.Find(entity => entity.Catalog is not null && match.Candidates.Contains(entity.Catalog))) is { } existing)
        {
            owner = existing;
            at += match.Length;
        }
        int length = ColumnPhrase(at, owner);
        if (length == 0 || (_tokens[at + length].Is(":") && (_nouns.Find(at + length + 1) is { IsPlural: true } || WordSets.Containers.Contains(_tokens[at + length - 1].Lower))))
        {
            return false;
        }
        int place = at;
        if (_columns.Read(ref place, _tokens.Count, Known, ColumnReader.Setting.Prose) is not { } wish || !IsKnownColumn(wish, owner))
        {
            return false;
        }
        bool listed = _listsColumns || (_tokens[i - 1].Lower is "include" or "includes" or "including" or "also" or "add" or "fields" or "columns" or ":" && _subject is not null) || (_subject is not null && _tokens.EndsStatement(i - 1) && _tokens.IsSeparator(place));
        if (!wish.HasDetails && _columns.Orders.Count == 0 && !listed)
        {
            return false; // A bare name says nothing.
        }
        _listsColumns = listed && _tokens.IsSeparator(place);
        _late.Add(new PassingMention(owner ?? _subject, wish) { IsOwned = owner is not null, IsListed = listed });
        TakeOrders(null);
        i = place;
        return true;
    }

    // "city council: ..." begins like a column and is none.
    private bool IsKnownColumn(ColumnWish wish, EntityWish? owner) => Known(owner ?? _subject, wish.Key) || _reading.Entities.Exists(entity => entity.Columns.Exists(column => column.Key == wish.Key) || entity.Catalog?.Column(wish.Key) is not null);

    private bool _listsColumns;

    private int ColumnPhrase(int at, EntityWish? owner)
    {
        for (int length = 4; length >= 1; length--)
        {
            bool words = true;
            for (int k = at; k < at + length && words; k++)
            {
                words = _tokens[k].IsWord;
            }
            if (!words || WordSets.Stops.Contains(_tokens[at].Lower))
            {
                continue;
            }
            string key = _tokens.Key(at, length);
            if (_catalog.Meaning(key) is not null || owner?.Catalog?.Column(key) is not null || _subject?.Catalog?.Column(key) is not null || _reading.Entities.Exists(entity => entity.Columns.Exists(column => column.Key == key)))
            {
                return length;
            }
        }
        return 0;
    }

    // "no nulls in email", "no missing values in the names", "no duplicate emails", "unique emails".
    private bool Constraint(ref int i)
    {
        // "some are not yet returned": the date of it is missing in some rows.
        if (_tokens.AtAny(i, "not yet", "not been", "still not", "never been", "not yet been") is > 0 and var yet && _tokens[i + yet].IsWord && _tokens[i + yet].Lower.Length > 3)
        {
            string done = _tokens[i + yet].Lower;
            foreach (string end in new[] { " at", " on", " date" })
            {
                EntityWish? entity = _reading.Entities.Find(entity => entity.Catalog?.Column(done + end) is not null) ?? _reading.Entities.Find(entity => entity.Columns.Exists(column => column.Key == done + end));
                if (entity is not null)
                {
                    _late.Add(new PassingMention(entity, new ColumnWish { Name = Spelling.Snake((done + end).Split(' ')), Nullable = 0.15 }) { IsOwned = true });
                    break;
                }
            }
            i += yet + 1;
            return true;
        }
        int lead = _tokens.AtAny(i, "no nulls in", "no null values in", "no missing values in", "no missing values for", "no missing", "no empty", "no blank", "never null", "without nulls in", "without missing values in", "without missing", "no missing data in");
        int unique = lead > 0 ? 0 : _tokens.AtAny(i, "no duplicate", "no duplicates in", "unique values in", "without duplicate", "no repeated", "unique");
        if (lead + unique == 0 || (_tokens[i].Is("unique") && !_tokens[i + 1].IsWord))
        {
            return false;
        }
        int at = i + lead + unique;
        bool any = false;
        while (!_tokens.EndsStatement(at))
        {
            while (_tokens.IsSeparator(at) || WordSets.Determiners.Contains(_tokens[at].Lower))
            {
                at++;
            }
            int before = at;
            if (ColumnPhrase(at, null) == 0 || _columns.Read(ref at, _tokens.Count, Known, ColumnReader.Setting.Prose) is not { } wish)
            {
                at = before;
                break;
            }
            if (unique > 0)
            {
                wish.Unique = true;
            }
            else
            {
                wish.Nullable = 0;
            }
            _late.Add(new PassingMention(_subject, wish));
            any = true;
        }
        if (any)
        {
            i = at;
        }
        return any;
    }

    private bool Span(ref int i)
    {
        if (!SpanReader.TryRead(_tokens, ref i, out DateSpan span))
        {
            return false;
        }
        _reading.Span ??= span;
        return true;
    }

    // "without addresses and phone numbers", "no e-mails please": columns and tables that are not wanted.
    private bool Negation(ref int i)
    {
        int lead = _tokens.AtAny(i, "without any", "without", "excluding", "exclude", "except for", "except", "do not include", "don't include", "don’t include", "not including", "leave out", "omit", "skip", "no need for", "no");
        if (lead == 0 || _tokens[i + lead].IsNumber || Constrains(i))
        {
            return false;
        }
        int at = i + lead;
        bool any = false;
        while (!_tokens.EndsStatement(at))
        {
            int item = at;
            while (_tokens.IsSeparator(at) || WordSets.Determiners.Contains(_tokens[at].Lower) || _tokens.AtAny(at, "without", "no", "any") > 0)
            {
                at++;
            }
            if (_nouns.Find(at) is { } match && any && !_tokens[at - 1].Is("without") && !_tokens[at - 1].Is("no") && _catalog.Meaning(match.Key) is null && match.IsPlural)
            {
                // "customers without addresses and orders": what is no column is the next table.
                at = item;
                break;
            }
            int length = 0;
            while (length < 3 && _tokens[at + length].IsWord && !WordSets.Stops.Contains(_tokens[at + length].Lower) && _tokens[at + length].Lower is not "please")
            {
                length++;
            }
            if (length == 0)
            {
                at = item;
                break;
            }
            _reading.Unwanted.Add(_nouns.Column(_tokens.Key(at, length)));
            any = true;
            at += length;
            if (!_tokens.IsSeparator(at) || _tokens[at].Is("plus"))
            {
                break;
            }
        }
        if (any)
        {
            i = at;
            _expectTable = true;
        }
        return any;
    }

    private bool Constrains(int i) => _tokens.AtAny(i, "no nulls", "no null", "no missing", "no empty", "no blank", "no duplicate", "no duplicates", "no repeated", "without nulls", "without missing", "without duplicate", "no more", "no less", "no later", "no earlier", "no longer", "no fewer") > 0;

    // "employees report to managers", "categories have subcategories", "comments can reply to comments".
    private bool Hierarchy(ref int i)
    {
        if (_tokens.AtAny(i, "report to", "reports to", "reporting to", "are managed by", "is managed by", "supervised by", "are supervised by", "managed by") is > 0 and var lead && _subject is not null)
        {
            int at = i + lead;
            while (WordSets.Determiners.Contains(_tokens[at].Lower) || _tokens[at].Lower is "one" or "another" or "other" or "direct")
            {
                at++;
            }
            if (_tokens[at].IsWord && !WordSets.Stops.Contains(_tokens[at].Lower))
            {
                string role = English.Singular(_tokens[at].Lower);
                bool other = _reading.Entities.Exists(entity => entity != _subject && entity.Key == role && entity.IsComplete);
                if (other)
                {
                    return false;
                }
                _subject.Hierarchy = role == _subject.Key || role is "employee" or "one" ? "manager" : role;
                _reading.Entities.RemoveAll(entity => entity != _subject && entity.Key == role && entity.Columns.Count == 0 && entity.Rows is null);
                i = at + 1;
                return true;
            }
        }
        if (_subject is not null && _tokens.AtAny(i, "hierarchy", "hierarchical", "subcategories", "sub-categories", "parent categories", "nested", "reply to each other", "in a tree", "parent-child") is > 0 and var tree)
        {
            EntityWish? named = _reading.Entities.Find(entity => entity.Key.EndsWith("category", StringComparison.Ordinal));
            (named ?? _subject).Hierarchy ??= (named ?? _subject).Catalog?.Columns.FirstOrDefault(column => column.Forms is [{ Key.Span: not null }, ..])?.Name is { } own ? own[..^3] : "parent";
            i += tree;
            return true;
        }
        return false;
    }

    // create table clinics (id int primary key, name varchar(80))
    private bool CreateTable(ref int i)
    {
        int lead = _tokens.AtAny(i, "create table if not exists", "create table");
        if (lead == 0 || !(_tokens[i + lead].IsWord || _tokens[i + lead].Kind == TokenKind.Quoted) || !_tokens.IsOpen(i + lead + 1))
        {
            return false;
        }
        int at = i + lead;
        string key = _tokens.Key(at, 1);
        NounMatch match = new(1, key, true, _catalog.Entities(key));
        EntityWish entity = Existing(key) ?? new EntityWish
        {
            Name = FreeName(ColumnReader.ColumnName([_tokens[at].Text]) ?? "table"),
            Singular = key,
            Catalog = match.Candidates.Count > 0 ? _domains.Choose(key, match.Candidates) : null,
            IsFirm = true,
        };
        if (!_reading.Entities.Contains(entity))
        {
            _reading.Entities.Add(entity);
        }
        int close = _tokens.Closing(at + 1);
        TakeColumns(entity, _columns.ReadAll(at + 2, close, key => Known(entity, key), true), true);
        _subject = entity;
        i = Math.Min(close + 1, _tokens.Count);
        return true;
    }

    // What is left when no table was found: a name in the singular, the domain's first tables, or any noun.
    private void ReadMeagre()
    {
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (_nouns.Find(i) is { } match && !(IsBusiness(match) && _reading.Domains.Count > 0) && !_reading.Unwanted.Contains(match.Key))
            {
                Take(i, match);
                i += match.Length - 1;
            }
        }
        if (_reading.Entities.Count > 0 || _reading.Domains.Count > 0)
        {
            return;
        }
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i].IsWord && !WordSets.Asking.Contains(_tokens[i].Lower) && _nouns.Unknown(i, true) is { } unknown && unknown.Start >= i && !_reading.Unwanted.Contains(unknown.Match.Key) && !PlaceNames.IsPlace(_tokens[unknown.Start + unknown.Match.Length - 1].Lower) && _tokens[unknown.Start].Lower.Length > 3 && _catalog.Meaning(unknown.Match.Key) is null && (unknown.Match.IsPlural || _tokens[unknown.Start - 1].Lower is "of" or "for" or "about" or "a" or "an" or "each"))
            {
                Take(unknown.Start, unknown.Match);
                return;
            }
        }
    }

    // Tables that are not wanted, or that were only spoken of.
    private void Purge()
    {
        _reading.Entities.RemoveAll(entity => _reading.Unwanted.Contains(entity.Key) && !entity.IsComplete && entity.Rows is null);
        _reading.Relations.RemoveAll(relation => !_reading.Entities.Contains(relation.Parent) || !_reading.Entities.Contains(relation.Child));
        _reading.Orders.RemoveAll(order => order.EarlierEntity is { } earlier && !_reading.Entities.Contains(earlier));
        LinkReader.AddLinks(_reading, FreeName);
    }
}

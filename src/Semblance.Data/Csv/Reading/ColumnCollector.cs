using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data.Csv.Reading;

/// <summary>Puts the parts of one column together in the order of the file.</summary>
internal sealed class ColumnCollector(ColumnPlan plan)
{
    private readonly List<ColumnPart> _parts = [];
    private readonly ByteDictionary _texts = new();
    private readonly ByteDictionary _tokens = new(4);
    private readonly List<byte[]?> _tokenMaps = [];

    /// <summary>Takes the next part. Not thread-safe.</summary>
    public void Append(ColumnPart part)
    {
        if (part is TextPart text)
        {
            int[] map = _texts.Merge(text.TakeTexts());
            foreach (ref int code in text.Codes.AsSpan(0, text.Count))
            {
                code = map[code];
            }
        }
        else if (part is ValuePart value)
        {
            byte[]? map = null;
            if (value.Missing is not null)
            {
                int[] codes = _tokens.Merge(value.Tokens);
                plan.Refuted |= _tokens.Count > byte.MaxValue;
                map = [0, .. codes.Select(code => (byte)(code + 1))];
            }
            _tokenMaps.Add(map);
        }
        _parts.Add(part);
    }

    /// <summary>Forgets the parts of a column that did not keep to its plan.</summary>
    public void Clear()
    {
        _parts.Clear();
        _tokenMaps.Clear();
    }

    /// <summary>The finished column.</summary>
    /// <exception cref="TableException">The values are not of the type asked for.</exception>
    public Column? Finish(int rows)
    {
        if (plan.Refuted)
        {
            return null;
        }
        Column? column = plan.IsNumber ? FinishNumbers(rows) : plan.Pattern is not null ? FinishDates(rows) : ColumnTyping.Build(plan.Context, _texts, Codes(rows));
        Clear();
        return column;
    }

    private int[] Codes(int rows)
    {
        int[] codes = GC.AllocateUninitializedArray<int>(rows);
        int at = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            var part = (TextPart)_parts[i];
            part.Codes.AsSpan(0, part.Count).CopyTo(codes.AsSpan(at));
            at += part.Count;
            _parts[i] = null!;
        }
        return codes;
    }

    private Column? FinishNumbers(int rows)
    {
        var stats = new NumberStats();
        byte seen = 0;
        foreach (ColumnPart part in _parts)
        {
            stats.Merge(((NumberPart)part).Stats);
            seen |= ((NumberPart)part).Seen;
        }
        if (stats.LooksLikeCode || seen == 0)
        {
            return null;
        }
        byte[]? missing = Missing(rows);
        double[] values = GC.AllocateUninitializedArray<double>(rows);
        int at = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            var part = (NumberPart)_parts[i];
            part.Values.AsSpan(0, part.Count).CopyTo(values.AsSpan(at));
            at += part.Count;
            _parts[i] = null!;
        }
        var column = new NumberColumn(Schema(ColumnKind.Number, seen) with { Number = stats.ToFormat() }, values, missing);
        return ColumnTyping.CheckNumber(plan.Context, column);
    }

    private DateTimeColumn? FinishDates(int rows)
    {
        long divisor = 0;
        byte seen = 0;
        foreach (ColumnPart part in _parts)
        {
            divisor = TypedColumns.Divisor(((DatePart)part).Divisor, divisor);
            seen |= ((DatePart)part).Seen;
        }
        if (seen == 0)
        {
            return null;
        }
        byte[]? missing = Missing(rows);
        long[] ticks = GC.AllocateUninitializedArray<long>(rows);
        int at = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            var part = (DatePart)_parts[i];
            part.Ticks.AsSpan(0, part.Count).CopyTo(ticks.AsSpan(at));
            at += part.Count;
            _parts[i] = null!;
        }
        return new DateTimeColumn(Schema(ColumnKind.DateTime, seen) with { DateTime = TypedColumns.FormatOf(plan.Pattern!, divisor) }, ticks, missing);
    }

    private byte[]? Missing(int rows)
    {
        if (_tokens.Count == 0)
        {
            return null;
        }
        byte[] missing = new byte[rows];
        int at = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            var part = (ValuePart)_parts[i];
            if (part.Missing is { } local)
            {
                byte[] map = _tokenMaps[i]!;
                for (int row = 0; row < part.Count; row++)
                {
                    missing[at + row] = map[local[row]];
                }
            }
            at += part.Count;
        }
        return missing;
    }

    private ColumnSchema Schema(ColumnKind kind, byte seen)
    {
        byte seenMissing = 0;
        string[] tokens = new string[_tokens.Count];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = System.Text.Encoding.UTF8.GetString(_tokens[i]);
            seenMissing |= _tokens.Seen(i);
        }
        return new ColumnSchema(plan.Context.Name, kind)
        {
            Header = plan.Context.Header,
            MissingTokens = tokens,
            AlwaysQuoted = seen == ByteDictionary.SeenQuoted,
            MissingQuoted = seenMissing == ByteDictionary.SeenQuoted,
        };
    }
}

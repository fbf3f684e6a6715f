using Semblance.Data.Text;
using Semblance.Data.Typing;

namespace Semblance.Data.Csv.Reading;

/// <summary>Puts the parts of one column together in the order of the file. Not thread-safe.</summary>
/// <param name="plan">How the column is read.</param>
/// <param name="rowsExpected">The number of rows of the file: memory is best used if it is exact.</param>
internal sealed class ColumnCollector(ColumnPlan plan, int rowsExpected)
{
    private readonly ByteDictionary _texts = new();
    private readonly ByteDictionary _tokens = new(4);
    private readonly GrowingArray<double> _numbers = new(rowsExpected);
    private readonly GrowingArray<long> _ticks = new(rowsExpected);
    private readonly GrowingArray<int> _codes = new(rowsExpected);
    private GrowingArray<byte>? _missing;
    private NumberStats _stats = new();
    private long _divisor;
    private byte _seen;
    private int _count;

    /// <summary>Copies what the next part holds; the part may be used again.</summary>
    public void Append(ColumnPart part)
    {
        switch (part)
        {
            case TextPart text:
                int[] map = _texts.Merge(text.Texts);
                Span<int> codes = text.Codes.AsSpan(0, text.Count);
                foreach (ref int code in codes)
                {
                    code = map[code];
                }
                _codes.Add(codes);
                break;
            case NumberPart number:
                _stats.Merge(number.Stats);
                _numbers.Add(number.Values.AsSpan(0, number.Count));
                break;
            case DatePart date:
                _divisor = TypedColumns.Divisor(date.Divisor, _divisor);
                _ticks.Add(date.Ticks.AsSpan(0, date.Count));
                break;
        }
        if (part is ValuePart value)
        {
            _seen |= value.Seen;
            AppendMissing(value);
        }
        _count += part.Count;
    }

    /// <summary>The finished column; null if it did not keep to its plan.</summary>
    /// <exception cref="TableException">The values are not of the type asked for.</exception>
    public Column? Finish()
    {
        if (plan.Refuted)
        {
            return null;
        }
        if (plan.IsText)
        {
            return ColumnTyping.Build(plan.Context, _texts, _codes.ToArray());
        }
        // No value at all was seen, or the values of all rows together look like codes: texts decide.
        if (_seen == 0 || (plan.IsNumber && _stats.LooksLikeCode))
        {
            return null;
        }
        byte[]? missing = _missing?.ToArray();
        if (plan.IsNumber)
        {
            var column = new NumberColumn(Schema(ColumnKind.Number) with { Number = _stats.ToFormat() }, _numbers.ToArray(), missing);
            return ColumnTyping.CheckNumber(plan.Context, column);
        }
        return new DateTimeColumn(Schema(ColumnKind.DateTime) with { DateTime = TypedColumns.FormatOf(plan.Pattern!, _divisor) }, _ticks.ToArray(), missing);
    }

    private void AppendMissing(ValuePart part)
    {
        if (part.Missing is null)
        {
            _missing?.AddZeros(part.Count);
            return;
        }
        if (_missing is null)
        {
            _missing = new GrowingArray<byte>(rowsExpected);
            _missing.AddZeros(_count);
        }
        int[] codes = _tokens.Merge(part.Tokens);
        plan.Refuted |= _tokens.Count > byte.MaxValue;
        byte[] map = [0, .. codes.Select(code => (byte)(code + 1))];
        Span<byte> marks = part.Missing.AsSpan(0, part.Count);
        foreach (ref byte mark in marks)
        {
            mark = map[mark];
        }
        _missing.Add(marks);
    }

    private ColumnSchema Schema(ColumnKind kind)
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
            AlwaysQuoted = _seen == ByteDictionary.SeenQuoted,
            MissingQuoted = seenMissing == ByteDictionary.SeenQuoted,
        };
    }
}

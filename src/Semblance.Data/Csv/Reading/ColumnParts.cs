using System.Runtime.CompilerServices;
using Semblance.Data.Text;

namespace Semblance.Data.Csv.Reading;

/// <summary>The rows of one column that come from one chunk, in the form that the whole column is expected to take.</summary>
internal abstract class ColumnPart
{
    /// <summary>The number of rows.</summary>
    public int Count { get; protected set; }

    /// <summary>Empties the part for reuse; its arrays stay.</summary>
    public virtual void Clear() => Count = 0;

    /// <summary>Adds the fields of some rows. False if one of them does not have the expected form; the part is of no use then.</summary>
    public abstract bool Add(in FieldBatch batch, int column);

    private protected static int Room(int needed, int rowsExpected) => Math.Max(needed + (needed >> 2), rowsExpected);
}

/// <summary>Some rows of a chunk, split into fields.</summary>
internal readonly ref struct FieldBatch
{
    /// <summary>The chunk's bytes.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>One field per column and row, row by row.</summary>
    public required ReadOnlySpan<Field> Fields { get; init; }

    /// <summary>The number of columns.</summary>
    public required int Width { get; init; }

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows that the chunk has in all, by estimate.</summary>
    public required int RowsExpected { get; init; }

    /// <summary>The file's syntax.</summary>
    public required CsvSyntax Syntax { get; init; }

    /// <summary>Where escaped values are resolved.</summary>
    public required Scratch Scratch { get; init; }

    /// <summary>The value of a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Value(Field field)
    {
        ReadOnlySpan<byte> raw = Data.Slice(field.Start, field.Length);
        return field.IsEscaped ? Scratch.Unescape(raw, Syntax) : raw;
    }
}

/// <summary>Room for one value at a time; one per worker.</summary>
internal sealed class Scratch
{
    private byte[] _bytes = new byte[256];

    /// <summary>The value of an escaped field; valid until the next call.</summary>
    public ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw, CsvSyntax syntax)
    {
        if (_bytes.Length < raw.Length)
        {
            _bytes = new byte[raw.Length * 2];
        }
        return _bytes.AsSpan(0, RowTokenizer.Unescape(raw, syntax, _bytes));
    }
}

/// <summary>Any values, as codes of distinct texts.</summary>
internal sealed class TextPart : ColumnPart
{
    /// <summary>One code per row, with room behind.</summary>
    public int[] Codes { get; private set; } = [];

    /// <summary>The distinct texts of this part.</summary>
    public ByteDictionary Texts { get; } = new();

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Texts.Clear();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Add(in FieldBatch batch, int column)
    {
        if (Codes.Length < Count + batch.Rows)
        {
            int[] codes = GC.AllocateUninitializedArray<int>(Room(Count + batch.Rows, batch.RowsExpected));
            Codes.AsSpan(0, Count).CopyTo(codes);
            Codes = codes;
        }
        Span<int> target = Codes.AsSpan(Count, batch.Rows);
        ByteDictionary texts = Texts;
        int at = column;
        for (int row = 0; row < target.Length; row++, at += batch.Width)
        {
            Field field = batch.Fields[at];
            target[row] = texts.Add(batch.Value(field), field.IsQuoted ? ByteDictionary.SeenQuoted : ByteDictionary.SeenPlain);
        }
        Count += batch.Rows;
        return true;
    }
}

/// <summary>Values of a type of fixed size, with a mask of missing ones made on demand.</summary>
internal abstract class ValuePart : ColumnPart
{
    /// <summary>The missing tokens of this part in the order of their first appearance.</summary>
    public ByteDictionary Tokens { get; } = new(4);

    /// <summary>Per row 0 or the number of its missing token, from 1; null if nothing is missing; with room behind.</summary>
    public byte[]? Missing { get; private set; }

    /// <summary>How the values were seen: in quotes, without, or both; see <see cref="ByteDictionary"/>.</summary>
    public byte Seen { get; protected set; }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Tokens.Clear();
        Missing = null;
        Seen = 0;
    }

    /// <summary>Notes a missing value. False if the text is no missing token, or there are too many of them.</summary>
    protected bool AddMissing(ReadOnlySpan<byte> text, bool quoted, int row, int capacity)
    {
        if (!MissingTokens.IsStrongOrWeak(text))
        {
            return false;
        }
        int token = Tokens.Add(text, quoted ? ByteDictionary.SeenQuoted : ByteDictionary.SeenPlain) + 1;
        if (token > byte.MaxValue)
        {
            return false;
        }
        if (Missing is null || Missing.Length < capacity)
        {
            byte[] missing = new byte[capacity];
            Missing?.CopyTo(missing, 0);
            Missing = missing;
        }
        Missing[row] = (byte)token;
        return true;
    }
}

/// <summary>Plain numbers.</summary>
internal sealed class NumberPart : ValuePart
{
    private NumberStats _stats = new();

    /// <summary>One number per row, NaN where missing, with room behind.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>How the numbers are written.</summary>
    public NumberStats Stats => _stats;

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _stats = new NumberStats();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Add(in FieldBatch batch, int column)
    {
        if (Values.Length < Count + batch.Rows)
        {
            double[] values = GC.AllocateUninitializedArray<double>(Room(Count + batch.Rows, batch.RowsExpected));
            Values.AsSpan(0, Count).CopyTo(values);
            Values = values;
        }
        Span<double> target = Values.AsSpan(Count, batch.Rows);
        NumberStats stats = _stats;
        byte seen = Seen;
        int at = column;
        for (int row = 0; row < target.Length; row++, at += batch.Width)
        {
            Field field = batch.Fields[at];
            ReadOnlySpan<byte> text = batch.Value(field);
            if (NumberText.TryParse(text, ref stats, out double value) || NumberText.TryParse(text.Trim((byte)' '), ref stats, out value))
            {
                target[row] = value;
                seen |= field.IsQuoted ? ByteDictionary.SeenQuoted : ByteDictionary.SeenPlain;
            }
            else
            {
                if (!AddMissing(text, field.IsQuoted, Count + row, Values.Length))
                {
                    return false;
                }
                target[row] = double.NaN;
            }
        }
        _stats = stats;
        Seen = seen;
        Count += batch.Rows;
        return !stats.LeadingZeros && !stats.TooLong;
    }
}

/// <summary>Dates and times in one pattern.</summary>
internal sealed class DatePart(DatePattern pattern, Func<long, bool> isPlausible) : ValuePart
{
    /// <summary>One value per row, 0 where missing, with room behind.</summary>
    public long[] Ticks { get; private set; } = [];

    /// <summary>The greatest common divisor of all values.</summary>
    public long Divisor { get; private set; }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Divisor = 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Add(in FieldBatch batch, int column)
    {
        if (Ticks.Length < Count + batch.Rows)
        {
            long[] ticks = GC.AllocateUninitializedArray<long>(Room(Count + batch.Rows, batch.RowsExpected));
            Ticks.AsSpan(0, Count).CopyTo(ticks);
            Ticks = ticks;
        }
        Span<long> target = Ticks.AsSpan(Count, batch.Rows);
        int at = column;
        for (int row = 0; row < target.Length; row++, at += batch.Width)
        {
            Field field = batch.Fields[at];
            ReadOnlySpan<byte> text = batch.Value(field);
            if (pattern.TryParse(text.Trim((byte)' '), out long value))
            {
                if (!isPlausible(value))
                {
                    return false;
                }
                target[row] = value;
                if (Divisor == 0 || value % Divisor != 0)
                {
                    Divisor = Typing.TypedColumns.Divisor(value, Divisor);
                }
                Seen |= field.IsQuoted ? ByteDictionary.SeenQuoted : ByteDictionary.SeenPlain;
            }
            else
            {
                if (!AddMissing(text, field.IsQuoted, Count + row, Ticks.Length))
                {
                    return false;
                }
                target[row] = 0;
            }
        }
        Count += batch.Rows;
        return true;
    }
}

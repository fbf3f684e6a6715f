using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Csv.Writing;

/// <summary>
/// Writes the cells of one column, each with what follows it in its row: the delimiter, or the newline in the last column. Prepared
/// once per schema, bound to each block's column, used by all threads.
/// </summary>
internal abstract class CellFormat
{
    /// <summary>Bytes that may be written behind a cell without meaning, so that short texts are copied in one move.</summary>
    public const int Slack = 32;

    private readonly byte[][] _tokens;

    private protected CellFormat(ColumnSchema schema, CsvQuoting quoting, byte[] separator)
    {
        Quoting = quoting;
        Separator = separator;
        Always = schema.AlwaysQuoted;
        _tokens = schema.MissingTokens.Count == 0 ? [Join("", schema.MissingQuoted)] : [.. schema.MissingTokens.Select(token => Join(token, schema.MissingQuoted))];
        LongestToken = _tokens.Max(token => token.Length);
    }

    /// <summary>How values are quoted.</summary>
    protected CsvQuoting Quoting { get; }

    /// <summary>What follows each cell.</summary>
    protected byte[] Separator { get; }

    /// <summary>Whether all values are quoted.</summary>
    protected bool Always { get; }

    /// <summary>The length of the longest missing token with what follows it.</summary>
    protected int LongestToken { get; }

    /// <summary>Prepares the format for a column.</summary>
    public static CellFormat For(ColumnSchema schema, CsvDialect dialect, CsvQuoting quoting, byte[] separator) => schema.Kind switch
    {
        ColumnKind.Number => new NumberFormatCells(schema, dialect, quoting, separator),
        ColumnKind.DateTime => new DateTimeFormatCells(schema, dialect, quoting, separator),
        ColumnKind.Category or ColumnKind.Boolean => new LevelFormatCells(schema, quoting, separator),
        ColumnKind.Identifier or ColumnKind.Text => new StringFormatCells(schema, quoting, separator),
        _ => new EmptyFormatCells(schema, quoting, separator),
    };

    /// <summary>The cells of one column in this format.</summary>
    public abstract BoundCells Bind(Column column);

    private protected byte[] Join(string text, bool always) => [.. Quoting.Encode(text, always), .. Separator];

    private protected ReadOnlySpan<byte> Token(byte[]? missing, int row) => _tokens[missing is not null && missing[row] != 0 ? missing[row] - 1 : 0];

    // Values that go through quoting: written aside first.
    private protected int Finish(ReadOnlySpan<byte> text, bool quoted, Span<byte> destination)
    {
        int length = text.Length;
        if (quoted)
        {
            length = Quoting.WriteQuoted(destination, text);
        }
        else
        {
            text.CopyTo(destination);
        }
        return End(destination, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected int End(Span<byte> destination, int length)
    {
        destination[length++] = Separator[0];
        if (Separator.Length > 1)
        {
            destination[length++] = Separator[1];
        }
        return length;
    }

    private sealed class NumberFormatCells : CellFormat
    {
        private readonly NumberWriter _writer;
        private readonly bool _mayNeedQuotes;

        public NumberFormatCells(ColumnSchema schema, CsvDialect dialect, CsvQuoting quoting, byte[] separator)
            : base(schema, quoting, separator)
        {
            NumberFormat format = schema.Number!;
            _writer = new NumberWriter(format);
            _mayNeedQuotes = Always || format.DecimalSeparator == dialect.Delimiter || format.ThousandsSeparator == dialect.Delimiter
                || quoting.IsNeeded(Encoding.UTF8.GetBytes("-" + format.Prefix)) || quoting.IsNeeded(Encoding.UTF8.GetBytes("0" + format.Suffix))
                || quoting.IsNeeded(Encoding.UTF8.GetBytes(format.Prefix + "0")) || dialect.Delimiter is '-' or '.' or '+' or 'e' || char.IsAsciiDigit(dialect.Delimiter);
        }

        public override BoundCells Bind(Column column) => new Cells(this, (NumberColumn)column);

        private sealed class Cells(NumberFormatCells format, NumberColumn column) : BoundCells
        {
            private readonly double[] _values = column.Values;

            public override int FixedRoom { get; } = Math.Max((format._writer.MaxLength * 2) + 4, format.LongestToken);

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public override int Write(int row, Span<byte> destination)
            {
                double value = _values[row];
                if (double.IsNaN(value))
                {
                    return Copy(format.Token(column.Missing, row), destination);
                }
                if (!format._mayNeedQuotes)
                {
                    return format.End(destination, format._writer.Write(destination, value));
                }
                Span<byte> buffer = stackalloc byte[format._writer.MaxLength];
                Span<byte> text = buffer[..format._writer.Write(buffer, value)];
                return format.Finish(text, format.Always || format.Quoting.IsNeeded(text), destination);
            }
        }
    }

    private sealed class DateTimeFormatCells : CellFormat
    {
        private readonly DatePattern _pattern;
        private readonly bool _mayNeedQuotes;

        public DateTimeFormatCells(ColumnSchema schema, CsvDialect dialect, CsvQuoting quoting, byte[] separator)
            : base(schema, quoting, separator)
        {
            _pattern = new DatePattern(schema.DateTime!.Pattern, schema.DateTime.NameCase);
            byte[] sample = new byte[_pattern.MaxLength];
            int length = _pattern.Write(sample, 1);
            _mayNeedQuotes = Always || quoting.IsNeeded(sample.AsSpan(0, length)) || dialect.Delimiter is '.' or '-' || char.IsAsciiLetterOrDigit(dialect.Delimiter);
        }

        public override BoundCells Bind(Column column) => new Cells(this, (DateTimeColumn)column);

        private sealed class Cells(DateTimeFormatCells format, DateTimeColumn column) : BoundCells
        {
            private readonly long[] _ticks = column.Ticks;

            public override int FixedRoom { get; } = Math.Max((format._pattern.MaxLength * 2) + 4, format.LongestToken);

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public override int Write(int row, Span<byte> destination)
            {
                if (column.IsMissing(row))
                {
                    return Copy(format.Token(column.Missing, row), destination);
                }
                if (!format._mayNeedQuotes)
                {
                    return format.End(destination, format._pattern.Write(destination, _ticks[row]));
                }
                Span<byte> buffer = stackalloc byte[format._pattern.MaxLength];
                Span<byte> text = buffer[..format._pattern.Write(buffer, _ticks[row])];
                return format.Finish(text, format.Always || format.Quoting.IsNeeded(text), destination);
            }
        }
    }

    private sealed class LevelFormatCells : CellFormat
    {
        // All levels one after another, with slack behind the last.
        private readonly byte[] _bytes;
        private readonly int[] _starts;
        private readonly int _longest;

        public LevelFormatCells(ColumnSchema schema, CsvQuoting quoting, byte[] separator)
            : base(schema, quoting, separator)
        {
            byte[][] levels = [.. schema.Levels.Select(level => Join(level, Always))];
            _starts = new int[levels.Length + 1];
            _bytes = new byte[levels.Sum(level => level.Length) + Slack];
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i].CopyTo(_bytes, _starts[i]);
                _starts[i + 1] = _starts[i] + levels[i].Length;
                _longest = Math.Max(_longest, levels[i].Length);
            }
        }

        public override BoundCells Bind(Column column) => new Cells(this, (CategoryColumn)column);

        private sealed class Cells(LevelFormatCells format, CategoryColumn column) : BoundCells
        {
            private readonly int[] _codes = column.Codes;
            private readonly int[] _starts = format._starts;
            private readonly byte[] _bytes = format._bytes;

            public override int FixedRoom { get; } = Math.Max(format._longest, format.LongestToken);

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public override int Write(int row, Span<byte> destination)
            {
                int code = _codes[row];
                if (code < 0)
                {
                    return Copy(format.Token(column.Missing, row), destination);
                }
                int start = _starts[code];
                int length = _starts[code + 1] - start;
                if (length > Slack)
                {
                    return Copy(_bytes.AsSpan(start, length), destination);
                }
                // One move of fixed size for what is mostly a word; both sides have that much room.
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_bytes.AsSpan(start, Slack))).StoreUnsafe(ref MemoryMarshal.GetReference(destination[..Slack]));
                return length;
            }
        }
    }

    private sealed class StringFormatCells(ColumnSchema schema, CsvQuoting quoting, byte[] separator) : CellFormat(schema, quoting, separator)
    {
        public override BoundCells Bind(Column column) => new Cells(this, (StringColumn)column);

        private sealed class Cells(StringFormatCells format, StringColumn column) : BoundCells
        {
            private readonly Utf8Strings _values = column.Values;

            public override int FixedRoom => format.LongestToken + 4;

            public override bool HasFixedRoom => false;

            public override int Room(int row) => (_values[row].Length * 2) + 4;

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public override int Write(int row, Span<byte> destination)
            {
                if (column.IsMissing(row))
                {
                    return Copy(format.Token(column.Missing, row), destination);
                }
                ReadOnlySpan<byte> text = _values[row];
                return format.Finish(text, format.Always || format.Quoting.IsNeeded(text), destination);
            }
        }
    }

    private sealed class EmptyFormatCells(ColumnSchema schema, CsvQuoting quoting, byte[] separator) : CellFormat(schema, quoting, separator)
    {
        public override BoundCells Bind(Column column) => new Cells(this, column);

        private sealed class Cells(EmptyFormatCells format, Column column) : BoundCells
        {
            public override int FixedRoom => format.LongestToken;

            public override int Write(int row, Span<byte> destination) => Copy(format.Token(column.Missing, row), destination);
        }
    }
}

/// <summary>The cells of one column of one block.</summary>
internal abstract class BoundCells
{
    /// <summary>Room that is enough for any cell, or, without <see cref="HasFixedRoom"/>, in addition to <see cref="Room"/>.</summary>
    public abstract int FixedRoom { get; }

    /// <summary>Whether <see cref="FixedRoom"/> is enough.</summary>
    public virtual bool HasFixedRoom => true;

    /// <summary>The room for one cell besides <see cref="FixedRoom"/>.</summary>
    public virtual int Room(int row) => 0;

    /// <summary>Writes the cell of a row with what follows it and returns the number of bytes; needs the room, and <see cref="CellFormat.Slack"/>.</summary>
    public abstract int Write(int row, Span<byte> destination);

    private protected static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }
}

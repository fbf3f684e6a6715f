using System.Runtime.CompilerServices;
using System.Text;
using Semblance.Data.Text;

namespace Semblance.Data.Csv.Writing;

/// <summary>Writes the cells of one column; prepared once, used by all threads.</summary>
internal abstract class CellFormat
{
    private readonly byte[][] _tokens;

    private protected CellFormat(ColumnSchema schema, CsvQuoting quoting)
    {
        Quoting = quoting;
        Always = schema.AlwaysQuoted;
        _tokens = schema.MissingTokens.Count == 0
            ? [quoting.Encode("", schema.MissingQuoted)]
            : [.. schema.MissingTokens.Select(token => quoting.Encode(token, schema.MissingQuoted))];
        LongestToken = _tokens.Max(token => token.Length);
    }

    /// <summary>How values are quoted.</summary>
    protected CsvQuoting Quoting { get; }

    /// <summary>Whether all values are quoted.</summary>
    protected bool Always { get; }

    /// <summary>The length of the longest missing token.</summary>
    protected int LongestToken { get; }

    /// <summary>Prepares the format for a column.</summary>
    public static CellFormat For(ColumnSchema schema, CsvDialect dialect, CsvQuoting quoting) => schema.Kind switch
    {
        ColumnKind.Number => new NumberCells(schema, dialect, quoting),
        ColumnKind.DateTime => new DateTimeCells(schema, dialect, quoting),
        ColumnKind.Category or ColumnKind.Boolean => new LevelCells(schema, quoting),
        ColumnKind.Identifier or ColumnKind.Text => new StringCells(schema, quoting),
        _ => new EmptyCells(schema, quoting),
    };

    /// <summary>Room that is enough for the cell of a row.</summary>
    public abstract int Room(Column column, int row);

    /// <summary>Writes the cell of a row and returns the number of bytes.</summary>
    public abstract int Write(Column column, int row, Span<byte> destination);

    /// <summary>The token of a missing value.</summary>
    protected ReadOnlySpan<byte> Token(Column column, int row)
    {
        int index = column.Missing is { } missing && missing[row] != 0 ? missing[row] - 1 : 0;
        return _tokens[index];
    }

    /// <summary>Writes the token of a missing value.</summary>
    protected int WriteMissing(Column column, int row, Span<byte> destination)
    {
        ReadOnlySpan<byte> token = Token(column, row);
        token.CopyTo(destination);
        return token.Length;
    }

    private sealed class NumberCells : CellFormat
    {
        private readonly NumberWriter _writer;
        private readonly bool _mayNeedQuotes;
        private readonly int _room;

        public NumberCells(ColumnSchema schema, CsvDialect dialect, CsvQuoting quoting)
            : base(schema, quoting)
        {
            NumberFormat format = schema.Number!;
            _writer = new NumberWriter(format);
            _mayNeedQuotes = Always || format.DecimalSeparator == dialect.Delimiter || format.ThousandsSeparator == dialect.Delimiter
                || quoting.IsNeeded(Encoding.UTF8.GetBytes("-" + format.Prefix)) || quoting.IsNeeded(Encoding.UTF8.GetBytes("0" + format.Suffix))
                || quoting.IsNeeded(Encoding.UTF8.GetBytes(format.Prefix + "0")) || dialect.Delimiter is '-' or '.' or '+' || char.IsAsciiDigit(dialect.Delimiter);
            _room = Math.Max((_writer.MaxLength * 2) + 2, LongestToken);
        }

        public override int Room(Column column, int row) => _room;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(Column column, int row, Span<byte> destination)
        {
            double value = ((NumberColumn)column).Values[row];
            if (double.IsNaN(value))
            {
                return WriteMissing(column, row, destination);
            }
            return _mayNeedQuotes ? WriteChecked(value, destination) : _writer.Write(destination, value);
        }

        private int WriteChecked(double value, Span<byte> destination)
        {
            Span<byte> buffer = stackalloc byte[_writer.MaxLength];
            Span<byte> text = buffer[.._writer.Write(buffer, value)];
            if (Always || Quoting.IsNeeded(text))
            {
                return Quoting.WriteQuoted(destination, text);
            }
            text.CopyTo(destination);
            return text.Length;
        }
    }

    private sealed class DateTimeCells : CellFormat
    {
        private readonly DatePattern _pattern;
        private readonly bool _mayNeedQuotes;
        private readonly int _room;

        public DateTimeCells(ColumnSchema schema, CsvDialect dialect, CsvQuoting quoting)
            : base(schema, quoting)
        {
            _pattern = new DatePattern(schema.DateTime!.Pattern, schema.DateTime.NameCase);
            byte[] sample = new byte[_pattern.MaxLength];
            int length = _pattern.Write(sample, 1);
            _mayNeedQuotes = Always || quoting.IsNeeded(sample.AsSpan(0, length)) || dialect.Delimiter is '.' or '-' || char.IsAsciiLetterOrDigit(dialect.Delimiter);
            _room = Math.Max((_pattern.MaxLength * 2) + 2, LongestToken);
        }

        public override int Room(Column column, int row) => _room;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(Column column, int row, Span<byte> destination)
        {
            if (column.IsMissing(row))
            {
                return WriteMissing(column, row, destination);
            }
            long ticks = ((DateTimeColumn)column).Ticks[row];
            if (!_mayNeedQuotes)
            {
                return _pattern.Write(destination, ticks);
            }
            Span<byte> buffer = stackalloc byte[_pattern.MaxLength];
            Span<byte> text = buffer[.._pattern.Write(buffer, ticks)];
            if (Always || Quoting.IsNeeded(text))
            {
                return Quoting.WriteQuoted(destination, text);
            }
            text.CopyTo(destination);
            return text.Length;
        }
    }

    private sealed class LevelCells : CellFormat
    {
        private readonly byte[][] _levels;
        private readonly int _room;

        public LevelCells(ColumnSchema schema, CsvQuoting quoting)
            : base(schema, quoting)
        {
            _levels = [.. schema.Levels.Select(level => quoting.Encode(level, Always))];
            _room = Math.Max(_levels.Select(level => level.Length).DefaultIfEmpty(0).Max(), LongestToken);
        }

        public override int Room(Column column, int row) => _room;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(Column column, int row, Span<byte> destination)
        {
            int code = ((CategoryColumn)column).Codes[row];
            ReadOnlySpan<byte> text = code < 0 ? Token(column, row) : _levels[code];
            text.CopyTo(destination);
            return text.Length;
        }
    }

    private sealed class StringCells(ColumnSchema schema, CsvQuoting quoting) : CellFormat(schema, quoting)
    {
        public override int Room(Column column, int row) => Math.Max((((StringColumn)column).Values[row].Length * 2) + 2, LongestToken);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(Column column, int row, Span<byte> destination)
        {
            if (column.IsMissing(row))
            {
                return WriteMissing(column, row, destination);
            }
            ReadOnlySpan<byte> text = ((StringColumn)column).Values[row];
            if (Always || Quoting.IsNeeded(text))
            {
                return Quoting.WriteQuoted(destination, text);
            }
            text.CopyTo(destination);
            return text.Length;
        }
    }

    private sealed class EmptyCells(ColumnSchema schema, CsvQuoting quoting) : CellFormat(schema, quoting)
    {
        public override int Room(Column column, int row) => LongestToken;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(Column column, int row, Span<byte> destination) => WriteMissing(column, row, destination);
    }
}

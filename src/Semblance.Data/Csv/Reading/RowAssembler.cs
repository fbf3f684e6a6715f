using System.Runtime.CompilerServices;

namespace Semblance.Data.Csv.Reading;

/// <summary>What was repaired in a chunk.</summary>
internal struct RepairCounts
{
    /// <summary>Rows with too few fields.</summary>
    public long Short;

    /// <summary>Rows with empty fields too many.</summary>
    public long Long;

    /// <summary>Rows with a delimiter inside a value that is not quoted.</summary>
    public long Joined;

    /// <summary>Comment lines left out.</summary>
    public long Comments;

    /// <summary>Adds those of another chunk.</summary>
    public void Add(in RepairCounts other)
    {
        Short += other.Short;
        Long += other.Long;
        Joined += other.Joined;
        Comments += other.Comments;
    }
}

/// <summary>Reads rows of one width from a chunk, repairing ragged ones where the intent is plain.</summary>
internal ref struct RowAssembler
{
    /// <summary>The longest value in bytes, with its escapes resolved: what is longer is a document rather than a value, and the cost of learning from texts grows faster than their length.</summary>
    public const int MaxValueBytes = 65_536;

    private readonly Chunk _chunk;
    private readonly CsvSyntax _syntax;
    private readonly ColumnPlan[] _plans;
    private readonly string _name;
    private readonly byte _newline;
    private readonly int _width;
    private RowTokenizer _tokenizer;

    /// <summary>Starts at the beginning of a chunk.</summary>
    public RowAssembler(Chunk chunk, CsvDialect dialect, ColumnPlan[] plans, string name)
    {
        _chunk = chunk;
        _name = name;
        _newline = (byte)dialect.Newline[^1];
        _plans = plans;
        _width = plans.Length;
        _syntax = CsvSyntax.Of(dialect);
        _tokenizer = new RowTokenizer(chunk.Bytes, _syntax);
        Repairs = default;
    }

    /// <summary>The position after the last row read.</summary>
    public readonly int Position => _tokenizer.Position;

    /// <summary>What was repaired so far.</summary>
    public RepairCounts Repairs;

    /// <summary>Reads up to <paramref name="limit"/> rows; <paramref name="fields"/> then holds one field per column and row. Returns the number of rows, 0 at the end.</summary>
    /// <exception cref="TableException">A row cannot be understood.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Read(ref Field[] fields, int limit)
    {
        int rows = 0, count = 0;
        while (rows < limit)
        {
            int start = _tokenizer.Position;
            int before = count;
            if (!_tokenizer.ReadRow(ref fields, ref count))
            {
                break;
            }
            if (_tokenizer.EndedInQuotes)
            {
                throw new TableException($"{_name}, line {Line(start)}: a quote is opened and never closed.");
            }
            if ((count - before == _width && _width > 1) || Repair(ref fields, before, ref count, start))
            {
                // A row can have a long value only if it is long itself: so the fields of most rows need no look.
                if (_tokenizer.Position - start > MaxValueBytes)
                {
                    CheckLengths(fields.AsSpan(before, _width), start);
                }
                rows++;
            }
        }
        return rows;
    }

    private readonly void CheckLengths(ReadOnlySpan<Field> row, int start)
    {
        for (int column = 0; column < row.Length; column++)
        {
            Field field = row[column];
            if (field.Length <= MaxValueBytes || _plans[column].Skipped)
            {
                continue;
            }
            int length = field.IsEscaped ? new Scratch().Unescape(_chunk.Bytes.Slice(field.Start, field.Length), _syntax).Length : field.Length;
            if (length > MaxValueBytes)
            {
                throw new TableException(
                    $"{_name}, line {Line(start)}: the value in column '{_plans[column].Context.Name}' is {length} bytes long, more than {MaxValueBytes}; shorten it or leave the column out.");
            }
        }
    }

    // False if the row is none: a blank line or a comment.
    private bool Repair(ref Field[] fields, int before, ref int count, int start)
    {
        int have = count - before;
        ReadOnlySpan<byte> data = _chunk.Bytes;
        Field first = fields[before];
        if (have == 1 && !first.IsQuoted && data.Slice(first.Start, first.Length).Trim((byte)' ').IsEmpty)
        {
            count = before;
            return false;
        }
        if (have == _width)
        {
            return true;
        }
        if (!first.IsQuoted && first.Length > 0 && data[first.Start] == '#')
        {
            Repairs.Comments++;
            count = before;
            return false;
        }
        if (have < _width)
        {
            Repairs.Short++;
            while (count < before + _width)
            {
                if (count == fields.Length)
                {
                    Array.Resize(ref fields, fields.Length * 2);
                }
                fields[count++] = default;
            }
            return true;
        }
        int filled = have;
        while (filled > _width && fields[before + filled - 1] is { Length: 0, IsQuoted: false })
        {
            filled--;
        }
        if (filled == _width)
        {
            Repairs.Long++;
            count = before + _width;
            return true;
        }
        if (TryJoin(fields.AsSpan(before, have), data))
        {
            Repairs.Joined++;
            count = before + _width;
            return true;
        }
        throw new TableException($"{_name}, line {Line(start)}: the row has {have} fields, but the table has {_width} columns; a value that contains the delimiter must be quoted.");
    }

    // "Rua do Paco, 67": a comma followed by a space is not a delimiter in a file whose delimiters are followed by none. Plain if that gives the right width.
    private readonly bool TryJoin(Span<Field> row, ReadOnlySpan<byte> data)
    {
        if (_width == 1)
        {
            // In a file of one column there is nothing to part.
            foreach (Field field in row)
            {
                if (field.IsQuoted)
                {
                    return false;
                }
            }
            row[0] = new Field(row[0].Start, (row[^1].Start + row[^1].Length - row[0].Start) << 2);
            return true;
        }
        int excess = row.Length - _width;
        int continued = 0;
        for (int i = 1; i < row.Length; i++)
        {
            continued += IsContinuation(row, i, data) ? 1 : 0;
        }
        if (continued != excess)
        {
            return false;
        }
        int written = 0;
        for (int i = 0; i < row.Length; i++)
        {
            if (i > 0 && IsContinuation(row, i, data))
            {
                Field head = row[written - 1];
                int end = row[i].Start + row[i].Length;
                row[written - 1] = new Field(head.Start, (end - head.Start) << 2);
            }
            else
            {
                row[written++] = row[i];
            }
        }
        return true;
    }

    private static bool IsContinuation(ReadOnlySpan<Field> row, int index, ReadOnlySpan<byte> data) =>
        row[index] is { IsQuoted: false, Length: > 1 } field && data[field.Start] == ' ' && !row[index - 1].IsQuoted && row[index - 1].Length > 0;

    private readonly long Line(int position) => _chunk.FirstLine + _chunk.Bytes[..position].Count(_newline);
}

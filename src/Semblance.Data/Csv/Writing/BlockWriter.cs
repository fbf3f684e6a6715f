using System.Runtime.CompilerServices;
using System.Text;

namespace Semblance.Data.Csv.Writing;

/// <summary>Formats blocks of rows on all processors and writes them in order, the writing beside the formatting of what follows.</summary>
internal sealed class BlockWriter
{
    // About half a megabyte of text: stays in a core's cache between formatting and writing.
    private const int SliceRows = 4096;

    private readonly CellFormat[] _formats;
    private readonly byte[] _delimiter;
    private readonly byte[] _newline;
    private readonly bool _newlineBefore;
    private readonly string[] _names;

    private BlockWriter(IReadOnlyList<ColumnSchema> schema, CsvDialect dialect)
    {
        var quoting = new CsvQuoting(dialect, schema.Count == 1);
        _formats = [.. schema.Select(column => CellFormat.For(column, dialect, quoting))];
        _names = [.. schema.Select(column => column.Name)];
        _delimiter = Encoding.ASCII.GetBytes(dialect.SpaceAfterDelimiter ? dialect.Delimiter + " " : dialect.Delimiter.ToString());
        _newline = Encoding.ASCII.GetBytes(dialect.Newline);
        _newlineBefore = !dialect.FinalNewline;
    }

    /// <summary>See <see cref="CsvWriter.Write"/>.</summary>
    public static void Write(Stream output, IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks, CsvDialect dialect, Action<long>? rowsWritten, CancellationToken ct)
    {
        var writer = new BlockWriter(schema, dialect);
        if (dialect.ByteOrderMark)
        {
            output.Write([0xEF, 0xBB, 0xBF]);
        }
        if (dialect.HasHeader)
        {
            output.Write(writer.Header(schema, dialect));
        }
        int parallel = Math.Max(Environment.ProcessorCount, 1);
        byte[][] front = NewBuffers(parallel), back = NewBuffers(parallel);
        int[] frontLengths = new int[parallel], backLengths = new int[parallel];
        Task pending = Task.CompletedTask;
        long rows = 0;
        bool isFirst = !dialect.HasHeader;
        try
        {
            foreach (Table block in blocks)
            {
                writer.Check(block);
                for (int from = 0; from < block.RowCount; from += parallel * SliceRows)
                {
                    ct.ThrowIfCancellationRequested();
                    int slices = Math.Min(parallel, (block.RowCount - from + SliceRows - 1) / SliceRows);
                    int start = from;
                    bool first = isFirst;
                    Parallel.For(0, slices, slice =>
                    {
                        int begin = start + (slice * SliceRows);
                        frontLengths[slice] = writer.Format(block, begin, Math.Min(begin + SliceRows, block.RowCount), first && slice == 0, ref front[slice]);
                    });
                    isFirst = false;
                    pending.GetAwaiter().GetResult();
                    (front, back) = (back, front);
                    (frontLengths, backLengths) = (backLengths, frontLengths);
                    byte[][] buffers = back;
                    int[] lengths = backLengths;
                    pending = Task.Run(() => WriteAll(output, buffers, lengths, slices), ct);
                }
                rows += block.RowCount;
                rowsWritten?.Invoke(rows);
            }
        }
        finally
        {
            // The stream is the caller's again when this returns, so nothing may still be writing to it.
            Task.WaitAny([pending], CancellationToken.None);
        }
        pending.GetAwaiter().GetResult();
        output.Flush();
    }

    private static byte[][] NewBuffers(int count) => [.. Enumerable.Range(0, count).Select(_ => new byte[1 << 16])];

    private static void WriteAll(Stream output, byte[][] buffers, int[] lengths, int count)
    {
        for (int i = 0; i < count; i++)
        {
            output.Write(buffers[i], 0, lengths[i]);
        }
    }

    private byte[] Header(IReadOnlyList<ColumnSchema> schema, CsvDialect dialect)
    {
        var quoting = new CsvQuoting(dialect, schema.Count == 1);
        var header = new List<byte>();
        for (int i = 0; i < schema.Count; i++)
        {
            if (i > 0)
            {
                header.AddRange(_delimiter);
            }
            string name = schema[i].Header ?? schema[i].Name;
            header.AddRange(quoting.Encode(name, dialect.HeaderQuoted && name.Length > 0));
        }
        if (!_newlineBefore)
        {
            header.AddRange(_newline);
        }
        return [.. header];
    }

    private void Check(Table block)
    {
        if (block.Columns.Count != _names.Length)
        {
            throw new ArgumentException($"A block has {block.Columns.Count} columns, the schema {_names.Length}.", nameof(block));
        }
        for (int i = 0; i < _names.Length; i++)
        {
            if (block.Columns[i].Name != _names[i])
            {
                throw new ArgumentException($"Column {i + 1} of a block is '{block.Columns[i].Name}', that of the schema '{_names[i]}'.", nameof(block));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Format(Table block, int from, int to, bool isFirst, ref byte[] buffer)
    {
        Column[] columns = [.. block.Columns];
        int at = 0;
        for (int row = from; row < to; row++)
        {
            int room = _newline.Length;
            for (int i = 0; i < columns.Length; i++)
            {
                room += _formats[i].Room(columns[i], row) + _delimiter.Length;
            }
            if (buffer.Length - at < room)
            {
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, at + room));
            }
            if (_newlineBefore && !(isFirst && row == from))
            {
                _newline.CopyTo(buffer, at);
                at += _newline.Length;
            }
            for (int i = 0; i < columns.Length; i++)
            {
                if (i > 0)
                {
                    _delimiter.CopyTo(buffer, at);
                    at += _delimiter.Length;
                }
                at += _formats[i].Write(columns[i], row, buffer.AsSpan(at));
            }
            if (!_newlineBefore)
            {
                _newline.CopyTo(buffer, at);
                at += _newline.Length;
            }
        }
        return at;
    }
}

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
    private readonly bool _finalNewline;
    private readonly string[] _names;

    private BlockWriter(IReadOnlyList<ColumnSchema> schema, CsvDialect dialect)
    {
        var quoting = new CsvQuoting(dialect, schema.Count == 1);
        _delimiter = Encoding.ASCII.GetBytes(dialect.SpaceAfterDelimiter ? dialect.Delimiter + " " : dialect.Delimiter.ToString());
        _newline = Encoding.ASCII.GetBytes(dialect.Newline);
        _finalNewline = dialect.FinalNewline;
        _formats = [.. schema.Select((column, i) => CellFormat.For(column, dialect, quoting, i == schema.Count - 1 ? _newline : _delimiter))];
        _names = [.. schema.Select(column => column.Name)];
    }

    /// <summary>See <see cref="CsvWriter.Write"/>.</summary>
    public static void Write(Stream output, IReadOnlyList<ColumnSchema> schema, IEnumerable<Table> blocks, CsvDialect dialect, Action<long>? rowsWritten, CancellationToken ct)
    {
        var writer = new BlockWriter(schema, dialect);
        if (dialect.ByteOrderMark)
        {
            output.Write([0xEF, 0xBB, 0xBF]);
        }
        var target = new RowTarget(output, writer._finalNewline ? [] : writer._newline);
        if (dialect.HasHeader)
        {
            byte[] header = writer.Header(schema, dialect);
            target.Write(header, header.Length);
        }
        int parallel = Math.Max(Environment.ProcessorCount, 1);
        byte[][] front = NewBuffers(parallel), back = NewBuffers(parallel);
        int[] frontLengths = new int[parallel], backLengths = new int[parallel];
        Task pending = Task.CompletedTask;
        long rows = 0;
        try
        {
            foreach (Table block in blocks)
            {
                writer.Check(block);
                BoundCells[] cells = [.. writer._formats.Select((format, i) => format.Bind(block.Columns[i]))];
                for (int from = 0; from < block.RowCount; from += parallel * SliceRows)
                {
                    ct.ThrowIfCancellationRequested();
                    int slices = Math.Min(parallel, (block.RowCount - from + SliceRows - 1) / SliceRows);
                    int start = from;
                    Parallel.For(0, slices, slice =>
                    {
                        int begin = start + (slice * SliceRows);
                        frontLengths[slice] = Format(cells, begin, Math.Min(begin + SliceRows, block.RowCount), ref front[slice]);
                    });
                    pending.GetAwaiter().GetResult();
                    (front, back) = (back, front);
                    (frontLengths, backLengths) = (backLengths, frontLengths);
                    byte[][] buffers = back;
                    int[] lengths = backLengths;
                    pending = Task.Run(() => target.WriteAll(buffers, lengths, slices), ct);
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
        header.AddRange(_newline);
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
    private static int Format(BoundCells[] cells, int from, int to, ref byte[] buffer)
    {
        int fixedRoom = CellFormat.Slack + cells.Sum(column => column.FixedRoom);
        BoundCells[] varying = Array.FindAll(cells, column => !column.HasFixedRoom);
        int at = 0;
        for (int row = from; row < to; row++)
        {
            int room = fixedRoom;
            foreach (BoundCells column in varying)
            {
                room += column.Room(row);
            }
            if (buffer.Length - at < room)
            {
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, at + room));
            }
            foreach (BoundCells column in cells)
            {
                at += column.Write(row, buffer.AsSpan(at));
            }
        }
        return at;
    }

    /// <summary>The output. If the last row has no newline, each is held back until something follows it.</summary>
    private sealed class RowTarget(Stream output, byte[] heldBack)
    {
        private bool _isOwed;

        public void WriteAll(byte[][] buffers, int[] lengths, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Write(buffers[i], lengths[i]);
            }
        }

        public void Write(byte[] rows, int length)
        {
            if (_isOwed)
            {
                output.Write(heldBack);
            }
            output.Write(rows, 0, length - heldBack.Length);
            _isOwed = heldBack.Length > 0;
        }
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Semblance.Describe.Generation;

namespace Semblance.Describe.Output;

/// <summary>Rows as objects of a JSON array, one a line.</summary>
internal sealed class JsonRows : RowWriter
{
    private const int NumberRoom = 40;

    // A control character becomes \u00XX, six bytes.
    private const int MostBytesPerByte = 6;

    private static readonly SearchValues<byte> s_special = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private readonly byte[][] _names;
    private readonly int _namesLength;

    public JsonRows(CompiledTable table)
    {
        _names = [.. table.Columns.Select(column => Encoding.UTF8.GetBytes((column.Index == 0 ? "{\"" : ",\"") + column.Plan.Name + "\":"))];
        _namesLength = _names.Sum(name => name.Length);
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Start => "[\n"u8.ToArray();

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> End => "]\n"u8.ToArray();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Write(IReadOnlyList<Vector> columns, long first, bool isLast, ref byte[] buffer)
    {
        Vector[] vectors = [.. columns];
        int at = 0, rows = vectors[0].Count;
        for (int row = 0; row < rows; row++)
        {
            int room = _namesLength + (NumberRoom * (vectors.Length + 1));
            Ensure(ref buffer, at, room);
            for (int i = 0; i < vectors.Length; i++)
            {
                Vector column = vectors[i];
                _names[i].CopyTo(buffer.AsSpan(at));
                at += _names[i].Length;
                if (column.IsMissing(row))
                {
                    "null"u8.CopyTo(buffer.AsSpan(at));
                    at += 4;
                    continue;
                }
                switch (column.Kind)
                {
                    case VectorKind.Whole or VectorKind.Decimal or VectorKind.Boolean:
                        at += ValueWriter.Write(column, row, buffer.AsSpan(at));
                        break;
                    case VectorKind.Text:
                        ReadOnlySpan<byte> text = column.Text(row);
                        Ensure(ref buffer, at, (MostBytesPerByte * text.Length) + room);
                        at += column.IsBare(row) ? Copy(buffer.AsSpan(at), text) : WriteText(buffer.AsSpan(at), text);
                        break;
                    default:
                        buffer[at++] = (byte)'"';
                        at += ValueWriter.Write(column, row, buffer.AsSpan(at));
                        buffer[at++] = (byte)'"';
                        break;
                }
            }
            buffer[at++] = (byte)'}';
            if (!isLast || row < rows - 1)
            {
                buffer[at++] = (byte)',';
            }
            buffer[at++] = (byte)'\n';
        }
        return at;
    }

    /// <summary>Writes a JSON string; needs six bytes for each byte of text and two more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WriteText(Span<byte> to, ReadOnlySpan<byte> text)
    {
        to[0] = (byte)'"';
        int at = 1 + (text.ContainsAny(s_special) ? Escape(to[1..], text) : Copy(to[1..], text));
        to[at] = (byte)'"';
        return at + 1;
    }

    /// <summary>Writes the inside of a JSON string.</summary>
    internal static int Escape(Span<byte> to, ReadOnlySpan<byte> text)
    {
        int at = 0;
        foreach (byte b in text)
        {
            if (b >= 32)
            {
                if (b is (byte)'"' or (byte)'\\')
                {
                    to[at++] = (byte)'\\';
                }
                to[at++] = b;
                continue;
            }
            to[at++] = (byte)'\\';
            switch (b)
            {
                case (byte)'\n':
                    to[at++] = (byte)'n';
                    break;
                case (byte)'\r':
                    to[at++] = (byte)'r';
                    break;
                case (byte)'\t':
                    to[at++] = (byte)'t';
                    break;
                default:
                    "u00"u8.CopyTo(to[at..]);
                    to[at + 3] = (byte)('0' + (b >> 4));
                    to[at + 4] = (byte)((b & 15) < 10 ? '0' + (b & 15) : 'a' + (b & 15) - 10);
                    at += 5;
                    break;
            }
        }
        return at;
    }

    private static int Copy(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        return text.Length;
    }
}

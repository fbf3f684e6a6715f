using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Semblance.Describe.Generation;

namespace Semblance.Describe.Output;

/// <summary>Rows as CSV: a missing value is an empty field, an empty text a quoted one.</summary>
internal sealed class CsvRows : RowWriter
{
    // A number, date or time with its comma.
    private const int NumberRoom = 32;

    private static readonly SearchValues<byte> s_special = SearchValues.Create(",\"\n\r"u8);

    private readonly byte[] _header;

    public CsvRows(CompiledTable table)
    {
        byte[] header = [];
        int length = 0;
        foreach (CompiledColumn column in table.Columns)
        {
            byte[] name = Encoding.UTF8.GetBytes(column.Plan.Name);
            Ensure(ref header, length, (2 * name.Length) + 3);
            if (column.Index > 0)
            {
                header[length++] = (byte)',';
            }
            length += WriteText(header.AsSpan(length), name);
        }
        _header = [.. header.AsSpan(0, length), (byte)'\n'];
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Start => _header;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Write(IReadOnlyList<Vector> columns, long first, bool isLast, ref byte[] buffer)
    {
        Vector[] vectors = [.. columns];
        int at = 0, rows = vectors[0].Count;
        for (int row = 0; row < rows; row++)
        {
            Ensure(ref buffer, at, NumberRoom * vectors.Length);
            foreach (Vector column in vectors)
            {
                if (!column.IsMissing(row))
                {
                    if (column.Kind == VectorKind.Text)
                    {
                        ReadOnlySpan<byte> text = column.Text(row);
                        Ensure(ref buffer, at, (2 * text.Length) + (NumberRoom * vectors.Length));
                        if (column.IsPlain)
                        {
                            text.CopyTo(buffer.AsSpan(at));
                            at += text.Length;
                        }
                        else
                        {
                            at += WriteText(buffer.AsSpan(at), text);
                        }
                    }
                    else
                    {
                        at += ValueWriter.Write(column, row, buffer.AsSpan(at));
                    }
                }
                else if (vectors.Length == 1)
                {
                    // An empty line would be no row at all.
                    buffer[at++] = (byte)'"';
                    buffer[at++] = (byte)'"';
                }
                buffer[at++] = (byte)',';
            }
            buffer[at - 1] = (byte)'\n';
        }
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteText(Span<byte> to, ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && !text.ContainsAny(s_special))
        {
            text.CopyTo(to);
            return text.Length;
        }
        return WriteQuoted(to, text);
    }

    private static int WriteQuoted(Span<byte> to, ReadOnlySpan<byte> text)
    {
        int at = 0;
        to[at++] = (byte)'"';
        foreach (byte b in text)
        {
            if (b == '"')
            {
                to[at++] = (byte)'"';
            }
            to[at++] = b;
        }
        to[at++] = (byte)'"';
        return at;
    }
}

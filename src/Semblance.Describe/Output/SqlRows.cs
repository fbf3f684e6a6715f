using System.Text;
using Semblance.Describe.Generation;

namespace Semblance.Describe.Output;

/// <summary>Rows as INSERT statements of some hundred rows each.</summary>
internal sealed class SqlRows : RowWriter
{
    private const int BatchRows = 500;
    private const int NumberRoom = 40;

    private readonly byte[] _insert;
    private readonly SqlDialect _dialect;

    public SqlRows(CompiledTable table, SqlDialect dialect)
    {
        _dialect = dialect;
        string columns = string.Join(", ", table.Columns.Select(column => SqlScript.Name(column.Plan.Name, dialect)));
        _insert = Encoding.UTF8.GetBytes($"INSERT INTO {SqlScript.Name(table.Entity.Name, dialect)} ({columns}) VALUES\n");
    }

    /// <inheritdoc/>
    public override int RowsPerUnit => BatchRows;

    /// <inheritdoc/>
    public override int Write(IReadOnlyList<Vector> columns, long first, bool isLast, ref byte[] buffer)
    {
        Vector[] vectors = [.. columns];
        int at = 0, rows = vectors[0].Count;
        for (int row = 0; row < rows; row++)
        {
            // Every byte of a text can need another before it.
            Ensure(ref buffer, at, _insert.Length + RoomFor(vectors, row, 2, NumberRoom) + 8);
            if (row % BatchRows == 0)
            {
                _insert.CopyTo(buffer.AsSpan(at));
                at += _insert.Length;
            }
            buffer[at++] = (byte)'(';
            for (int i = 0; i < vectors.Length; i++)
            {
                if (i > 0)
                {
                    buffer[at++] = (byte)',';
                }
                at += WriteValue(buffer.AsSpan(at), vectors[i], row);
            }
            buffer[at++] = (byte)')';
            buffer[at++] = (byte)(row % BatchRows == BatchRows - 1 || row == rows - 1 ? ';' : ',');
            buffer[at++] = (byte)'\n';
        }
        return at;
    }

    private int WriteValue(Span<byte> to, Vector column, int row)
    {
        if (column.IsMissing(row))
        {
            "NULL"u8.CopyTo(to);
            return 4;
        }
        switch (column.Kind)
        {
            case VectorKind.Whole or VectorKind.Decimal:
                return ValueWriter.Write(column, row, to);
            case VectorKind.Boolean when _dialect == SqlDialect.Sqlite:
                to[0] = (byte)(column.Numbers[row] != 0 ? '1' : '0');
                return 1;
            case VectorKind.Boolean:
                return ValueWriter.Write(column, row, to);
            case VectorKind.Text:
                return WriteText(to, column.Text(row));
            default:
                to[0] = (byte)'\'';
                int length = ValueWriter.Write(column, row, to[1..]);
                if (column.Kind == VectorKind.DateTime)
                {
                    // Databases write a space where JSON has a T.
                    to[11] = (byte)' ';
                }
                to[length + 1] = (byte)'\'';
                return length + 2;
        }
    }

    private int WriteText(Span<byte> to, ReadOnlySpan<byte> text)
    {
        int at = 0;
        to[at++] = (byte)'\'';
        foreach (byte b in text)
        {
            if (b == '\'' || (b == '\\' && _dialect == SqlDialect.MySql))
            {
                to[at++] = b;
            }
            to[at++] = b;
        }
        to[at++] = (byte)'\'';
        return at;
    }
}

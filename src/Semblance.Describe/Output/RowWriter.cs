using Semblance.Describe.Generation;

namespace Semblance.Describe.Output;

/// <summary>Writes the rows of one table in one format. Used by several threads at a time: it keeps no state.</summary>
internal abstract class RowWriter
{
    /// <summary>What stands before the first row.</summary>
    public virtual ReadOnlyMemory<byte> Start => default;

    /// <summary>What stands after the last row.</summary>
    public virtual ReadOnlyMemory<byte> End => default;

    /// <summary>Rows per part must be a multiple of this, since something begins anew after so many.</summary>
    public virtual int RowsPerUnit => 1;

    /// <summary>Appends rows to a buffer, which grows as needed, and returns the new length.</summary>
    /// <param name="columns">The values.</param>
    /// <param name="first">The number of the first row in the table.</param>
    /// <param name="isLast">Whether the table ends with these rows.</param>
    /// <param name="buffer">The buffer.</param>
    public abstract int Write(IReadOnlyList<Vector> columns, long first, bool isLast, ref byte[] buffer);

    /// <summary>Makes room in a buffer.</summary>
    protected static void Ensure(ref byte[] buffer, int at, int room)
    {
        if (buffer.Length - at < room)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, at + room));
        }
    }

    /// <summary>Room that is enough for a row, with so many bytes for each byte of text and so many for each column.</summary>
    protected static int RoomFor(IReadOnlyList<Vector> columns, int row, int perByte, int perColumn)
    {
        int room = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            Vector column = columns[i];
            room += perColumn + (column.Kind == VectorKind.Text ? perByte * column.Text(row).Length : 0);
        }
        return room;
    }
}

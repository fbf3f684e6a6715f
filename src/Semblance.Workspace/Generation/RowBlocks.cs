using System.Runtime.InteropServices;
using System.Text;
using Semblance.Data;

namespace Semblance.Workspace.Generation;

/// <summary>
/// Rows on their way from one job to another: blocks of typed columns as they lie in memory, without their schema, which both have from the model.
/// For each block its rows (4 bytes; 0 ends the file), then column by column whether there is a missing mask (1 byte), the mask, and the values:
/// 8 bytes for numbers and dates, 4 for codes, length and UTF-8 for strings. Little-endian.
/// </summary>
internal static class RowBlocks
{
    public static void Write(Stream output, IEnumerable<Table> blocks, Action<long> rowsWritten)
    {
        using var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        long rows = 0;
        foreach (Table block in blocks.Where(block => block.RowCount > 0))
        {
            writer.Write(block.RowCount);
            foreach (Column column in block.Columns)
            {
                writer.Write(column.Missing is not null);
                writer.Write(column.Missing ?? []);
                WriteValues(writer, column);
            }
            rows += block.RowCount;
            rowsWritten(rows);
        }
        writer.Write(0);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, a block at a time.</summary>
    /// <exception cref="EndOfStreamException">The file is cut short.</exception>
    public static IEnumerable<Table> Read(Stream input, IReadOnlyList<ColumnSchema> schema)
    {
        using var reader = new BinaryReader(input, Encoding.UTF8, leaveOpen: true);
        for (int rows = reader.ReadInt32(); rows > 0; rows = reader.ReadInt32())
        {
            var columns = new Column[schema.Count];
            for (int i = 0; i < columns.Length; i++)
            {
                byte[]? missing = reader.ReadBoolean() ? ReadArray<byte>(reader, rows) : null;
                columns[i] = ReadColumn(reader, schema[i], rows, missing);
            }
            yield return new Table(columns, rows);
        }
    }

    private static void WriteValues(BinaryWriter writer, Column column)
    {
        switch (column)
        {
            case NumberColumn numbers:
                writer.Write(MemoryMarshal.AsBytes(numbers.Values.AsSpan()));
                break;
            case DateTimeColumn dates:
                writer.Write(MemoryMarshal.AsBytes(dates.Ticks.AsSpan()));
                break;
            case CategoryColumn categories:
                writer.Write(MemoryMarshal.AsBytes(categories.Codes.AsSpan()));
                break;
            case StringColumn strings:
                for (int row = 0; row < strings.Count; row++)
                {
                    writer.Write7BitEncodedInt(strings.Values[row].Length);
                    writer.Write(strings.Values[row]);
                }
                break;
        }
    }

    private static Column ReadColumn(BinaryReader reader, ColumnSchema schema, int rows, byte[]? missing)
    {
        switch (schema.Kind)
        {
            case ColumnKind.Number:
                return new NumberColumn(schema, ReadArray<double>(reader, rows), missing);
            case ColumnKind.DateTime:
                return new DateTimeColumn(schema, ReadArray<long>(reader, rows), missing);
            case ColumnKind.Category or ColumnKind.Boolean:
                return new CategoryColumn(schema, ReadArray<int>(reader, rows), missing);
            case ColumnKind.Identifier or ColumnKind.Text:
                var strings = new Utf8Strings.Builder(rows);
                for (int row = 0; row < rows; row++)
                {
                    strings.Add(reader.ReadBytes(reader.Read7BitEncodedInt()));
                }
                return new StringColumn(schema, strings.Build(), missing);
            default:
                return new EmptyColumn(schema, missing ?? new byte[rows]);
        }
    }

    private static T[] ReadArray<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

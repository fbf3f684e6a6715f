using System.Buffers.Binary;
using System.Text;

namespace Semblance.Data.Parquet.Writing;

/// <summary>
/// Looks into a schema of Apache Arrow that a file carries: an encapsulated message whose flatbuffer has the fields
/// (arrow.apache.org/docs/format/Columnar.html, Message.fbs and Schema.fbs).
/// </summary>
internal static class ArrowSchema
{
    private const int MessageHeader = 2;
    private const int SchemaFields = 1;
    private const int FieldName = 0;

    /// <summary>The names of the outermost fields; null if the text is no such schema.</summary>
    /// <param name="base64">The message in base 64.</param>
    public static string[]? FieldNames(string base64)
    {
        try
        {
            byte[] message = Convert.FromBase64String(base64);
            // Newer messages begin with four bytes of ones, all with their length.
            int start = BinaryPrimitives.ReadInt32LittleEndian(message) == -1 ? 8 : 4;
            var bytes = message.AsMemory(start);
            int root = Follow(bytes.Span, 0);
            int schema = Follow(bytes.Span, Field(bytes.Span, root, MessageHeader));
            int fields = Follow(bytes.Span, Field(bytes.Span, schema, SchemaFields));
            int count = Int(bytes.Span, fields);
            if ((uint)count > bytes.Length / sizeof(int))
            {
                return null;
            }
            var names = new string[count];
            for (int i = 0; i < count; i++)
            {
                int field = Follow(bytes.Span, fields + ((i + 1) * sizeof(int)));
                int name = Follow(bytes.Span, Field(bytes.Span, field, FieldName));
                names[i] = Encoding.UTF8.GetString(bytes.Span.Slice(name + sizeof(int), Int(bytes.Span, name)));
            }
            return names;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static int Follow(ReadOnlySpan<byte> bytes, int at) => at + Int(bytes, at);

    // Where a field of a table is, by the table's list of fields.
    private static int Field(ReadOnlySpan<byte> bytes, int table, int number)
    {
        int list = table - Int(bytes, table);
        int at = list + 4 + (number * sizeof(short));
        int offset = at + sizeof(short) <= list + BinaryPrimitives.ReadUInt16LittleEndian(bytes[list..]) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : 0;
        return offset > 0 ? table + offset : throw new FormatException("The field is not there.");
    }
}

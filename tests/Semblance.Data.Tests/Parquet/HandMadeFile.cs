using System.Buffers;
using System.Buffers.Binary;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Tests.Parquet;

/// <summary>A file of one column put together by hand, so that it can say what no writer would.</summary>
internal static class HandMadeFile
{
    /// <summary>The file.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows that are announced.</param>
    /// <param name="codec">The codec that is announced.</param>
    /// <param name="pages">Each page's header and its bytes.</param>
    public static byte[] Make(SchemaElement column, long rows, CompressionCodec codec, params (PageHeader Header, byte[] Bytes)[] pages)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("PAR1"u8);
        foreach ((PageHeader header, byte[] bytes) in pages)
        {
            header.Write(new ThriftWriter(output));
            output.Write(bytes);
        }
        int start = output.WrittenCount;
        new FileMetadata
        {
            RowCount = rows,
            Schema = [new SchemaElement("root") { ChildCount = 1 }, column],
            RowGroups =
            [
                new RowGroup
                {
                    RowCount = rows,
                    Columns = [new ColumnChunk { Metadata = new ColumnMetadata { Type = column.Type!.Value, Path = [column.Name], Codec = codec, ValueCount = rows, DataPageOffset = 4 } }],
                },
            ],
        }.Write(new ThriftWriter(output));
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), output.WrittenCount - start);
        output.Advance(4);
        output.Write("PAR1"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A data page of the first version.</summary>
    public static (PageHeader Header, byte[] Bytes) Page(int values, PageEncoding encoding, byte[] bytes, int? size = null) =>
        (new PageHeader { Type = PageType.Data, ValueCount = values, Encoding = encoding, CompressedSize = bytes.Length, UncompressedSize = size ?? bytes.Length }, bytes);
}

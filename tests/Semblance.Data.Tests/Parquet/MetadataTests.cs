using System.Buffers;
using System.Buffers.Binary;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Tests.Parquet;

/// <summary>The structures of the format, read from foreign files and written again.</summary>
public class MetadataTests
{
    public static TheoryData<string> Files() => [.. ForeignFile.All.Where(file => file.Rows is not null).Select(file => file.Name).DefaultIfEmpty("hyparquet/signs.parquet")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_footer_says_what_the_list_says_and_is_the_same_when_written_and_read_again(string name)
    {
        byte[] footer = Footer(File.ReadAllBytes(TestData.Path("parquet/" + name)));
        ForeignFile listed = ForeignFile.Get(name);

        var file = FileMetadata.Read(footer);
        file.RowGroups.Count.ShouldBe(listed.RowGroups);
        file.Schema.Count(element => element.ChildCount is null or 0).ShouldBe(listed.Columns);
        (file.CreatedBy ?? "").ShouldStartWith(listed.CreatedBy.Split(" (build")[0]);

        byte[] written = Write(file.Write);
        Write(FileMetadata.Read(written).Write).ShouldBe(written);
    }

    [Fact]
    public void Bytes_that_end_too_early_are_refused_at_every_length()
    {
        byte[] footer = Write(Sample().Write);
        FileMetadata.Read(footer).RowCount.ShouldBe(7);
        for (int length = 0; length < footer.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => FileMetadata.Read(footer.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused_and_nothing_else()
    {
        byte[] footer = Write(Sample().Write);
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = [.. footer];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }
            try
            {
                FileMetadata.Read(changed);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        // A field that nobody knows, holding a structure with such a field, and so on.
        byte[] deep = [.. Enumerable.Repeat((byte)0xFC, 100_000)];
        Should.Throw<InvalidDataException>(() => FileMetadata.Read(deep)).Message.ShouldContain("too deep");
    }

    [Fact]
    public void A_list_that_announces_more_than_there_is_takes_no_memory()
    {
        // Field 2, a list of structures, two billion of them.
        byte[] bytes = [0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        Should.Throw<InvalidDataException>(() => FileMetadata.Read(bytes)).Message.ShouldContain("announced");
    }

    [Theory]
    [InlineData(PageType.Data)]
    [InlineData(PageType.DataV2)]
    [InlineData(PageType.Dictionary)]
    internal void A_page_header_comes_back(PageType type)
    {
        var header = new PageHeader { Type = type, UncompressedSize = 1000, CompressedSize = 300, Crc = -5, ValueCount = 17, Encoding = PageEncoding.Plain };
        header = type switch
        {
            PageType.DataV2 => header with { NullCount = 3, RowCount = 17, DefinitionBytes = 9, IsCompressed = false, Statistics = new ColumnStatistics { NullCount = 3 } },
            PageType.Dictionary => header with { IsSorted = true },
            _ => header with { Statistics = new ColumnStatistics { Min = [1], Max = [2], IsMinExact = true, IsMaxExact = false } },
        };
        byte[] bytes = [.. Write(header.Write), 1, 2, 3];

        PageHeader read = PageHeader.Read(bytes, out int length);

        length.ShouldBe(bytes.Length - 3);
        read.ShouldBeEquivalentTo(header);
    }

    private static FileMetadata Sample() => new()
    {
        RowCount = 7,
        CreatedBy = "somebody",
        HasColumnOrders = true,
        KeyValues = [new("pandas", "{}"), new("alone", null)],
        Schema =
        [
            new SchemaElement("root") { ChildCount = 2 },
            new SchemaElement("when") { Type = ParquetPhysicalType.Int64, Repetition = Repetition.Optional, Converted = ConvertedType.TimestampMicros, Logical = new LogicalAnnotation(LogicalKind.Timestamp) { IsUtc = true, Unit = ParquetTimeUnit.Microseconds } },
            new SchemaElement("price") { Type = ParquetPhysicalType.FixedLengthByteArray, TypeLength = 9, Repetition = Repetition.Required, Scale = 2, Precision = 20, Logical = new LogicalAnnotation(LogicalKind.Decimal) { Scale = 2, Precision = 20 } },
        ],
        RowGroups =
        [
            new RowGroup
            {
                RowCount = 7,
                Ordinal = 0,
                Columns =
                [
                    .. new[] { "when", "price" }.Select(name => new ColumnChunk
                    {
                        Metadata = new ColumnMetadata { Path = [name], Encodings = [PageEncoding.Plain, PageEncoding.Rle], ValueCount = 7, DataPageOffset = 4, Statistics = new ColumnStatistics { NullCount = 0 } },
                    }),
                ],
            },
        ],
    };

    private static byte[] Footer(byte[] file)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        return file[(file.Length - 8 - length)..(file.Length - 8)];
    }

    private static byte[] Write(Action<ThriftWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(new ThriftWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }
}

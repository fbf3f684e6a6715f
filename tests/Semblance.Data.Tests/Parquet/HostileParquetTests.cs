using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Files that are damaged, cut short, or made to do harm.</summary>
public class HostileParquetTests
{
    [Theory]
    [InlineData(0, 3000)]
    [InlineData(1_000_000, 3000)]
    public void Changed_files_are_read_or_refused(int first, int count)
    {
        IReadOnlyList<byte[]> originals = Mutations.Originals(TestData.Path("parquet"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = 0;
        for (int number = first; number < first + count; number++)
        {
            try
            {
                read += Mutations.Read(Mutations.Make(originals, number), threads: 1) ? 1 : 0;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"mutation {number}: {e.GetType().Name}: {e.Message}", e);
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            taken.ShouldBeLessThan(Mutations.MostMemory, $"mutation {number}");
            before = GC.GetAllocatedBytesForCurrentThread();
        }
        read.ShouldBeInRange(count / 20, count - (count / 20), "some changes do no harm, some do");
    }

    [Fact]
    public void A_table_that_takes_more_memory_than_allowed_is_refused()
    {
        // 100,000 times the same number take a few bytes in the file and 800,000 in memory.
        byte[] csv = System.Text.Encoding.ASCII.GetBytes("a\n" + string.Concat(Enumerable.Repeat("7\n", 100_000)));
        TableDocument document = TableFiles.Read(new MemoryStream(csv), "ones.csv", ct: TestContext.Current.CancellationToken);
        var file = new MemoryStream();
        TableFiles.Write(file, TableFormat.Parquet, document.Table.Schema, [document.Table], ct: TestContext.Current.CancellationToken);
        file.Length.ShouldBeLessThan(10_000);
        Read(1_000_000).Table.RowCount.ShouldBe(100_000);
        Should.Throw<TableException>(() => Read(500_000)).Message.ShouldContain("100,000 rows");

        TableDocument Read(long mostBytes)
        {
            file.Position = 0;
            return TableFiles.Read(file, "ones.parquet", new TableReadOptions { MostBytes = mostBytes }, ct: TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Rows_that_nothing_stands_behind_take_no_memory()
    {
        // Two billion rows in a file of a hundred bytes, of which a page has three.
        Refused(HandMadeFile.Make(s_int, 2_000_000_000, CompressionCodec.Uncompressed, HandMadeFile.Page(3, PageEncoding.Plain, new byte[12])), "memory", "damaged");
        Refused(HandMadeFile.Make(s_int, 40_000_000, CompressionCodec.Uncompressed, HandMadeFile.Page(3, PageEncoding.Plain, new byte[12])), "column 'n' is damaged");
    }

    [Fact]
    public void Nulls_without_end_are_rows_like_others()
    {
        // All levels are one run: so many rows are there in truth.
        const int Rows = 1_000_000;
        byte[] run = [0x80, 0x89, 0x7A, 0];
        byte[] levels = [(byte)run.Length, 0, 0, 0, .. run];
        var column = s_int with { Repetition = Repetition.Optional };
        Table table = Read(HandMadeFile.Make(column, Rows, CompressionCodec.Uncompressed, HandMadeFile.Page(Rows, PageEncoding.Plain, levels)));
        table.RowCount.ShouldBe(Rows);
        table.Columns[0].Kind.ShouldBe(ColumnKind.Empty);
    }

    [Theory]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Lz4Raw)]
    [InlineData(CompressionCodec.Zstd)]
    [InlineData(CompressionCodec.Brotli)]
    public void A_page_that_cannot_be_as_large_as_it_says_takes_no_memory(CompressionCodec codec) =>
        Refused(HandMadeFile.Make(s_int, 3, codec, HandMadeFile.Page(3, PageEncoding.Plain, [1, 2, 3, 4], size: int.MaxValue)), "column 'n' is damaged: a page");

    [Fact]
    public void An_index_beyond_the_dictionary_is_refused()
    {
        (PageHeader, byte[]) dictionary = (new PageHeader { Type = PageType.Dictionary, ValueCount = 2, Encoding = PageEncoding.Plain, CompressedSize = 8, UncompressedSize = 8 }, new byte[8]);
        // Three times index 2, of two bits.
        Refused(HandMadeFile.Make(s_int, 3, CompressionCodec.Uncompressed, dictionary, HandMadeFile.Page(3, PageEncoding.RleDictionary, [2, 6, 2])), "a value has the index 2 into a dictionary of 2");
        Refused(HandMadeFile.Make(s_int, 3, CompressionCodec.Uncompressed, HandMadeFile.Page(3, PageEncoding.RleDictionary, [2, 6, 1])), "a dictionary that is not there");
        Refused(HandMadeFile.Make(s_int, 3, CompressionCodec.Uncompressed, dictionary, HandMadeFile.Page(3, PageEncoding.RleDictionary, [77, 6, 1])), "77 bits");
    }

    [Fact]
    public void Pages_without_rows_end()
    {
        (PageHeader, byte[])[] pages = [.. Enumerable.Repeat(HandMadeFile.Page(0, PageEncoding.Plain, []), 1000)];
        Refused(HandMadeFile.Make(s_int, 3, CompressionCodec.Uncompressed, pages), "column 'n' is damaged");
    }

    [Fact]
    public void What_is_not_known_is_named()
    {
        Refused(HandMadeFile.Make(s_int, 3, CompressionCodec.Lzo, HandMadeFile.Page(3, PageEncoding.Plain, [1, 2, 3], size: 12)), "LZO");
        Refused(HandMadeFile.Make(s_int, 3, (CompressionCodec)99, HandMadeFile.Page(3, PageEncoding.Plain, [1, 2, 3], size: 12)), "codec 99");
        Refused(HandMadeFile.Make(s_int, 3, CompressionCodec.Uncompressed, HandMadeFile.Page(3, PageEncoding.DeltaByteArray, [1, 2, 3])), "DeltaByteArray");
    }

    [Fact]
    public void A_value_of_any_length_is_bounded()
    {
        byte[] text = new byte[70_000];
        text.AsSpan(4).Fill((byte)'a');
        BitConverter.TryWriteBytes(text, text.Length - 4);
        Refused(HandMadeFile.Make(new SchemaElement("n") { Type = ParquetPhysicalType.ByteArray, Repetition = Repetition.Required, Converted = ConvertedType.Utf8 }, 1, CompressionCodec.Uncompressed, HandMadeFile.Page(1, PageEncoding.Plain, text)), "a value has 69996 bytes");
    }

    private static readonly SchemaElement s_int = new("n") { Type = ParquetPhysicalType.Int32, Repetition = Repetition.Required };

    private static Table Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ParquetReader.Read(stream, "made.parquet", new TableReadOptions { Threads = 1 }, ct: TestContext.Current.CancellationToken).Table;
    }

    private static void Refused(byte[] bytes, params string[] oneOf)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Should.Throw<TableException>(() => Read(bytes)).Message;
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(256 << 20);
        oneOf.ShouldContain(part => message.Contains(part, StringComparison.Ordinal), message);
    }
}

using System.IO.Hashing;
using System.Runtime.InteropServices;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>
/// Encodes the rows of one column, row group by row group: a dictionary page where it pays, data pages of version 1, which every reader
/// has, each with its checksum and statistics.
/// </summary>
internal abstract class ChunkEncoder(ColumnPlan plan, WriteLimits limits)
{
    /// <summary>The most bytes of a dictionary: readers hold it in memory, and look into it at random.</summary>
    protected const int MaxDictionaryBytes = 1 << 22;

    private readonly List<EncodedPage> _pages = [];
    private long _uncompressed;
    private int _dictionarySize;

    /// <summary>The pages of the last chunk.</summary>
    public ByteBuffer Output { get; } = new();

    /// <summary>The column.</summary>
    protected ColumnPlan Plan => plan;

    /// <summary>How large pages become.</summary>
    protected WriteLimits Limits => limits;

    /// <summary>The encoder for a column.</summary>
    public static ChunkEncoder For(ColumnPlan plan, WriteLimits limits)
    {
        ParquetType type = plan.Type;
        if (plan.Schema.Kind is ColumnKind.Category or ColumnKind.Boolean && type.Physical != ParquetPhysicalType.Boolean)
        {
            return new LevelEncoder(plan, limits);
        }
        return type.Physical switch
        {
            ParquetPhysicalType.Boolean => new BooleanEncoder(plan, limits),
            ParquetPhysicalType.Int32 when type.IsUnsigned => new FixedEncoder<uint>(plan, limits),
            ParquetPhysicalType.Int32 => new FixedEncoder<int>(plan, limits),
            ParquetPhysicalType.Int64 when type.IsUnsigned => new FixedEncoder<ulong>(plan, limits),
            ParquetPhysicalType.Int64 => new FixedEncoder<long>(plan, limits),
            ParquetPhysicalType.Float => new FixedEncoder<float>(plan, limits),
            ParquetPhysicalType.Double => new FixedEncoder<double>(plan, limits),
            _ => new BytesEncoder(plan, limits),
        };
    }

    /// <summary>Encodes the rows of a row group into <see cref="Output"/>.</summary>
    /// <param name="column">The column's place in the blocks.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">Their number, 1 at least.</param>
    /// <param name="scratch">The memory to use meanwhile.</param>
    public EncodedChunk Encode(int column, IReadOnlyList<RowSlice> rows, int count, ChunkScratch scratch)
    {
        Output.Clear();
        _pages.Clear();
        _uncompressed = 0;
        _dictionarySize = 0;
        Span<byte> present = scratch.Present(count);
        int values = Load(column, rows, present, scratch);
        if (values < count && !plan.IsOptional)
        {
            throw plan.RefuseNull();
        }
        PageEncoding encoding = Prepare(values, scratch);
        for (int row = 0, value = 0; row < count;)
        {
            Span<byte> page = present[row..Math.Min(row + limits.PageRows, count)];
            if (HasTexts)
            {
                page = page[..RowsWithin(page, value, scratch)];
            }
            int inPage = page.Length - page.Count((byte)0);
            scratch.Page.Clear();
            if (plan.IsOptional)
            {
                DefinitionLevels.Write(scratch.Page, page, page.Length - inPage);
            }
            WriteValues(scratch.Page, value, inPage, scratch);
            ValueBounds? bounds = inPage == 0 || plan.Order == ValueOrder.None ? null : FindBounds(value, inPage, scratch);
            int nulls = page.Length - inPage;
            int offset = Output.Length;
            WritePage(
                new PageHeader
                {
                    Type = PageType.Data,
                    ValueCount = page.Length,
                    Encoding = encoding,
                    Statistics = Bounds.ToStatistics(plan.Order, bounds, nulls),
                },
                scratch);
            _pages.Add(new EncodedPage(offset, Output.Length - offset, row, page.Length, nulls, bounds));
            row += page.Length;
            value += inPage;
        }
        return Finish(count, count - values, encoding);
    }

    /// <summary>Whether values have lengths of their own, so that pages are cut by bytes too.</summary>
    protected virtual bool HasTexts => false;

    /// <summary>Takes the values and says which rows have one; returns their number.</summary>
    protected abstract int Load(int column, IReadOnlyList<RowSlice> rows, Span<byte> present, ChunkScratch scratch);

    /// <summary>Decides how the chunk is encoded; writes its dictionary, if it has one, with <see cref="WriteDictionary"/>.</summary>
    protected abstract PageEncoding Prepare(int values, ChunkScratch scratch);

    /// <summary>Appends some values to a page.</summary>
    protected abstract void WriteValues(ByteBuffer page, int from, int count, ChunkScratch scratch);

    /// <summary>The bounds of some values, one at least; null if none of them has a place in the order.</summary>
    protected abstract ValueBounds? FindBounds(int from, int count, ChunkScratch scratch);

    /// <summary>The number of bytes of a value in a page; only with <see cref="HasTexts"/>.</summary>
    protected virtual int LengthOf(int value, ChunkScratch scratch) => 0;

    /// <summary>The number of distinct values in the chunk, if it is known.</summary>
    protected virtual int? DistinctCount => null;

    /// <summary>Writes the dictionary page, whose values are in the scratch's page.</summary>
    protected void WriteDictionary(int count, ChunkScratch scratch)
    {
        WritePage(new PageHeader { Type = PageType.Dictionary, ValueCount = count, Encoding = PageEncoding.Plain }, scratch);
        _dictionarySize = Output.Length;
    }

    /// <summary>Appends indices into the dictionary.</summary>
    protected static void WriteIndices(ByteBuffer page, ReadOnlySpan<int> indices, int dictionaryCount)
    {
        int bits = HybridEncoder.BitWidth(dictionaryCount);
        page.WriteByte((byte)bits);
        HybridEncoder.Write(page, indices, bits);
    }

    /// <summary>Appends numbers as they lie in memory, which is as the file has them: the lowest byte first.</summary>
    protected static void WritePlain<T>(ByteBuffer page, ReadOnlySpan<T> values)
        where T : unmanaged => page.Write(MemoryMarshal.AsBytes(values));

    // The rows up to the one whose value fills the page.
    private int RowsWithin(ReadOnlySpan<byte> present, int value, ChunkScratch scratch)
    {
        long bytes = 0;
        for (int row = 0; row < present.Length; row++)
        {
            if (present[row] != 0 && (bytes += LengthOf(value++, scratch)) >= limits.PageTextBytes)
            {
                return row + 1;
            }
        }
        return present.Length;
    }

    private void WritePage(PageHeader header, ChunkScratch scratch)
    {
        ReadOnlySpan<byte> plain = scratch.Page.Written;
        Span<byte> packed = scratch.Packed(scratch.Compressor.MaxLength(plain.Length));
        packed = packed[..scratch.Compressor.Compress(plain, packed)];
        int start = Output.Length;
        header = header with { UncompressedSize = plain.Length, CompressedSize = packed.Length, Crc = (int)Crc32.HashToUInt32(packed) };
        header.Write(new ThriftWriter(Output));
        _uncompressed += Output.Length - start + plain.Length;
        Output.Write(packed);
    }

    private EncodedChunk Finish(int rows, int nulls, PageEncoding encoding)
    {
        ValueBounds? bounds = null;
        foreach (EncodedPage page in _pages)
        {
            bounds = page.Bounds is null ? bounds : bounds is null ? page.Bounds : Bounds.Join(plan.Order, bounds, page.Bounds);
        }
        return new EncodedChunk
        {
            Rows = rows,
            DictionarySize = _dictionarySize,
            UncompressedSize = _uncompressed,
            Encodings = encoding == PageEncoding.Plain ? [PageEncoding.Plain, PageEncoding.Rle] : [PageEncoding.Plain, PageEncoding.Rle, encoding],
            Pages = [.. _pages],
            Statistics = Bounds.ToStatistics(plan.Order, bounds, nulls, DistinctCount),
        };
    }
}

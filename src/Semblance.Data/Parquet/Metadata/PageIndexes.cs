namespace Semblance.Data.Parquet.Metadata;

/// <summary>What is said of the pages of a chunk, for readers that look for some values only. Written, and not read: a table is read whole.</summary>
/// <param name="NullPages">Per page, whether it has nothing but nulls.</param>
/// <param name="Min">Per page, a bound below its values, plainly encoded; empty for a page of nulls.</param>
/// <param name="Max">Per page, a bound above its values, plainly encoded; empty for a page of nulls.</param>
/// <param name="NullCounts">Per page, the number of nulls.</param>
/// <param name="Order">Of the bounds: 0 for none, 1 for ascending, 2 for descending.</param>
internal sealed record ColumnIndex(IReadOnlyList<bool> NullPages, IReadOnlyList<byte[]> Min, IReadOnlyList<byte[]> Max, IReadOnlyList<long> NullCounts, int Order = 0)
{
    /// <summary>Writes the structure.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.BeginList(1, ThriftType.True, NullPages.Count);
        foreach (bool isNull in NullPages)
        {
            writer.BoolElement(isNull);
        }
        writer.BeginList(2, ThriftType.Binary, Min.Count);
        foreach (byte[] min in Min)
        {
            writer.BinaryElement(min);
        }
        writer.BeginList(3, ThriftType.Binary, Max.Count);
        foreach (byte[] max in Max)
        {
            writer.BinaryElement(max);
        }
        writer.I32(4, Order);
        writer.BeginList(5, ThriftType.I64, NullCounts.Count);
        foreach (long count in NullCounts)
        {
            writer.I64Element(count);
        }
        writer.EndStruct();
    }
}

/// <summary>Where a page is.</summary>
/// <param name="Offset">Of its header in the file.</param>
/// <param name="CompressedSize">Its length with its header.</param>
/// <param name="FirstRow">The number of its first row within the row group.</param>
internal readonly record struct PageLocation(long Offset, int CompressedSize, long FirstRow);

/// <summary>Where the pages of a chunk are. Written, and not read: a table is read whole.</summary>
internal sealed record OffsetIndex(IReadOnlyList<PageLocation> Pages)
{
    /// <summary>Writes the structure.</summary>
    public void Write(ThriftWriter writer)
    {
        writer.BeginStruct();
        writer.BeginList(1, ThriftType.Struct, Pages.Count);
        foreach (PageLocation page in Pages)
        {
            writer.BeginStruct();
            writer.I64(1, page.Offset);
            writer.I32(2, page.CompressedSize);
            writer.I64(3, page.FirstRow);
            writer.EndStruct();
        }
        writer.EndStruct();
    }
}

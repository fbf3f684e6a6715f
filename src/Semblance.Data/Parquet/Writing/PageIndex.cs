using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>The indexes of a chunk's pages (PageIndex.md), with which readers pass over pages without what they look for.</summary>
internal static class PageIndex
{
    private const int Unordered = 0;
    private const int Ascending = 1;
    private const int Descending = 2;

    /// <summary>Bounds and nulls of each page; null where a page with values has no bounds, which the index cannot say.</summary>
    public static ColumnIndex? Describe(ValueOrder order, IReadOnlyList<EncodedPage> pages)
    {
        var min = new byte[pages.Count][];
        var max = new byte[pages.Count][];
        for (int i = 0; i < min.Length; i++)
        {
            bool isNull = pages[i].NullCount == pages[i].Rows;
            if (pages[i].Bounds is null && !isNull)
            {
                return null;
            }
            min[i] = pages[i].Bounds is { } low ? Bounds.CutMin(order, low.Min) : [];
            // Unlike statistics, an index must have a bound.
            max[i] = pages[i].Bounds is { } high ? Bounds.CutMax(order, high.Max) ?? high.Max : [];
        }
        return new ColumnIndex([.. pages.Select(page => page.NullCount == page.Rows)], min, max, [.. pages.Select(page => (long)page.NullCount)], OrderOf(order, pages));
    }

    /// <summary>Where each page is.</summary>
    /// <param name="start">Where the chunk begins in the file.</param>
    /// <param name="pages">Its pages.</param>
    public static OffsetIndex Locate(long start, IReadOnlyList<EncodedPage> pages) => new([.. pages.Select(page => new PageLocation(start + page.Offset, page.Size, page.FirstRow))]);

    private static int OrderOf(ValueOrder order, IReadOnlyList<EncodedPage> pages)
    {
        bool ascending = true, descending = true;
        ValueBounds? last = null;
        foreach (EncodedPage page in pages)
        {
            if (page.Bounds is not { } bounds)
            {
                continue;
            }
            if (last is not null)
            {
                int min = ValueOrders.Compare(order, last.Min, bounds.Min), max = ValueOrders.Compare(order, last.Max, bounds.Max);
                ascending &= min <= 0 && max <= 0;
                descending &= min >= 0 && max >= 0;
            }
            last = bounds;
        }
        return ascending ? Ascending : descending ? Descending : Unordered;
    }
}

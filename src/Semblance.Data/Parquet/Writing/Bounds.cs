using System.Text;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Bounds of values as they are written: joined over pages, and cut where they are long texts.</summary>
internal static class Bounds
{
    /// <summary>The bytes of a text that are kept of a bound.</summary>
    public const int MaxBytes = 64;

    /// <summary>The bounds of both; null if one of them has none.</summary>
    public static ValueBounds Join(ValueOrder order, ValueBounds a, ValueBounds b) => new(
        ValueOrders.Compare(order, a.Min, b.Min) <= 0 ? a.Min : b.Min,
        ValueOrders.Compare(order, a.Max, b.Max) >= 0 ? a.Max : b.Max);

    /// <summary>The statistics of a page or chunk.</summary>
    public static ColumnStatistics ToStatistics(ValueOrder order, ValueBounds? bounds, long nullCount, long? distinctCount = null)
    {
        var statistics = new ColumnStatistics { NullCount = nullCount, DistinctCount = distinctCount };
        if (bounds is null)
        {
            return statistics;
        }
        byte[] min = CutMin(order, bounds.Min);
        byte[]? max = CutMax(order, bounds.Max);
        return statistics with
        {
            Min = min,
            Max = max,
            IsMinExact = ReferenceEquals(min, bounds.Min),
            IsMaxExact = max is null ? null : ReferenceEquals(max, bounds.Max),
        };
    }

    /// <summary>The smallest value, or the beginning of it.</summary>
    public static byte[] CutMin(ValueOrder order, byte[] min) => IsShort(order, min) ? min : min[..CharacterEnd(min)];

    /// <summary>The largest value, or a short text that comes behind it; null if there is none.</summary>
    public static byte[]? CutMax(ValueOrder order, byte[] max)
    {
        if (IsShort(order, max))
        {
            return max;
        }
        // The last character that has a next one makes way for it.
        ReadOnlySpan<byte> kept = max.AsSpan(0, CharacterEnd(max));
        while (Rune.DecodeLastFromUtf8(kept, out Rune last, out int length) == System.Buffers.OperationStatus.Done)
        {
            kept = kept[..^length];
            int next = last.Value == 0xD7FF ? 0xE000 : last.Value + 1;
            if (Rune.IsValid(next))
            {
                byte[] bound = new byte[kept.Length + 4];
                kept.CopyTo(bound);
                return bound[..(kept.Length + new Rune(next).EncodeToUtf8(bound.AsSpan(kept.Length)))];
            }
        }
        // Bytes that are no text.
        for (int i = MaxBytes - 1; i >= 0; i--)
        {
            if (max[i] < byte.MaxValue)
            {
                byte[] bound = max[..(i + 1)];
                bound[i]++;
                return bound;
            }
        }
        return null;
    }

    private static bool IsShort(ValueOrder order, byte[] value) => order != ValueOrder.Bytes || value.Length <= MaxBytes;

    private static int CharacterEnd(byte[] value)
    {
        int end = MaxBytes;
        while (end > MaxBytes - 4 && (value[end] & 0xC0) == 0x80)
        {
            end--;
        }
        return end;
    }
}

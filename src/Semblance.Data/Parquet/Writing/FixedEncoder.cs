using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Encodes numbers of 4 or 8 bytes.</summary>
/// <typeparam name="T">int, uint, long, ulong, float or double.</typeparam>
internal sealed class FixedEncoder<T>(ColumnPlan plan, WriteLimits limits) : ChunkEncoder(plan, limits)
    where T : unmanaged, IComparable<T>
{
    private readonly FixedSource<T> _source = FixedSource<T>.For(plan);
    private bool _hasDictionary;
    private int _count;
    private int _distinct;

    /// <inheritdoc/>
    protected override int? DistinctCount => _hasDictionary ? _distinct : null;

    /// <inheritdoc/>
    protected override int Load(int column, IReadOnlyList<RowSlice> rows, Span<byte> present, ChunkScratch scratch)
    {
        Span<T> values = scratch.Part<Memory>().Values(present.Length);
        _count = 0;
        int row = 0;
        foreach (RowSlice slice in rows)
        {
            _count += _source.Read(slice.Block.Columns[column], slice.From, values[_count..], present.Slice(row, slice.Count));
            row += slice.Count;
        }
        return _count;
    }

    /// <inheritdoc/>
    protected override PageEncoding Prepare(int values, ChunkScratch scratch)
    {
        Memory memory = scratch.Part<Memory>();
        _hasDictionary = values > 0 && memory.Dictionary.TryBuild(memory.Values(values), scratch.Indices(values));
        if (!_hasDictionary)
        {
            return PageEncoding.Plain;
        }
        _distinct = memory.Dictionary.Values.Length;
        scratch.Page.Clear();
        WritePlain(scratch.Page, memory.Dictionary.Values);
        WriteDictionary(_distinct, scratch);
        return PageEncoding.RleDictionary;
    }

    /// <inheritdoc/>
    protected override void WriteValues(ByteBuffer page, int from, int count, ChunkScratch scratch)
    {
        if (_hasDictionary)
        {
            WriteIndices(page, scratch.Indices(_count).Slice(from, count), _distinct);
        }
        else
        {
            WritePlain<T>(page, scratch.Part<Memory>().Values(_count).Slice(from, count));
        }
    }

    /// <inheritdoc/>
    protected override ValueBounds? FindBounds(int from, int count, ChunkScratch scratch)
    {
        ReadOnlySpan<T> values = scratch.Part<Memory>().Values(_count).Slice(from, count);
        if (!TryFindBounds(values, out T min, out T max))
        {
            return null;
        }
        return new ValueBounds(
            ValueOrders.Bound(Plan.Order, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref min)), isMax: false),
            ValueOrders.Bound(Plan.Order, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref max)), isMax: true));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFindBounds(ReadOnlySpan<T> values, out T min, out T max)
    {
        min = max = values[0];
        int i = 0;
        if (values.Length >= Vector256<T>.Count)
        {
            Vector256<T> low = Vector256.Create(values), high = low, same = Vector256<T>.AllBitsSet;
            for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
            {
                Vector256<T> next = Vector256.Create(values[i..]);
                low = Vector256.Min(low, next);
                high = Vector256.Max(high, next);
                same &= Vector256.Equals(next, next);
            }
            if (same != Vector256<T>.AllBitsSet)
            {
                // A NaN is not equal to itself, and has no place.
                return TryFindAmongNaN(values, out min, out max);
            }
            for (int lane = 0; lane < Vector256<T>.Count; lane++)
            {
                min = low[lane].CompareTo(min) < 0 ? low[lane] : min;
                max = high[lane].CompareTo(max) > 0 ? high[lane] : max;
            }
        }
        if (typeof(T) == typeof(double) || typeof(T) == typeof(float))
        {
            foreach (T value in values[i..])
            {
                if (IsNaN(value))
                {
                    return TryFindAmongNaN(values, out min, out max);
                }
            }
        }
        foreach (T value in values[i..])
        {
            min = value.CompareTo(min) < 0 ? value : min;
            max = value.CompareTo(max) > 0 ? value : max;
        }
        return true;
    }

    private static bool TryFindAmongNaN(ReadOnlySpan<T> values, out T min, out T max)
    {
        min = max = default;
        bool any = false;
        foreach (T value in values)
        {
            if (!IsNaN(value))
            {
                min = !any || value.CompareTo(min) < 0 ? value : min;
                max = !any || value.CompareTo(max) > 0 ? value : max;
                any = true;
            }
        }
        return any;
    }

    private static bool IsNaN(T value) => typeof(T) == typeof(double) ? double.IsNaN((double)(object)value) : typeof(T) == typeof(float) && float.IsNaN((float)(object)value);

    /// <summary>What encoding takes, shared by the columns of one type.</summary>
    private sealed class Memory
    {
        private T[] _values = [];

        public FixedDictionary<T> Dictionary { get; } = new();

        public Span<T> Values(int count)
        {
            if (_values.Length < count)
            {
                Array.Resize(ref _values, count);
            }
            return _values.AsSpan(0, count);
        }
    }
}

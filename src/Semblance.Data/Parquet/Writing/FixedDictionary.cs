using System.Numerics;
using System.Runtime.CompilerServices;

namespace Semblance.Data.Parquet.Writing;

/// <summary>The distinct values among numbers of 4 or 8 bytes, told apart by their bits, in the order of their first appearance. Used again for every chunk.</summary>
/// <typeparam name="T">A type of 4 or 8 bytes.</typeparam>
internal sealed class FixedDictionary<T>
    where T : unmanaged
{
    // Values looked at before a dictionary that will not pay is given up: of 32,768 values drawn evenly, these have 94 % distinct.
    private const int Trial = 4096;

    private const int TrialLimit = Trial * 95 / 100;

    private int[] _slots = [];
    private T[] _values = [];
    private int _count;

    /// <summary>The distinct values.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _count);

    /// <summary>Finds the distinct values and gives each value's place among them; false if a dictionary would not make the chunk smaller by a quarter.</summary>
    /// <param name="values">The values of a chunk.</param>
    /// <param name="indices">Takes one place per value.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryBuild(ReadOnlySpan<T> values, Span<int> indices)
    {
        int limit = Math.Max(values.Length / 4, 1);
        Prepare(limit);
        int trial = Math.Min(Trial, values.Length);
        return TryAdd(values[..trial], indices, values.Length > Trial ? Math.Min(limit, TrialLimit) : limit) && TryAdd(values[trial..], indices[trial..], limit) && Pays(values.Length);
    }

    private bool Pays(int count)
    {
        long bits = ((long)_count * Unsafe.SizeOf<T>() * 8) + ((long)count * HybridEncoder.BitWidth(_count));
        return bits <= (long)count * Unsafe.SizeOf<T>() * 6;
    }

    private void Prepare(int limit)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 8) * 2);
        if (_slots.Length < size)
        {
            _slots = new int[size];
            _values = new T[(size / 2) + 1];
        }
        else
        {
            Array.Clear(_slots);
        }
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAdd(ReadOnlySpan<T> values, Span<int> indices, int limit)
    {
        int[] slots = _slots;
        T[] distinct = _values;
        int count = _count;
        int shift = BitOperations.LeadingZeroCount((ulong)slots.Length) + 1;
        for (int i = 0; i < values.Length; i++)
        {
            T value = values[i];
            ulong key = Bits(value);
            uint slot = (uint)(((key ^ (key >> 32)) * 0x9E3779B97F4A7C15) >> shift);
            int found;
            while ((found = slots[slot] - 1) >= 0 && Bits(distinct[found]) != key)
            {
                slot = (slot + 1) & (uint)(slots.Length - 1);
            }
            if (found < 0)
            {
                if (count == limit)
                {
                    return false;
                }
                found = count;
                distinct[count++] = value;
                slots[slot] = count;
            }
            indices[i] = found;
        }
        _count = count;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(T value) => Unsafe.SizeOf<T>() == 4 ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);
}

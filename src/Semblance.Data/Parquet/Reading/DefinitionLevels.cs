using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Decodes which values of a page are there: those whose definition level is the highest.</summary>
internal static class DefinitionLevels
{
    private static readonly ulong[] Spread = [.. Enumerable.Range(0, 256).Select(bits => Enumerable.Range(0, 8).Aggregate(0UL, (bytes, i) => bytes | ((ulong)((bits >> i) & 1) << (8 * i))))];

    /// <summary>The bits that a level takes.</summary>
    public static int Width(int highest) => 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)highest);

    /// <summary>Decodes the hybrid encoding.</summary>
    /// <param name="data">The encoded levels.</param>
    /// <param name="highest">The highest level, at least 1.</param>
    /// <param name="present">Takes 1 for a value and 0 for a null. Left as it is if there are no nulls.</param>
    /// <returns>The number of values that are there.</returns>
    /// <exception cref="InvalidDataException">The levels are damaged or too few.</exception>
    public static int Decode(ReadOnlySpan<byte> data, int highest, Span<byte> present)
    {
        if (present.IsEmpty)
        {
            return 0;
        }
        var decoder = new HybridDecoder(data, Width(highest));
        Span<int> levels = stackalloc int[512];
        int done = 0, count = 0;
        while (done < present.Length)
        {
            // A run of any length is one step.
            int room = present.Length - done;
            int taken = decoder.NextRun(room, out int value);
            if (taken > 0)
            {
                bool isPresent = Check(value, highest) == highest;
                count += isPresent ? taken : 0;
                if (taken == present.Length && isPresent)
                {
                    return count;
                }
                present.Slice(done, taken).Fill(isPresent ? (byte)1 : (byte)0);
                done += taken;
                continue;
            }
            if (highest == 1 && decoder.NextBits(room, out ReadOnlySpan<byte> bits) is int whole and > 0)
            {
                count += SpreadBits(bits, present.Slice(done, whole));
                done += whole;
                continue;
            }
            taken = decoder.Next(levels[..Math.Min(room, levels.Length)], out _, out _);
            for (int i = 0; i < taken; i++)
            {
                byte isThere = Check(levels[i], highest) == highest ? (byte)1 : (byte)0;
                present[done + i] = isThere;
                count += isThere;
            }
            done += taken;
        }
        return count;
    }

    /// <summary>Decodes the encoding of the oldest files: levels of a few bits each, the first in the highest bits of the first byte.</summary>
    public static int DecodeOld(ReadOnlySpan<byte> data, int highest, Span<byte> present, out int bytes)
    {
        int width = Width(highest);
        bytes = (int)BitUnpacker.ByteCount(present.Length, width);
        if (bytes > data.Length)
        {
            throw new InvalidDataException("it has fewer levels than announced");
        }
        int count = 0;
        long bit = 0;
        foreach (ref byte value in present)
        {
            int level = 0;
            for (int i = 0; i < width; i++, bit++)
            {
                level = (level << 1) | ((data[(int)(bit >> 3)] >> (7 - (int)(bit & 7))) & 1);
            }
            value = Check(level, highest) == highest ? (byte)1 : (byte)0;
            count += value;
        }
        return count;
    }

    private static int Check(int level, int highest) => (uint)level <= (uint)highest ? level : throw new InvalidDataException($"a definition level is {level} where {highest} is the highest");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int SpreadBits(ReadOnlySpan<byte> bits, Span<byte> present)
    {
        int count = 0;
        int groups = present.Length / 8;
        for (int i = 0; i < groups; i++)
        {
            MemoryMarshal.Write(present[(i * 8)..], in Spread[bits[i]]);
            count += System.Numerics.BitOperations.PopCount(bits[i]);
        }
        for (int i = groups * 8; i < present.Length; i++)
        {
            present[i] = (byte)((bits[i / 8] >> (i % 8)) & 1);
            count += present[i];
        }
        return count;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Semblance.Data.Parquet.Compression;

/// <summary>
/// Packs in Snappy's raw format (github.com/google/snappy/blob/main/format_description.txt): greedy matches found by a hash of four bytes,
/// within fragments of 64 KB. Unlike other encoders it hashes alike on every processor, so that the same input gives the same bytes.
/// One instance per thread.
/// </summary>
internal sealed unsafe class SnappyEncoder
{
    private const int FragmentSize = 1 << 16;
    private const int TableBits = 14;

    // The search stops this far from a fragment's end, so that all loads stay inside.
    private const int Margin = 15;

    private readonly ushort[] _table = new ushort[1 << TableBits];

    /// <summary>The room that the packed form of some bytes may need while it is made.</summary>
    public static int MaxLength(int length) => checked(64 + length + (length / 6));

    /// <summary>Packs the input and returns the packed length.</summary>
    /// <param name="input">What to pack.</param>
    /// <param name="output">At least <see cref="MaxLength"/> bytes.</param>
    public int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, MaxLength(input.Length), nameof(output));
        fixed (byte* from = input, to = output)
        fixed (ushort* table = _table)
        {
            byte* at = to;
            uint length = (uint)input.Length;
            for (; length >= 0x80; length >>= 7)
            {
                *at++ = (byte)(length | 0x80);
            }
            *at++ = (byte)length;
            for (int start = 0; start < input.Length; start += FragmentSize)
            {
                int size = Math.Min(FragmentSize, input.Length - start);
                // Small fragments do with a small part of the table, which is cheaper to clear.
                int bits = Math.Clamp(BitOperations.Log2((uint)size) + 1, 8, TableBits);
                new Span<ushort>(table, 1 << bits).Clear();
                at = CompressFragment(from + start, size, at, table, 32 - bits);
            }
            return (int)(at - to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* CompressFragment(byte* start, int size, byte* to, ushort* table, int shift)
    {
        byte* end = start + size;
        byte* pending = start;
        if (size >= Margin)
        {
            byte* limit = end - Margin;
            byte* at = start + 1;
            uint nextHash = Hash(Load32(at), shift);
            while (true)
            {
                // The longer nothing is found, the larger the steps: data that does not pack is passed over quickly.
                uint skip = 32;
                byte* next = at;
                byte* candidate;
                do
                {
                    at = next;
                    uint hash = nextHash;
                    next = at + (skip++ >> 5);
                    if (next > limit)
                    {
                        return Literal(to, pending, (int)(end - pending), exact: true);
                    }
                    nextHash = Hash(Load32(next), shift);
                    candidate = start + table[hash];
                    table[hash] = (ushort)(at - start);
                }
                while (Load32(at) != Load32(candidate));

                to = Literal(to, pending, (int)(at - pending), exact: false);
                do
                {
                    int length = 4 + MatchLength(candidate + 4, at + 4, end);
                    to = Copy(to, (uint)(at - candidate), length);
                    at += length;
                    pending = at;
                    if (at >= limit)
                    {
                        return Literal(to, pending, (int)(end - pending), exact: true);
                    }
                    table[Hash(Load32(at - 1), shift)] = (ushort)(at - 1 - start);
                    uint hash = Hash(Load32(at), shift);
                    candidate = start + table[hash];
                    table[hash] = (ushort)(at - start);
                }
                while (Load32(at) == Load32(candidate));
                at++;
                nextHash = Hash(Load32(at), shift);
            }
        }
        return Literal(to, pending, (int)(end - pending), exact: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Load32(byte* at) => Unsafe.ReadUnaligned<uint>(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint bytes, int shift) => (bytes * 0x1E35A7BD) >> shift;

    // Not exact: 16 bytes may be read from where the literal starts, which the margin allows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Literal(byte* to, byte* from, int length, bool exact)
    {
        if (length == 0)
        {
            return to;
        }
        if (!exact && length <= 16)
        {
            *to++ = (byte)((length - 1) << 2);
            Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<UInt128>(from));
            return to + length;
        }
        return LongLiteral(to, from, length);
    }

    private static byte* LongLiteral(byte* to, byte* from, int length)
    {
        int n = length - 1;
        if (n < 60)
        {
            *to++ = (byte)(n << 2);
        }
        else if (n < 1 << 8)
        {
            *to++ = 60 << 2;
            *to++ = (byte)n;
        }
        else
        {
            *to++ = 61 << 2;
            *to++ = (byte)n;
            *to++ = (byte)(n >> 8);
        }
        Buffer.MemoryCopy(from, to, length, length);
        return to + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Copy(byte* to, uint offset, int length)
    {
        // No copy is shorter than 4: what is left of a long match must not be.
        while (length >= 68)
        {
            to = ShortCopy(to, offset, 64);
            length -= 64;
        }
        if (length > 64)
        {
            to = ShortCopy(to, offset, 60);
            length -= 60;
        }
        if (length < 12 && offset < 2048)
        {
            *to++ = (byte)(1 | ((length - 4) << 2) | (int)((offset >> 8) << 5));
            *to++ = (byte)offset;
            return to;
        }
        return ShortCopy(to, offset, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* ShortCopy(byte* to, uint offset, int length)
    {
        *to = (byte)(2 | ((length - 1) << 2));
        to[1] = (byte)offset;
        to[2] = (byte)(offset >> 8);
        return to + 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MatchLength(byte* earlier, byte* at, byte* end)
    {
        byte* start = at;
        while (end - at >= 8)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(earlier) ^ Unsafe.ReadUnaligned<ulong>(at);
            if (difference != 0)
            {
                return (int)(at - start) + (BitOperations.TrailingZeroCount(difference) >> 3);
            }
            at += 8;
            earlier += 8;
        }
        while (at < end && *earlier == *at)
        {
            at++;
            earlier++;
        }
        return (int)(at - start);
    }
}

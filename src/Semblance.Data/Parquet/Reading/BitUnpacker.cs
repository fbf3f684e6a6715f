using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Unpacks numbers of a few bits each, the first in the lowest bits of the first byte.</summary>
internal static class BitUnpacker
{
    // Numbers of up to so many bits lie within four bytes, wherever they begin.
    private const int MaxVectorWidth = 25;

    private static readonly (Vector256<byte> Shuffle, Vector256<uint> Shift)[] Steps = [.. Enumerable.Range(0, MaxVectorWidth + 1).Select(MakeStep)];

    /// <summary>The number of bytes that some numbers take.</summary>
    public static long ByteCount(int count, int width) => (((long)count * width) + 7) / 8;

    /// <summary>Unpacks numbers of 0 to 32 bits.</summary>
    /// <param name="data">At least <see cref="ByteCount"/> bytes.</param>
    /// <param name="width">The bits of each.</param>
    /// <param name="target">Takes as many numbers as it has room for.</param>
    public static void Unpack(ReadOnlySpan<byte> data, int width, Span<int> target)
    {
        if (width == 0)
        {
            target.Clear();
            return;
        }
        int done = Avx2.IsSupported && width <= MaxVectorWidth ? UnpackVectors(data, width, target) : 0;
        UnpackSingly(data, width, target, done);
    }

    /// <summary>Unpacks numbers of 0 to 64 bits.</summary>
    public static void Unpack(ReadOnlySpan<byte> data, int width, Span<ulong> target)
    {
        if (width == 0)
        {
            target.Clear();
            return;
        }
        ulong mask = ulong.MaxValue >> (64 - width);
        long bit = 0;
        foreach (ref ulong value in target)
        {
            int at = (int)(bit >> 3), shift = (int)bit & 7;
            value = LoadUInt64(data, at) >> shift;
            if (shift + width > 64)
            {
                value |= (ulong)data[at + 8] << (64 - shift);
            }
            value &= mask;
            bit += width;
        }
    }

    private static void UnpackSingly(ReadOnlySpan<byte> data, int width, Span<int> target, int start)
    {
        uint mask = uint.MaxValue >> (32 - width);
        long bit = (long)start * width;
        for (int i = start; i < target.Length; i++)
        {
            target[i] = (int)((uint)(LoadUInt64(data, (int)(bit >> 3)) >> ((int)bit & 7)) & mask);
            bit += width;
        }
    }

    // Eight numbers at a time, four in each half of a vector: their bytes are moved to their places, then shifted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int UnpackVectors(ReadOnlySpan<byte> data, int width, Span<int> target)
    {
        (Vector256<byte> shuffle, Vector256<uint> shift) = Steps[width];
        Vector256<uint> mask = Vector256.Create(uint.MaxValue >> (32 - width));
        int upper = 4 * width / 8;
        // Both loads take 16 bytes.
        long groups = Math.Min(target.Length / 8, data.Length < upper + 16 ? 0 : ((data.Length - upper - 16) / width) + 1);
        ref byte source = ref MemoryMarshal.GetReference(data);
        ref int destination = ref MemoryMarshal.GetReference(target);
        for (long group = 0; group < groups; group++)
        {
            ref byte at = ref Unsafe.Add(ref source, (nint)(group * width));
            var bytes = Vector256.Create(Vector128.LoadUnsafe(ref at), Vector128.LoadUnsafe(ref at, (nuint)upper));
            Vector256<uint> words = Avx2.Shuffle(bytes, shuffle).AsUInt32();
            (Avx2.ShiftRightLogicalVariable(words, shift) & mask).AsInt32().StoreUnsafe(ref destination, (nuint)(group * 8));
        }
        return (int)groups * 8;
    }

    private static (Vector256<byte> Shuffle, Vector256<uint> Shift) MakeStep(int width)
    {
        Span<byte> shuffle = stackalloc byte[32];
        Span<uint> shift = stackalloc uint[8];
        for (int i = 0; i < 8; i++)
        {
            // The upper half starts at a byte, so its numbers may start in the middle of one.
            int bit = (i % 4 * width) + (i >= 4 ? 4 * width % 8 : 0);
            shift[i] = (uint)(bit % 8);
            for (int b = 0; b < 4; b++)
            {
                int at = (bit / 8) + b;
                // Bytes beyond the number are not needed, and may be beyond the half.
                shuffle[(i * 4) + b] = at < 16 ? (byte)at : (byte)0x80;
            }
        }
        return (Vector256.Create<byte>(shuffle), Vector256.Create<uint>(shift));
    }

    private static ulong LoadUInt64(ReadOnlySpan<byte> data, int at)
    {
        if (at + 8 <= data.Length)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);
        }
        ulong value = 0;
        for (int i = 0; i < 8 && at + i < data.Length; i++)
        {
            value |= (ulong)data[at + i] << (8 * i);
        }
        return value;
    }
}

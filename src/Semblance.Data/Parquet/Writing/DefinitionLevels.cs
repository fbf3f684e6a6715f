using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Which rows of a page have a value: one bit each, or one run where all have or none has.</summary>
internal static class DefinitionLevels
{
    /// <summary>Appends the levels with their length before them, as data pages of version 1 have them.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="present">One byte per row: 1 for a value, 0 for null.</param>
    /// <param name="nullCount">The number of nulls among them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> present, int nullCount)
    {
        int start = output.Length;
        output.GetSpan(sizeof(int));
        output.Advance(sizeof(int));
        if (nullCount == 0 || nullCount == present.Length)
        {
            output.WriteVarint((uint)present.Length << 1);
            output.WriteByte((byte)(nullCount == 0 ? 1 : 0));
        }
        else
        {
            output.WriteVarint(((uint)(present.Length + 7) / 8 << 1) | 1);
            WriteBits(output, present);
        }
        BinaryPrimitives.WriteInt32LittleEndian(output.Written[start..], output.Length - start - sizeof(int));
    }

    /// <summary>Appends one bit per byte, the lowest first.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="present">Bytes of 0 or 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteBits(ByteBuffer output, ReadOnlySpan<byte> present)
    {
        int groups = (present.Length + 7) / 8;
        Span<byte> bits = output.GetSpan(groups)[..groups];
        ref byte first = ref MemoryMarshal.GetReference(present);
        int row = 0;
        for (; row + Vector256<byte>.Count <= present.Length; row += Vector256<byte>.Count)
        {
            uint ones = Vector256.GreaterThan(Vector256.LoadUnsafe(ref first, (nuint)row), Vector256<byte>.Zero).ExtractMostSignificantBits();
            BinaryPrimitives.WriteUInt32LittleEndian(bits[(row / 8)..], ones);
        }
        bits[(row / 8)..].Clear();
        for (; row < present.Length; row++)
        {
            bits[row / 8] |= (byte)(present[row] << (row % 8));
        }
        output.Advance(groups);
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Data.Parquet.Writing;

/// <summary>
/// Encodes small numbers as runs of one value and stretches of packed bits
/// (github.com/apache/parquet-format/blob/master/Encodings.md, "Run Length Encoding / Bit-Packing Hybrid").
/// </summary>
internal static class HybridEncoder
{
    // What a run costs besides what it saves, in bits: two headers and a value.
    private const int RunCost = 40;

    private const int Group = 8;

    /// <summary>The bits that numbers below <paramref name="count"/> take; at least 1, since some readers know no fewer.</summary>
    public static int BitWidth(int count) => Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)Math.Max(count - 1, 0)));

    /// <summary>Appends the encoded values, without length or bit width.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="values">The numbers, none negative.</param>
    /// <param name="bitWidth">The bits per number, 1 to 31.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ByteBuffer output, ReadOnlySpan<int> values, int bitWidth)
    {
        int shortestRun = Math.Max(Group, (RunCost / bitWidth) + 1);
        ref int first = ref MemoryMarshal.GetReference(values);
        int packedFrom = 0, at = 0;
        while (at + Group <= values.Length)
        {
            int value = Unsafe.Add(ref first, at);
            if (Vector256.LoadUnsafe(ref first, (nuint)at) == Vector256.Create(value))
            {
                int end = EndOfRun(values, at + Group, value);
                if (end - at >= shortestRun)
                {
                    WritePacked(output, values[packedFrom..at], bitWidth);
                    WriteRun(output, value, end - at, bitWidth);
                    packedFrom = at = end;
                    continue;
                }
                // A run too short to pay is passed over in whole groups.
                at += (end - at) / Group * Group;
                continue;
            }
            at += Group;
        }
        WritePacked(output, values[packedFrom..], bitWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EndOfRun(ReadOnlySpan<int> values, int at, int value)
    {
        ref int first = ref MemoryMarshal.GetReference(values);
        Vector256<int> same = Vector256.Create(value);
        while (at + Vector256<int>.Count <= values.Length && Vector256.LoadUnsafe(ref first, (nuint)at) == same)
        {
            at += Vector256<int>.Count;
        }
        while (at < values.Length && values[at] == value)
        {
            at++;
        }
        return at;
    }

    private static void WriteRun(ByteBuffer output, int value, int count, int bitWidth)
    {
        output.WriteVarint((uint)count << 1);
        for (int bits = 0; bits < bitWidth; bits += 8)
        {
            output.WriteByte((byte)(value >> bits));
        }
    }

    // The last group is filled up with zeros, which is allowed at the end only: all stretches before a run are whole groups.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WritePacked(ByteBuffer output, ReadOnlySpan<int> values, int bitWidth)
    {
        if (values.IsEmpty)
        {
            return;
        }
        int groups = (values.Length + Group - 1) / Group;
        output.WriteVarint(((uint)groups << 1) | 1);
        int length = groups * bitWidth;
        Span<byte> target = output.GetSpan(length + sizeof(ulong));
        ref byte to = ref MemoryMarshal.GetReference(target);
        nuint at = 0;
        ulong pending = 0;
        int bits = 0;
        foreach (int value in values)
        {
            pending |= (ulong)(uint)value << bits;
            bits += bitWidth;
            if (bits >= 32)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, at), 4), (uint)pending);
                at += 4;
                pending >>= 32;
                bits -= 32;
            }
        }
        BinaryPrimitives.WriteUInt64LittleEndian(target[(int)at..], pending);
        target[Math.Min((int)at + 8, length)..length].Clear();
        output.Advance(length);
    }
}

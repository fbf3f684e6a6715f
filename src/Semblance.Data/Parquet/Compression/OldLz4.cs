using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace Semblance.Data.Parquet.Compression;

/// <summary>
/// The deprecated codec LZ4, which never said how blocks are framed. Tried in turn, as other readers do: Hadoop's framing (parquet-mr),
/// LZ4 frames (early parquet-rs), one bare block (parquet-cpp before 1.6). What unpacks to exactly the declared size is right.
/// </summary>
internal static class OldLz4
{
    private const uint FrameMagic = 0x184D2204;

    // Matches reach back no further.
    private const int Window = 1 << 16;

    /// <summary>Unpacks a page and returns its length, which is that of the output.</summary>
    /// <exception cref="InvalidDataException">No framing fits.</exception>
    public static int Decompress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (TryHadoop(input, output) || TryFrames(input, output) || (!output.IsEmpty && LZ4Codec.Decode(input, output) == output.Length))
        {
            return output.Length;
        }
        throw PageDecompressor.Damaged(CompressionCodec.Lz4);
    }

    // Big-endian: the size of some plain bytes, then chunks, each its packed size and an LZ4 block, until those bytes are there; and again.
    private static bool TryHadoop(ReadOnlySpan<byte> input, Span<byte> output)
    {
        while (TryTake(ref input, 4, out ReadOnlySpan<byte> head))
        {
            uint remaining = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (remaining > output.Length)
            {
                return false;
            }
            while (remaining > 0)
            {
                if (!TryTake(ref input, 4, out head)
                    || !TryTake(ref input, BinaryPrimitives.ReadUInt32BigEndian(head), out ReadOnlySpan<byte> block)
                    || LZ4Codec.Decode(block, output[..(int)remaining]) is not (> 0 and int length))
                {
                    return false;
                }
                output = output[length..];
                remaining -= (uint)length;
            }
        }
        return input.IsEmpty && output.IsEmpty;
    }

    // github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md. Checksums are passed over: the page has its own.
    private static bool TryFrames(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int written = 0;
        while (!input.IsEmpty)
        {
            if (!TryTake(ref input, 6, out ReadOnlySpan<byte> head) || BinaryPrimitives.ReadUInt32LittleEndian(head) != FrameMagic)
            {
                return false;
            }
            int flags = head[4];
            bool linked = (flags & 0x20) == 0, blockChecksums = (flags & 0x10) != 0, hasSize = (flags & 0x08) != 0, checksum = (flags & 0x04) != 0, hasDictionary = (flags & 0x01) != 0;
            if (flags >> 6 != 1 || hasDictionary || !TryTake(ref input, (hasSize ? 8u : 0) + 1, out _) || !TryBlocks(ref input, output, ref written, linked, blockChecksums))
            {
                return false;
            }
            if (checksum && !TryTake(ref input, 4, out _))
            {
                return false;
            }
        }
        return written > 0 && written == output.Length;
    }

    private static bool TryBlocks(ref ReadOnlySpan<byte> input, Span<byte> output, ref int written, bool linked, bool checksums)
    {
        int start = written;
        while (TryTake(ref input, 4, out ReadOnlySpan<byte> head))
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(head);
            if (size == 0)
            {
                return true;
            }
            bool plain = size >> 31 != 0;
            if (!TryTake(ref input, size & int.MaxValue, out ReadOnlySpan<byte> block))
            {
                return false;
            }
            Span<byte> rest = output[written..];
            int length;
            if (plain)
            {
                if (!block.TryCopyTo(rest))
                {
                    return false;
                }
                length = block.Length;
            }
            else
            {
                length = linked && written > start
                    ? LZ4Codec.Decode(block, rest, output[Math.Max(start, written - Window)..written])
                    : LZ4Codec.Decode(block, rest);
                if (length < 0)
                {
                    return false;
                }
            }
            written += length;
            if (checksums && !TryTake(ref input, 4, out _))
            {
                return false;
            }
        }
        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> input, uint count, out ReadOnlySpan<byte> taken)
    {
        if (count > input.Length)
        {
            taken = default;
            return false;
        }
        taken = input[..(int)count];
        input = input[(int)count..];
        return true;
    }
}

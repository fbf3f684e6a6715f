using System.Runtime.InteropServices;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Decodes values of fixed width, whatever their encoding, to their bytes one after another. Not thread-safe.</summary>
/// <param name="type">Their type; truth values become a byte each.</param>
internal sealed class FixedValues(ParquetType type)
{
    private readonly ByteArrayScratch _scratch = new();
    private byte[] _decoded = [];
    private long[] _numbers = [];
    private int[] _bits = [];

    /// <summary>The bytes of a value.</summary>
    public int Width { get; } = WidthOf(type);

    /// <summary>The bytes of a value of a type; 0 if it has no fixed width.</summary>
    public static int WidthOf(ParquetType type) => type.Physical switch
    {
        ParquetPhysicalType.Boolean => 1,
        ParquetPhysicalType.Int32 or ParquetPhysicalType.Float => 4,
        ParquetPhysicalType.Int64 or ParquetPhysicalType.Double => 8,
        ParquetPhysicalType.Int96 => 12,
        ParquetPhysicalType.FixedLengthByteArray => type.Length,
        _ => 0,
    };

    /// <summary>Decodes values.</summary>
    /// <param name="encoding">Their encoding, other than that of indexes into a dictionary.</param>
    /// <param name="data">The encoded values.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>Exactly <paramref name="count"/> values; valid until the next call.</returns>
    /// <exception cref="InvalidDataException">There are fewer, or they are damaged.</exception>
    public ReadOnlySpan<byte> Decode(PageEncoding encoding, ReadOnlySpan<byte> data, int count)
    {
        if (count == 0)
        {
            return [];
        }
        if (type.Physical == ParquetPhysicalType.Boolean)
        {
            return DecodeBooleans(encoding, data, count);
        }
        long bytes = (long)count * Width;
        switch (encoding)
        {
            case PageEncoding.Plain:
                return bytes <= data.Length ? data[..(int)bytes] : throw TooFew(count, data.Length);
            case PageEncoding.ByteStreamSplit:
                if (bytes > data.Length)
                {
                    throw TooFew(count, data.Length);
                }
                Span<byte> values = Room((int)bytes);
                ByteStreamSplit.Decode(data[..(int)bytes], Width, values);
                return values;
            case PageEncoding.DeltaBinaryPacked when type.Physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64:
                Grow(ref _numbers, count);
                Span<long> numbers = _numbers.AsSpan(0, count);
                DeltaBinaryPacked.Decode(data, numbers, out _);
                if (type.Physical == ParquetPhysicalType.Int64)
                {
                    return MemoryMarshal.AsBytes(numbers);
                }
                Span<byte> narrow = Room((int)bytes);
                Span<int> target = MemoryMarshal.Cast<byte, int>(narrow);
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = unchecked((int)numbers[i]);
                }
                return narrow;
            case PageEncoding.DeltaByteArray when type.Physical == ParquetPhysicalType.FixedLengthByteArray:
                return DecodeDelta(data, count, (int)Math.Min(bytes, int.MaxValue));
            default:
                throw new NotSupportedException($"its values have the encoding {encoding}, which is not one for their type");
        }
    }

    private ReadOnlySpan<byte> DecodeBooleans(PageEncoding encoding, ReadOnlySpan<byte> data, int count)
    {
        Grow(ref _bits, count);
        Span<int> bits = _bits.AsSpan(0, count);
        switch (encoding)
        {
            case PageEncoding.Plain:
                if (BitUnpacker.ByteCount(count, 1) > data.Length)
                {
                    throw TooFew(count, data.Length);
                }
                BitUnpacker.Unpack(data, 1, bits);
                break;
            case PageEncoding.Rle:
                // The length of the runs stands before them.
                new HybridDecoder(data.Length >= 4 ? data[4..] : [], 1).Decode(bits);
                break;
            default:
                throw new NotSupportedException($"its values have the encoding {encoding}, which is not one for their type");
        }
        Span<byte> values = Room(count);
        for (int i = 0; i < bits.Length; i++)
        {
            values[i] = (byte)bits[i];
        }
        return values;
    }

    private ReadOnlySpan<byte> DecodeDelta(ReadOnlySpan<byte> data, int count, int bytes)
    {
        var texts = new ByteArrayValues(PageEncoding.DeltaByteArray, data, count, _scratch);
        Span<byte> values = Room(bytes);
        int at = 0;
        while (texts.Next(out ReadOnlySpan<byte> value))
        {
            if (value.Length != Width)
            {
                throw new InvalidDataException($"a value has {value.Length} bytes where all have {Width}");
            }
            value.CopyTo(values[at..]);
            at += Width;
        }
        return values;
    }

    private Span<byte> Room(int count)
    {
        Grow(ref _decoded, count);
        return _decoded.AsSpan(0, count);
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            array = GC.AllocateUninitializedArray<T>(count);
        }
    }

    private static InvalidDataException TooFew(int count, int bytes) => new($"{count} values are announced where there are {bytes} bytes");
}

using System.Buffers.Binary;
using Semblance.Data.Parquet.Metadata;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Room for decoding byte strings, used again and again; one per worker.</summary>
internal sealed class ByteArrayScratch
{
    /// <summary>How many bytes each value shares with the one before it.</summary>
    public long[] Prefixes = [];

    /// <summary>How many bytes each value has, or has of its own.</summary>
    public long[] Lengths = [];

    /// <summary>The last value.</summary>
    public byte[] Last = [];
}

/// <summary>Decodes byte strings, whatever their encoding, one after another.</summary>
internal ref struct ByteArrayValues
{
    // What the values of a page have in all, at most: as differences, a few bytes can stand for any number of long ones.
    private const long MaxBytes = 1 << 30;

    private readonly PageEncoding _encoding;
    private readonly ReadOnlySpan<byte> _data;
    private readonly ByteArrayScratch _scratch;
    private readonly int _count;
    private int _next;
    private int _at;
    private int _lastLength;
    private long _total;

    /// <summary>Begins with the values of a page.</summary>
    /// <param name="encoding">Their encoding, other than that of indexes into a dictionary.</param>
    /// <param name="data">The encoded values.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="scratch">Of no other use until the last value was taken.</param>
    /// <exception cref="InvalidDataException">There are fewer, or they are damaged.</exception>
    public ByteArrayValues(PageEncoding encoding, ReadOnlySpan<byte> data, int count, ByteArrayScratch scratch)
    {
        _encoding = encoding;
        _data = data;
        _count = count;
        _scratch = scratch;
        switch (encoding)
        {
            case PageEncoding.Plain when count > data.Length / 4:
                throw TooShort();
            case PageEncoding.Plain:
                break;
            case PageEncoding.DeltaLengthByteArray when count > 0:
                ReadNumbers(data, count, ref scratch.Lengths, out _at);
                break;
            case PageEncoding.DeltaByteArray when count > 0:
                ReadNumbers(data, count, ref scratch.Prefixes, out int prefixBytes);
                ReadNumbers(data[prefixBytes..], count, ref scratch.Lengths, out int lengthBytes);
                _at = prefixBytes + lengthBytes;
                break;
            case PageEncoding.DeltaLengthByteArray or PageEncoding.DeltaByteArray:
                break;
            default:
                throw new NotSupportedException($"its values have the encoding {encoding}, which is not one for their type");
        }
    }

    /// <summary>The next value, valid until the next call; false after the last.</summary>
    public bool Next(out ReadOnlySpan<byte> value)
    {
        value = [];
        if (_next == _count)
        {
            return false;
        }
        switch (_encoding)
        {
            case PageEncoding.Plain:
                if (_data.Length - _at < 4)
                {
                    throw TooShort();
                }
                int length = BinaryPrimitives.ReadInt32LittleEndian(_data[_at..]);
                _at += 4;
                value = Take(length);
                break;
            case PageEncoding.DeltaLengthByteArray:
                value = Take(_scratch.Lengths[_next]);
                break;
            default:
                value = Extend(Take(_scratch.Lengths[_next]), _scratch.Prefixes[_next]);
                break;
        }
        _next++;
        return true;
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if ((ulong)length > (ulong)(_data.Length - _at))
        {
            throw TooShort();
        }
        ReadOnlySpan<byte> value = _data.Slice(_at, (int)length);
        _at += (int)length;
        return value;
    }

    // A value begins as the one before it does.
    private ReadOnlySpan<byte> Extend(ReadOnlySpan<byte> suffix, long prefix)
    {
        if ((ulong)prefix > (ulong)_lastLength)
        {
            throw new InvalidDataException($"a value shares {prefix} bytes with the one before, which has {_lastLength}");
        }
        int length = (int)prefix + suffix.Length;
        _total += length;
        if (_total > MaxBytes)
        {
            throw new InvalidDataException($"the values of a page have more than {MaxBytes} bytes");
        }
        if (_scratch.Last.Length < length)
        {
            Array.Resize(ref _scratch.Last, Math.Max(length, Math.Min(_scratch.Last.Length * 2, Array.MaxLength)));
        }
        suffix.CopyTo(_scratch.Last.AsSpan((int)prefix));
        _lastLength = length;
        return _scratch.Last.AsSpan(0, length);
    }

    private static void ReadNumbers(ReadOnlySpan<byte> data, int count, ref long[] numbers, out int bytes)
    {
        if (numbers.Length < count)
        {
            numbers = GC.AllocateUninitializedArray<long>(count);
        }
        DeltaBinaryPacked.Decode(data, numbers.AsSpan(0, count), out bytes);
    }

    private static InvalidDataException TooShort() => new("its values end too early");
}

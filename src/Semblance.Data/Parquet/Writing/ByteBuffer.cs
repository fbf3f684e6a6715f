using System.Buffers;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Bytes that grow at their end and are used again and again.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = [];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written; keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        // Writers may ask for any room at all, which must not be none.
        sizeHint = Math.Max(sizeHint, 1);
        if (_bytes.Length - Length < sizeHint)
        {
            long size = Math.Min(Math.Max(Math.Max(_bytes.Length * 2L, Length + (long)sizeHint), 256), Array.MaxLength);
            Array.Resize(ref _bytes, Length + (long)sizeHint <= size ? (int)size : throw new TableException("A column takes over 2 GB in one row group; leave it out or shorten its texts."));
        }
        return _bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    /// <summary>Appends a number in groups of seven bits, the lowest first.</summary>
    public void WriteVarint(uint value)
    {
        Span<byte> target = GetSpan(5);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[count++] = (byte)(value | 0x80);
        }
        target[count++] = (byte)value;
        Length += count;
    }
}

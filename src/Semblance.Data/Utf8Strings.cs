using System.Text;

namespace Semblance.Data;

/// <summary>An immutable list of strings as UTF-8 in one flat buffer: 8 bytes per string beside its text, no object per string.</summary>
public sealed class Utf8Strings
{
    private readonly byte[] _bytes;
    private readonly long[] _ends;

    private Utf8Strings(byte[] bytes, long[] ends)
    {
        _bytes = bytes;
        _ends = ends;
    }

    /// <summary>The number of strings.</summary>
    public int Count => _ends.Length;

    /// <summary>The UTF-8 bytes of one string.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            long start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan((int)start, (int)(_ends[index] - start));
        }
    }

    /// <summary>The bytes of some consecutive strings together.</summary>
    internal long ByteCount(int from, int count) => count == 0 ? 0 : _ends[from + count - 1] - (from == 0 ? 0 : _ends[from - 1]);

    /// <summary>One string, decoded.</summary>
    public string GetString(int index) => Encoding.UTF8.GetString(this[index]);

    /// <summary>Packs strings into a list.</summary>
    public static Utf8Strings From(IReadOnlyCollection<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var builder = new Builder(values.Count);
        foreach (string value in values)
        {
            builder.Add(value);
        }
        return builder.Build();
    }

    /// <summary>Collects strings; not thread-safe.</summary>
    public sealed class Builder
    {
        private byte[] _bytes;
        private long[] _ends;
        private int _count;
        private int _used;

        /// <summary>Creates an empty builder with room for some strings.</summary>
        public Builder(int capacity = 16)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(capacity);
            _ends = new long[Math.Max(capacity, 4)];
            _bytes = new byte[Math.Max(capacity, 4) * 8];
        }

        /// <summary>Creates an empty builder with room for strings of a known length in all.</summary>
        internal Builder(int count, long bytes)
        {
            _ends = new long[Math.Max(count, 4)];
            _bytes = new byte[(int)Math.Min(Math.Max(bytes, 4), Array.MaxLength)];
        }

        /// <summary>The number of strings added so far.</summary>
        public int Count => _count;

        /// <summary>Appends a string given as UTF-8.</summary>
        public void Add(ReadOnlySpan<byte> utf8)
        {
            utf8.CopyTo(Reserve(utf8.Length));
            Commit(utf8.Length);
        }

        /// <summary>Appends a string.</summary>
        public void Add(ReadOnlySpan<char> value)
        {
            int written = Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetMaxByteCount(value.Length)));
            Commit(written);
        }

        /// <summary>The finished list. The builder must not be used afterwards.</summary>
        public Utf8Strings Build()
        {
            Array.Resize(ref _ends, _count);
            Array.Resize(ref _bytes, _used);
            return new Utf8Strings(_bytes, _ends);
        }

        private Span<byte> Reserve(int length)
        {
            if (_used + (long)length > _bytes.Length)
            {
                long size = Math.Min(Math.Max(_bytes.Length * 2L, _used + (long)length), Array.MaxLength);
                if (size < _used + (long)length)
                {
                    throw new TableException("The text of one column is over 2 GB; leave the column out or split the file.");
                }
                Array.Resize(ref _bytes, (int)size);
            }
            return _bytes.AsSpan(_used);
        }

        private void Commit(int length)
        {
            _used += length;
            if (_count == _ends.Length)
            {
                Array.Resize(ref _ends, _ends.Length * 2);
            }
            _ends[_count++] = _used;
        }
    }
}

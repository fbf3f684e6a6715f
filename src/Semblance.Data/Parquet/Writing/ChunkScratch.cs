using Semblance.Data.Parquet.Compression;

namespace Semblance.Data.Parquet.Writing;

/// <summary>The memory that encoding a chunk takes, used again for the next. One per thread.</summary>
internal sealed class ChunkScratch(CompressionCodec codec) : IDisposable
{
    private readonly Dictionary<Type, object> _parts = [];
    private byte[] _present = [];
    private byte[] _packed = [];
    private int[] _indices = [];

    /// <summary>Packs pages.</summary>
    public PageCompressor Compressor { get; } = PageCompressor.For(codec);

    /// <summary>A page before it is packed.</summary>
    public ByteBuffer Page { get; } = new();

    /// <summary>Room for one byte per row.</summary>
    public Span<byte> Present(int rows) => Room(ref _present, rows);

    /// <summary>Room for a packed page.</summary>
    public Span<byte> Packed(int length) => Room(ref _packed, length);

    /// <summary>Room for one index per value.</summary>
    public Span<int> Indices(int values) => Room(ref _indices, values);

    /// <summary>Memory of a kind of chunk.</summary>
    public T Part<T>()
        where T : class, new()
    {
        if (!_parts.TryGetValue(typeof(T), out object? part))
        {
            _parts[typeof(T)] = part = new T();
        }
        return (T)part;
    }

    /// <inheritdoc/>
    public void Dispose() => Compressor.Dispose();

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
        return array.AsSpan(0, length);
    }
}

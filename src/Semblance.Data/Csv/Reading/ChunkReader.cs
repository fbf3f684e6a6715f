using System.Collections.Concurrent;

namespace Semblance.Data.Csv.Reading;

/// <summary>Whole rows of a file.</summary>
/// <param name="Index">The chunk's place in the file, from 0.</param>
/// <param name="Buffer">The bytes, with more behind them that do not count.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="FirstLine">The line of the file that the chunk begins with, from 1.</param>
internal sealed record Chunk(int Index, byte[] Buffer, int Length, long FirstLine)
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);
}

/// <summary>Cuts a stream into chunks that end where a row ends. Whoever asks next gets the next chunk; safe to use from several threads.</summary>
internal sealed class ChunkReader
{
    /// <summary>The longest row in bytes.</summary>
    public const int MaxRowBytes = 64 << 20;

    private readonly Lock _lock = new();
    private readonly Stream _stream;
    private readonly CsvSyntax _syntax;
    private readonly string _name;
    private readonly byte _newline;
    private readonly int _chunkBytes;
    private readonly ConcurrentBag<byte[]> _pool = [];
    private byte[] _carry = [];
    private int _index;
    private long _line;
    private bool _ended;

    /// <summary>Starts at the current position of the stream, the start of a row.</summary>
    public ChunkReader(Stream stream, CsvDialect dialect, string name, long firstLine, int chunkBytes)
    {
        _stream = stream;
        _syntax = CsvSyntax.Of(dialect);
        _name = name;
        _newline = (byte)dialect.Newline[^1];
        _line = firstLine;
        _chunkBytes = Math.Max(chunkBytes, 1);
    }

    /// <summary>The last byte of the file; 0 before the end is reached and for an empty file.</summary>
    public byte LastByte { get; private set; }

    /// <summary>The next chunk, or null at the end.</summary>
    /// <exception cref="TableException">A row is longer than <see cref="MaxRowBytes"/>.</exception>
    public Chunk? Next(CancellationToken cancellation)
    {
        lock (_lock)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_ended)
            {
                return null;
            }
            byte[] buffer = Rent(_carry.Length + _chunkBytes);
            _carry.CopyTo(buffer, 0);
            int length = _carry.Length;
            int wanted = length + _chunkBytes;
            while (true)
            {
                int read = _stream.ReadAtLeast(buffer.AsSpan(length, wanted - length), wanted - length, throwOnEndOfStream: false);
                length += read;
                if (length < wanted)
                {
                    _ended = true;
                    _carry = [];
                    LastByte = length > 0 ? buffer[length - 1] : LastByte;
                    return length == 0 ? null : Take(buffer, length);
                }
                int end = RowBoundary.LastEnd(buffer.AsSpan(0, length), _syntax);
                if (end > 0)
                {
                    _carry = buffer.AsSpan(end, length - end).ToArray();
                    LastByte = buffer[end - 1];
                    return Take(buffer, end);
                }
                if (length >= MaxRowBytes)
                {
                    throw new TableException(
                        $"{_name}, line {_line}: the row does not end within {MaxRowBytes >> 20} MB; look for a quote that is never closed, or a file that is not a table.");
                }
                wanted = Math.Min(length * 2, MaxRowBytes);
                Array.Resize(ref buffer, wanted);
            }
        }
    }

    /// <summary>Takes back a chunk's buffer for reuse.</summary>
    public void Return(Chunk chunk) => _pool.Add(chunk.Buffer);

    private Chunk Take(byte[] buffer, int length)
    {
        var chunk = new Chunk(_index++, buffer, length, _line);
        _line += chunk.Bytes.Count(_newline);
        return chunk;
    }

    private byte[] Rent(int size) =>
        _pool.TryTake(out byte[]? buffer) && buffer.Length >= size ? buffer : new byte[size + (size >> 3)];
}

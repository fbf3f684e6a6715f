using System.IO.Compression;
using K4os.Compression.LZ4;
using ZstdSharp;

namespace Semblance.Data.Parquet.Compression;

/// <summary>Packs the pages of a Parquet file with one codec. Keeps its buffers from page to page, so one instance per thread.</summary>
internal abstract class PageCompressor : IDisposable
{
    // Level 3 is zstd's own default.
    private const int ZstdLevel = 3;

    // Levels above take several times the time for a few percent.
    private const int BrotliQuality = 4;

    private const int BrotliWindow = 22;

    /// <summary>The room that the packed form of some bytes may need.</summary>
    public abstract int MaxLength(int length);

    /// <summary>Packs the input and returns the packed length.</summary>
    /// <param name="input">What to pack.</param>
    /// <param name="output">At least <see cref="MaxLength"/> bytes.</param>
    public abstract int Compress(ReadOnlySpan<byte> input, Span<byte> output);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>A compressor for a codec.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing is written with this codec (LZO, the old LZ4).</exception>
    public static PageCompressor For(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Uncompressed => new Plain(),
        CompressionCodec.Snappy => new Snappy(),
        CompressionCodec.Gzip => new Gzip(),
        CompressionCodec.Brotli => new Brotli(),
        CompressionCodec.Zstd => new Zstd(),
        CompressionCodec.Lz4Raw => new Lz4Raw(),
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "Pages are not written with this codec."),
    };

    private sealed class Plain : PageCompressor
    {
        public override int MaxLength(int length) => length;

        public override int Compress(ReadOnlySpan<byte> input, Span<byte> output)
        {
            input.CopyTo(output);
            return input.Length;
        }
    }

    private sealed class Snappy : PageCompressor
    {
        private readonly SnappyEncoder _encoder = new();

        public override int MaxLength(int length) => SnappyEncoder.MaxLength(length);

        public override int Compress(ReadOnlySpan<byte> input, Span<byte> output) => _encoder.Compress(input, output);
    }

    private sealed class Gzip : PageCompressor
    {
        // The runtime's stream writes no member at all when there is nothing to pack.
        private static readonly byte[] s_empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        private readonly MemoryStream _packed = new();

        // Deflate adds 5 bytes per stored block (of 16 KB at least), gzip 18.
        public override int MaxLength(int length) => checked(length + (length / 1000) + 64);

        public override int Compress(ReadOnlySpan<byte> input, Span<byte> output)
        {
            if (input.IsEmpty)
            {
                s_empty.CopyTo(output);
                return s_empty.Length;
            }
            _packed.SetLength(0);
            using (var gzip = new GZipStream(_packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                gzip.Write(input);
            }
            _packed.GetBuffer().AsSpan(0, (int)_packed.Length).CopyTo(output);
            return (int)_packed.Length;
        }

        public override void Dispose()
        {
            _packed.Dispose();
            base.Dispose();
        }
    }

    private sealed class Brotli : PageCompressor
    {
        // The bound assumes a low quality's blocks; a little more never hurts.
        public override int MaxLength(int length) => checked(BrotliEncoder.GetMaxCompressedLength(length) + 64);

        public override int Compress(ReadOnlySpan<byte> input, Span<byte> output) =>
            BrotliEncoder.TryCompress(input, output, out int length, BrotliQuality, BrotliWindow) ? length : throw new ArgumentException("There is too little room for the packed bytes.", nameof(output));
    }

    private sealed class Zstd : PageCompressor
    {
        private readonly Compressor _compressor = new(ZstdLevel);

        public override int MaxLength(int length) => Compressor.GetCompressBound(length);

        public override int Compress(ReadOnlySpan<byte> input, Span<byte> output) => _compressor.Wrap(input, output);

        public override void Dispose()
        {
            _compressor.Dispose();
            base.Dispose();
        }
    }

    private sealed class Lz4Raw : PageCompressor
    {
        public override int MaxLength(int length) => LZ4Codec.MaximumOutputSize(length) + 1;

        public override int Compress(ReadOnlySpan<byte> input, Span<byte> output)
        {
            if (input.IsEmpty)
            {
                // One token: no literals, no match.
                output[0] = 0;
                return 1;
            }
            return LZ4Codec.Encode(input, output, LZ4Level.L00_FAST);
        }
    }
}

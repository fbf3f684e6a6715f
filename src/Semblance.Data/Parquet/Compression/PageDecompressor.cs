using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace Semblance.Data.Parquet.Compression;

/// <summary>
/// Unpacks the pages of a Parquet file. Holds against any input: reads nothing but the input, writes nothing but the output, takes
/// memory for neither.
/// </summary>
internal static class PageDecompressor
{
    // A context takes 160 KB; one per thread serves all pages.
    [ThreadStatic]
    private static Decompressor? t_zstd;

    /// <summary>Unpacks one page.</summary>
    /// <param name="codec">How it was packed.</param>
    /// <param name="input">All of the packed bytes and no others.</param>
    /// <param name="output">Takes the page; as long as the page's header says. Its content is undefined after an error.</param>
    /// <exception cref="InvalidDataException">The input is damaged, or unpacks to fewer or more bytes than the output has. The message is a clause such as "its Snappy data is damaged".</exception>
    /// <exception cref="NotSupportedException">The codec is LZO or unknown; the message is a clause too.</exception>
    public static void Decompress(CompressionCodec codec, ReadOnlySpan<byte> input, Span<byte> output)
    {
        long length = codec switch
        {
            CompressionCodec.Uncompressed => Copy(input, output),
            CompressionCodec.Snappy => Snappy(input, output),
            CompressionCodec.Gzip => Gzip(input, output),
            CompressionCodec.Brotli => Brotli(input, output),
            CompressionCodec.Lz4 => OldLz4.Decompress(input, output),
            CompressionCodec.Zstd => Zstd(input, output),
            CompressionCodec.Lz4Raw => Lz4Raw(input, output),
            CompressionCodec.Lzo => throw new NotSupportedException("it is compressed with LZO, which is not supported; write the file with Snappy or Zstandard"),
            _ => throw new NotSupportedException($"it is compressed with codec {(int)codec}, which is unknown"),
        };
        if (length != output.Length)
        {
            throw new InvalidDataException($"its {Name(codec)} data unpacks to {length} bytes where {output.Length} are declared");
        }
    }

    /// <summary>What messages call a codec.</summary>
    public static string Name(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Uncompressed => "uncompressed",
        CompressionCodec.Lz4Raw => "LZ4",
        CompressionCodec.Lz4 => "LZ4",
        CompressionCodec.Zstd => "Zstandard",
        CompressionCodec.Gzip => "gzip",
        _ => codec.ToString(),
    };

    /// <summary>That a page is damaged.</summary>
    public static InvalidDataException Damaged(CompressionCodec codec, Exception? cause = null) => new($"its {Name(codec)} data is damaged", cause);

    private static int Copy(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (input.Length == output.Length)
        {
            input.CopyTo(output);
        }
        return input.Length;
    }

    private static int Snappy(ReadOnlySpan<byte> input, Span<byte> output)
    {
        try
        {
            int length = Snappier.Snappy.GetUncompressedLength(input);
            return length == output.Length ? Snappier.Snappy.Decompress(input, output) : length;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw Damaged(CompressionCodec.Snappy, e);
        }
    }

    private static unsafe long Gzip(ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* start = input)
        {
            // A null start is an empty input, which is no gzip member.
            using var packed = new UnmanagedMemoryStream(start == null ? throw Damaged(CompressionCodec.Gzip) : start, input.Length);
            using var plain = new GZipStream(packed, CompressionMode.Decompress);
            try
            {
                int length = plain.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);
                // Reading on also makes the last member's checksum be looked at.
                Span<byte> more = stackalloc byte[1];
                return length + (long)plain.Read(more);
            }
            catch (InvalidDataException e)
            {
                throw Damaged(CompressionCodec.Gzip, e);
            }
        }
    }

    private static int Brotli(ReadOnlySpan<byte> input, Span<byte> output) =>
        BrotliDecoder.TryDecompress(input, output, out int length) ? length : throw Damaged(CompressionCodec.Brotli);

    private static int Zstd(ReadOnlySpan<byte> input, Span<byte> output)
    {
        t_zstd ??= new Decompressor();
        try
        {
            return t_zstd.Unwrap(input, output);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException($"its Zstandard data is damaged ({e.Message})", e);
        }
    }

    private static int Lz4Raw(ReadOnlySpan<byte> input, Span<byte> output)
    {
        // An empty page is one token in LZ4, which the decoder takes for nothing to do.
        if (output.IsEmpty)
        {
            return 0;
        }
        int length = LZ4Codec.Decode(input, output);
        return length >= 0 ? length : throw Damaged(CompressionCodec.Lz4Raw);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using K4os.Compression.LZ4;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Compression;
using Semblance.Numerics;

namespace Semblance.Data.Tests.Parquet;

public class CompressionTests
{
    // Around the sizes where encoders change their ways: margins, fragments of 64 KB, tables.
    private static readonly int[] s_lengths = [0, 1, 2, 3, 4, 7, 8, 14, 15, 16, 17, 31, 59, 60, 61, 62, 63, 64, 65, 67, 68, 69, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 131_072 + 15, 300_000];

    public static TheoryData<string> Codecs() => ["Uncompressed", "Snappy", "Gzip", "Brotli", "Zstd", "Lz4Raw"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Every_page_comes_back_at_any_length(string name)
    {
        CompressionCodec codec = Enum.Parse<CompressionCodec>(name);
        using PageCompressor compressor = PageCompressor.For(codec);
        foreach (int length in s_lengths)
        {
            foreach ((string kind, byte[] page) in Pages(length))
            {
                Unpack(codec, Pack(compressor, page), length).SequenceEqual(page).ShouldBeTrue($"{kind}, {length} bytes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Any_bytes_come_back(string name)
    {
        CompressionCodec codec = Enum.Parse<CompressionCodec>(name);
        using PageCompressor compressor = PageCompressor.For(codec);
        Prop.ForAll<byte[], byte>((bytes, times) =>
        {
            byte[] page = [.. Enumerable.Repeat(bytes, times).SelectMany(part => part)];
            Unpack(codec, Pack(compressor, page), page.Length).ShouldBe(page);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_page_of_another_length_than_declared_is_refused(string name)
    {
        CompressionCodec codec = Enum.Parse<CompressionCodec>(name);
        using PageCompressor compressor = PageCompressor.For(codec);
        byte[] packed = Pack(compressor, Encoding.ASCII.GetBytes("one two three four five six seven eight nine ten"));

        Should.Throw<InvalidDataException>(() => Unpack(codec, packed, 47)).Message.ShouldStartWith("its ");
        Should.Throw<InvalidDataException>(() => Unpack(codec, packed, 49)).Message.ShouldStartWith("its ");
        Should.Throw<InvalidDataException>(() => Unpack(codec, packed[..^12], 48)).Message.ShouldStartWith("its ");
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    [InlineData("Lz4")]
    public void Damaged_bytes_give_an_error_or_some_page_and_never_anything_else(string name)
    {
        CompressionCodec codec = Enum.Parse<CompressionCodec>(name);
        using PageCompressor compressor = PageCompressor.For(codec == CompressionCodec.Lz4 ? CompressionCodec.Lz4Raw : codec);
        var random = new Philox(21);
        int refused = 0;
        foreach ((_, byte[] page) in Pages(400))
        {
            byte[] packed = codec == CompressionCodec.Lz4 ? Hadoop(page, 100) : Pack(compressor, page);
            for (uint round = 0; round < 1500; round++)
            {
                RandomSequence draw = random.At(round, (ulong)page[7]);
                byte[] damaged = packed[..(draw.NextInt32(8) == 0 ? draw.NextInt32(packed.Length) : packed.Length)];
                for (int change = draw.NextInt32(4); change >= 0 && damaged.Length > 0; change--)
                {
                    damaged[draw.NextInt32(damaged.Length)] = (byte)draw.NextInt32(256);
                }
                try
                {
                    _ = Unpack(codec, damaged, page.Length);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }
        if (codec is not CompressionCodec.Uncompressed)
        {
            refused.ShouldBeGreaterThan(1000);
        }
    }

    [Fact]
    public void Snappy_gives_the_same_bytes_on_every_machine()
    {
        var encoder = new SnappyEncoder();
        byte[] packed = new byte[SnappyEncoder.MaxLength(300_000)];
        var all = new List<byte>();
        foreach ((_, byte[] page) in Pages(300_000))
        {
            all.AddRange(packed[..encoder.Compress(page, packed)]);
        }

        Convert.ToHexString(SHA256.HashData([.. all])).ShouldStartWith("3FE64FB3EAD6FF21");
    }

    [Fact]
    public void Snappy_packs_what_repeats()
    {
        using PageCompressor compressor = PageCompressor.For(CompressionCodec.Snappy);

        Pack(compressor, new byte[100_000]).Length.ShouldBeLessThan(5_000);
        Pack(compressor, [.. Pages(100_000)[0].Page]).Length.ShouldBeLessThan(50_000);
        Pack(compressor, [.. Pages(100_000)[1].Page]).Length.ShouldBeLessThan(100_020, "what does not pack is stored");
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1000)]
    [InlineData(77)]
    public void The_old_lz4_in_hadoop_framing_is_read(int chunk)
    {
        foreach ((string kind, byte[] page) in Pages(70_000))
        {
            Unpack(CompressionCodec.Lz4, Hadoop(page, chunk), page.Length).SequenceEqual(page).ShouldBeTrue(kind);
        }
    }

    [Fact]
    public void The_old_lz4_as_one_bare_block_is_read()
    {
        using PageCompressor compressor = PageCompressor.For(CompressionCodec.Lz4Raw);
        foreach ((string kind, byte[] page) in Pages(70_000))
        {
            Unpack(CompressionCodec.Lz4, Pack(compressor, page), page.Length).SequenceEqual(page).ShouldBeTrue(kind);
        }
    }

    [Theory]
    [InlineData("lz4", "-c", "Lz4")]
    [InlineData("lz4", "-c -9 -B4 -BD", "Lz4")]
    [InlineData("lz4", "-c -B4 -BX --content-size", "Lz4")]
    [InlineData("lz4", "-c -B4 -BD --no-frame-crc", "Lz4")]
    [InlineData("zstd", "-c -1", "Zstd")]
    [InlineData("zstd", "-c --fast=5 --no-check", "Zstd")]
    [InlineData("zstd", "-c -3 --check", "Zstd")]
    [InlineData("zstd", "-c -19 --long=24", "Zstd")]
    [InlineData("gzip", "-c -1", "Gzip")]
    [InlineData("gzip", "-c -9", "Gzip")]
    [InlineData("brotli", "-c -q 3", "Brotli")]
    [InlineData("brotli", "-c -q 11 -w 18", "Brotli")]
    public void What_the_tools_pack_is_read(string tool, string arguments, string name)
    {
        CompressionCodec codec = Enum.Parse<CompressionCodec>(name);
        foreach ((string kind, byte[] page) in Pages(200_000))
        {
            byte[] packed = Tool.Run(tool, arguments, page);

            Unpack(codec, packed, page.Length).SequenceEqual(page).ShouldBeTrue(kind);
            if (codec is CompressionCodec.Zstd or CompressionCodec.Gzip or CompressionCodec.Lz4)
            {
                Unpack(codec, [.. packed, .. packed], page.Length * 2).SequenceEqual([.. page, .. page]).ShouldBeTrue($"two members of {kind}");
            }
        }
    }

    [Theory]
    [InlineData("zstd", "-dc", "Zstd")]
    [InlineData("gzip", "-dc", "Gzip")]
    [InlineData("brotli", "-dc", "Brotli")]
    public void What_is_packed_the_tools_read(string tool, string arguments, string name)
    {
        using PageCompressor compressor = PageCompressor.For(Enum.Parse<CompressionCodec>(name));
        foreach ((string kind, byte[] page) in Pages(200_000))
        {
            Tool.Run(tool, arguments, Pack(compressor, page)).AsSpan().SequenceEqual(page).ShouldBeTrue(kind);
        }
    }

    [Fact]
    public void Zstandard_frames_to_be_skipped_are_and_a_wrong_checksum_is_refused()
    {
        byte[] page = Pages(5000)[0].Page;
        byte[] packed = Tool.Run("zstd", "-c --check", page);

        Unpack(CompressionCodec.Zstd, [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3, .. packed], page.Length).SequenceEqual(page).ShouldBeTrue();
        packed[^1] ^= 1;
        Should.Throw<InvalidDataException>(() => Unpack(CompressionCodec.Zstd, packed, page.Length)).Message.ShouldContain("checksum");
    }

    [Fact]
    public void Codecs_that_are_not_supported_are_named()
    {
        Should.Throw<NotSupportedException>(() => Unpack(CompressionCodec.Lzo, [1, 2, 3], 3)).Message.ShouldContain("LZO");
        Should.Throw<NotSupportedException>(() => Unpack((CompressionCodec)77, [1, 2, 3], 3)).Message.ShouldContain("77");
        Should.Throw<ArgumentOutOfRangeException>(() => PageCompressor.For(CompressionCodec.Lz4));
    }

    private static byte[] Pack(PageCompressor compressor, byte[] page)
    {
        byte[] packed = new byte[compressor.MaxLength(page.Length)];
        return packed[..compressor.Compress(page, packed)];
    }

    private static byte[] Unpack(CompressionCodec codec, byte[] packed, int length)
    {
        byte[] page = new byte[length];
        PageDecompressor.Decompress(codec, packed, page);
        return page;
    }

    // Hadoop's framing with blocks of some plain bytes, each in two chunks where it is long enough.
    private static byte[] Hadoop(byte[] page, int blockLength)
    {
        var framed = new List<byte>();
        foreach (byte[] block in page.Chunk(blockLength))
        {
            framed.AddRange(BigEndian(block.Length));
            foreach (byte[] chunk in block.Chunk(Math.Max(1, (block.Length + 1) / 2)))
            {
                byte[] packed = new byte[LZ4Codec.MaximumOutputSize(chunk.Length)];
                int length = LZ4Codec.Encode(chunk, packed);
                framed.AddRange(BigEndian(length));
                framed.AddRange(packed[..length]);
            }
        }
        return [.. framed];

        static byte[] BigEndian(int value)
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            return bytes;
        }
    }

    private static List<(string Kind, byte[] Page)> Pages(int length)
    {
        var random = new Philox(11);
        byte[] noise = new byte[length], words = new byte[length], sparse = new byte[length];
        string[] vocabulary = ["private", "self-emp", "federal", "local", "never", " married", " divorced ", "\t", "12.5", "0.1"];
        int at = 0;
        for (int i = 0; i < length; i++)
        {
            RandomSequence draw = random.At(1, (ulong)i);
            noise[i] = (byte)draw.NextInt32(256);
            sparse[i] = (byte)(draw.NextInt32(50) == 0 ? draw.NextInt32(256) : 0);
            foreach (byte c in Encoding.ASCII.GetBytes(vocabulary[draw.NextInt32(vocabulary.Length)]))
            {
                if (at < length)
                {
                    words[at++] = c;
                }
            }
        }
        List<(string, byte[])> pages = [("words", words), ("random", noise), ("sparse", sparse)];
        foreach (int period in (int[])[1, 2, 3, 5, 8, 15, 16, 17, 33, 100])
        {
            pages.Add(($"period {period}", [.. Enumerable.Range(0, length).Select(i => noise[i % period])]));
        }
        return pages;
    }
}

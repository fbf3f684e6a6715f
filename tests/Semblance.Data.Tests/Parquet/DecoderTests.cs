using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Semblance.Data.Parquet.Metadata;
using Semblance.Data.Parquet.Reading;

namespace Semblance.Data.Tests.Parquet;

/// <summary>The decoders of single encodings against the plainest ones, and against data that is damaged.</summary>
public class DecoderTests
{
    private static readonly int[] s_lengths = [0, 1, 7, 8, 9, 31, 64, 100, 1001];

    [Fact]
    public void Numbers_of_any_width_are_unpacked_as_their_bits_say()
    {
        var random = new Random(1);
        for (int width = 0; width <= 64; width++)
        {
            foreach (int count in s_lengths)
            {
                byte[] data = new byte[BitUnpacker.ByteCount(count, width)];
                random.NextBytes(data);
                ulong[] expected = Slowly(data, width, count);

                ulong[] wide = new ulong[count];
                BitUnpacker.Unpack(data, width, wide);
                wide.ShouldBe(expected, $"{count} numbers of {width} bits");
                if (width <= 32)
                {
                    int[] narrow = new int[count];
                    BitUnpacker.Unpack(data, width, narrow);
                    narrow.Select(value => (ulong)(uint)value).ShouldBe(expected, $"{count} numbers of {width} bits");
                }
            }
        }
    }

    [Fact]
    public void Runs_and_groups_come_back_in_pieces_of_any_size()
    {
        var random = new Random(2);
        for (int round = 0; round < 300; round++)
        {
            int width = random.Next(0, 21);
            (byte[] data, List<int> values) = Hybrid(random, width);
            int[] whole = new int[values.Count];
            new HybridDecoder(data, width).Decode(whole);
            whole.ShouldBe(values);

            var decoder = new HybridDecoder(data, width);
            int[] pieces = new int[values.Count];
            for (int at = 0; at < pieces.Length;)
            {
                int length = Math.Min(random.Next(1, 40), pieces.Length - at);
                decoder.Decode(pieces.AsSpan(at, length));
                at += length;
            }
            pieces.ShouldBe(values);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Levels_say_what_is_there(int highest)
    {
        var random = new Random(3);
        for (int round = 0; round < 300; round++)
        {
            (byte[] data, List<int> values) = Hybrid(random, DefinitionLevels.Width(highest));
            byte[] present = new byte[values.Count];
            int count = DefinitionLevels.Decode(data, highest, present);
            count.ShouldBe(values.Count(value => value == highest));
            if (count < values.Count)
            {
                present.ShouldBe(values.Select(value => value == highest ? (byte)1 : (byte)0));
            }
        }
    }

    [Fact]
    public void A_level_above_the_highest_is_refused()
    {
        // A run of five times 3, where 2 is the highest.
        Should.Throw<InvalidDataException>(() => DefinitionLevels.Decode([10, 3], 2, new byte[5])).Message.ShouldContain("definition level");
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(128, 4)]
    [InlineData(1000, 4)]
    [InlineData(1000, 1)]
    public void Differences_add_up(int count, int parts)
    {
        var random = new Random(count + parts);
        foreach (int scale in (int[])[0, 1, 20, 40, 63])
        {
            long[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64() >> (63 - scale))];
            long[] read = new long[count];
            byte[] data = [.. Differences(values, 128, parts), 1, 2, 3];
            DeltaBinaryPacked.Decode(data, read, out int bytes);
            read.ShouldBe(values);
            bytes.ShouldBe(data.Length - 3);
        }
    }

    [Fact]
    public void Differences_of_impossible_shape_are_refused()
    {
        Should.Throw<InvalidDataException>(() => DeltaBinaryPacked.Decode([0, 0, 1, 0], new long[1], out _));
        Should.Throw<InvalidDataException>(() => DeltaBinaryPacked.Decode([0x80, 1, 4, 5, 0], new long[4], out _)).Message.ShouldContain("5 numbers");
        Should.Throw<InvalidDataException>(() => DeltaBinaryPacked.Decode([0x80, 1, 4, 5, 0], new long[5], out _)).Message.ShouldContain("fewer");
        Should.Throw<InvalidDataException>(() => DeltaBinaryPacked.Decode([0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 1, 5, 0], new long[5], out _)).Message.ShouldContain("impossible");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void Streams_of_bytes_are_joined(int width)
    {
        byte[] values = new byte[width * 37];
        new Random(width).NextBytes(values);
        byte[] split = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            split[(i % width * 37) + (i / width)] = values[i];
        }
        byte[] joined = new byte[values.Length];
        ByteStreamSplit.Decode(split, width, joined);
        joined.ShouldBe(values);
    }

    [Fact]
    public void Texts_that_share_their_beginning_are_put_together_and_cannot_grow_without_end()
    {
        string[] texts = ["axis", "axle", "babble", "babyhood", ""];
        byte[] data = [.. Differences([0, 2, 0, 3, 0], 128, 4), .. Differences([4, 2, 6, 5, 0], 128, 4), .. "axislebabbleyhood"u8];
        Texts(PageEncoding.DeltaByteArray, data, 5).ShouldBe(texts);

        // One long text, and every other shares all of it.
        const int Long = 60_000, Many = 40_000;
        byte[] bomb = [.. Differences([0, .. Enumerable.Repeat((long)Long, Many)], 128, 4), .. Differences([Long, .. Enumerable.Repeat(0L, Many)], 128, 4), .. new byte[Long]];
        Should.Throw<InvalidDataException>(() => Texts(PageEncoding.DeltaByteArray, bomb, Many + 1)).Message.ShouldContain("more than");
        Should.Throw<InvalidDataException>(() => Texts(PageEncoding.DeltaByteArray, [.. Differences([9], 128, 4), .. Differences([1], 128, 4), 65], 1)).Message.ShouldContain("shares 9 bytes");
    }

    [Fact]
    public void Plain_texts_longer_than_their_page_are_refused()
    {
        Texts(PageEncoding.Plain, [2, 0, 0, 0, 65, 66, 0, 0, 0, 0], 2).ShouldBe(["AB", ""]);
        Should.Throw<InvalidDataException>(() => Texts(PageEncoding.Plain, [0xFF, 0xFF, 0xFF, 0x7F, 65], 1));
        Should.Throw<InvalidDataException>(() => Texts(PageEncoding.Plain, [0xFF, 0xFF, 0xFF, 0xFF, 65], 1));
        Should.Throw<InvalidDataException>(() => Texts(PageEncoding.Plain, [], 1));
    }

    [Fact]
    public void Decimals_of_any_length_are_the_nearest_doubles()
    {
        var random = new Random(5);
        foreach (int length in (int[])[0, 1, 3, 8, 9, 16, 20])
        {
            for (int round = 0; round < 200; round++)
            {
                byte[] bytes = new byte[length];
                random.NextBytes(bytes);
                int scale = random.Next(0, 19);
                var unscaled = new BigInteger(bytes, isBigEndian: true);
                double expected = double.Parse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{unscaled}E-{scale}"), System.Globalization.CultureInfo.InvariantCulture);
                RawNumbers.Decimal(bytes, scale).ShouldBe(expected);
            }
        }
    }

    private static List<string> Texts(PageEncoding encoding, byte[] data, int count)
    {
        var values = new ByteArrayValues(encoding, data, count, new ByteArrayScratch());
        var texts = new List<string>();
        while (values.Next(out ReadOnlySpan<byte> value))
        {
            texts.Add(System.Text.Encoding.UTF8.GetString(value[..Math.Min(value.Length, 10)]));
        }
        return texts;
    }

    private static ulong[] Slowly(byte[] data, int width, int count)
    {
        ulong[] values = new ulong[count];
        for (int i = 0; i < count * width; i++)
        {
            values[i / width] |= (ulong)((data[i / 8] >> (i % 8)) & 1) << (i % width);
        }
        return values;
    }

    // Parts of random kinds and lengths, and the values that they stand for.
    private static (byte[] Data, List<int> Values) Hybrid(Random random, int width)
    {
        var data = new ArrayBufferWriter<byte>();
        var values = new List<int>();
        int mask = (int)((1L << width) - 1);
        for (int parts = random.Next(1, 6); parts > 0; parts--)
        {
            if (random.Next(2) == 0)
            {
                int length = random.Next(1, 300), value = random.Next() & mask;
                Varint(data, (ulong)length << 1);
                Span<byte> bytes = data.GetSpan(4)[..4];
                BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
                data.Advance((width + 7) / 8);
                values.AddRange(Enumerable.Repeat(value, length));
            }
            else
            {
                int[] group = [.. Enumerable.Range(0, 8 * random.Next(1, 30)).Select(_ => random.Next() & mask)];
                Varint(data, ((ulong)group.Length / 8 << 1) | 1);
                data.Write(Packed([.. group.Select(value => (ulong)value)], width));
                values.AddRange(group);
            }
        }
        return (data.WrittenSpan.ToArray(), values);
    }

    private static byte[] Differences(long[] values, int block, int parts)
    {
        var data = new ArrayBufferWriter<byte>();
        Varint(data, (ulong)block);
        Varint(data, (ulong)parts);
        Varint(data, (ulong)values.Length);
        Varint(data, ZigZag(values.Length > 0 ? values[0] : 0));
        for (int start = 1; start < values.Length; start += block)
        {
            long[] differences = [.. Enumerable.Range(start, Math.Min(block, values.Length - start)).Select(i => unchecked(values[i] - values[i - 1]))];
            long least = differences.Min();
            Varint(data, ZigZag(least));
            ulong[][] packed = [.. Enumerable.Range(0, parts).Select(part => differences.Skip(part * block / parts).Take(block / parts).Select(difference => unchecked((ulong)(difference - least))).ToArray())];
            int[] widths = [.. packed.Select(part => part.Length == 0 ? 0 : 64 - BitOperations.LeadingZeroCount(part.Max()))];
            data.Write([.. widths.Select(width => (byte)width)]);
            for (int part = 0; part < parts; part++)
            {
                if (packed[part].Length > 0)
                {
                    data.Write(Packed([.. packed[part], .. new ulong[(block / parts) - packed[part].Length]], widths[part]));
                }
            }
        }
        return data.WrittenSpan.ToArray();
    }

    private static byte[] Packed(ulong[] values, int width)
    {
        byte[] bytes = new byte[BitUnpacker.ByteCount(values.Length, width)];
        for (int i = 0; i < values.Length * width; i++)
        {
            bytes[i / 8] |= (byte)(((values[i / width] >> (i % width)) & 1) << (i % 8));
        }
        return bytes;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static void Varint(ArrayBufferWriter<byte> data, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            data.Write([(byte)(value | 0x80)]);
        }
        data.Write([(byte)value]);
    }
}

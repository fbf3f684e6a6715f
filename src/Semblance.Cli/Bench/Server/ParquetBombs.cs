using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;

namespace Semblance.Cli.Bench.Server;

/// <summary>
/// Small Parquet files that stand for much more than they hold, put together byte by byte: no writer makes such files. Each has three
/// required columns of 64-bit numbers.
/// </summary>
internal static class ParquetBombs
{
    private const int Columns = 3;
    private const int Int64 = 2;
    private const int Plain = 0, Rle = 3, RleDictionary = 8;
    private const int Uncompressed = 0, Gzip = 2;
    private static readonly ConcurrentDictionary<int, byte[]> s_zeros = new();

    /// <summary>Pages whose GZIP stream unpacks to much, whatever their header declares.</summary>
    /// <param name="rows">The number of rows that everything declares.</param>
    /// <param name="bytes">The bytes that the stream of each column unpacks to.</param>
    /// <param name="declared">The bytes that the page's header declares.</param>
    public static byte[] Pages(long rows, int bytes, int declared)
    {
        byte[] packed = s_zeros.GetOrAdd(bytes, Zeros);
        var header = new Thrift();
        header.I32(1, 0).I32(2, declared).I32(3, packed.Length).Struct(5, page => page.I32(1, (int)Math.Min(rows, int.MaxValue)).I32(2, Plain).I32(3, Rle).I32(4, Rle)).Stop();
        return File(rows, Gzip, [.. header.Bytes, .. packed], dictionaryBytes: 0);
    }

    /// <summary>One value repeated over and over, in a run of a few bytes: a table as large as it says.</summary>
    /// <param name="rows">The number of rows that the file declares.</param>
    /// <param name="values">The number that the page declares; 0 for <paramref name="rows"/>.</param>
    public static byte[] Runs(int rows, int values)
    {
        var dictionary = new Thrift();
        dictionary.I32(1, 2).I32(2, 8).I32(3, 8).Struct(7, page => page.I32(1, 1).I32(2, Plain)).Stop();
        byte[] dictionaryPage = [.. dictionary.Bytes, 42, 0, 0, 0, 0, 0, 0, 0];
        byte[] run = [1, .. Thrift.Varint((ulong)rows << 1), 0];
        var header = new Thrift();
        header.I32(1, 0).I32(2, run.Length).I32(3, run.Length).Struct(5, page => page.I32(1, values == 0 ? rows : values).I32(2, RleDictionary).I32(3, Rle).I32(4, Rle)).Stop();
        return File(rows, Uncompressed, [.. dictionaryPage, .. header.Bytes, .. run], dictionaryPage.Length);
    }

    private static byte[] Zeros(int bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] piece = new byte[Math.Min(bytes, 1 << 20)];
            for (int left = bytes; left > 0; left -= piece.Length)
            {
                zip.Write(piece.AsSpan(0, Math.Min(left, piece.Length)));
            }
        }
        return packed.ToArray();
    }

    private static byte[] File(long rows, int codec, byte[] chunk, int dictionaryBytes)
    {
        const int Start = 4;
        var footer = new Thrift();
        footer.I32(1, 1)
            .List(2, Columns + 1, (column, element) => _ = column == 0
                ? element.Text(4, "schema").I32(5, Columns)
                : element.I32(1, Int64).I32(3, 0).Text(4, "c" + column))
            .I64(3, rows)
            .List(4, 1, (_, group) => group
                .List(1, Columns, (column, of) => of.I64(2, Start).Struct(3, about =>
                {
                    about.I32(1, Int64).Numbers(2, Plain, Rle, RleDictionary).Texts(3, "c" + (column + 1)).I32(4, codec).I64(5, rows).I64(6, chunk.Length).I64(7, chunk.Length);
                    about.I64(9, Start + (column * (long)chunk.Length) + dictionaryBytes);
                    if (dictionaryBytes > 0)
                    {
                        about.I64(11, Start + (column * (long)chunk.Length));
                    }
                }))
                .I64(2, chunk.Length * (long)Columns)
                .I64(3, rows))
            .Stop();
        return [.. "PAR1"u8, .. chunk, .. chunk, .. chunk, .. footer.Bytes, .. BitConverter.GetBytes(footer.Bytes.Count), .. "PAR1"u8];
    }

    /// <summary>Thrift's compact protocol, as much as it takes.</summary>
    private sealed class Thrift
    {
        private int _last;

        public List<byte> Bytes { get; } = [];

        public static byte[] Varint(ulong value)
        {
            var bytes = new List<byte>();
            for (; value >= 0x80; value >>= 7)
            {
                bytes.Add((byte)(value | 0x80));
            }
            bytes.Add((byte)value);
            return [.. bytes];
        }

        public Thrift I32(int id, int value) => Field(id, 5, ZigZag(value));

        public Thrift I64(int id, long value) => Field(id, 6, ZigZag(value));

        public Thrift Text(int id, string text) => Field(id, 8, [.. Varint((ulong)text.Length), .. Encoding.ASCII.GetBytes(text)]);

        public Thrift Texts(int id, string text) => Field(id, 9, [0x18, .. Varint((ulong)text.Length), .. Encoding.ASCII.GetBytes(text)]);

        public Thrift Numbers(int id, params int[] values) => Field(id, 9, [(byte)(values.Length << 4 | 5), .. values.SelectMany(value => ZigZag(value))]);

        public Thrift Struct(int id, Action<Thrift> write) => Field(id, 12, Inner(write));

        public Thrift List(int id, int count, Action<int, Thrift> write)
        {
            Field(id, 9, [(byte)(count << 4 | 12)]);
            for (int i = 0; i < count; i++)
            {
                Bytes.AddRange(Inner(inner => write(i, inner)));
            }
            return this;
        }

        public void Stop() => Bytes.Add(0);

        private static byte[] ZigZag(long value) => Varint((ulong)(value << 1 ^ value >> 63));

        private static byte[] Inner(Action<Thrift> write)
        {
            var inner = new Thrift();
            write(inner);
            inner.Stop();
            return [.. inner.Bytes];
        }

        private Thrift Field(int id, int type, byte[] content)
        {
            Bytes.Add((byte)(id - _last << 4 | type));
            Bytes.AddRange(content);
            _last = id;
            return this;
        }
    }
}

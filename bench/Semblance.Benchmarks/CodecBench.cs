using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Semblance.Data;
using Semblance.Data.Csv;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Compression;

namespace Semblance.Benchmarks;

/// <summary>
/// The codecs of Parquet pages beside the native libraries, where the system has them (Debian: libsnappy1v5, liblz4-1, libzstd1): pages of
/// 1 MB, one thread, the best of some rounds in processor time, each kind in turn.
/// </summary>
internal static unsafe class CodecBench
{
    private const int Rounds = 9;
    private const int PageLength = 1 << 20;

    private static readonly string[] Tables = ["adult_train.csv.gz", "beijing_train.csv.gz", "default_train.csv.gz"];

    /// <summary>One way to pack and unpack.</summary>
    private sealed record Coder(string Name, Func<byte[], byte[], int> Pack, Action<byte[], int, byte[]> Unpack);

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go, as Markdown.</param>
    /// <param name="folder">The folder of the benchmark tables.</param>
    public static void Run(TextWriter output, string folder)
    {
        output.WriteLine("| pages | codec | ratio | pack MB/s | unpack MB/s |");
        output.WriteLine("|---|---|---|---|---|");
        foreach ((string kind, byte[][] pages) in new[] { ("text: CSV tables", Pages(Texts(folder))), ("doubles: columns of the same tables", Pages(Doubles(folder))) })
        {
            foreach (Coder[] coders in Coders())
            {
                Compare(output, kind, pages, coders);
            }
        }
    }

    private static void Compare(TextWriter output, string kind, byte[][] pages, Coder[] coders)
    {
        double megabytes = pages.Sum(page => page.Length) / 1e6;
        var packed = coders.Select(coder => Array.ConvertAll(pages, page => Pack(coder, page))).ToArray();
        double[] pack = new double[coders.Length], unpack = new double[coders.Length];
        byte[] room = new byte[(PageLength * 2) + 1024], plain = new byte[PageLength];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < coders.Length; i++)
            {
                pack[i] = Math.Max(pack[i], megabytes / Seconds(() => Array.ForEach(pages, page => coders[i].Pack(page, room))));
                unpack[i] = Math.Max(unpack[i], megabytes / Seconds(() =>
                {
                    for (int page = 0; page < pages.Length; page++)
                    {
                        coders[i].Unpack(packed[i][page], pages[page].Length, plain);
                    }
                }));
            }
        }
        for (int i = 0; i < coders.Length; i++)
        {
            double ratio = megabytes * 1e6 / packed[i].Sum(page => page.Length);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {coders[i].Name} | {ratio:F2} | {pack[i]:F0} | {unpack[i]:F0} |"));
        }
    }

    private static byte[] Pack(Coder coder, byte[] page)
    {
        byte[] room = new byte[(PageLength * 2) + 1024], plain = new byte[page.Length];
        byte[] packed = room[..coder.Pack(page, room)];
        coder.Unpack(packed, page.Length, plain);
        return plain.AsSpan().SequenceEqual(page) ? packed : throw new InvalidOperationException($"{coder.Name} does not give back what it was given.");
    }

    private static double Seconds(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static IEnumerable<Coder[]> Coders()
    {
        yield return [Ours("Snappy", CompressionCodec.Snappy), .. Native("libsnappy.so.1", "libsnappy", Snappy)];
        yield return [Ours("LZ4", CompressionCodec.Lz4Raw), .. Native("liblz4.so.1", "liblz4", Lz4)];
        yield return [Ours("Zstandard, level 3", CompressionCodec.Zstd), .. Native("libzstd.so.1", "libzstd, level 3", Zstd)];
        yield return [Ours("gzip", CompressionCodec.Gzip)];
        yield return [Ours("Brotli, quality 4", CompressionCodec.Brotli)];
    }

    private static Coder Ours(string name, CompressionCodec codec)
    {
        PageCompressor compressor = PageCompressor.For(codec);
        return new Coder(
            $"**{name}**",
            (page, room) => compressor.Compress(page, room),
            (packed, length, plain) => PageDecompressor.Decompress(codec, packed, plain.AsSpan(0, length)));
    }

    private static Coder[] Native(string file, string name, Func<nint, string, Coder> coder) => NativeLibrary.TryLoad(file, out nint library) ? [coder(library, name)] : [];

    private static Coder Snappy(nint library, string name)
    {
        var compress = (delegate* unmanaged<byte*, nuint, byte*, nuint*, int>)NativeLibrary.GetExport(library, "snappy_compress");
        var uncompress = (delegate* unmanaged<byte*, nuint, byte*, nuint*, int>)NativeLibrary.GetExport(library, "snappy_uncompress");
        return new Coder(
            name,
            (page, room) =>
            {
                nuint length = (nuint)room.Length;
                fixed (byte* from = page, to = room)
                {
                    _ = compress(from, (nuint)page.Length, to, &length);
                }
                return (int)length;
            },
            (packed, size, plain) =>
            {
                nuint length = (nuint)size;
                fixed (byte* from = packed, to = plain)
                {
                    _ = uncompress(from, (nuint)packed.Length, to, &length);
                }
            });
    }

    private static Coder Lz4(nint library, string name)
    {
        var compress = (delegate* unmanaged<byte*, byte*, int, int, int>)NativeLibrary.GetExport(library, "LZ4_compress_default");
        var uncompress = (delegate* unmanaged<byte*, byte*, int, int, int>)NativeLibrary.GetExport(library, "LZ4_decompress_safe");
        return new Coder(
            name,
            (page, room) =>
            {
                fixed (byte* from = page, to = room)
                {
                    return compress(from, to, page.Length, room.Length);
                }
            },
            (packed, length, plain) =>
            {
                fixed (byte* from = packed, to = plain)
                {
                    _ = uncompress(from, to, packed.Length, length);
                }
            });
    }

    private static Coder Zstd(nint library, string name)
    {
        var compress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressCCtx");
        var uncompress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressDCtx");
        nint packing = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx"))();
        nint unpacking = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx"))();
        return new Coder(
            name,
            (page, room) =>
            {
                fixed (byte* from = page, to = room)
                {
                    return checked((int)compress(packing, to, (nuint)room.Length, from, (nuint)page.Length, 3));
                }
            },
            (packed, length, plain) =>
            {
                fixed (byte* from = packed, to = plain)
                {
                    _ = uncompress(unpacking, to, (nuint)length, from, (nuint)packed.Length);
                }
            });
    }

    private static byte[] Texts(string folder)
    {
        using var all = new MemoryStream();
        foreach (string table in Tables)
        {
            using var unzipped = new GZipStream(File.OpenRead(Path.Combine(folder, table)), CompressionMode.Decompress);
            unzipped.CopyTo(all);
        }
        return all.ToArray();
    }

    private static byte[] Doubles(string folder)
    {
        IEnumerable<NumberColumn> columns = Tables.SelectMany(table => CsvReader.ReadFile(Path.Combine(folder, table)).Table.Columns.OfType<NumberColumn>());
        return [.. columns.SelectMany(column => MemoryMarshal.AsBytes(column.Values.AsSpan()).ToArray())];
    }

    private static byte[][] Pages(byte[] all) => [.. all.Chunk(PageLength)];
}

using Semblance.Data.Parquet;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Real files with some of their bytes changed, and what reading them comes to.</summary>
internal static class Mutations
{
    /// <summary>The most memory that reading a small file may take, in bytes, however it was changed.</summary>
    public const long MostMemory = 2L << 30;

    /// <summary>The files that are changed: flat and nested ones of all encodings and codecs, none of them large.</summary>
    public static IReadOnlyList<byte[]> Originals(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(bytes => bytes.Length is > 12 and < 50_000),
    ];

    /// <summary>A changed copy of one of the originals. The same number gives the same copy.</summary>
    public static byte[] Make(IReadOnlyList<byte[]> originals, int number)
    {
        var random = new Random(number);
        byte[] bytes = [.. originals[number % originals.Count]];
        int footer = BitConverter.ToInt32(bytes, bytes.Length - 8);
        int footerStart = footer > 0 && footer < bytes.Length - 12 ? bytes.Length - 8 - footer : 4;
        switch (random.Next(8))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                // Cut out or doubled in the middle, so that all offsets behind it are wrong.
                int from = random.Next(4, bytes.Length), length = Math.Min(random.Next(1, 64), bytes.Length - from);
                return random.Next(2) == 0 ? [.. bytes[..from], .. bytes[(from + length)..]] : [.. bytes[..(from + length)], .. bytes[from..]];
            case 2 or 3:
                // The footer says where everything is and how long.
                for (int i = random.Next(1, 4); i > 0; i--)
                {
                    bytes[random.Next(footerStart, bytes.Length)] = Odd(random);
                }
                return bytes;
            case 4:
                int at = random.Next(4, footerStart + 1);
                bytes.AsSpan(at, Math.Min(random.Next(1, 32), bytes.Length - at)).Fill((byte)random.Next(256));
                return bytes;
            default:
                for (int i = random.Next(1, 8); i > 0; i--)
                {
                    bytes[random.Next(4, bytes.Length)] ^= (byte)(1 << random.Next(8));
                }
                return bytes;
        }
    }

    /// <summary>Reads a changed copy: true if it is still a table, false if it is refused. Anything else comes out as the exception that it is.</summary>
    public static bool Read(byte[] bytes, int threads)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            ParquetReader.Read(stream, "changed.parquet", new TableReadOptions { Threads = threads });
            return true;
        }
        catch (TableException)
        {
            return false;
        }
    }

    private static byte Odd(Random random) => random.Next(3) switch
    {
        0 => 0xFF,
        1 => 0x7F,
        _ => (byte)random.Next(256),
    };
}

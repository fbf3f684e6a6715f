using System.Text;
using System.Text.Unicode;
using Semblance.Data.Files;

namespace Semblance.Data.Csv.Reading;

/// <summary>The encoding of a text.</summary>
/// <param name="Name">Its registered name, in lower case.</param>
/// <param name="MarkLength">The bytes of its byte order mark; 0 if there is none.</param>
internal readonly record struct TextEncoding(string Name, int MarkLength)
{
    /// <summary>UTF-8 without a mark.</summary>
    public static readonly TextEncoding Utf8 = new("utf-8", 0);

    /// <summary>Whether the bytes are UTF-8 already.</summary>
    public bool IsUtf8 => Name == "utf-8";

    /// <summary>The .NET encoding.</summary>
    public Encoding ToEncoding() => CodePagesEncodingProvider.Instance.GetEncoding(Name) ?? Encoding.GetEncoding(Name);

    /// <summary>The text of a source as UTF-8 from its first character on, without a byte order mark.</summary>
    public Stream Open(FileSource source)
    {
        Stream raw = source.OpenRaw();
        for (int skipped = 0; skipped < MarkLength; skipped++)
        {
            raw.ReadByte();
        }
        return IsUtf8 ? raw : Encoding.CreateTranscodingStream(raw, ToEncoding(), new UTF8Encoding(false));
    }
}

/// <summary>Finds the encoding of a file, and refuses files that are no text.</summary>
internal static class EncodingDetector
{
    private static readonly (byte[] Magic, string What)[] Formats =
    [
        ("PK\u0003\u0004"u8.ToArray(), "a zip archive or an office document (xlsx, ods)"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old office document (xls)"),
        ("PAR1"u8.ToArray(), "a Parquet file"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ("BZh"u8.ToArray(), "a bzip2 archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"),
        ("7z\u00BC"u8.ToArray(), "a 7z archive"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
        ([0x89, 0x50, 0x4E, 0x47], "an image"),
        ([0xFF, 0xD8, 0xFF], "an image"),
        ("SQLite format 3"u8.ToArray(), "a SQLite database"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"),
        ("ORC"u8.ToArray(), "an ORC file"),
        ("Obj\u0001"u8.ToArray(), "an Avro file"),
        ([0x1F, 0x8B], "a gzip archive within a gzip archive"),
    ];

    /// <summary>The encoding as far as the first bytes of the file tell; UTF-8 unless they say otherwise.</summary>
    /// <exception cref="TableException">The file is no text.</exception>
    public static TextEncoding FromPrefix(ReadOnlySpan<byte> prefix, string name)
    {
        foreach ((byte[] magic, string what) in Formats)
        {
            if (prefix.StartsWith(magic) && (magic.Length > 3 || LooksBinary(prefix)))
            {
                throw new TableException($"{name} is {what}, not CSV text; export the table as CSV first.");
            }
        }
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return new TextEncoding("utf-8", 3);
        }
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return new TextEncoding("utf-16", 2);
        }
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return new TextEncoding("utf-16be", 2);
        }
        if (WideWithoutMark(prefix) is string wide)
        {
            return new TextEncoding(wide, 0);
        }
        if (LooksBinary(prefix))
        {
            throw new TableException($"{name} is not text: it is full of control characters; export the table as CSV first.");
        }
        return TextEncoding.Utf8;
    }

    /// <summary>
    /// The encoding of a file that is not valid UTF-8: GB 18030 or Big5 if its bytes beyond ASCII come in runs of pairs, as Chinese
    /// characters do; otherwise Windows-1252, in which letters beyond ASCII stand among plain ones.
    /// </summary>
    public static TextEncoding FromWholeText(Stream raw)
    {
        byte[] buffer = new byte[1 << 16];
        long pairs = 0, adjacent = 0, lowTrails = 0, broken = 0;
        byte lead = 0;
        bool afterPair = false;
        int read;
        while ((read = raw.Read(buffer)) > 0)
        {
            foreach (byte c in buffer.AsSpan(0, read))
            {
                if (lead != 0)
                {
                    lead = 0;
                    if (c is >= 0x40 and <= 0x7E or >= 0xA1 and <= 0xFE)
                    {
                        pairs++;
                        adjacent += afterPair ? 1 : 0;
                        lowTrails += c < 0xA1 ? 1 : 0;
                        afterPair = true;
                        continue;
                    }
                    broken++;
                    afterPair = false;
                }
                if (c >= 0xA1 && c < 0xFA)
                {
                    lead = c;
                }
                else
                {
                    broken += c >= 0x80 ? 1 : 0;
                    afterPair = false;
                }
            }
        }
        bool isChinese = pairs >= 20 && adjacent >= pairs * 0.6 && broken <= pairs / 100;
        // GB 2312, the common part of GB 18030, has no trail bytes below 0xA1; half of Big5's are.
        return isChinese ? new TextEncoding(lowTrails > pairs / 20 ? "big5" : "gb18030", 0) : new TextEncoding("windows-1252", 0);
    }

    /// <summary>Whether the bytes are valid UTF-8.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    // UTF-16 text in Latin letters has a zero in every other byte.
    private static string? WideWithoutMark(ReadOnlySpan<byte> prefix)
    {
        int pairs = Math.Min(prefix.Length / 2, 2048);
        int zeroFirst = 0, zeroSecond = 0;
        for (int i = 0; i < pairs; i++)
        {
            zeroFirst += prefix[2 * i] == 0 ? 1 : 0;
            zeroSecond += prefix[(2 * i) + 1] == 0 ? 1 : 0;
        }
        if (pairs < 4)
        {
            return null;
        }
        return zeroSecond > pairs * 0.7 && zeroFirst < pairs * 0.1 ? "utf-16" : zeroFirst > pairs * 0.7 && zeroSecond < pairs * 0.1 ? "utf-16be" : null;
    }

    private static bool LooksBinary(ReadOnlySpan<byte> prefix)
    {
        ReadOnlySpan<byte> sample = prefix[..Math.Min(prefix.Length, 1 << 16)];
        int control = 0;
        foreach (byte c in sample)
        {
            control += c < 0x20 && c is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B or 0x1A) ? 1 : 0;
        }
        return control > 0 && control > sample.Length / 50;
    }
}

namespace Semblance.Data.Csv.Reading;

/// <summary>Reads the beginning of a stream.</summary>
internal static class Prefix
{
    private const int Bytes = 256 << 10;

    /// <summary>The first 256 KB or all of it; more if that is needed to see the end of the first two rows.</summary>
    public static (byte[] Bytes, bool IsWhole) Read(Stream stream, bool rowsNeeded, string name)
    {
        byte[] buffer = new byte[Bytes];
        int length = 0;
        while (true)
        {
            length += stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            if (length < buffer.Length)
            {
                return (buffer[..length], true);
            }
            if (!rowsNeeded || HasRows(buffer))
            {
                return (buffer, false);
            }
            if (length >= ChunkReader.MaxRowBytes)
            {
                throw new TableException($"{name}, line 1: the row does not end within {ChunkReader.MaxRowBytes >> 20} MB; the file does not look like a table.");
            }
            Array.Resize(ref buffer, length * 2);
        }
    }

    // Some newlines outside quotes; or, if quotes seem never to close, some anyhow.
    private static bool HasRows(ReadOnlySpan<byte> text)
    {
        const int Enough = 4;
        const int Long = 8 << 20;
        int outside = 0, all = 0;
        bool inside = false;
        foreach (byte c in text)
        {
            inside ^= c == '"';
            if (c is (byte)'\n' or (byte)'\r')
            {
                all++;
                outside += inside ? 0 : 1;
                if (outside >= Enough)
                {
                    return true;
                }
            }
        }
        return text.Length >= Long && all >= Enough;
    }
}

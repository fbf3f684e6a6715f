namespace Semblance.Data.Files;

/// <summary>A file or stream that can be read several times, unzipped if it is gzipped.</summary>
internal sealed class FileSource : IDisposable
{
    // An archive of a few bytes can unpack to any size, and bytes at any place can be had only of what is unpacked.
    private const long MostUnpacked = 16L << 30;

    private readonly Func<Stream> _open;
    private readonly IDisposable? _owned;
    private readonly Action<long, long>? _progress;
    private readonly bool _gzip;
    private readonly string? _path;
    private readonly Stream? _stream;
    private readonly long _start;

    private FileSource(string name, Stream stream, long start, Action<long, long>? progress, IDisposable? owned)
        : this(name, () => Rewound(stream, start), stream.Length - start, progress, owned)
    {
        _stream = stream;
        _start = start;
    }

    private FileSource(string name, Func<Stream> open, long length, Action<long, long>? progress, IDisposable? owned, string? path = null)
    {
        Name = name;
        _path = path;
        Length = length;
        _open = open;
        _progress = progress;
        _owned = owned;
        Span<byte> head = stackalloc byte[16];
        int read = ReadHead(open, head);
        if (read == 0)
        {
            throw new TableException($"{name} is empty; a table needs at least a row of column names or values.");
        }
        _gzip = read >= 2 && head[0] == 0x1F && head[1] == 0x8B;
    }

    /// <summary>The name of the file, for messages.</summary>
    public string Name { get; }

    /// <summary>The length in bytes as it lies on disk.</summary>
    public long Length { get; }

    /// <summary>Whether the bytes are zipped, so that <see cref="Length"/> says little about what is in it.</summary>
    public bool IsPacked => _gzip;

    /// <summary>Whether the content, unzipped, begins as a Parquet file does.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public bool IsParquet()
    {
        Span<byte> head = stackalloc byte[4];
        using Stream raw = OpenRaw();
        int read = raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..read].SequenceEqual("PAR1"u8) || head[..read].SequenceEqual("PARE"u8);
    }

    /// <summary>A source over a file.</summary>
    /// <exception cref="TableException">The file is not there, cannot be read or is empty.</exception>
    public static FileSource OfFile(string path, Action<long, long>? progress)
    {
        string name = Path.GetFileName(path);
        try
        {
            if (Directory.Exists(path))
            {
                throw new TableException($"{path} is a folder; give a file.");
            }
            return new FileSource(name, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan), new FileInfo(path).Length, progress, null, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableException($"There is no file '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A source over a stream from its current position on; one that cannot seek is copied to memory or, when large, to a temporary file.</summary>
    public static FileSource OfStream(Stream stream, string name, Action<long, long>? progress)
    {
        if (stream.CanSeek)
        {
            return new FileSource(name, stream, stream.Position, progress, null);
        }
        Stream copy = SpooledCopy(stream, long.MaxValue, name);
        return new FileSource(name, copy, 0, progress, copy);
    }

    /// <summary>How often a byte occurs in the file, and the file's last byte; null if that cannot be told quickly.</summary>
    public (long Count, byte Last)? CountBytes(byte value, int threads)
    {
        if (_gzip || _path is null)
        {
            return null;
        }
        const int Segment = 1 << 20;
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(_path, options: FileOptions.SequentialScan);
        int parts = Math.Max(threads, 1);
        long share = (Length / parts) + 1;
        long[] counts = new long[parts];
        byte last = 0;
        Work.ForEach(parts, threads, part =>
        {
            byte[] buffer = new byte[Segment];
            long end = Math.Min(share * (part + 1), Length);
            for (long at = share * part; at < end;)
            {
                int read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(Segment, end - at)), at);
                if (read == 0)
                {
                    return;
                }
                counts[part] += buffer.AsSpan(0, read).Count(value);
                at += read;
                last = at == Length ? buffer[read - 1] : last;
            }
        });
        return (counts.Sum(), last);
    }

    /// <summary>The bytes as they are, unzipped, from the start.</summary>
    public Stream OpenRaw()
    {
        Stream counted = new CountingStream(_open(), Length, _progress);
        return _gzip ? new GzipReader(counted, Name) : counted;
    }

    /// <summary>The bytes, unzipped, at any place: of an archive, a copy in memory or, when large, in a temporary file.</summary>
    /// <exception cref="TableException">The archive is damaged or unpacks to more than 16 GB.</exception>
    public RandomFile OpenRandom()
    {
        if (_gzip)
        {
            using Stream raw = OpenRaw();
            return new RandomFile.OfStream(SpooledCopy(raw, MostUnpacked, Name), 0, owned: true);
        }
        if (_path is not null)
        {
            return new RandomFile.OfPath(_path);
        }
        return new RandomFile.OfStream(_stream!, _start, owned: false);
    }

    /// <summary>Tells of progress in bytes as they lie on disk.</summary>
    public void Report(long done) => _progress?.Invoke(Math.Min(done, Length), Length);

    /// <summary>Does something with the content, and says in words what goes wrong with the file itself.</summary>
    /// <exception cref="TableException">The file cannot be read, or is a damaged archive.</exception>
    public T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new TableException($"{Name} is a damaged gzip archive: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new TableException($"{Name} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();

    private static int ReadHead(Func<Stream> open, Span<byte> head)
    {
        using Stream stream = open();
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
    }

    private static UnclosedStream Rewound(Stream stream, long start)
    {
        stream.Position = start;
        return new UnclosedStream(stream);
    }

    private static Stream SpooledCopy(Stream stream, long most, string name)
    {
        const int InMemory = 32 << 20;
        Stream copy = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (copy is MemoryStream memory && memory.Length + read > InMemory)
            {
                copy = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
                memory.WriteTo(copy);
            }
            if (copy.Length + read > most)
            {
                copy.Dispose();
                throw new TableException($"{name} unpacks to more than {most >> 30} GB; unpack it first.");
            }
            copy.Write(buffer, 0, read);
        }
        return copy;
    }
}

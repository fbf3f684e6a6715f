using System.IO.Compression;
using System.Security.Cryptography;

namespace Semblance.Cli.Output;

/// <summary>
/// A file that appears whole or not at all: written beside its target under a name of its own, put in place by one rename when
/// <see cref="Commit"/> is called, removed otherwise. What the target held before stays until then.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly PendingFiles _pending;
    private readonly string _shownAs;
    private readonly string _target;
    private readonly string? _temporary;
    private readonly FileStream _file;

    private OutputFile(PendingFiles pending, string shownAs, string target, string? temporary, FileStream file, bool compress)
    {
        _pending = pending;
        _shownAs = shownAs;
        _target = target;
        _temporary = temporary;
        _file = file;
        Stream = compress ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : file;
    }

    /// <summary>Where the bytes go; compressed on their way if the name ends in .gz.</summary>
    public Stream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <exception cref="UsageException">The path cannot be a file.</exception>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static OutputFile Begin(string path, PendingFiles pending)
    {
        string target = Resolve(path);
        bool compress = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        try
        {
            if (IsDevice(target))
            {
                // A device or pipe cannot be replaced; whoever reads it takes the bytes as they come.
                return new OutputFile(pending, path, target, null, new FileStream(target, FileMode.Open, FileAccess.Write), compress);
            }
            string random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{random}.tmp");
            return new OutputFile(pending, path, target, temporary, pending.Create(temporary), compress);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Checks early, before any work, that a file can be put at a path.</summary>
    /// <exception cref="UsageException">The path is a folder, or its folder does not exist.</exception>
    public static void Check(string path) => Resolve(path);

    /// <summary>Lets something write to the file; what the file system has to say about it is said in words.</summary>
    /// <exception cref="IOException">The bytes cannot be written.</exception>
    public void Write(Action<Stream> write)
    {
        try
        {
            write(Stream);
        }
        catch (IOException exception)
        {
            throw CannotWrite(_shownAs, exception);
        }
    }

    /// <summary>Completes the file and puts it in place.</summary>
    /// <exception cref="IOException">The last bytes cannot be written, or the target cannot be replaced.</exception>
    public void Commit()
    {
        try
        {
            CloseStreams(flush: true);
            if (_temporary is not null)
            {
                _pending.Commit(_temporary, _target);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(_shownAs, exception);
        }
    }

    /// <summary>Removes the file unless it was put in place.</summary>
    public void Dispose()
    {
        try
        {
            CloseStreams(flush: false);
        }
        catch (IOException)
        {
            // The disk is full and the file is going anyway.
        }
        if (_temporary is not null)
        {
            _pending.Discard(_temporary);
        }
    }

    /// <summary>An exception of the file system, in words.</summary>
    public static IOException CannotWrite(string path, Exception exception)
    {
        const int NoSpaceLeft = 28;
        string why = exception switch
        {
            UnauthorizedAccessException => "permission denied",
            IOException { HResult: NoSpaceLeft } => "no space left on the disk",
            IOException when (exception.HResult & 0xFFFF) is 0x70 or 0x27 => "no space left on the disk",
            _ => exception.Message.TrimEnd('.'),
        };
        return new IOException($"Cannot write '{path}': {why}.", exception);
    }

    private void CloseStreams(bool flush)
    {
        if (!_file.CanWrite)
        {
            return;
        }
        try
        {
            if (Stream != _file)
            {
                Stream.Dispose();
            }
            if (flush)
            {
                _file.Flush();
            }
        }
        finally
        {
            _file.Dispose();
        }
    }

    private static string Resolve(string path)
    {
        if (path.Length == 0)
        {
            throw new UsageException("The name of the output file is empty.");
        }
        string target = Path.GetFullPath(path);
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(target))
        {
            throw new UsageException($"'{path}' is a folder; the output must be a file.");
        }
        // A link stays a link: what it points at is replaced.
        if (!IsDevice(target) && new FileInfo(target).LinkTarget is not null && File.ResolveLinkTarget(target, returnFinalTarget: true) is { } final)
        {
            target = final.FullName;
        }
        string folder = Path.GetDirectoryName(target)!;
        return Directory.Exists(folder) ? target : throw new UsageException($"There is no folder '{folder}' to write '{Path.GetFileName(path)}' to.");
    }

    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));
}

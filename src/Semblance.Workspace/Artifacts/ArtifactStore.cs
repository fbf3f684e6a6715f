using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Semblance.Data.Files;
using Semblance.Workspace.Files;

namespace Semblance.Workspace.Artifacts;

/// <summary>A file that is kept.</summary>
/// <param name="Id">Its random id.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal digits.</param>
public sealed record Artifact(Guid Id, long Length, string Sha256);

/// <summary>Files that jobs leave: uploads, models, tables, reports. Each appears whole or not at all, and never changes.</summary>
public interface IArtifactStore
{
    /// <summary>Keeps a file.</summary>
    /// <param name="write">Writes its bytes to the stream given, which cannot seek.</param>
    /// <param name="cancellation">Ends the work; nothing is kept then, as after any failure.</param>
    Task<Artifact> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default);

    /// <summary>Opens a file for reading; null if there is none of that id.</summary>
    Task<Stream?> OpenAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Removes a file; nothing happens if there is none. Whoever reads it at that moment reads it to its end.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>The ids of all files that were finished before some time; where that is cheap, unfinished ones of killed processes are removed meanwhile.</summary>
    IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, CancellationToken cancellation = default);
}

/// <summary>Keeps artifacts in a folder, which may be shared by several machines.</summary>
public sealed class FolderArtifactStore : IArtifactStore
{
    private const string Unfinished = ".tmp";
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(12);
    private readonly string _root;

    /// <summary>Opens the folder, making it if needed.</summary>
    public FolderArtifactStore(string root)
    {
        _root = root;
        DataFolder.CreatePrivate(root);
    }

    /// <inheritdoc/>
    public async Task<Artifact> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        Guid id = Guid.NewGuid();
        string path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // The temporary name bears the id, so that no two writers share it, and its ending, so that nobody takes it for a finished file.
        string temporary = path + Unfinished;
        try
        {
            string hash;
            long length;
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                await using (var hashed = new HashingStream(file, sha))
                {
                    await write(hashed, cancellation);
                }
                await file.FlushAsync(cancellation);
                file.Flush(flushToDisk: true);
                length = file.Length;
                hash = Convert.ToHexStringLower(sha.GetHashAndReset());
            }
            File.Move(temporary, path);
            return new Artifact(id, length, hash);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(Guid id, CancellationToken cancellation = default)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16, useAsync: true));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Guid id, CancellationToken cancellation = default)
    {
        try
        {
            File.Delete(PathOf(id));
        }
        catch (DirectoryNotFoundException)
        {
            // Then there is no such file either.
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (string folder in Directory.EnumerateDirectories(_root))
        {
            // A folder with hundreds of thousands of files must not hold up others.
            await Task.Yield();
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                cancellation.ThrowIfCancellationRequested();
                string name = Path.GetFileName(path);
                if (name.EndsWith(Unfinished, StringComparison.Ordinal))
                {
                    // Written to for the last time long ago: its writer is dead.
                    if (File.GetLastWriteTimeUtc(path) < before.UtcDateTime - s_patience)
                    {
                        File.Delete(path);
                    }
                }
                else if (Guid.TryParseExact(name, "N", out Guid id) && File.GetLastWriteTimeUtc(path) < before.UtcDateTime)
                {
                    yield return id;
                }
            }
        }
    }

    /// <summary>A level of folders keeps each of them short, however many files there are.</summary>
    private string PathOf(Guid id)
    {
        string name = id.ToString("N");
        return Path.Combine(_root, name[..2], name);
    }

    /// <summary>Counts what passes into a hash.</summary>
    private sealed class HashingStream(FileStream inner, IncrementalHash hash) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            inner.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => inner.Flush();
    }
}

namespace Semblance.Cli.Output;

/// <summary>
/// The files that this run has begun and not yet put in place. A signal may come at any instruction: after <see cref="Abandon"/>
/// nothing begun is left on the disk, nothing new is begun, and nothing is put in place.
/// </summary>
internal sealed class PendingFiles
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _paths = [];
    private bool _abandoned;

    /// <summary>The checkpoint that this run has put in place, from which the same command goes on; null if there is none.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>Creates a file that will be removed unless it is put in place.</summary>
    public FileStream Create(string path)
    {
        lock (_lock)
        {
            ThrowIfAbandoned();
            var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 1 << 16,
            });
            _paths.Add(path);
            return stream;
        }
    }

    /// <summary>Puts a finished file in place of its target by one rename; a file that was there passes its permissions on.</summary>
    public void Commit(string path, string target)
    {
        lock (_lock)
        {
            ThrowIfAbandoned();
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(path, File.GetUnixFileMode(target));
            }
            File.Move(path, target, overwrite: true);
            _paths.Remove(path);
        }
    }

    /// <summary>Removes a file that is not wanted after all; nothing happens if it has been put in place.</summary>
    public void Discard(string path)
    {
        lock (_lock)
        {
            if (_paths.Remove(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Removes everything begun and forbids everything further.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _abandoned = true;
            foreach (string path in _paths)
            {
                try
                {
                    File.Delete(path);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // The folder has gone or is no longer ours: the other files still have to go.
                }
            }
            _paths.Clear();
        }
    }

    private void ThrowIfAbandoned()
    {
        if (_abandoned)
        {
            throw new OperationCanceledException();
        }
    }
}

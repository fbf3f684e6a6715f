namespace Semblance.Workspace.Files;

/// <summary>Folders for what requests need on disk while they go on. Each is removed with its request; what a killed process left is removed at the next start.</summary>
public sealed class Spool
{
    private readonly string _root;

    private Spool(string root) => _root = root;

    /// <summary>Opens the spool and empties it.</summary>
    /// <param name="root">The folder; it belongs to the one process that holds the server's lock.</param>
    public static Spool OpenEmpty(string root)
    {
        // The folder itself stays: it can be a disk of its own.
        DataFolder.CreatePrivate(root);
        foreach (FileSystemInfo left in new DirectoryInfo(root).GetFileSystemInfos())
        {
            if (left is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                left.Delete();
            }
        }
        return new Spool(root);
    }

    /// <summary>A folder of one request's own, under a random name.</summary>
    public SpoolFolder CreateFolder()
    {
        string path = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        return new SpoolFolder(path);
    }
}

/// <summary>A folder that goes with its request.</summary>
public sealed class SpoolFolder : IDisposable
{
    private readonly string _path;

    internal SpoolFolder(string path) => _path = path;

    /// <summary>The place of a file in it.</summary>
    /// <param name="name">A name of ours; what a client calls its file is never part of a path.</param>
    public string File(string name) => Path.Combine(_path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody holds a file open or has taken the folder away; the next start empties the spool.
        }
    }
}

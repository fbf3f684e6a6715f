namespace Semblance.Workspace.Files;

/// <summary>A lock between processes of one machine that ends with its process, however that dies.</summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock if nobody has it.</summary>
    /// <param name="path">A file that exists for the lock alone; it is made if needed and stays.</param>
    /// <returns>Null if another has it.</returns>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }

    /// <summary>Takes the lock as soon as nobody has it.</summary>
    public static async Task<FileLock> WaitAsync(string path, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }
            await Task.Delay(s_pause, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

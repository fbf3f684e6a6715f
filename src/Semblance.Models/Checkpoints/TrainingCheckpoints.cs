namespace Semblance.Models.Checkpoints;

/// <summary>The checkpoints of one fit: of one table, family, configuration and seed.</summary>
/// <param name="store">Where the caller keeps them.</param>
/// <param name="seed">The fit's seed.</param>
/// <param name="key">What the fit depends on; see <see cref="FitKey"/>.</param>
/// <param name="interval">The least time between two.</param>
internal sealed class TrainingCheckpoints(ICheckpointStore store, ulong seed, byte[] key, TimeSpan interval)
{
    private long _last = TimeProvider.System.GetTimestamp();

    /// <summary>Whether enough time has passed since the last checkpoint for another one. When it is taken does not change the result of the fit.</summary>
    public bool IsDue => TimeProvider.System.GetElapsedTime(_last) >= interval;

    /// <summary>Restores the state of the last checkpoint, if there is one.</summary>
    /// <param name="read">Reads the whole state. What it throws about the bytes is put into words.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="CheckpointException">The checkpoint belongs to another fit or is damaged.</exception>
    public bool TryResume(Action<BinaryReader> read)
    {
        using Stream? stream = store.OpenLast();
        if (stream is null)
        {
            return false;
        }
        CheckpointFile.Read(stream, key, read);
        return true;
    }

    /// <summary>Keeps the state.</summary>
    /// <param name="write">Writes the whole state.</param>
    public void Save(Action<BinaryWriter> write)
    {
        store.Save(stream => CheckpointFile.Write(stream, seed, key, write));
        _last = TimeProvider.System.GetTimestamp();
    }
}

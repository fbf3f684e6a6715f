using Semblance.Data;
using Semblance.Models;
using Semblance.Models.Checkpoints;

namespace Semblance.Cli.Output;

/// <summary>
/// Where a training keeps its checkpoint: beside the model, as MODEL.checkpoint. The same command run again goes on from there; it is
/// removed when the model is in place.
/// </summary>
internal sealed class CheckpointPlace
{
    private readonly PendingFiles _pending;
    private readonly string? _path;

    /// <summary>The place for a model's checkpoint; none if the family keeps none, so that one left there by another fit stays, or if the model goes to a device or pipe.</summary>
    public CheckpointPlace(string modelPath, ISynthesizer family, PendingFiles pending)
    {
        _pending = pending;
        _path = !family.KeepsCheckpoints || modelPath.StartsWith("/dev/", StringComparison.Ordinal) || modelPath.StartsWith("/proc/", StringComparison.Ordinal) ? null : modelPath + ".checkpoint";
    }

    /// <summary>The store for the fit; null for none.</summary>
    /// <param name="note">Told when a fit goes on from a checkpoint.</param>
    public ICheckpointStore? Store(Action<string> note) => _path is null ? null : new FileStore(_path, _pending, note);

    /// <summary>The seed of the training that left a checkpoint, or null if there is none.</summary>
    /// <exception cref="TableException">The file is no checkpoint.</exception>
    public ulong? Seed() => Naming<ulong?>(() =>
    {
        using Stream? last = _path is null || !File.Exists(_path) ? null : File.OpenRead(_path);
        return last is null ? null : CheckpointFile.ReadSeed(last);
    });

    /// <summary>Removes the checkpoint, if there is one.</summary>
    public void Remove()
    {
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    /// <summary>Does something, and names the file in what it has to say about the checkpoint.</summary>
    public T Naming<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CheckpointException exception)
        {
            throw new TableException($"'{_path}': {exception.Message}", exception);
        }
    }

    private sealed class FileStore(string path, PendingFiles pending, Action<string> note) : ICheckpointStore
    {
        public Stream? OpenLast()
        {
            if (!File.Exists(path))
            {
                return null;
            }
            note($"going on from '{path}'");
            return File.OpenRead(path);
        }

        public void Save(Action<Stream> write)
        {
            using var file = OutputFile.Begin(path, pending);
            file.Write(write);
            file.Commit();
            pending.Checkpoint = path;
        }
    }
}

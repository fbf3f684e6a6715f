namespace Semblance.Models.Checkpoints;

/// <summary>
/// Where a fit keeps its last checkpoint, so that a fit that was killed goes on from there to the same result. The caller owns the
/// place: it removes the checkpoint when the model is safe.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Opens the last checkpoint for reading to its end, or gives null if there is none.</summary>
    Stream? OpenLast();

    /// <summary>Puts a new checkpoint in place of the last one, at once and whole: whoever dies meanwhile leaves the one or the other.</summary>
    /// <param name="write">Writes the checkpoint's bytes.</param>
    void Save(Action<Stream> write);
}

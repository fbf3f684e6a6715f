using Semblance.Models.Checkpoints;

namespace Semblance.Models.Tests.Checkpoints;

/// <summary>Keeps all checkpoints of a fit in memory.</summary>
internal sealed class MemoryCheckpoints : ICheckpointStore
{
    /// <summary>All checkpoints, in order.</summary>
    public List<byte[]> All { get; } = [];

    /// <summary>The checkpoint to go on from; null for none.</summary>
    public byte[]? Last { get; set; }

    public Stream? OpenLast() => Last is null ? null : new MemoryStream(Last);

    public void Save(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        Last = stream.ToArray();
        All.Add(Last);
    }
}

namespace Semblance.Workspace.Jobs;

/// <summary>Tells the queue of this process, if it has one, that jobs can be claimed. Nothing depends on it but time: a job whose signal is lost is found by the sweep.</summary>
public sealed class JobSignal
{
    /// <summary>Told how many jobs can be claimed from now on. Must not block.</summary>
    public event Action<int>? JobsReady;

    /// <summary>Passes it on.</summary>
    internal void Announce(int jobs) => JobsReady?.Invoke(jobs);
}

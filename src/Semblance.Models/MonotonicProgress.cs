namespace Semblance.Models;

/// <summary>Passes progress on from any thread, one report at a time, and drops a report that is behind an earlier one of its phase.</summary>
internal sealed class MonotonicProgress : IProgress<WorkProgress>
{
    private readonly IProgress<WorkProgress> _target;
    private readonly Lock _gate = new();
    private string? _phase;
    private long _done = -1;

    private MonotonicProgress(IProgress<WorkProgress> target) => _target = target;

    /// <summary>Wraps a receiver; null stays null.</summary>
    public static IProgress<WorkProgress>? Over(IProgress<WorkProgress>? target) =>
        target is null or MonotonicProgress ? target : new MonotonicProgress(target);

    /// <inheritdoc/>
    public void Report(WorkProgress value)
    {
        lock (_gate)
        {
            if (value.Phase == _phase && value.Done < _done)
            {
                return;
            }
            _phase = value.Phase;
            _done = value.Done;
            _target.Report(value);
        }
    }
}

using Semblance.Models;

namespace Semblance.Cli.Bench;

/// <summary>Takes the processor time at each report of a fit: what preparation and what an epoch costs, and how many epochs there were.</summary>
internal sealed class TrainingCosts : IProgress<WorkProgress>
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _start = Environment.CpuUsage.TotalTime;
    private readonly List<TimeSpan> _epochs = [];
    private TimeSpan? _fitBegins;

    /// <summary>Processor seconds from the start to the first epoch: encoding, mixtures, transformation. NaN for families without epochs.</summary>
    public double Preparation => _epochs.Count == 0 ? double.NaN : (_fitBegins!.Value - _start).TotalSeconds;

    /// <summary>Processor seconds per epoch, without the first, which starts the code. NaN with fewer than two epochs.</summary>
    public double PerEpoch => _epochs.Count < 2 ? double.NaN : (_epochs[^1] - _epochs[0]).TotalSeconds / (_epochs.Count - 1);

    /// <summary>The epochs trained.</summary>
    public int Epochs => _epochs.Count;

    /// <inheritdoc/>
    public void Report(WorkProgress value)
    {
        lock (_lock)
        {
            if (value.Phase != "fit" || value.Unit != "epochs")
            {
                return;
            }
            _fitBegins ??= Environment.CpuUsage.TotalTime;
            if (value.Done > 0)
            {
                _epochs.Add(Environment.CpuUsage.TotalTime);
            }
        }
    }
}

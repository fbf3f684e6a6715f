using Semblance.Models.Checkpoints;

namespace Semblance.Models;

/// <summary>What a family needs to fit beside the columns.</summary>
/// <param name="Config">The family's options; see <see cref="JointSynthesizer.Options"/>.</param>
/// <param name="Seed">The seed of everything random in the fit.</param>
/// <param name="Threads">The most threads that work at a time; the result does not depend on it.</param>
/// <param name="Progress">May be told of the phase "fit", and others, from any thread; each phase that begins must arrive at its total. Null if nobody listens.</param>
/// <param name="Checkpoints">Where to go on from and what to keep; null if the fit is not to be kept. Families that fit in seconds need not use it.</param>
/// <param name="Cancellation">Ends the fit.</param>
internal sealed record FitContext(
    ModelConfig Config, ulong Seed, int Threads, IProgress<WorkProgress>? Progress, TrainingCheckpoints? Checkpoints, CancellationToken Cancellation)
{
    /// <summary>Parallel loops with the fit's threads.</summary>
    public Workers Workers => new(Threads, Cancellation);
}

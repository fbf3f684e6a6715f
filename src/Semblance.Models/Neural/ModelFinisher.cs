using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Neural;

/// <summary>
/// What is done to a network after training, or before it is scored while it trains: choices are made more certain, and the columns' own
/// distributions are put right (<see cref="Calibration"/>).
/// </summary>
/// <remarks>Given its noise a network draws its columns independently of each other, so the less it is sure of, the weaker the dependence it makes.</remarks>
internal sealed class ModelFinisher
{
    private const uint SeedStream = 0x6200_0000;

    private readonly Calibration? _calibration;
    private readonly EncodedColumn[] _columns;
    private readonly float _certainty;
    private readonly ulong _seed;
    private readonly Workers _workers;

    /// <summary>Prepares the work; none if the option "calibration" is off.</summary>
    /// <param name="encoder">What the network's output means.</param>
    /// <param name="coded">The training rows as coded.</param>
    /// <param name="columns">The training rows' values.</param>
    /// <param name="certainty">What the sums of choices are multiplied by, and deviations of numbers divided by.</param>
    /// <param name="context">Options, seed, threads, cancellation.</param>
    public ModelFinisher(TabularEncoder encoder, CodedRows coded, EncodedColumn[] columns, float certainty, FitContext context)
    {
        _certainty = certainty;
        _calibration = context.Config.Get(NetworkOptions.Calibration) ? Calibration.Learn(encoder, coded, columns, context.Workers) : null;
        _columns = [.. columns.Select(column => column.Like(0))];
        // A seed of its own: rows sampled with the seed of the fit are not to be those that the columns were measured on.
        new Philox(context.Seed).Bits(SeedStream, 0, out _seed, out _);
        _workers = context.Workers;
    }

    /// <summary>Does it.</summary>
    /// <param name="model">The network as it is.</param>
    public NetworkModel Finish(NetworkModel model) => _calibration is null ? model : model.Sharpened(_certainty).Calibrated(_calibration, _columns, _seed, _workers);
}

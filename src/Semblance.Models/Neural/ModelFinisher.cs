using Semblance.Models.Encoding;

namespace Semblance.Models.Neural;

/// <summary>
/// What is done to a network after training, or before it is scored while it trains: choices are made more certain, as far as that brings the rows
/// closer to the rows held back, and the columns' own distributions are put right (<see cref="Calibration"/>).
/// </summary>
/// <remarks>Given its noise a network draws its columns independently of each other, so the less it is sure of, the weaker the dependence it makes.</remarks>
internal sealed class ModelFinisher
{
    private static readonly float[] s_sharpnesses = [1, 1.5f, 2, 3];

    private readonly Calibration? _calibration;
    private readonly EncodedColumn[] _columns;
    private readonly ulong _seed;
    private readonly Workers _workers;

    /// <summary>Prepares the work; none if the option "calibration" is off.</summary>
    public ModelFinisher(TabularEncoder encoder, CodedRows coded, EncodedColumn[] columns, FitContext context)
    {
        _calibration = context.Config.Get(NetworkOptions.Calibration) ? Calibration.Learn(encoder, coded, columns, context.Workers) : null;
        _columns = [.. columns.Select(column => column.Like(0))];
        _seed = context.Seed;
        _workers = context.Workers;
    }

    /// <summary>The sharpnesses worth trying, from the one returned to <paramref name="last"/>, when <paramref name="before"/> was best before.</summary>
    public int Tries(int before, out int last)
    {
        last = _calibration is null ? 0 : Math.Min(before + 1, s_sharpnesses.Length - 1);
        return _calibration is null ? 0 : Math.Max(before - 1, 0);
    }

    /// <summary>Does it.</summary>
    /// <param name="model">The network as it is.</param>
    /// <param name="sharpness">One of <see cref="Tries"/>; 0 leaves choices as certain as they are.</param>
    public NetworkModel Finish(NetworkModel model, int sharpness) => _calibration is null
        ? model
        : (sharpness == 0 ? model : model.Sharpened(s_sharpnesses[sharpness])).Calibrated(_calibration, _columns, _seed, _workers);
}

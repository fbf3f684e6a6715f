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

    /// <summary>The sharpnesses worth trying: all, or those around the one that was best before.</summary>
    public IEnumerable<int> Tries(int? before) => _calibration is null ? [0]
        : before is { } last ? Enumerable.Range(last - 1, 3).Where(sharpness => sharpness >= 0 && sharpness < s_sharpnesses.Length)
        : Enumerable.Range(0, s_sharpnesses.Length);

    /// <summary>Does it.</summary>
    /// <param name="model">The network as it is.</param>
    /// <param name="sharpness">One of <see cref="Tries"/>; 0 leaves choices as certain as they are.</param>
    public NetworkModel Finish(NetworkModel model, int sharpness) => _calibration is null
        ? model
        : (sharpness == 0 ? model : model.Sharpened(s_sharpnesses[sharpness])).Calibrated(_calibration, _columns, _seed, _workers);
}

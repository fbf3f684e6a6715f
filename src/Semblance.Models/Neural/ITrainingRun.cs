namespace Semblance.Models.Neural;

/// <summary>A network in training, as the loop over epochs sees it.</summary>
internal interface ITrainingRun
{
    /// <summary>One pass over the training rows; returns the means of the losses by name.</summary>
    /// <param name="epoch">The number of the epoch, from 0; all randomness of the pass follows from it and the seed.</param>
    /// <param name="cancellation">Ends the pass.</param>
    KeyValuePair<string, double>[] TrainEpoch(int epoch, CancellationToken cancellation);

    /// <summary>The model as it would sample now. Does not change the training.</summary>
    /// <param name="cancellation">Ends the work.</param>
    NetworkModel Freeze(CancellationToken cancellation);

    /// <summary>Writes everything that the further training depends on.</summary>
    void WriteState(BinaryWriter writer);

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    void ReadState(BinaryReader reader);
}

using Semblance.Numerics;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural.Autoencoder;

/// <summary>The training of a variational autoencoder: every row once per epoch, in an order drawn anew.</summary>
internal sealed class TvaeRun : ITrainingRun
{
    private const uint InitialStream = 0x200;
    private const uint OrderStream = 0x201;
    private const uint NoiseStream = 0x202;
    private const uint PlaceStream = 0x203;

    private readonly TabularEncoder _encoder;
    private readonly CodedRows _rows;
    private readonly Philox _random;
    private readonly Team _team;
    private readonly Autoencoder _network;
    private readonly Adam _optimiser;
    private readonly SparseRows _batch;
    private readonly int[] _order;
    private readonly bool _learnsDensity;

    /// <summary>Creates the network with initial parameters.</summary>
    /// <param name="encoder">The form of the rows.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="config">The family's options.</param>
    /// <param name="seed">The seed of the fit.</param>
    /// <param name="threads">The most threads that work at a time.</param>
    public TvaeRun(TabularEncoder encoder, CodedRows rows, ModelConfig config, ulong seed, int threads)
    {
        (_encoder, _rows, _random) = (encoder, rows, new Philox(seed));
        _team = new Team(threads);
        _learnsDensity = config.Get(NetworkOptions.LatentDensity) == "fitted";
        int batch = Math.Min(config.Get(NetworkOptions.BatchSize), rows.RowCount);
        _network = new Autoencoder(
            encoder,
            config.Get(NetworkOptions.EmbeddingDim),
            config.Get(NetworkOptions.CompressDims),
            config.Get(NetworkOptions.DecompressDims),
            (float)config.Get(NetworkOptions.LossFactor),
            batch,
            _team);
        RandomSequence initial = _random.At(InitialStream, 0);
        _network.Initialise(ref initial);
        _optimiser = new Adam(_network.Parameters, new AdamOptions((float)config.Get(NetworkOptions.LearningRate), WeightDecay: (float)config.Get(NetworkOptions.L2Scale)), _team);
        _batch = new SparseRows(batch, encoder.Slices.Length);
        _order = new int[rows.RowCount];
    }

    /// <inheritdoc/>
    public KeyValuePair<string, double>[] TrainEpoch(int epoch, CancellationToken cancellation)
    {
        RandomSequence sequence = _random.At(OrderStream, (ulong)epoch);
        for (int i = 0; i < _order.Length; i++)
        {
            // Shuffled while it is filled.
            int other = sequence.NextInt32(i + 1);
            _order[i] = _order[other];
            _order[other] = i;
        }
        double reconstruction = 0, divergence = 0;
        for (int start = 0; start < _order.Length; start += _batch.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(_batch.Rows, _order.Length - start);
            for (int i = 0; i < count; i++)
            {
                Fill(i, _order[start + i]);
            }
            (double r, double d) = _network.Step(_batch, count, _random, NoiseStream, ((ulong)epoch * (ulong)_order.Length) + (ulong)start);
            _optimiser.Step();
            _network.LimitDeviations();
            reconstruction += r * count / _order.Length;
            divergence += d * count / _order.Length;
        }
        return [KeyValuePair.Create("reconstruction", reconstruction), KeyValuePair.Create("divergence", divergence)];
    }

    /// <inheritdoc/>
    public NetworkModel Freeze(CancellationToken cancellation)
    {
        (FrozenNetwork network, float[] deviations) = _network.Freeze();
        return new NetworkModel(_encoder, network, deviations, _learnsDensity ? LatentDensity.Learn(Encoded(network.NoiseColumns), _random, PlaceStream, _team, cancellation) : null);
    }

    /// <inheritdoc/>
    public void WriteState(BinaryWriter writer)
    {
        writer.WriteSingles(_network.Parameters.Values);
        _optimiser.WriteState(writer);
    }

    /// <inheritdoc/>
    public void ReadState(BinaryReader reader)
    {
        reader.ReadSingles(_network.Parameters.Values);
        _optimiser.ReadState(reader);
    }

    /// <summary>Puts a training row into a row of the batch.</summary>
    private void Fill(int target, int row) =>
        TabularSlots.Fill(_encoder, _rows, row, 0, _batch.Places.AsSpan(target * _batch.Slots, _batch.Slots), _batch.Amounts.AsSpan(target * _batch.Slots, _batch.Slots));

    /// <summary>Where training rows lie in the latent space: some of them, evenly chosen, if there are many.</summary>
    private Matrix Encoded(int latent)
    {
        int rows = LatentDensity.RowsOf(_rows.RowCount, latent);
        var places = new Matrix(rows, 2 * latent);
        for (int start = 0; start < rows; start += _batch.Rows)
        {
            int count = Math.Min(_batch.Rows, rows - start);
            for (int i = 0; i < count; i++)
            {
                Fill(i, (int)((long)(start + i) * _rows.RowCount / rows));
            }
            _network.Encode(_batch, count, places.RowRange(start, count));
        }
        return places;
    }
}

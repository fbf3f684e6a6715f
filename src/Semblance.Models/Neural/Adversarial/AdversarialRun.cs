using Semblance.Numerics;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural.Adversarial;

/// <summary>
/// Generator against critic: Xu et al. 2019, section 4, with the losses of Gulrajani et al. 2017. Per step the critic learns as often as asked and the
/// generator once; the generator also pays for rows that miss their condition.
/// </summary>
/// <remarks>Rows are sampled by a moving average of the generator over training, whose course is steadier than the generator's own (Yazici et al., "The unusual effectiveness of averaging in GAN training", 2019).</remarks>
internal sealed class AdversarialRun : ITrainingRun
{
    private const uint InitialStream = 0x100;
    private const uint CriticNoiseStream = 0x101;
    private const uint CriticConditionStream = 0x102;
    private const uint CriticGumbelStream = 0x103;
    private const uint CriticDropoutStream = 0x104;
    private const uint OrderStream = 0x105;
    private const uint GeneratorNoiseStream = 0x106;
    private const uint GeneratorConditionStream = 0x107;
    private const uint GeneratorGumbelStream = 0x108;
    private const uint GeneratorDropoutStream = 0x109;
    private const uint AverageNoiseStream = 0x10A;
    private const uint AverageConditionStream = 0x10B;
    private const uint MadeOrderStream = 0x10C;
    private const uint RealRowStream = 0x10D;

    private const float PenaltyWeight = 10;
    private const float AverageKept = 0.999f;
    private const int AverageBatches = 10;
    private const int RowsOfPart = 64;

    private readonly TabularEncoder _encoder;
    private readonly CodedRows _rows;
    private readonly ConditionSampler _conditions;
    private readonly AdversarialOptions _options;
    private readonly Philox _random;
    private readonly Team _team;
    private readonly Generator _generator;
    private readonly Generator _averaged;
    private readonly Critic _critic;
    private readonly Adam _generatorOptimiser;
    private readonly Adam _criticOptimiser;
    private readonly SparseRows? _rowConditions;
    private readonly SparseRows? _pacConditions;
    private readonly SparseRows _realPacs;
    private readonly TrainingCondition[] _drawn;
    private readonly int[] _order;
    private readonly int[] _madeOrder;
    private readonly int[] _inOrder;
    private readonly int[] _realRows;
    private readonly Matrix _made;
    private readonly Action<int> _noisePart;
    private readonly Action<int> _realPart;
    private Matrix _noise;
    private uint _noiseStream;
    private ulong _noiseFirst;
    private long _step;

    /// <summary>Creates networks with initial parameters.</summary>
    /// <param name="encoder">The form of the rows.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="options">The family's options.</param>
    /// <param name="seed">The seed of the fit.</param>
    /// <param name="threads">The most threads that work at a time.</param>
    public AdversarialRun(TabularEncoder encoder, CodedRows rows, AdversarialOptions options, ulong seed, int threads)
    {
        (_encoder, _rows, _options) = (encoder, rows, options);
        _random = new Philox(seed);
        _team = new Team(threads);
        _conditions = new ConditionSampler(encoder, rows, options.LogFrequency);
        OutputSlice[] slices = NetworkModel.SlicesOf(encoder);
        int batch = options.BatchSize;
        _generator = new Generator(options.EmbeddingDim, _conditions.Count, options.GeneratorDim, slices, batch, _team);
        _averaged = new Generator(options.EmbeddingDim, _conditions.Count, options.GeneratorDim, slices, batch, _team);
        _critic = new Critic(encoder.Width, _conditions.Count, options.Pac, options.DiscriminatorDim, batch, _team);
        RandomSequence initial = _random.At(InitialStream, 0);
        _generator.Initialise(ref initial);
        _critic.Initialise(ref initial);
        _generator.Parameters.Values.CopyTo(_averaged.Parameters.Values, 0);
        _generatorOptimiser = new Adam(_generator.Parameters, new AdamOptions((float)options.GeneratorRate, 0.5f, 0.9f, (float)options.GeneratorDecay), _team);
        _criticOptimiser = new Adam(_critic.Parameters, new AdamOptions((float)options.DiscriminatorRate, 0.5f, 0.9f, (float)options.DiscriminatorDecay), _team);
        if (_conditions.Count > 0)
        {
            _rowConditions = new SparseRows(batch, 1);
            _rowConditions.Amounts.AsSpan().Fill(1);
            _pacConditions = new SparseRows(batch / options.Pac, options.Pac);
            _pacConditions.Amounts.AsSpan().Fill(1);
        }
        _realPacs = new SparseRows(batch / options.Pac, options.Pac * (encoder.Slices.Length + (_conditions.Count > 0 ? 1 : 0)));
        _drawn = new TrainingCondition[batch];
        _order = new int[batch];
        _madeOrder = new int[batch];
        _inOrder = [.. Enumerable.Range(0, batch)];
        _realRows = new int[batch];
        _made = new Matrix(batch, encoder.Width);
        _noisePart = NoisePart;
        _realPart = RealPart;
    }

    /// <inheritdoc/>
    public KeyValuePair<string, double>[] TrainEpoch(int epoch, CancellationToken cancellation)
    {
        int steps = Math.Max(1, _rows.RowCount / _options.BatchSize);
        double distance = 0, penalty = 0, generated = 0, missed = 0;
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Make((ulong)_step, CriticNoiseStream, CriticConditionStream, CriticGumbelStream);
            for (int turn = 0; turn < _options.DiscriminatorSteps; turn++)
            {
                (double d, double p) = CriticTurn((ulong)((_step * _options.DiscriminatorSteps) + turn));
                distance += d / _options.DiscriminatorSteps;
                penalty += p / _options.DiscriminatorSteps;
            }
            (double g, double m) = GeneratorStep((ulong)_step);
            generated += g;
            missed += m;
            _step++;
        }
        return
        [
            KeyValuePair.Create("generator", (missed - generated) / steps),
            KeyValuePair.Create("condition", missed / steps),
            KeyValuePair.Create("critic", (distance + penalty) / steps),
            KeyValuePair.Create("penalty", penalty / steps),
        ];
    }

    /// <inheritdoc/>
    public NetworkModel Freeze(CancellationToken cancellation)
    {
        // What the averaged generator's layers see on average is measured anew: it never ran in training.
        _averaged.Refresh();
        foreach (BatchNorm norm in _averaged.Norms)
        {
            norm.StartAverages();
        }
        for (int b = 0; b < AverageBatches; b++)
        {
            FillNoise(_averaged.Noise, AverageNoiseStream, (ulong)b);
            for (int row = 0; row < _options.BatchSize && _rowConditions is not null; row++)
            {
                RandomSequence sequence = _random.At(AverageConditionStream, ((ulong)b * (ulong)_options.BatchSize) + (ulong)row);
                _rowConditions.Places[row] = _conditions.DrawReal(ref sequence);
            }
            _averaged.Forward(_rowConditions);
        }
        return new NetworkModel(_encoder, _averaged.Freeze(), []);
    }

    /// <inheritdoc/>
    public void WriteState(BinaryWriter writer)
    {
        writer.Write(_step);
        writer.WriteSingles(_generator.Parameters.Values);
        writer.WriteSingles(_averaged.Parameters.Values);
        writer.WriteSingles(_critic.Parameters.Values);
        _generatorOptimiser.WriteState(writer);
        _criticOptimiser.WriteState(writer);
    }

    /// <inheritdoc/>
    public void ReadState(BinaryReader reader)
    {
        _step = reader.ReadInt64();
        reader.ReadSingles(_generator.Parameters.Values);
        reader.ReadSingles(_averaged.Parameters.Values);
        reader.ReadSingles(_critic.Parameters.Values);
        _generatorOptimiser.ReadState(reader);
        _criticOptimiser.ReadState(reader);
    }

    /// <summary>
    /// One turn of the critic. The rows made serve all turns of a step, as the generator is the same, each time in other pacs; the real rows are drawn anew,
    /// with the same conditions, but in an order of their own.
    /// </summary>
    private (double Distance, double Penalty) CriticTurn(ulong turn)
    {
        ulong first = turn * (ulong)_options.BatchSize;
        Shuffle(_order, OrderStream, turn);
        Shuffle(_madeOrder, MadeOrderStream, turn);
        for (int row = 0; row < _drawn.Length; row++)
        {
            RandomSequence sequence = _random.At(RealRowStream, first + (ulong)row);
            _realRows[row] = _conditions.DrawRow(_drawn[row], ref sequence);
            _generator.Output.Row(_madeOrder[row]).CopyTo(_made.Row(row));
        }
        _team.Run((_realPacs.Rows + RowsOfPart - 1) / RowsOfPart, _realPart);
        PlacePacConditions(_madeOrder);
        RandomSequence dropout = _random.At(CriticDropoutStream, turn);
        (double Distance, double Penalty) losses = _critic.CriticStep(_realPacs, _made, _pacConditions, PenaltyWeight, ref dropout);
        _criticOptimiser.Step();
        return losses;
    }

    private void Shuffle(int[] order, uint stream, ulong index)
    {
        RandomSequence sequence = _random.At(stream, index);
        for (int i = 0; i < order.Length; i++)
        {
            // Shuffled while it is filled.
            int other = sequence.NextInt32(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    private (double Score, double Missed) GeneratorStep(ulong step)
    {
        Make(step, GeneratorNoiseStream, GeneratorConditionStream, GeneratorGumbelStream);
        PlacePacConditions(_inOrder);
        RandomSequence dropout = _random.At(GeneratorDropoutStream, step);
        double score = _critic.GeneratorStep(_generator.Output, _pacConditions, ref dropout);
        Matrix gradient = _critic.MadeGradient with { Rows = _options.BatchSize, Columns = _encoder.Width, Stride = _encoder.Width };
        _generator.ActivationGradient(gradient);
        double missed = ConditionLoss(gradient);
        _generator.Backward(gradient);
        _generatorOptimiser.Step();
        Average();
        return (score, missed);
    }

    /// <summary>Draws conditions and makes rows under them.</summary>
    private void Make(ulong step, uint noiseStream, uint conditionStream, uint gumbelStream)
    {
        ulong first = step * (ulong)_options.BatchSize;
        _generator.Refresh();
        FillNoise(_generator.Noise, noiseStream, step);
        for (int row = 0; row < _drawn.Length; row++)
        {
            RandomSequence sequence = _random.At(conditionStream, first + (ulong)row);
            _drawn[row] = _conditions.Draw(ref sequence);
            if (_rowConditions is not null)
            {
                _rowConditions.Places[row] = _drawn[row].Place;
            }
        }
        _generator.Forward(_rowConditions);
        _generator.Activate(_random, gumbelStream, first);
    }

    private void PlacePacConditions(int[] order)
    {
        if (_pacConditions is null)
        {
            return;
        }
        for (int row = 0; row < _drawn.Length; row++)
        {
            _pacConditions.Places[row] = _critic.ConditionPlaceOf(row % _options.Pac, _drawn[order[row]].Place, _conditions.Count);
        }
    }

    /// <summary>Cross-entropy between the condition and what the generator makes of its column, the mean over the rows; adds its gradient.</summary>
    private double ConditionLoss(Matrix gradient)
    {
        if (_conditions.Count == 0)
        {
            return 0;
        }
        float share = 1f / _options.BatchSize;
        Span<float> shares = stackalloc float[OutcomeSlots.Most];
        double loss = 0;
        for (int row = 0; row < _drawn.Length; row++)
        {
            Slice choice = _encoder.Choices[_drawn[row].Column];
            Span<float> part = shares[..choice.Width];
            _generator.Sums.Row(row).Slice(choice.Offset, choice.Width).CopyTo(part);
            SliceActivation.Softmax([new OutputSlice(0, choice.Width, false)], part);
            loss -= Elementary.Log(Math.Max(part[_drawn[row].Level], 1e-30));
            part[_drawn[row].Level] -= 1;
            Elementwise.AddScaled(gradient.Row(row).Slice(choice.Offset, choice.Width), part, share);
        }
        return loss * share;
    }

    private void Average()
    {
        // Early on the average would hold on to the initial parameters.
        float kept = Math.Min(AverageKept, (1f + _step) / (10f + _step));
        Elementwise.Mix(_averaged.Parameters.Values, _generator.Parameters.Values, 1 - kept);
    }

    private void FillNoise(Matrix noise, uint stream, ulong step)
    {
        (_noise, _noiseStream, _noiseFirst) = (noise, stream, step * (ulong)noise.Rows);
        _team.Run((noise.Rows + RowsOfPart - 1) / RowsOfPart, _noisePart);
    }

    private void NoisePart(int part)
    {
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _noise.Rows); row < end; row++)
        {
            RandomSequence sequence = _random.At(_noiseStream, _noiseFirst + (ulong)row);
            Noise.Normal(ref sequence, _noise.Row(row));
        }
    }

    /// <summary>Real rows that have the conditions drawn, as places of the critic's inputs.</summary>
    private void RealPart(int part)
    {
        int slots = _realPacs.Slots, width = _encoder.Width;
        for (int pac = part * RowsOfPart, end = Math.Min(pac + RowsOfPart, _realPacs.Rows); pac < end; pac++)
        {
            Span<int> places = _realPacs.Places.AsSpan(pac * slots, slots);
            Span<float> amounts = _realPacs.Amounts.AsSpan(pac * slots, slots);
            int perRow = slots / _options.Pac;
            for (int i = 0; i < _options.Pac; i++)
            {
                int drawn = _order[(pac * _options.Pac) + i], at = i * perRow;
                TabularSlots.Fill(_encoder, _rows, _realRows[drawn], Critic.PlaceOf(i, 0, width), places[at..], amounts[at..]);
                if (_conditions.Count > 0)
                {
                    places[at + perRow - 1] = _critic.ConditionPlaceOf(i, _drawn[drawn].Place, _conditions.Count);
                    amounts[at + perRow - 1] = 1;
                }
            }
        }
    }
}

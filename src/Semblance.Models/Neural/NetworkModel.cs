using Semblance.Models.Copula;
using Semblance.Models.Encoding;
using Semblance.Models.Neural.Adversarial;
using Semblance.Models.Neural.Autoencoder;
using Semblance.Numerics;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural;

/// <summary>
/// A fitted network: noise becomes the shares of outcomes and the places of numbers of a row, of which a row is drawn. The common form of CTGAN,
/// CopulaGAN and TVAE after training.
/// </summary>
/// <remarks>
/// Given its noise, a network's columns are independent of each other. So rows under conditions are drawn by importance: several candidates of
/// noise per row, one of them chosen with the likeliness of the conditions under it, and the conditions written over (sampling, importance
/// resampling: Rubin, "The calculation of posterior distributions by data augmentation", comment, 1987). Exact, and in a fixed number of steps.
/// </remarks>
internal sealed class NetworkModel : IJointModel
{
    private const uint NoiseStream = 1;
    private const uint ConditionStream = 2;
    private const uint OutcomeStream = 3;
    private const uint ChoiceStream = 4;
    private const uint RankStream = 0x10;
    private const int TileRows = 256;

    /// <summary>Candidates per row where there are conditions that the network is not told of.</summary>
    private const int Candidates = 32;

    /// <summary>How far, in scalars, a network without deviations of its own may be from a number asked for and still count as near.</summary>
    private const float Nearness = 0.1f;

    private readonly TabularEncoder _encoder;
    private readonly FrozenNetwork _network;
    private readonly float[] _deviations;
    private readonly LatentDensity? _density;
    private readonly NumberMarginal?[] _marginals;
    private readonly RankTable[] _ranks;
    private readonly int[] _conditionColumns;
    private readonly int[] _conditionStarts;
    private readonly double[][] _conditionBelow;

    /// <summary>Creates the model.</summary>
    /// <param name="encoder">What the output means.</param>
    /// <param name="network">The network.</param>
    /// <param name="deviations">Per encoded column the deviation of its scalar around the network's; empty if scalars are exact.</param>
    /// <param name="density">Where noise is drawn from; null for standard normal noise.</param>
    /// <exception cref="InvalidDataException">The parts do not fit.</exception>
    public NetworkModel(TabularEncoder encoder, FrozenNetwork network, float[] deviations, LatentDensity? density = null)
        : this(encoder, network, deviations, density, new NumberMarginal?[encoder.Columns.Length], [.. encoder.Columns.Select(_ => RankTable.Empty)])
    {
    }

    private NetworkModel(TabularEncoder encoder, FrozenNetwork network, float[] deviations, LatentDensity? density, NumberMarginal?[] marginals, RankTable[] ranks)
    {
        _encoder = encoder;
        _network = network;
        _deviations = deviations;
        _density = density;
        _marginals = marginals;
        _ranks = ranks;
        _conditionColumns = network.Conditions == 0 ? [] : [.. Enumerable.Range(0, encoder.Columns.Length).Where(c => !encoder.Columns[c].IsNumeric)];
        _conditionStarts = new int[_conditionColumns.Length];
        _conditionBelow = new double[_conditionColumns.Length][];
        int conditions = 0;
        for (int i = 0; i < _conditionColumns.Length; i++)
        {
            _conditionStarts[i] = conditions;
            conditions += encoder.Choices[_conditionColumns[i]].Width;
            _conditionBelow[i] = ConditionSampler.Cumulated(Array.ConvertAll(encoder.Columns[_conditionColumns[i]].SlotCounts(), count => (double)count));
        }
        if (conditions != network.Conditions || network.Outputs != encoder.Width || (deviations.Length != 0 && deviations.Length != encoder.Columns.Length))
        {
            throw new InvalidDataException($"A network of {network.Conditions} conditions and {network.Outputs} outputs does not fit {conditions} levels and {encoder.Width} columns of codes.");
        }
    }

    /// <summary>The slices of an encoder, as the activation takes them.</summary>
    public static OutputSlice[] SlicesOf(TabularEncoder encoder) => [.. encoder.Slices.Select(slice => new OutputSlice(slice.Offset, slice.Width, !slice.IsChoice))];

    /// <inheritdoc/>
    public void Sample(ulong seed, long firstRow, int count, EncodedCondition?[] conditions, EncodedColumn[] columns)
    {
        CodedRows coded = _encoder.NewRows(Math.Min(count, TileRows));
        var tile = new Tile(this, seed, conditions);
        for (int start = 0; start < count; start += TileRows)
        {
            int rows = Math.Min(TileRows, count - start);
            tile.Make(firstRow + start, rows, coded);
            _encoder.Inverse(coded, rows, seed, firstRow + start, columns, start);
            ReadOffNumbers(seed, firstRow + start, rows, columns, start);
        }
        for (int c = 0; c < columns.Length; c++)
        {
            if (conditions[c] is { } condition)
            {
                columns[c].Fill(condition);
            }
        }
    }

    /// <summary>The model with its choices more certain and its numbers nearer to the network's.</summary>
    public NetworkModel Sharpened(float sharpness)
    {
        var factors = new float[_network.Outputs];
        foreach (Slice slice in _encoder.Slices)
        {
            factors.AsSpan(slice.Offset, slice.Width).Fill(slice.IsChoice ? sharpness : 1);
        }
        return new NetworkModel(_encoder, _network.WithScaledOutput(factors), Array.ConvertAll(_deviations, deviation => deviation / sharpness), _density);
    }

    /// <summary>The model with its columns' own distributions put right; see <see cref="Calibration"/>.</summary>
    /// <param name="calibration">What the training columns say.</param>
    /// <param name="columns">Columns of the form that is made.</param>
    /// <param name="seed">The seed of the rows that are measured.</param>
    /// <param name="workers">Threads and cancellation.</param>
    public NetworkModel Calibrated(Calibration calibration, EncodedColumn[] columns, ulong seed, Workers workers)
    {
        var free = new EncodedCondition?[columns.Length];
        int tiles = Calibration.Rows / TileRows;
        var sums = new Matrix(Calibration.Rows, _network.Outputs);
        workers.For(tiles, t => new Tile(this, seed, free).MakeSums(t * TileRows, sums.RowRange(t * TileRows, TileRows)));
        float[] moves = calibration.Moves(_encoder, sums, workers);
        NetworkModel moved = new(_encoder, _network.WithMovedOutput(moves), _deviations, _density);
        EncodedColumn[] made = [.. columns.Select(column => column.Like(Calibration.Rows))];
        workers.For(tiles, t =>
        {
            CodedRows coded = _encoder.NewRows(TileRows);
            new Tile(moved, seed, free).Make(t * TileRows, TileRows, coded);
            _encoder.Inverse(coded, TileRows, seed, t * TileRows, made, t * TileRows);
        });
        return new NetworkModel(_encoder, moved._network, _deviations, _density, calibration.Marginals, [.. made.Select(column => column.IsNumeric ? RankTable.Learn(column.Values!) : RankTable.Empty)]);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        _encoder.Write(writer);
        _network.Write(writer);
        writer.WriteSingles(_deviations);
        foreach ((int c, NumberMarginal? marginal) in _marginals.Index())
        {
            writer.Write(marginal is not null);
            if (marginal is not null)
            {
                marginal.Write(writer);
                _ranks[c].Write(writer);
            }
        }
        writer.Write(_density is not null);
        _density?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NetworkModel Read(BinaryReader reader)
    {
        int version = ModelReader.VersionOf(reader);
        TabularEncoder encoder = TabularEncoder.Read(reader);
        FrozenNetwork network = FrozenNetwork.Read(reader);
        float[] deviations = reader.ReadSingles();
        var marginals = new NumberMarginal?[encoder.Columns.Length];
        var ranks = new RankTable[marginals.Length];
        for (int c = 0; c < marginals.Length; c++)
        {
            marginals[c] = reader.ReadBoolean() ? NumberMarginal.Read(reader) : null;
            ranks[c] = marginals[c] is null ? RankTable.Empty : RankTable.Read(reader, version);
        }
        LatentDensity? density = version > 1 && reader.ReadBoolean() ? LatentDensity.Read(reader, network.NoiseColumns) : null;
        return new NetworkModel(encoder, network, deviations, density, marginals, ranks);
    }

    private void ReadOffNumbers(ulong seed, long firstRow, int rows, EncodedColumn[] columns, int start)
    {
        var random = new Philox(seed);
        for (int c = 0; c < columns.Length; c++)
        {
            if (_marginals[c] is not { } marginal)
            {
                continue;
            }
            Span<double> values = columns[c].Values.AsSpan(start, rows);
            for (int row = 0; row < rows; row++)
            {
                if (!double.IsNaN(values[row]))
                {
                    values[row] = _ranks[c].ReadOff(marginal, values[row], random.At(RankStream + (uint)c, (ulong)(firstRow + row)).NextDouble());
                }
            }
        }
    }

    /// <summary>Rows made together by one thread.</summary>
    private sealed class Tile
    {
        private readonly NetworkModel _model;
        private readonly Philox _random;
        private readonly FrozenNetwork.Workspace _work;
        private readonly (int Column, int Slot, float Scalar)[] _asked;
        private readonly int[] _toldOf;
        private readonly int _candidates;
        private readonly double[] _likelinesses;

        public Tile(NetworkModel model, ulong seed, EncodedCondition?[] conditions)
        {
            _model = model;
            _random = new Philox(seed);
            _asked = [.. Enumerable.Range(0, conditions.Length).Where(c => conditions[c] is not null).Select(c =>
            {
                EncodedCondition condition = conditions[c]!.Value;
                if (model._marginals[c] is { } marginal && !double.IsNaN(condition.Value))
                {
                    condition = condition with { Value = model._ranks[c].Unread(marginal, condition.Value) };
                }
                (int slot, float scalar) = model._encoder.Columns[c].Code(condition);
                return (c, slot, scalar);
            })];
            _toldOf = [.. Enumerable.Range(0, model._conditionColumns.Length).Where(i => conditions[model._conditionColumns[i]] is not null)];
            // The network is told of one condition and can be trusted with it; others are reached by choice among candidates.
            _candidates = _asked.Length == 0 || (_asked.Length == 1 && _toldOf.Length == 1) ? 1 : Candidates;
            _likelinesses = new double[_candidates];
            _work = model._network.NewWorkspace(TileRows);
        }

        public void Make(long firstRow, int rows, CodedRows coded)
        {
            int rowsAtATime = TileRows / _candidates;
            for (int start = 0; start < rows; start += rowsAtATime)
            {
                int count = Math.Min(rowsAtATime, rows - start);
                Run(firstRow + start, count);
                for (int row = 0; row < count; row++)
                {
                    int chosen = (row * _candidates) + Choose((ulong)(firstRow + start + row), row * _candidates);
                    Draw((ulong)(firstRow + start + row), _work.Sums.Row(chosen), _work.Conditions[chosen], start + row, coded);
                }
            }
        }

        /// <summary>Runs the network on all candidates of some rows.</summary>
        private void Run(long firstRow, int rows)
        {
            for (int i = 0; i < rows * _candidates; i++)
            {
                ulong index = ((ulong)(firstRow + (i / _candidates)) * Candidates) + (ulong)(i % _candidates);
                RandomSequence noise = _random.At(NoiseStream, index);
                Noise.Normal(ref noise, _work.Noise.Row(i));
                _model._density?.Draw(ref noise, _work.Noise.Row(i));
                _work.Conditions[i] = DrawCondition(index, i % _candidates);
            }
            _work.Run(rows * _candidates);
        }

        /// <summary>Makes the sums of a whole tile of rows without conditions, as far as they are free: what the network was told of is left to it.</summary>
        public void MakeSums(long firstRow, Matrix target)
        {
            Run(firstRow, target.Rows);
            for (int row = 0; row < target.Rows; row++)
            {
                _work.Sums.Row(row).CopyTo(target.Row(row));
            }
        }

        /// <summary>The condition that the network is told: one of those asked for in turn, or one drawn by the real counts.</summary>
        private int DrawCondition(ulong index, int candidate)
        {
            if (_model._conditionColumns.Length == 0)
            {
                return 0;
            }
            if (_toldOf.Length > 0)
            {
                int i = _toldOf[candidate % _toldOf.Length];
                foreach ((int column, int slot, _) in _asked)
                {
                    if (column == _model._conditionColumns[i])
                    {
                        return _model._conditionStarts[i] + slot;
                    }
                }
            }
            RandomSequence sequence = _random.At(ConditionStream, index);
            int drawn = sequence.NextInt32(_model._conditionColumns.Length);
            return _model._conditionStarts[drawn] + ConditionSampler.Find(_model._conditionBelow[drawn], sequence.NextDouble());
        }

        /// <summary>Chooses among the candidates of a row by the likeliness of what is asked for.</summary>
        private int Choose(ulong row, int first)
        {
            if (_candidates == 1)
            {
                return 0;
            }
            double largest = double.NegativeInfinity;
            for (int k = 0; k < _candidates; k++)
            {
                _likelinesses[k] = LogLikeliness(_work.Sums.Row(first + k));
                largest = Math.Max(largest, _likelinesses[k]);
            }
            double sum = 0;
            for (int k = 0; k < _candidates; k++)
            {
                sum += Elementary.Exp(_likelinesses[k] - largest);
                _likelinesses[k] = sum;
            }
            return ConditionSampler.Find(_likelinesses, _random.At(ChoiceStream, row).NextDouble());
        }

        private double LogLikeliness(ReadOnlySpan<float> sums)
        {
            double log = 0;
            foreach ((int column, int slot, float scalar) in _asked)
            {
                Slice choice = _model._encoder.Choices[column];
                ReadOnlySpan<float> part = sums.Slice(choice.Offset, choice.Width);
                float top = part[0];
                foreach (float value in part)
                {
                    top = Math.Max(top, value);
                }
                double total = 0;
                foreach (float value in part)
                {
                    total += Elementary.Exp(value - top);
                }
                log += part[slot] - top - Elementary.Log(total);
                if (_model._encoder.Columns[column].Number is { } number && slot < number.Modes)
                {
                    double width = _model._deviations.Length > 0 ? Math.Max(_model._deviations[column], 0.02f) : Nearness;
                    double away = (scalar - SliceActivation.Tanh(sums[choice.Offset - 1])) / width;
                    log -= away * away / 2;
                }
            }
            return log;
        }

        /// <summary>Draws a row of the shares that the sums stand for.</summary>
        private void Draw(ulong row, Span<float> sums, int condition, int target, CodedRows coded)
        {
            RandomSequence sequence = _random.At(OutcomeStream, row);
            Span<float> noise = stackalloc float[1];
            for (int c = 0; c < _model._encoder.Columns.Length; c++)
            {
                Slice choice = _model._encoder.Choices[c];
                double uniform = sequence.NextDouble();
                Span<float> part = sums.Slice(choice.Offset, choice.Width);
                coded.Slots[c][target] = (byte)DrawOutcome(part, uniform);
                if (coded.Scalars[c] is { } scalars)
                {
                    float scalar = SliceActivation.Tanh(sums[choice.Offset - 1]);
                    if (_model._deviations.Length > 0)
                    {
                        Noise.Normal(ref sequence, noise);
                        scalar = Math.Clamp(scalar + (_model._deviations[c] * noise[0]), -1, 1);
                    }
                    scalars[target] = scalar;
                }
            }
            // What the network was told holds, whatever it drew.
            if (_model._conditionColumns.Length > 0)
            {
                int i = _model._conditionStarts.AsSpan().BinarySearch(condition);
                i = i >= 0 ? i : ~i - 1;
                coded.Slots[_model._conditionColumns[i]][target] = (byte)(condition - _model._conditionStarts[i]);
            }
        }

        private static int DrawOutcome(Span<float> sums, double uniform)
        {
            float top = sums[0];
            foreach (float value in sums)
            {
                top = Math.Max(top, value);
            }
            float total = 0;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = Elementwise.Exp(sums[i] - top);
                total += sums[i];
            }
            double place = uniform * total;
            int last = 0;
            for (int i = 0; i < sums.Length; i++)
            {
                if (sums[i] > 0)
                {
                    last = i;
                    place -= sums[i];
                    if (place < 0)
                    {
                        break;
                    }
                }
            }
            return last;
        }
    }
}

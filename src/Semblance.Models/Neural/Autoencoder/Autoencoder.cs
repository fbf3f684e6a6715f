using Semblance.Numerics;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural.Autoencoder;

/// <summary>
/// The variational autoencoder in training: h = ReLU(FC(...)) of a row gives mean and deviation of its place z in the latent space; the decoder
/// makes from z the place of every number, with a deviation learnt per column, and the shares of every choice. Source: Xu et al. 2019, section 4.5.
/// </summary>
internal sealed class Autoencoder
{
    private const float FirstDeviation = 0.1f;

    /// <summary>With less, numbers that are matched ever more exactly weigh so much in the loss that levels hardly count.</summary>
    private const float LeastDeviation = 0.1f;
    private const float LargestDeviation = 1;
    private const int RowsOfPart = 32;

    private readonly TabularEncoder _encoder;
    private readonly Team _team;
    private readonly int _latent;
    private readonly float _lossFactor;
    private readonly Linear[] _encode;
    private readonly Linear[] _decode;
    private readonly Matrix[] _encoded;
    private readonly Matrix[] _encodedGradients;
    private readonly Matrix[] _decoded;
    private readonly Matrix[] _decodedGradients;
    private readonly Matrix _noise;
    private readonly double[] _rowLosses;
    private readonly double[] _rowDivergences;
    private readonly Action<int> _drawPart;
    private readonly Action<int> _lossPart;
    private readonly Action<int> _divergencePart;
    private Matrix _deviations;
    private Matrix _deviationGradients;
    private SparseRows _rows;
    private Philox _random;
    private uint _stream;
    private ulong _firstIndex;
    private int _count;

    /// <summary>Creates the network and its parameters, not yet initialised.</summary>
    /// <param name="encoder">The form of the rows.</param>
    /// <param name="latent">Dimensions of the latent space.</param>
    /// <param name="compress">The widths of the encoder's hidden layers.</param>
    /// <param name="decompress">The widths of the decoder's hidden layers.</param>
    /// <param name="lossFactor">The weight of the reconstruction.</param>
    /// <param name="rows">The most rows of a batch.</param>
    /// <param name="team">Who computes.</param>
    public Autoencoder(TabularEncoder encoder, int latent, IReadOnlyList<int> compress, IReadOnlyList<int> decompress, float lossFactor, int rows, Team team)
    {
        (_encoder, _latent, _lossFactor, _team) = (encoder, latent, lossFactor, team);
        int[] down = [.. compress, 2 * latent], up = [.. decompress, encoder.Width];
        _encode = new Linear[down.Length];
        _decode = new Linear[up.Length];
        for (int layer = 0; layer < down.Length; layer++)
        {
            _encode[layer] = layer == 0 ? new Linear(Parameters, 0, encoder.Width, down[0], team) : new Linear(Parameters, down[layer - 1], 0, down[layer], team);
        }
        for (int layer = 0; layer < up.Length; layer++)
        {
            _decode[layer] = new Linear(Parameters, layer == 0 ? latent : up[layer - 1], 0, up[layer], team);
        }
        Parameters.Ask(1, encoder.Columns.Length, (values, gradients) => (_deviations, _deviationGradients) = (values, gradients));
        Parameters.Allocate();
        _encoded = [.. down.Select(width => new Matrix(rows, width))];
        _encodedGradients = [.. down.Select(width => new Matrix(rows, width))];
        _decoded = [new Matrix(rows, latent), .. up.Select(width => new Matrix(rows, width))];
        _decodedGradients = [.. _decoded.Select(matrix => new Matrix(rows, matrix.Columns))];
        _noise = new Matrix(rows, latent);
        _rowLosses = new double[rows];
        _rowDivergences = new double[rows];
        _drawPart = DrawPart;
        _lossPart = LossPart;
        _divergencePart = DivergencePart;
        _rows = new SparseRows(0, 0);
    }

    /// <summary>Weights, biases and deviations.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>Draws initial parameters.</summary>
    public void Initialise(ref RandomSequence sequence)
    {
        foreach (Linear layer in _encode.Concat(_decode))
        {
            layer.Initialise(ref sequence);
        }
        _deviations.Flat.Fill(FirstDeviation);
    }

    /// <summary>
    /// Adds the gradients of a batch's loss, the mean over its rows of factor * reconstruction + divergence; returns both parts. The noise of row i belongs to
    /// (random, stream, first index + i).
    /// </summary>
    /// <param name="rows">The rows; slots as <see cref="TabularSlots"/> fills them.</param>
    /// <param name="count">How many of them make the batch.</param>
    /// <param name="random">Where the noise comes from.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="firstIndex">Its first index.</param>
    public (double Reconstruction, double Divergence) Step(SparseRows rows, int count, Philox random, uint stream, ulong firstIndex)
    {
        (_rows, _count, _random, _stream, _firstIndex) = (rows, count, random, stream, firstIndex);
        foreach (Linear layer in _encode.Skip(1).Concat(_decode))
        {
            layer.Refresh();
            layer.RefreshBackward(layer.Dense);
        }
        RunEncoder();
        _team.Run(Parts, _drawPart);
        for (int layer = 0; layer < _decode.Length; layer++)
        {
            Matrix made = First(_decoded[layer + 1]);
            _decode[layer].Forward(First(_decoded[layer]), null, made);
            if (layer < _decode.Length - 1)
            {
                Elementwise.Rectify(made.Flat);
            }
        }
        _team.Run(Parts, _lossPart);
        DeviationGradients();
        for (int layer = _decode.Length - 1; layer >= 0; layer--)
        {
            Matrix gradient = First(_decodedGradients[layer + 1]);
            if (layer < _decode.Length - 1)
            {
                Elementwise.RectifyGradient(gradient.Flat, First(_decoded[layer + 1]).Flat);
            }
            _decode[layer].ParameterGradients(First(_decoded[layer]), null, gradient);
            _decode[layer].InputGradient(gradient, First(_decodedGradients[layer]));
        }
        _team.Run(Parts, _divergencePart);
        for (int layer = _encode.Length - 1; layer >= 0; layer--)
        {
            Matrix gradient = First(_encodedGradients[layer]);
            if (layer < _encode.Length - 1)
            {
                Elementwise.RectifyGradient(gradient.Flat, First(_encoded[layer]).Flat);
            }
            _encode[layer].ParameterGradients(layer == 0 ? null : First(_encoded[layer - 1]), layer == 0 ? rows : null, gradient);
            if (layer > 0)
            {
                _encode[layer].InputGradient(gradient, First(_encodedGradients[layer - 1]));
            }
        }
        double reconstruction = 0, divergence = 0;
        for (int row = 0; row < count; row++)
        {
            reconstruction += _rowLosses[row];
            divergence += _rowDivergences[row];
        }
        return (reconstruction / count, divergence / count);
    }

    /// <summary>Encodes rows: per row the means of its place in the latent space, then the logarithms of the variances.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many of them; at most those of a batch.</param>
    /// <param name="places">[count, 2 * dimensions of the latent space].</param>
    public void Encode(SparseRows rows, int count, Matrix places)
    {
        (_rows, _count) = (rows, count);
        foreach (Linear layer in _encode.Skip(1))
        {
            layer.Refresh();
        }
        RunEncoder();
        for (int row = 0; row < count; row++)
        {
            _encoded[^1].Row(row).CopyTo(places.Row(row));
        }
    }

    /// <summary>Keeps deviations where they make sense; to be called after every step of the optimiser.</summary>
    public void LimitDeviations()
    {
        foreach (ref float deviation in _deviations.Flat)
        {
            deviation = Math.Clamp(deviation, LeastDeviation, LargestDeviation);
        }
    }

    /// <summary>The decoder after training, and the deviations by column.</summary>
    public (FrozenNetwork Network, float[] Deviations) Freeze() => (
        new FrozenNetwork(
            _latent,
            0,
            joins: false,
            [.. _decode.Select(layer => new Matrix([.. layer.AllWeights.Flat], 0, layer.Dense, layer.Outputs, layer.Outputs))],
            [.. _decode.Select(layer => layer.Bias.Flat.ToArray())]),
        _deviations.Flat.ToArray());

    private int Parts => (_count + RowsOfPart - 1) / RowsOfPart;

    private void RunEncoder()
    {
        for (int layer = 0; layer < _encode.Length; layer++)
        {
            Matrix made = First(_encoded[layer]);
            _encode[layer].Forward(layer == 0 ? null : First(_encoded[layer - 1]), layer == 0 ? _rows : null, made);
            if (layer < _encode.Length - 1)
            {
                Elementwise.Rectify(made.Flat);
            }
        }
    }

    private Matrix First(Matrix matrix) => matrix.RowRange(0, _count);

    /// <summary>z = mean + deviation * noise.</summary>
    private void DrawPart(int part)
    {
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _count); row < end; row++)
        {
            Span<float> mean = _encoded[^1].Row(row)[.._latent], logVariance = _encoded[^1].Row(row)[_latent..], noise = _noise.Row(row), z = _decoded[0].Row(row);
            RandomSequence sequence = _random.At(_stream, _firstIndex + (ulong)row);
            Noise.Normal(ref sequence, noise);
            // Kept as (deviation * noise) for the gradient.
            for (int i = 0; i < _latent; i++)
            {
                z[i] = logVariance[i] * 0.5f;
            }
            Elementwise.Exp(z);
            Elementwise.Multiply(noise, noise, z);
            mean.CopyTo(z);
            Elementwise.AddScaled(z, noise, 1);
        }
    }

    /// <summary>The reconstruction's loss and its gradient by the decoder's sums.</summary>
    private void LossPart(int part)
    {
        float share = _lossFactor / _count;
        Span<float> deviations = _deviations.Flat;
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _count); row < end; row++)
        {
            ReadOnlySpan<float> sums = _decoded[^1].Row(row);
            Span<float> gradient = _decodedGradients[^1].Row(row);
            double loss = 0;
            int slot = row * _rows.Slots;
            for (int c = 0; c < _encoder.Choices.Length; c++)
            {
                Slice choice = _encoder.Choices[c];
                int scalarSlot = -1;
                if (_encoder.Columns[c].IsNumeric)
                {
                    scalarSlot = slot++;
                }
                int taken = _rows.Places[slot++] - choice.Offset;
                Span<float> shares = gradient.Slice(choice.Offset, choice.Width);
                sums.Slice(choice.Offset, choice.Width).CopyTo(shares);
                SliceActivation.Softmax([new OutputSlice(0, choice.Width, false)], shares);
                loss -= Elementary.Log(Math.Max(shares[taken], 1e-30));
                shares[taken] -= 1;
                for (int i = 0; i < shares.Length; i++)
                {
                    shares[i] *= share;
                }
                if (scalarSlot >= 0)
                {
                    ref float by = ref gradient[choice.Offset - 1];
                    if (taken >= _encoder.Columns[c].Number!.Modes)
                    {
                        by = 0; // a missing number has no place
                        continue;
                    }
                    float made = SliceActivation.Tanh(sums[choice.Offset - 1]), off = made - _rows.Amounts[scalarSlot], precision = 1 / (deviations[c] * deviations[c]);
                    loss += (off * off * precision / 2) + Elementary.Log(deviations[c]);
                    by = share * off * precision * (1 - (made * made));
                }
            }
            _rowLosses[row] = _lossFactor * loss;
        }
    }

    /// <summary>The gradient by the deviations: of off^2 / (2 d^2) + ln d, it is 1/d - off^2 / d^3.</summary>
    private void DeviationGradients()
    {
        Span<float> deviations = _deviations.Flat, gradients = _deviationGradients.Flat;
        int slot = 0;
        for (int c = 0; c < _encoder.Choices.Length; c++)
        {
            Slice choice = _encoder.Choices[c];
            if (!_encoder.Columns[c].IsNumeric)
            {
                slot++;
                continue;
            }
            double sum = 0;
            for (int row = 0; row < _count; row++)
            {
                int at = (row * _rows.Slots) + slot;
                if (_rows.Places[at + 1] - choice.Offset < _encoder.Columns[c].Number!.Modes)
                {
                    double off = SliceActivation.Tanh(_decoded[^1].Row(row)[choice.Offset - 1]) - _rows.Amounts[at], d = deviations[c];
                    sum += (1 / d) - (off * off / (d * d * d));
                }
            }
            gradients[c] += (float)(sum * _lossFactor / _count);
            slot += 2;
        }
    }

    /// <summary>The divergence from the standard normal distribution, -1/2 sum(1 + ln v - m^2 - v), and the gradient by the encoder's sums.</summary>
    private void DivergencePart(int part)
    {
        float share = 1f / _count;
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _count); row < end; row++)
        {
            ReadOnlySpan<float> mean = _encoded[^1].Row(row)[.._latent], logVariance = _encoded[^1].Row(row)[_latent..], spread = _noise.Row(row), z = _decodedGradients[0].Row(row);
            Span<float> gradient = _encodedGradients[^1].Row(row), byMean = gradient[.._latent], byLog = gradient[_latent..];
            logVariance.CopyTo(byLog);
            Elementwise.Exp(byLog);
            double divergence = 0;
            for (int i = 0; i < _latent; i++)
            {
                float variance = byLog[i];
                divergence -= 0.5 * (1 + logVariance[i] - (mean[i] * mean[i]) - variance);
                byMean[i] = z[i] + (share * mean[i]);
                byLog[i] = 0.5f * ((z[i] * spread[i]) + (share * (variance - 1)));
            }
            _rowDivergences[row] = divergence;
        }
    }
}

using Semblance.Numerics;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural.Adversarial;

/// <summary>
/// The generator in training: noise and one condition become rows. Hidden layer l is h_l = ReLU(BN(FC([h_(l-1), ..., h_1, z, c]))), and every layer
/// sees all that came before it. Source: Xu et al. 2019, section 4.4, "G(z, cond)".
/// </summary>
/// <remarks>All that layers see lies in one matrix, the last hidden layer first and the noise last, so that joining them moves nothing.</remarks>
internal sealed class Generator
{
    /// <summary>The temperature of the Gumbel softmax; the paper's.</summary>
    public const float Temperature = 0.2f;

    private readonly Linear[] _layers;
    private readonly BatchNorm[] _norms;
    private readonly int[] _starts;
    private readonly int _hidden;
    private readonly Matrix _seen;
    private readonly Matrix _seenGradient;
    private readonly SliceActivation _activation;
    private SparseRows? _condition;

    /// <summary>Creates the network and its parameters, not yet initialised.</summary>
    /// <param name="noise">Columns of noise.</param>
    /// <param name="conditions">Different conditions; 0 if there are none.</param>
    /// <param name="widths">The widths of the hidden layers.</param>
    /// <param name="slices">What the output columns are.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="team">Who computes.</param>
    public Generator(int noise, int conditions, IReadOnlyList<int> widths, OutputSlice[] slices, int rows, Team team)
    {
        _hidden = widths.Sum();
        int outputs = slices[^1].Start + slices[^1].Width;
        _layers = new Linear[widths.Count + 1];
        _norms = new BatchNorm[widths.Count];
        _starts = new int[widths.Count + 1];
        _starts[0] = _hidden;
        for (int layer = 0; layer < widths.Count; layer++)
        {
            _starts[layer + 1] = _starts[layer] - widths[layer];
            _layers[layer] = new Linear(Parameters, _hidden + noise - _starts[layer], conditions, widths[layer], team);
            _norms[layer] = new BatchNorm(Parameters, widths[layer], rows, team);
        }
        _layers[^1] = new Linear(Parameters, _hidden + noise, conditions, outputs, team);
        Parameters.Allocate();
        _seen = new Matrix(rows, _hidden + noise);
        _seenGradient = new Matrix(rows, _hidden);
        Noise = _seen.ColumnRange(_hidden, noise);
        Sums = new Matrix(rows, outputs);
        Output = new Matrix(rows, outputs);
        _activation = new SliceActivation(slices, team);
    }

    /// <summary>Weights and biases, scales and shifts, layer by layer.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>The normalisations, of whose running means a checkpoint needs to know.</summary>
    public IReadOnlyList<BatchNorm> Norms => _norms;

    /// <summary>The fully connected layers, the last one last.</summary>
    public IReadOnlyList<Linear> Layers => _layers;

    /// <summary>Where the noise of the batch goes.</summary>
    public Matrix Noise { get; }

    /// <summary>The sums before the activation.</summary>
    public Matrix Sums { get; }

    /// <summary>The rows made.</summary>
    public Matrix Output { get; }

    /// <summary>Draws initial parameters.</summary>
    public void Initialise(ref RandomSequence sequence)
    {
        foreach (Linear layer in _layers)
        {
            layer.Initialise(ref sequence);
        }
        foreach (BatchNorm norm in _norms)
        {
            norm.Initialise();
        }
    }

    /// <summary>Must be called when parameters have changed.</summary>
    public void Refresh()
    {
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Refresh();
            _layers[layer].RefreshBackward(_hidden - _starts[layer]);
        }
    }

    /// <summary>Makes <see cref="Sums"/> of <see cref="Noise"/> and conditions.</summary>
    public void Forward(SparseRows? condition)
    {
        _condition = condition;
        for (int layer = 0; layer < _norms.Length; layer++)
        {
            Matrix made = HiddenLayer(_seen, layer);
            _layers[layer].Forward(Seen(layer), condition, made, _layers[layer].Dense);
            _norms[layer].Forward(made, made);
            for (int row = 0; row < made.Rows; row++)
            {
                Elementwise.Rectify(made.Row(row));
            }
        }
        _layers[^1].Forward(_seen, condition, Sums, _layers[^1].Dense);
    }

    /// <summary>Makes <see cref="Output"/> of <see cref="Sums"/>, with noise that belongs to (generator, stream, first index + row).</summary>
    public void Activate(Philox generator, uint stream, ulong firstIndex) => _activation.Gumbel(Sums, Output, Temperature, generator, stream, firstIndex);

    /// <summary>From the gradient of <see cref="Output"/> to that of <see cref="Sums"/>, in place.</summary>
    public void ActivationGradient(Matrix gradient) => _activation.GumbelGradient(Output, gradient, Temperature);

    /// <summary>Adds the parameters' gradients, given that of <see cref="Sums"/>.</summary>
    public void Backward(Matrix sumsGradient)
    {
        _layers[^1].ParameterGradients(_seen, _condition, sumsGradient, _layers[^1].Dense);
        if (_hidden > 0)
        {
            _layers[^1].InputGradient(sumsGradient, _seenGradient);
        }
        for (int layer = _norms.Length - 1; layer >= 0; layer--)
        {
            Matrix made = HiddenLayer(_seen, layer), gradient = HiddenLayer(_seenGradient, layer);
            for (int row = 0; row < made.Rows; row++)
            {
                Elementwise.RectifyGradient(gradient.Row(row), made.Row(row));
            }
            _norms[layer].Backward(gradient);
            _layers[layer].ParameterGradients(Seen(layer), _condition, gradient, _layers[layer].Dense);
            if (layer > 0)
            {
                _layers[layer].InputGradient(gradient, _seenGradient.ColumnRange(_starts[layer], _hidden - _starts[layer]), accumulate: true);
            }
        }
    }

    /// <summary>The network after training: normalisations by their averages become a part of weights and biases.</summary>
    public FrozenNetwork Freeze()
    {
        var weights = new Matrix[_layers.Length];
        var biases = new float[_layers.Length][];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            Linear from = _layers[layer];
            weights[layer] = new Matrix([.. from.AllWeights.Flat], 0, from.AllWeights.Rows, from.Outputs, from.Outputs);
            biases[layer] = [.. from.Bias.Flat];
            if (layer < _norms.Length)
            {
                var factor = new float[from.Outputs];
                var addend = new float[from.Outputs];
                _norms[layer].Line(factor, addend);
                for (int row = 0; row < from.AllWeights.Rows; row++)
                {
                    Elementwise.Multiply(weights[layer].Row(row), weights[layer].Row(row), factor);
                }
                Elementwise.Multiply(biases[layer], biases[layer], factor);
                Elementwise.AddScaled(biases[layer], addend, 1);
            }
        }
        return new FrozenNetwork(Noise.Columns, _layers[0].Sparse, joins: true, weights, biases);
    }

    private Matrix Seen(int layer) => _seen.ColumnRange(_starts[layer], _seen.Columns - _starts[layer]);

    private Matrix HiddenLayer(Matrix all, int layer) => all.ColumnRange(_starts[layer + 1], _starts[layer] - _starts[layer + 1]);
}

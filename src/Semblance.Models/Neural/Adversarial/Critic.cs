using Semblance.Numerics;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural.Adversarial;

/// <summary>
/// The critic in training: a score of several rows at once (a pac), high for real ones. Hidden layer l is h_l = Drop(LeakyReLU(FC(h_(l-1)))).
/// Trained by the difference of mean scores and a penalty on how far its slope is from 1 between real and made rows, which is worked out
/// here in closed form. Sources: Xu et al. 2019, section 4.4, "C(r, cond)"; packing, Lin et al. 2018; loss, Gulrajani et al. 2017, equation 3.
/// </summary>
/// <remarks>
/// With slopes and dropout given, the critic is linear: for a mask m_l of factors (slope of the leaky ReLU times dropout), h_l = m_l * (h_(l-1) W_l + b_l).
/// Its gradient by the input is g = a_1 W_1^T, where a_L = m_L * w^T and a_(l-1) = m_(l-1) * (a_l W_l^T). With h = dP/dg for the penalty P, the
/// gradient of P by W_1 is h^T a_1 and by W_l it is u_(l-1)^T a_l, where u_1 = m_1 * (h W_1) and u_l = m_l * (u_(l-1) W_l); by w it is the sum of u_L.
/// That is the form of the gradient of the scores themselves, with u for h, so three sets of pacs (real, made, between) are one batch.
/// </remarks>
internal sealed class Critic
{
    private const float Slope = 0.2f;
    private const float Kept = 2; // dropout of one half

    private readonly int _pacs;
    private readonly int _dataInputs;
    private readonly int _inputs;
    private readonly Linear[] _layers;
    private readonly Matrix[] _hidden;
    private readonly Matrix[] _masks;
    private readonly Matrix[] _back;
    private readonly Matrix _scores;
    private readonly Matrix _scoreGradients;
    private readonly Matrix _slopes;

    /// <summary>Creates the network and its parameters, not yet initialised.</summary>
    /// <param name="dataColumns">Columns of a row.</param>
    /// <param name="conditions">Different conditions; 0 if there are none.</param>
    /// <param name="pac">Rows in a pac.</param>
    /// <param name="widths">The widths of the hidden layers.</param>
    /// <param name="rows">Rows of a batch, a multiple of <paramref name="pac"/>.</param>
    /// <param name="team">Who computes.</param>
    public Critic(int dataColumns, int conditions, int pac, IReadOnlyList<int> widths, int rows, Team team)
    {
        _pacs = rows / pac;
        _dataInputs = checked(pac * dataColumns);
        _inputs = checked(_dataInputs + (pac * conditions));
        _layers = new Linear[widths.Count + 1];
        _hidden = new Matrix[widths.Count];
        _masks = new Matrix[widths.Count];
        _back = new Matrix[widths.Count];
        for (int layer = 0; layer < widths.Count; layer++)
        {
            _layers[layer] = layer == 0 ? new Linear(Parameters, _dataInputs, _inputs - _dataInputs, widths[0], team) : new Linear(Parameters, widths[layer - 1], 0, widths[layer], team);
            _hidden[layer] = new Matrix(3 * _pacs, widths[layer]);
            _masks[layer] = new Matrix(3 * _pacs, widths[layer]);
            _back[layer] = new Matrix(3 * _pacs, widths[layer]);
        }
        _layers[^1] = new Linear(Parameters, widths[^1], 0, 1, team);
        Parameters.Allocate();
        _scores = new Matrix(3 * _pacs, 1);
        _scoreGradients = new Matrix(3 * _pacs, 1);
        _slopes = new Matrix(_pacs, _inputs);
        MadeGradient = new Matrix(_pacs, _dataInputs);
    }

    /// <summary>Weights and biases, layer by layer.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>The gradient of the made rows after <see cref="GeneratorStep"/>: [pacs, pac * columns], which is [rows, columns].</summary>
    public Matrix MadeGradient { get; }

    /// <summary>Draws initial parameters.</summary>
    public void Initialise(ref RandomSequence sequence)
    {
        foreach (Linear layer in _layers)
        {
            layer.Initialise(ref sequence);
        }
    }

    /// <summary>Adds the gradients of mean score of made pacs - mean score of real pacs + penalty; returns both parts.</summary>
    /// <param name="real">The real pacs with their conditions; places as in <see cref="PlaceOf"/> and <see cref="ConditionPlaceOf"/>.</param>
    /// <param name="made">The made rows, dense: [rows, columns].</param>
    /// <param name="madeConditions">The conditions of the made pacs; null if there are none.</param>
    /// <param name="penaltyWeight">The weight of the penalty; lambda in the paper.</param>
    /// <param name="sequence">Draws dropout and the places between real and made.</param>
    public (double Distance, double Penalty) CriticStep(SparseRows real, Matrix made, SparseRows? madeConditions, float penaltyWeight, ref RandomSequence sequence)
    {
        Refresh(all: true, _inputs);
        Matrix madePacs = made with { Rows = _pacs, Columns = _dataInputs, Stride = _dataInputs };
        Matrix first = _hidden[0];
        _layers[0].Forward(null, real, first.RowRange(0, _pacs));
        _layers[0].Forward(madePacs, madeConditions, first.RowRange(_pacs, _pacs));
        // What the first layer makes of a mixture of two inputs is the mixture of what it makes of them.
        Span<float> share = stackalloc float[_pacs];
        for (int i = 0; i < _pacs; i++)
        {
            share[i] = (float)sequence.NextDouble();
            Span<float> between = first.Row((2 * _pacs) + i);
            first.Row(_pacs + i).CopyTo(between);
            Elementwise.AddScaled(between, first.Row(_pacs + i), -share[i]);
            Elementwise.AddScaled(between, first.Row(i), share[i]);
        }
        Score(3 * _pacs, ref sequence);

        double distance = 0;
        for (int i = 0; i < _pacs; i++)
        {
            distance += _scores.Row(_pacs + i)[0] - _scores.Row(i)[0];
            _scoreGradients.Row(i)[0] = -1f / _pacs;
            _scoreGradients.Row(_pacs + i)[0] = 1f / _pacs;
            _scoreGradients.Row((2 * _pacs) + i)[0] = 1;
        }
        Back(0, 3 * _pacs);
        double penalty = Penalise(penaltyWeight);

        // Scores of real and made pacs, and in the rows of the third set the penalty.
        int betweenFrom = 2 * _pacs;
        for (int layer = _layers.Length - 1; layer >= 1; layer--)
        {
            Matrix gradient = layer == _layers.Length - 1 ? _scoreGradients : _back[layer];
            _layers[layer].BiasGradient(gradient.RowRange(0, betweenFrom));
            _layers[layer].WeightGradient(_hidden[layer - 1], null, gradient);
        }
        _layers[0].BiasGradient(_back[0].RowRange(0, betweenFrom));
        _layers[0].WeightGradient(null, real, _back[0].RowRange(0, _pacs));
        _layers[0].WeightGradient(madePacs, madeConditions, _back[0].RowRange(_pacs, _pacs));
        _layers[0].WeightGradient(_slopes, null, _back[0].RowRange(betweenFrom, _pacs));
        return (distance / _pacs, penalty);
    }

    /// <summary>Makes <see cref="MadeGradient"/>, the gradient of minus the mean score of made pacs; returns that score.</summary>
    public double GeneratorStep(Matrix made, SparseRows? madeConditions, ref RandomSequence sequence)
    {
        Refresh(all: false, _dataInputs);
        Matrix madePacs = made with { Rows = _pacs, Columns = _dataInputs, Stride = _dataInputs };
        _layers[0].Forward(madePacs, madeConditions, _hidden[0].RowRange(0, _pacs));
        Score(_pacs, ref sequence);
        double score = 0;
        for (int i = 0; i < _pacs; i++)
        {
            score += _scores.Row(i)[0];
            _scoreGradients.Row(i)[0] = -1f / _pacs;
        }
        Back(0, _pacs);
        _layers[0].InputGradient(_back[0].RowRange(0, _pacs), MadeGradient);
        return score / _pacs;
    }

    /// <summary>Where column <paramref name="column"/> of row <paramref name="row"/> of a pac is among the inputs.</summary>
    public static int PlaceOf(int row, int column, int dataColumns) => (row * dataColumns) + column;

    /// <summary>Where condition <paramref name="condition"/> of row <paramref name="row"/> of a pac is among the inputs.</summary>
    public int ConditionPlaceOf(int row, int condition, int conditions) => _dataInputs + (row * conditions) + condition;

    private void Refresh(bool all, int inputs)
    {
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Refresh(all && layer == 0);
            _layers[layer].RefreshBackward(layer == 0 ? inputs : _layers[layer].Dense);
        }
    }

    /// <summary>From the first layer's sums of some pacs to scores, keeping the masks.</summary>
    private void Score(int pacs, ref RandomSequence sequence)
    {
        for (int layer = 0; layer < _hidden.Length; layer++)
        {
            Matrix hidden = _hidden[layer].RowRange(0, pacs), mask = _masks[layer].RowRange(0, pacs);
            if (layer > 0)
            {
                _layers[layer].Forward(_hidden[layer - 1].RowRange(0, pacs), null, hidden);
            }
            Noise.Halves(ref sequence, mask.Flat, Kept);
            Span<float> values = hidden.Flat, factors = mask.Flat;
            Elementwise.Leak(factors, values, Slope);
            Elementwise.Multiply(values, values, factors);
        }
        _layers[^1].Forward(_hidden[^1].RowRange(0, pacs), null, _scores.RowRange(0, pacs));
    }

    /// <summary>From the gradients of some pacs' scores to those of every hidden layer's sums.</summary>
    private void Back(int firstPac, int pacs)
    {
        for (int layer = _hidden.Length - 1; layer >= 0; layer--)
        {
            Matrix back = _back[layer].RowRange(firstPac, pacs);
            Matrix above = (layer == _hidden.Length - 1 ? _scoreGradients : _back[layer + 1]).RowRange(firstPac, pacs);
            _layers[layer + 1].InputGradient(above, back);
            Elementwise.Multiply(back.Flat, back.Flat, _masks[layer].RowRange(firstPac, pacs).Flat);
        }
    }

    /// <summary>
    /// The penalty, weight * mean of (|g| - 1)^2 over the pacs between; leaves dP/dg in the slopes and the u of every layer in the third set's rows of hidden layers.
    /// </summary>
    private double Penalise(float weight)
    {
        int from = 2 * _pacs;
        _layers[0].InputGradient(_back[0].RowRange(from, _pacs), _slopes);
        double penalty = 0;
        for (int i = 0; i < _pacs; i++)
        {
            Span<float> slope = _slopes.Row(i);
            double squares = 0;
            foreach (float value in slope)
            {
                squares = Math.FusedMultiplyAdd(value, value, squares);
            }
            double length = Math.Sqrt(squares), over = length - 1;
            penalty += over * over;
            float factor = length > 0 ? (float)(2 * weight / _pacs * over / length) : 0;
            for (int c = 0; c < slope.Length; c++)
            {
                slope[c] *= factor;
            }
        }
        for (int layer = 0; layer < _hidden.Length; layer++)
        {
            Matrix u = _hidden[layer].RowRange(from, _pacs);
            if (layer == 0)
            {
                _layers[0].ForwardAll(_slopes, u);
            }
            else
            {
                _layers[layer].ForwardAll(_hidden[layer - 1].RowRange(from, _pacs), u);
            }
            Elementwise.Multiply(u.Flat, u.Flat, _masks[layer].RowRange(from, _pacs).Flat);
        }
        return weight * penalty / _pacs;
    }
}

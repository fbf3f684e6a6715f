using Semblance.Numerics.Networks.Products;

namespace Semblance.Numerics.Networks;

/// <summary>
/// A fully connected layer, y = b + x W + s V: x dense, s sparse, either of which may be absent. V holds all weights, W its first rows: an input
/// may be dense at one time and sparse at another. Shapes: x [rows, dense], s [rows, dense + sparse], W [dense, outputs], V [dense + sparse,
/// outputs], b [1, outputs], y [rows, outputs].
/// </summary>
public sealed class Linear
{
    private const int RowsOfPart = 64;
    private const int ColumnsOfPart = 64;

    private readonly Team _team;
    private readonly MatrixProduct _product;
    private readonly PackedMatrix _forward = new();
    private readonly PackedMatrix _backward = new();
    private readonly PackedMatrix _gradient = new();
    private readonly Action<int> _gather;
    private readonly Action<int> _scatter;
    private readonly Action<int> _sumColumns;
    private SparseRows? _sparse;
    private Matrix _rows;
    private int _firstPlace;

    /// <summary>Creates a layer and asks for its parameters.</summary>
    public Linear(ParameterSet parameters, int dense, int sparse, int outputs, Team team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (Dense, Sparse, Outputs, _team) = (dense, sparse, outputs, team);
        _product = new MatrixProduct(team);
        _gather = Gather;
        _scatter = Scatter;
        _sumColumns = SumColumns;
        parameters.Ask(dense + sparse, outputs, (values, gradients) =>
        {
            AllWeights = values;
            (Weights, WeightGradients) = (values.RowRange(0, dense), gradients.RowRange(0, dense));
            AllGradients = gradients;
        });
        parameters.Ask(1, outputs, (values, gradients) => (Bias, BiasGradients) = (values, gradients));
    }

    /// <summary>Columns of the dense input.</summary>
    public int Dense { get; }

    /// <summary>Columns that are always sparse.</summary>
    public int Sparse { get; }

    /// <summary>Columns of the output.</summary>
    public int Outputs { get; }

    /// <summary>W.</summary>
    public Matrix Weights { get; private set; }

    /// <summary>V.</summary>
    public Matrix AllWeights { get; private set; }

    /// <summary>b.</summary>
    public Matrix Bias { get; private set; }

    /// <summary>The gradient of W.</summary>
    public Matrix WeightGradients { get; private set; }

    /// <summary>The gradient of V.</summary>
    public Matrix AllGradients { get; private set; }

    /// <summary>The gradient of b.</summary>
    public Matrix BiasGradients { get; private set; }

    /// <summary>Uniform weights and biases within one over the root of the number of inputs (LeCun et al., "Efficient BackProp", 1998, up to a factor).</summary>
    public void Initialise(ref RandomSequence sequence)
    {
        float bound = (float)(1 / Math.Sqrt(Math.Max(1, Dense + Sparse)));
        foreach (Matrix matrix in new[] { AllWeights, Bias })
        {
            foreach (ref float value in matrix.Flat)
            {
                value = (float)((2 * sequence.NextDouble()) - 1) * bound;
            }
        }
    }

    /// <summary>Must be called when weights have changed, before <see cref="Forward"/>.</summary>
    /// <param name="all">Whether inputs that are always sparse otherwise may come dense, too, in <see cref="ForwardAll"/>.</param>
    public void Refresh(bool all = false) => _forward.Pack(all ? AllWeights : Weights, transposed: false, _team);

    /// <summary>Must be called when weights have changed, before <see cref="InputGradient"/>.</summary>
    /// <param name="inputs">How many of the inputs, from the first, a gradient will be asked for.</param>
    public void RefreshBackward(int inputs) => _backward.Pack(AllWeights.RowRange(0, inputs), transposed: true, _team);

    /// <summary>Makes y of a dense input, a sparse one or both.</summary>
    /// <param name="x">The dense input.</param>
    /// <param name="sparse">The sparse input.</param>
    /// <param name="y">The output.</param>
    /// <param name="firstPlace">The weights' row that place 0 of the sparse input stands for.</param>
    public void Forward(Matrix? x, SparseRows? sparse, Matrix y, int firstPlace = 0)
    {
        if (sparse is null)
        {
            _product.Multiply(x!.Value, _forward, y, Bias);
            return;
        }
        (_sparse, _rows, _firstPlace) = (sparse, y, firstPlace);
        _team.Run(RowParts(y.Rows), _gather);
        if (x is { } dense)
        {
            _product.Multiply(dense, false, _forward, y, accumulate: true);
        }
    }

    /// <summary>Makes x V, without the bias, of inputs that are all dense.</summary>
    public void ForwardAll(Matrix x, Matrix y) => _product.Multiply(x, false, _forward, y);

    /// <summary>Adds the gradients of the parameters, given that of y.</summary>
    public void ParameterGradients(Matrix? x, SparseRows? sparse, Matrix yGradient, int firstPlace = 0)
    {
        BiasGradient(yGradient);
        WeightGradient(x, sparse, yGradient, firstPlace);
    }

    /// <summary>Adds the gradient of the bias, given that of y.</summary>
    public void BiasGradient(Matrix yGradient)
    {
        _rows = yGradient;
        _team.Run(ColumnParts(Outputs), _sumColumns);
    }

    /// <summary>Adds the gradient of the weights, given that of y. A dense input may have as many columns as there are weights at all.</summary>
    public void WeightGradient(Matrix? x, SparseRows? sparse, Matrix yGradient, int firstPlace = 0)
    {
        if (sparse is not null)
        {
            (_sparse, _rows, _firstPlace) = (sparse, yGradient, firstPlace);
            _team.Run(ColumnParts(Outputs), _scatter);
        }
        if (x is { } dense)
        {
            _gradient.Pack(yGradient, transposed: false, _team);
            _product.Multiply(dense, true, _gradient, AllGradients.RowRange(0, dense.Columns), accumulate: true);
        }
    }

    /// <summary>Makes the gradient of the first columns of x, as many as <see cref="RefreshBackward"/> was told.</summary>
    public void InputGradient(Matrix yGradient, Matrix xGradient, bool accumulate = false) =>
        _product.Multiply(yGradient, false, _backward, xGradient, accumulate);

    private static int RowParts(int rows) => (rows + RowsOfPart - 1) / RowsOfPart;

    private static int ColumnParts(int columns) => (columns + ColumnsOfPart - 1) / ColumnsOfPart;

    private void Gather(int part)
    {
        SparseRows sparse = _sparse!;
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, _rows.Rows); row < end; row++)
        {
            Span<float> y = _rows.Row(row);
            Bias.Row(0).CopyTo(y);
            for (int slot = row * sparse.Slots, last = slot + sparse.Slots; slot < last; slot++)
            {
                if (sparse.Places[slot] >= 0)
                {
                    Elementwise.AddScaled(y, AllWeights.Row(_firstPlace + sparse.Places[slot]), sparse.Amounts[slot]);
                }
            }
        }
    }

    /// <summary>Row after row into the weights' gradients; threads have columns of their own.</summary>
    private void Scatter(int part)
    {
        SparseRows sparse = _sparse!;
        int first = part * ColumnsOfPart, count = Math.Min(ColumnsOfPart, Outputs - first);
        Matrix gradients = AllGradients.ColumnRange(first, count), from = _rows.ColumnRange(first, count);
        for (int row = 0; row < from.Rows; row++)
        {
            ReadOnlySpan<float> y = from.Row(row);
            for (int slot = row * sparse.Slots, last = slot + sparse.Slots; slot < last; slot++)
            {
                if (sparse.Places[slot] >= 0)
                {
                    Elementwise.AddScaled(gradients.Row(_firstPlace + sparse.Places[slot]), y, sparse.Amounts[slot]);
                }
            }
        }
    }

    private void SumColumns(int part)
    {
        int first = part * ColumnsOfPart, count = Math.Min(ColumnsOfPart, Outputs - first);
        Matrix from = _rows.ColumnRange(first, count);
        Span<float> sums = BiasGradients.ColumnRange(first, count).Row(0);
        for (int row = 0; row < from.Rows; row++)
        {
            Elementwise.AddScaled(sums, from.Row(row), 1);
        }
    }
}

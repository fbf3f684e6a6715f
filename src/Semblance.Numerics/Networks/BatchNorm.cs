namespace Semblance.Numerics.Networks;

/// <summary>
/// Centres and scales every column, by the batch's own mean and deviation while training and by averages of them afterwards, and then shifts and
/// scales it as learnt. Source: Ioffe and Szegedy, "Batch normalization", 2015, algorithms 1 and 2.
/// </summary>
public sealed class BatchNorm
{
    private const float Epsilon = 1e-5f;
    private const int ColumnsOfPart = 64;

    private readonly Team _team;
    private readonly int _columns;
    private readonly float[] _mean;
    private readonly float[] _inverse;
    private readonly float[] _work1;
    private readonly float[] _work2;
    private readonly Action<int> _forward;
    private readonly Action<int> _backward;
    private Matrix _x;
    private Matrix _normal;
    private Matrix _scale;
    private Matrix _scaleGradients;
    private Matrix _shift;
    private Matrix _shiftGradients;
    private Matrix _y;
    private int _batches;

    /// <summary>Creates a layer and asks for its parameters.</summary>
    /// <param name="parameters">Where scales and shifts are kept.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rows">The most rows of a batch.</param>
    /// <param name="team">Who computes.</param>
    public BatchNorm(ParameterSet parameters, int columns, int rows, Team team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _team = team;
        _columns = columns;
        _normal = new Matrix(rows, columns);
        _mean = new float[columns];
        _inverse = new float[columns];
        _work1 = new float[columns];
        _work2 = new float[columns];
        AverageMean = new float[columns];
        AverageVariance = new float[columns];
        _forward = ForwardPart;
        _backward = BackwardPart;
        parameters.Ask(1, columns, (values, gradients) => (_scale, _scaleGradients) = (values, gradients));
        parameters.Ask(1, columns, (values, gradients) => (_shift, _shiftGradients) = (values, gradients));
    }

    /// <summary>The average of the batches' means since <see cref="StartAverages"/>: what to centre by after training.</summary>
    public float[] AverageMean { get; }

    /// <summary>The average of the batches' variances since <see cref="StartAverages"/>, each with one degree of freedom less than rows.</summary>
    public float[] AverageVariance { get; }

    /// <summary>Scales of 1, shifts of 0.</summary>
    public void Initialise()
    {
        _scale.Flat.Fill(1);
        _shift.Flat.Clear();
        StartAverages();
    }

    /// <summary>Forgets the averages.</summary>
    public void StartAverages() => _batches = 0;

    /// <summary>Normalises a batch of at least two rows; <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public void Forward(Matrix x, Matrix y)
    {
        (_x, _y) = (x, y);
        _batches++;
        _team.Run(Parts, _forward);
    }

    /// <summary>From the gradient of y to that of x, in place, adding the parameters'. Of the batch that was last normalised.</summary>
    public void Backward(Matrix gradient)
    {
        _y = gradient;
        _team.Run(Parts, _backward);
    }

    /// <summary>The fixed line that the layer is after training: y = factor x + addend, by the average mean and variance.</summary>
    public void Line(Span<float> factor, Span<float> addend)
    {
        for (int c = 0; c < _columns; c++)
        {
            factor[c] = _scale.Row(0)[c] / MathF.Sqrt(AverageVariance[c] + Epsilon);
            addend[c] = MathF.FusedMultiplyAdd(-factor[c], AverageMean[c], _shift.Row(0)[c]);
        }
    }

    private int Parts => (_columns + ColumnsOfPart - 1) / ColumnsOfPart;

    private void ForwardPart(int part)
    {
        int first = part * ColumnsOfPart, count = Math.Min(ColumnsOfPart, _columns - first), rows = _x.Rows;
        Matrix x = _x.ColumnRange(first, count), y = _y.ColumnRange(first, count), normal = _normal.ColumnRange(first, count);
        Span<float> mean = _mean.AsSpan(first, count), inverse = _inverse.AsSpan(first, count), scale = _scale.Row(0).Slice(first, count), shift = _shift.Row(0).Slice(first, count);
        mean.Clear();
        for (int row = 0; row < rows; row++)
        {
            Elementwise.AddScaled(mean, x.Row(row), 1f / rows);
        }
        inverse.Clear();
        for (int row = 0; row < rows; row++)
        {
            Span<float> centred = normal.Row(row);
            x.Row(row).CopyTo(centred);
            Elementwise.AddScaled(centred, mean, -1);
            Elementwise.AddProducts(inverse, centred, centred);
        }
        for (int c = 0; c < count; c++)
        {
            float squares = inverse[c];
            AverageMean[first + c] += (mean[c] - AverageMean[first + c]) / _batches;
            AverageVariance[first + c] += ((squares / (rows - 1)) - AverageVariance[first + c]) / _batches;
            inverse[c] = 1 / MathF.Sqrt((squares / rows) + Epsilon);
        }
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = y.Row(row), normalised = normal.Row(row);
            Elementwise.Multiply(normalised, normalised, inverse);
            shift.CopyTo(to);
            Elementwise.AddProducts(to, scale, normalised);
        }
    }

    private void BackwardPart(int part)
    {
        int first = part * ColumnsOfPart, count = Math.Min(ColumnsOfPart, _columns - first), rows = _y.Rows;
        Matrix gradient = _y.ColumnRange(first, count), normal = _normal.ColumnRange(first, count);
        Span<float> scale = _scale.Row(0).Slice(first, count), inverse = _inverse.AsSpan(first, count);
        Span<float> sums = _work1.AsSpan(first, count), products = _work2.AsSpan(first, count);
        sums.Clear();
        products.Clear();
        for (int row = 0; row < rows; row++)
        {
            Elementwise.AddScaled(sums, gradient.Row(row), 1);
            Elementwise.AddProducts(products, gradient.Row(row), normal.Row(row));
        }
        Elementwise.AddScaled(_shiftGradients.Row(0).Slice(first, count), sums, 1);
        Elementwise.AddScaled(_scaleGradients.Row(0).Slice(first, count), products, 1);
        Span<float> factor = stackalloc float[ColumnsOfPart];
        factor = factor[..count];
        for (int c = 0; c < count; c++)
        {
            sums[c] /= -rows;
            products[c] /= -rows;
            factor[c] = scale[c] * inverse[c];
        }
        for (int row = 0; row < rows; row++)
        {
            // factor * (g - mean of g - n * mean of g n)
            Span<float> g = gradient.Row(row);
            Elementwise.AddScaled(g, sums, 1);
            Elementwise.AddProducts(g, normal.Row(row), products);
            Elementwise.Multiply(g, g, factor);
        }
    }
}

using System.Runtime.CompilerServices;
using Semblance.Numerics.Networks;
using Semblance.Numerics.Networks.Products;

namespace Semblance.Numerics.Distributions;

/// <summary>Expectation maximisation of a <see cref="MultivariateGaussianMixture"/>, both steps as matrix products.</summary>
/// <remarks>
/// The logarithm of a normal density is linear in 1, the variables and their products. So with these as the features of a row, all modes' densities are one product of features and coefficients,
/// and all modes' sums, which give weights, means and covariances, one of turned features and shares. Covariances are drawn to the one that all modes have in common, as under a Wishart prior
/// (Fraley and Raftery, "Bayesian regularization for normal mixture estimation and model-based clustering", 2007). Variables are scaled to mean 0 and variance 1 first: products of large numbers
/// would leave single precision nothing for small differences.
/// </remarks>
internal sealed class MultivariateGaussianMixtureLearner
{
    private const int BlockRows = 512;
    private const int RowsOfPart = 64;

    /// <summary>At the start modes have this share of the variance of all rows.</summary>
    private const double FirstShare = 0.5;

    /// <summary>Of a mode with fewer rows nothing is learnt about its mean.</summary>
    private const double FewestRows = 1e-3;

    /// <summary>What a variable's variance given those before it is at least, as a share of its variance: below lies the noise of single precision.</summary>
    private const double LeastPivot = 1e-5;

    private readonly int _variables;
    private readonly int _modes;
    private readonly double _shrinkage;
    private readonly Team _team;
    private readonly MatrixProduct _product;
    private readonly PackedMatrix _packedCoefficients = new();
    private readonly PackedMatrix _packedShares = new();
    private readonly Matrix _features;
    private readonly Matrix _coefficients;
    private readonly Matrix _shares;
    private readonly Matrix _sums;
    private readonly double[] _totals;
    private readonly float[] _centres;
    private readonly float[] _scales;
    private readonly double[] _weights;
    private readonly double[][] _means;
    private readonly double[][][] _covariances;

    /// <summary>Starts modes at some of the rows.</summary>
    public MultivariateGaussianMixtureLearner(Matrix rows, MultivariateGaussianMixtureOptions options, ref RandomSequence sequence, Team team)
    {
        (_variables, _modes, _shrinkage, _team) = (rows.Columns, options.Modes, options.Shrinkage, team);
        _product = new MatrixProduct(team);
        int features = 1 + _variables + MultivariateGaussianMixture.Triangle(_variables);
        _features = new Matrix(BlockRows, features);
        _coefficients = new Matrix(features, _modes);
        _shares = new Matrix(BlockRows, _modes);
        _sums = new Matrix(features, _modes);
        _totals = new double[features * _modes];
        _weights = new double[_modes];
        _means = new double[_modes][];
        _covariances = new double[_modes][][];
        (_centres, _scales) = Scales(rows);
        for (int k = 0; k < _modes; k++)
        {
            // One row out of each of as many parts of the table, so that no two modes start at the same.
            int row = (int)Math.Min(rows.Rows - 1, (k + sequence.NextDouble()) * rows.Rows / _modes);
            _weights[k] = 1.0 / _modes;
            _means[k] = new double[_variables];
            _covariances[k] = NewTriangle();
            for (int i = 0; i < _variables; i++)
            {
                _means[k][i] = (rows.Row(row)[i] - _centres[i]) / _scales[i];
                _covariances[k][i][i] = FirstShare;
            }
        }
    }

    /// <summary>One step of expectation and one of maximisation.</summary>
    public void Round(Matrix rows)
    {
        for (int k = 0; k < _modes; k++)
        {
            Coefficients(k);
        }
        _packedCoefficients.Pack(_coefficients, transposed: false, _team);
        Array.Clear(_totals);
        for (int start = 0; start < rows.Rows; start += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.Rows - start);
            Matrix features = _features.RowRange(0, count), shares = _shares.RowRange(0, count), block = rows.RowRange(start, count);
            ForRows(count, row => Features(block.Row(row), features.Row(row)));
            _product.Multiply(features, false, _packedCoefficients, shares);
            ForRows(count, row => Shares(shares.Row(row)));
            _packedShares.Pack(shares, transposed: false, _team);
            _product.Multiply(features, true, _packedShares, _sums);
            // Sums of a block are single-precision numbers; those of all rows would lose what covariances are made of.
            ReadOnlySpan<float> sums = _sums.Flat;
            for (int i = 0; i < sums.Length; i++)
            {
                _totals[i] += sums[i];
            }
        }
        Maximise(rows.Rows);
    }

    /// <summary>The mixture as it is.</summary>
    public MultivariateGaussianMixture Mixture()
    {
        var means = new Matrix(_modes, _variables);
        var factors = new Matrix(_modes, MultivariateGaussianMixture.Triangle(_variables));
        for (int k = 0; k < _modes; k++)
        {
            double[][] factor = Cholesky(_covariances[k]);
            for (int i = 0; i < _variables; i++)
            {
                means.Row(k)[i] = (float)(_centres[i] + (_scales[i] * _means[k][i]));
                for (int j = 0; j <= i; j++)
                {
                    factors.Row(k)[MultivariateGaussianMixture.Triangle(i) + j] = (float)(_scales[i] * factor[i][j]);
                }
            }
        }
        return new MultivariateGaussianMixture(_weights, means, factors);
    }

    /// <summary>The variables' means and deviations; 1 for the deviation of one that does not vary.</summary>
    private static (float[] Centres, float[] Scales) Scales(Matrix rows)
    {
        double[] means = new double[rows.Columns], squares = new double[rows.Columns];
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int i = 0; i < means.Length; i++)
            {
                means[i] += rows.Row(row)[i] / (double)rows.Rows;
            }
        }
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int i = 0; i < means.Length; i++)
            {
                double off = rows.Row(row)[i] - means[i];
                squares[i] += off * off / rows.Rows;
            }
        }
        return ([.. means.Select(mean => (float)mean)], [.. squares.Select(square => square > 0 ? (float)Math.Sqrt(square) : 1)]);
    }

    private void ForRows(int rows, Action<int> work) => _team.Run((rows + RowsOfPart - 1) / RowsOfPart, part =>
    {
        for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, rows); row < end; row++)
        {
            work(row);
        }
    });

    /// <summary>1, the variables as scaled, and their products by the lower triangle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Features(ReadOnlySpan<float> row, Span<float> features)
    {
        features[0] = 1;
        Span<float> values = features.Slice(1, row.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (row[i] - _centres[i]) / _scales[i];
        }
        int at = 1 + values.Length;
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            Span<float> products = features.Slice(at, i + 1);
            for (int j = 0; j < products.Length; j++)
            {
                products[j] = value * values[j];
            }
            at += i + 1;
        }
    }

    /// <summary>Logarithms of densities become the shares of the modes in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shares(Span<float> modes)
    {
        float top = modes[0], sum = 0;
        foreach (float mode in modes)
        {
            top = Math.Max(top, mode);
        }
        for (int k = 0; k < modes.Length; k++)
        {
            modes[k] -= top;
        }
        Elementwise.Exp(modes);
        foreach (float mode in modes)
        {
            sum += mode;
        }
        for (int k = 0; k < modes.Length; k++)
        {
            modes[k] /= sum;
        }
    }

    /// <summary>ln w - ln |L| - m' P m / 2 of 1, P m of the variables, -P / 2 of their products, each of which stands for two off the diagonal; P the inverse covariance.</summary>
    private void Coefficients(int mode)
    {
        double[][] factor = Cholesky(_covariances[mode]), inverse = Inverse(factor);
        double[] mean = _means[mode];
        double constant = Elementary.Log(Math.Max(_weights[mode], double.Epsilon));
        int at = 1 + _variables;
        for (int i = 0; i < _variables; i++)
        {
            constant -= Elementary.Log(factor[i][i]);
            double linear = 0;
            for (int j = 0; j < _variables; j++)
            {
                double precision = 0;
                for (int row = Math.Max(i, j); row < _variables; row++)
                {
                    precision += inverse[row][i] * inverse[row][j];
                }
                linear += precision * mean[j];
                if (j <= i)
                {
                    _coefficients.Row(at++)[mode] = (float)(i == j ? -0.5 * precision : -precision);
                }
            }
            constant -= 0.5 * mean[i] * linear;
            _coefficients.Row(1 + i)[mode] = (float)linear;
        }
        _coefficients.Row(0)[mode] = (float)constant;
    }

    private void Maximise(int rows)
    {
        // Of what all modes have in common, a row's worth is the unit matrix: there may be fewer rows than variables.
        double[][] common = NewTriangle();
        for (int i = 0; i < _variables; i++)
        {
            common[i][i] = 1;
        }
        for (int k = 0; k < _modes; k++)
        {
            double count = _totals[k];
            _weights[k] = count;
            double[] mean = _means[k];
            double[][] covariance = _covariances[k];
            for (int i = 0; i < _variables && count >= FewestRows; i++)
            {
                mean[i] = _totals[((1 + i) * _modes) + k] / count;
            }
            for (int i = 0, at = 0; i < _variables; i++)
            {
                for (int j = 0; j <= i; j++, at++)
                {
                    covariance[i][j] = count < FewestRows ? 0 : _totals[((1 + _variables + at) * _modes) + k] - (count * mean[i] * mean[j]);
                    common[i][j] += covariance[i][j];
                }
            }
        }
        double all = _weights.Sum();
        for (int k = 0; k < _modes; k++)
        {
            double[][] covariance = _covariances[k];
            for (int i = 0; i < _variables; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    covariance[i][j] = (covariance[i][j] + (_shrinkage * common[i][j] / (rows + 1))) / (_weights[k] + _shrinkage);
                }
            }
            _weights[k] /= all;
        }
    }

    private static double[][] Cholesky(double[][] matrix) => LowerTriangle.Cholesky(matrix, LeastPivot, out _);

    /// <summary>The inverse of a lower triangle.</summary>
    private double[][] Inverse(double[][] factor)
    {
        double[][] inverse = NewTriangle();
        for (int i = 0; i < _variables; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? 1 : 0;
                for (int k = j; k < i; k++)
                {
                    sum -= factor[i][k] * inverse[k][j];
                }
                inverse[i][j] = sum / factor[i][i];
            }
        }
        return inverse;
    }

    private double[][] NewTriangle() => [.. Enumerable.Range(1, _variables).Select(length => new double[length])];
}

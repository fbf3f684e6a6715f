using Semblance.Numerics.Networks;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Networks;

public sealed class LayerTests
{
    private const float Step = 1e-2f;

    /// <summary>Losses are sums of single-precision numbers, so a difference over 2 x 1e-2 carries some 1e-4 of rounding; curvature adds as much.</summary>
    private const double Tolerance = 5e-3;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sparse_inputs_give_what_the_same_inputs_give_dense(int threads)
    {
        const int Rows = 70, Inputs = 9, Outputs = 80;
        var team = new Team(threads);
        (Linear layer, ParameterSet parameters) = NewLinear(Inputs, 0, Outputs, team);
        SparseRows sparse = new(Rows, 2);
        Matrix dense = new(Rows, Inputs), yGradient = Filled(Rows, Outputs, 3);
        RandomSequence places = new Philox(1).At(8, 0);
        for (int row = 0; row < Rows; row++)
        {
            sparse.Places[2 * row] = places.NextInt32(5);
            sparse.Amounts[2 * row] = (float)places.NextDouble();
            sparse.Places[(2 * row) + 1] = row % 7 == 0 ? SparseRows.Nowhere : 5 + places.NextInt32(4);
            sparse.Amounts[(2 * row) + 1] = 1;
            for (int slot = 0; slot < 2; slot++)
            {
                if (sparse.Places[(2 * row) + slot] >= 0)
                {
                    dense.Row(row)[sparse.Places[(2 * row) + slot]] += sparse.Amounts[(2 * row) + slot];
                }
            }
        }
        Matrix a = new(Rows, Outputs), b = new(Rows, Outputs);
        layer.Forward(null, sparse, a);
        layer.Forward(dense, null, b);
        Near(a.Values, b.Values, 1e-5);
        layer.ParameterGradients(null, sparse, yGradient);
        float[] ofSparse = [.. parameters.Gradients];
        parameters.Gradients.AsSpan().Clear();
        layer.ParameterGradients(dense, null, yGradient);
        Near(ofSparse, parameters.Gradients, 1e-4);
    }

    [Fact]
    public void Gradients_of_a_layer_are_those_of_its_output()
    {
        const int Rows = 6, Dense = 4, Sparse = 3, Outputs = 5;
        var team = new Team(1);
        (Linear layer, ParameterSet parameters) = NewLinear(Dense, Sparse, Outputs, team);
        Matrix x = Filled(Rows, Dense, 1), weight = Filled(Rows, Outputs, 2), y = new(Rows, Outputs), xGradient = new(Rows, Dense);
        SparseRows condition = new(Rows, 1);
        for (int row = 0; row < Rows; row++)
        {
            (condition.Places[row], condition.Amounts[row]) = (row % Sparse, 1);
        }
        double Loss()
        {
            layer.Refresh();
            layer.Forward(x, condition, y, Dense);
            return Dot(y, weight);
        }
        layer.RefreshBackward(Dense);
        layer.ParameterGradients(x, condition, weight, Dense);
        layer.InputGradient(weight, xGradient);
        Check(parameters.Values, parameters.Gradients, Loss);
        Check(x.Values, xGradient.Values, Loss);
    }

    [Fact]
    public void Gradients_of_a_normalisation_are_those_of_its_output()
    {
        const int Rows = 12, Columns = 70;
        var parameters = new ParameterSet();
        var norm = new BatchNorm(parameters, Columns, Rows, new Team(2));
        parameters.Allocate();
        norm.Initialise();
        RandomSequence sequence = new Philox(7).At(1, 0);
        Noise.Normal(ref sequence, parameters.Values);
        Matrix x = Filled(Rows, Columns, 1), weight = Filled(Rows, Columns, 2), y = new(Rows, Columns);
        double Loss()
        {
            norm.Forward(x, y);
            return Dot(y, weight);
        }
        Loss();
        Matrix gradient = new([.. weight.Values], 0, Rows, Columns, Columns);
        norm.Backward(gradient);
        Check(parameters.Values, [.. parameters.Gradients], Loss);
        Check(x.Values, gradient.Values, Loss);
    }

    [Fact]
    public void A_normalised_batch_has_mean_0_and_variance_1_and_the_averages_are_of_all_batches()
    {
        const int Rows = 50, Columns = 3;
        var parameters = new ParameterSet();
        var norm = new BatchNorm(parameters, Columns, Rows, new Team(1));
        parameters.Allocate();
        norm.Initialise();
        Matrix first = Filled(Rows, Columns, 1), second = Filled(Rows, Columns, 2), y = new(Rows, Columns);
        norm.Forward(first, y);
        norm.Forward(second, y);
        for (int c = 0; c < Columns; c++)
        {
            float[] column = [.. Enumerable.Range(0, Rows).Select(row => y.Row(row)[c])];
            column.Average().ShouldBe(0, 1e-5f);
            column.Average(value => value * value).ShouldBe(1, 1e-3f);
            float[] all = [.. Enumerable.Range(0, Rows).SelectMany(row => new[] { first.Row(row)[c], second.Row(row)[c] })];
            norm.AverageMean[c].ShouldBe(all.Average(), 1e-5f);
        }
    }

    [Fact]
    public void Gradients_of_slices_are_those_of_their_output()
    {
        const int Rows = 5;
        const float Temperature = 0.7f;
        OutputSlice[] slices = [new(0, 1, true), new(1, 4, false), new(5, 2, false)];
        var activation = new SliceActivation(slices, new Team(2));
        Matrix sums = Filled(Rows, 7, 1), weight = Filled(Rows, 7, 2), y = new(Rows, 7);
        double Loss()
        {
            activation.Gumbel(sums, y, Temperature, new Philox(3), 4, 5);
            return Dot(y, weight);
        }
        Loss();
        for (int row = 0; row < Rows; row++)
        {
            y.Row(row)[1..5].ToArray().Sum().ShouldBe(1, 1e-5f);
            y.Row(row)[5..7].ToArray().Sum().ShouldBe(1, 1e-5f);
            y.Row(row)[0].ShouldBe(MathF.Tanh(sums.Row(row)[0]), 1e-6f);
        }
        Matrix gradient = new([.. weight.Values], 0, Rows, 7, 7);
        activation.GumbelGradient(y, gradient, Temperature);
        Check(sums.Values, gradient.Values, Loss);
    }

    [Fact]
    public void Adam_steps_as_the_paper_says()
    {
        var parameters = new ParameterSet();
        parameters.Ask(1, 11, (_, _) => { });
        parameters.Allocate();
        var options = new AdamOptions(0.01f, 0.5f, 0.9f, 0.1f);
        var adam = new Adam(parameters, options, new Team(1));
        RandomSequence sequence = new Philox(9).At(0, 0);
        Noise.Normal(ref sequence, parameters.Values);
        double[] value = [.. parameters.Values.Select(v => (double)v)], mean = new double[11], square = new double[11];
        for (int step = 1; step <= 20; step++)
        {
            Noise.Normal(ref sequence, parameters.Gradients);
            for (int i = 0; i < value.Length; i++)
            {
                double g = parameters.Gradients[i] + (0.1 * value[i]);
                mean[i] = (0.5 * mean[i]) + (0.5 * g);
                square[i] = (0.9 * square[i]) + (0.1 * g * g);
                value[i] -= 0.01 * (mean[i] / (1 - Math.Pow(0.5, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.9, step))) + 1e-8);
            }
            adam.Step();
            parameters.Gradients.ShouldAllBe(gradient => gradient == 0);
        }
        for (int i = 0; i < value.Length; i++)
        {
            ((double)parameters.Values[i]).ShouldBe(value[i], 1e-5);
        }
    }

    private static (Linear Layer, ParameterSet Parameters) NewLinear(int dense, int sparse, int outputs, Team team)
    {
        var parameters = new ParameterSet();
        var layer = new Linear(parameters, dense, sparse, outputs, team);
        parameters.Allocate();
        RandomSequence sequence = new Philox(1).At(0, 0);
        layer.Initialise(ref sequence);
        layer.Refresh();
        return (layer, parameters);
    }

    private static void Check(float[] inputs, float[] gradients, Func<double> loss)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            float before = inputs[i];
            inputs[i] = before + Step;
            double above = loss();
            inputs[i] = before - Step;
            double below = loss();
            inputs[i] = before;
            ((above - below) / (2 * Step)).ShouldBe(gradients[i], Tolerance * (1 + Math.Abs(gradients[i])), $"element {i}");
        }
    }

    private static void Near(float[] a, float[] b, double tolerance) => a.Zip(b).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= tolerance);

    private static double Dot(Matrix a, Matrix b) => a.Values.Zip(b.Values).Sum(pair => (double)pair.First * pair.Second);

    private static Matrix Filled(int rows, int columns, uint stream)
    {
        var matrix = new Matrix(rows, columns);
        RandomSequence sequence = new Philox(2).At(stream, 0);
        Noise.Normal(ref sequence, matrix.Flat);
        return matrix;
    }
}

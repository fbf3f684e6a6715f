using Semblance.Numerics.Distributions;
using Semblance.Numerics.Networks;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Distributions;

public sealed class MultivariateGaussianMixtureTests
{
    [Fact]
    public void Modes_far_apart_are_found_with_their_covariances()
    {
        // Two thirds around (-3, 0) with correlation .8, a third around (4, 2) with deviations .5 and 2.
        Matrix rows = Rows(12_000, 2, (row, z) => row % 3 < 2 ? [z[0] - 3, (0.8f * z[0]) + (0.6f * z[1])] : [(0.5f * z[0]) + 4, (2 * z[1]) + 2]);
        MultivariateGaussianMixture mixture = Fit(rows, new(2, 30, 2));
        int left = mixture.Means.Row(0)[0] < 0 ? 0 : 1, right = 1 - left;
        // Standard errors are below .02 but for the largest deviation, .03.
        mixture.Weights[left].ShouldBe(2.0 / 3, 0.01);
        mixture.Means.Row(left)[0].ShouldBe(-3, 0.05f);
        mixture.Means.Row(right)[1].ShouldBe(2, 0.1f);
        float[] narrow = mixture.Factors.Row(left).ToArray(), wide = mixture.Factors.Row(right).ToArray();
        narrow[0].ShouldBe(1, 0.05f);
        (narrow[1] / MathF.Sqrt((narrow[1] * narrow[1]) + (narrow[2] * narrow[2]))).ShouldBe(0.8f, 0.03f);
        wide[0].ShouldBe(0.5f, 0.03f);
        wide[2].ShouldBe(2, 0.1f);
    }

    [Fact]
    public void It_is_what_the_plain_equations_give()
    {
        Matrix rows = Rows(700, 3, (row, z) => [z[0] + (row % 2), z[1] * (1 + (row % 3)), z[2] + z[0]]);
        const double Shrinkage = 4;
        MultivariateGaussianMixture mixture = Fit(rows, new(3, 12, Shrinkage));
        (double[] weights, double[][] means, double[][,] covariances) = Plainly(rows, 3, 12, Shrinkage);
        for (int k = 0; k < 3; k++)
        {
            mixture.Weights[k].ShouldBe(weights[k], 1e-4);
            for (int i = 0; i < 3; i++)
            {
                mixture.Means.Row(k)[i].ShouldBe((float)means[k][i], 1e-3f);
                for (int j = 0; j <= i; j++)
                {
                    double covariance = 0;
                    for (int m = 0; m <= j; m++)
                    {
                        covariance += (double)Factor(mixture, k, i, m) * Factor(mixture, k, j, m);
                    }
                    covariance.ShouldBe(covariances[k][i, j], 1e-3);
                }
            }
        }
    }

    [Fact]
    public void Draws_are_distributed_as_the_rows_are()
    {
        Matrix rows = Rows(8_000, 2, (row, z) => row % 4 == 0 ? [5 + z[0], z[1]] : [z[0], z[0] + (0.3f * z[1])]);
        MultivariateGaussianMixture mixture = Fit(rows, new(4, 30, 4));
        var random = new Philox(9);
        Matrix drawn = Rows(8_000, 2, (row, z) =>
        {
            mixture.Draw(random.At(5, (ulong)row).NextDouble(), z);
            return z;
        });
        // 8,000 rows: means of a variable of deviation 2.4 have a standard error of .027, second moments one of some .15.
        foreach (Func<float[], double> moment in new Func<float[], double>[] { row => row[0], row => row[1], row => row[0] * row[0], row => row[0] * row[1], row => row[0] > 3 ? 1 : 0 })
        {
            double real = Enumerable.Range(0, rows.Rows).Average(row => moment(rows.Row(row).ToArray())), made = Enumerable.Range(0, drawn.Rows).Average(row => moment(drawn.Row(row).ToArray()));
            made.ShouldBe(real, 0.1 + (0.06 * Math.Abs(real)));
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        Matrix rows = Rows(3_000, 9, (row, z) => [.. z.Select((value, i) => value + (row % (i + 2)))]);
        MultivariateGaussianMixture one = Fit(rows, new(7, 5, 18), 1), four = Fit(rows, new(7, 5, 18), 4);
        four.Means.Flat.SequenceEqual(one.Means.Flat).ShouldBeTrue();
        four.Factors.Flat.SequenceEqual(one.Factors.Flat).ShouldBeTrue();
        four.Weights.ShouldBe(one.Weights);
    }

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(3, 5, 4)]
    [InlineData(40, 2, 30)]
    public void Few_and_equal_rows_give_a_mixture_all_the_same(int count, int variables, int modes)
    {
        Matrix rows = Rows(count, variables, (_, _) => [.. Enumerable.Repeat(0.5f, variables)]);
        MultivariateGaussianMixture mixture = Fit(rows, new(modes, 10, 2 * variables));
        float[] place = new float[variables];
        mixture.Draw(0.99, place);
        place.ShouldAllBe(value => Math.Abs(value - 0.5f) < 1e-3);
        mixture.Factors.Flat.ToArray().ShouldAllBe(value => float.IsFinite(value));
    }

    [Theory]
    [InlineData(100, 0.1)]
    [InlineData(1e4, 1e4)]
    [InlineData(-3e6, 2)]
    [InlineData(1e-6, 1e-8)]
    public void Far_tight_and_large_variables_are_learnt_as_others_are(double centre, double deviation)
    {
        Matrix rows = Rows(3_000, 4, (row, z) => [.. z.Select(value => (float)(centre + (deviation * (value + (row % 2 * 4)))))]);
        MultivariateGaussianMixture mixture = Fit(rows, new(16, 20, 8));
        // Halves at 0 and 4 deviations: mean 2, variance 5; single precision holds -3e6 to a quarter of 1.
        Matrix drawn = Rows(3_000, 4, (row, z) =>
        {
            mixture.Draw((row + 0.5) / 3_000, z);
            return z;
        });
        double[] off = [.. Enumerable.Range(0, drawn.Rows).Select(row => (drawn.Row(row)[2] - centre) / deviation)];
        off.Average().ShouldBe(2, 0.2);
        Math.Sqrt(off.Average(value => (value - 2) * (value - 2))).ShouldBe(Math.Sqrt(5), 0.15);
    }

    [Fact]
    public void Variables_that_all_but_determine_each_other_give_a_mixture()
    {
        Matrix rows = Rows(3_000, 6, (row, z) => [.. Enumerable.Range(0, 6).Select(i => (30 * z[0] * (i + 1)) + (0.0002f * z[i]))]);
        MultivariateGaussianMixture mixture = Fit(rows, new(16, 20, 12));
        Matrix drawn = Rows(500, 6, (row, z) =>
        {
            mixture.Draw(row / 500.0, z);
            return z;
        });
        // The sixth is six times the first: within what the least share of variance that each keeps adds up to, a hundredth of its range of 1,200.
        Enumerable.Range(0, 500).Max(row => Math.Abs(drawn.Row(row)[5] - (6 * drawn.Row(row)[0]))).ShouldBeLessThan(12);
    }

    [Fact]
    public void Options_out_of_range_are_refused_and_what_refills_rows_can_end_the_fit()
    {
        var rows = new Matrix(10, 2);
        foreach (MultivariateGaussianMixtureOptions options in new MultivariateGaussianMixtureOptions[] { new(0, 1, 1), new(1, 0, 1), new(1, 1, 0), new(1, 1, double.NaN) })
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Fit(rows, options));
        }
        Should.Throw<OperationCanceledException>(() => MultivariateGaussianMixture.Fit(
            rows, round => { if (round == 2) { throw new OperationCanceledException(); } }, new(1, 5, 1), new Philox(3).At(1, 0), new Team(1)));
    }

    [Fact]
    public void Shapes_and_numbers_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => new MultivariateGaussianMixture([1], new Matrix(1, 2), new Matrix(1, 2))).Message.ShouldContain("[1, 2] factors");
        Should.Throw<ArgumentException>(() => new MultivariateGaussianMixture([0.5], new Matrix(1, 1), new Matrix(1, 1))).Message.ShouldContain("0.5");
        Should.Throw<ArgumentException>(() => new MultivariateGaussianMixture([1], new Matrix([float.NaN], 0, 1, 1, 1), new Matrix(1, 1))).Message.ShouldContain("NaN");
    }

    private static float Factor(MultivariateGaussianMixture mixture, int mode, int row, int column) => mixture.Factors.Row(mode)[MultivariateGaussianMixture.Triangle(row) + column];

    private static MultivariateGaussianMixture Fit(Matrix rows, MultivariateGaussianMixtureOptions options, int threads = 2) =>
        MultivariateGaussianMixture.Fit(rows, _ => { }, options, new Philox(3).At(1, 0), new Team(threads));

    /// <summary>Rows made of independent standard normal numbers.</summary>
    private static Matrix Rows(int count, int variables, Func<int, float[], float[]> make)
    {
        var rows = new Matrix(count, variables);
        var random = new Philox(11);
        for (int row = 0; row < count; row++)
        {
            var normal = new float[variables];
            RandomSequence sequence = random.At(2, (ulong)row);
            Noise.Normal(ref sequence, normal);
            make(row, normal).CopyTo(rows.Row(row));
        }
        return rows;
    }

    /// <summary>The same rounds in double precision, row by row, as they are in books.</summary>
    private static (double[] Weights, double[][] Means, double[][,] Covariances) Plainly(Matrix rows, int modes, int rounds, double shrinkage)
    {
        int d = rows.Columns, n = rows.Rows;
        RandomSequence sequence = new Philox(3).At(1, 0);
        double[] weights = [.. Enumerable.Repeat(1.0 / modes, modes)];
        double[][] means = [.. Enumerable.Range(0, modes).Select(k => rows.Row((int)((k + sequence.NextDouble()) * n / modes)).ToArray().Select(value => (double)value).ToArray())];
        double[][,] covariances = [.. Enumerable.Range(0, modes).Select(_ => Diagonal(i => 0.5 * Variance(rows, i), d))];
        for (int round = 0; round < rounds; round++)
        {
            var shares = new double[n, modes];
            for (int row = 0; row < n; row++)
            {
                double[] densities = [.. Enumerable.Range(0, modes).Select(k => weights[k] * Density(rows.Row(row), means[k], covariances[k]))];
                for (int k = 0; k < modes; k++)
                {
                    shares[row, k] = densities[k] / densities.Sum();
                }
            }
            double[,] common = Diagonal(_ => 1, d);
            for (int k = 0; k < modes; k++)
            {
                double count = Enumerable.Range(0, n).Sum(row => shares[row, k]);
                weights[k] = count / n;
                means[k] = [.. Enumerable.Range(0, d).Select(i => Enumerable.Range(0, n).Sum(row => shares[row, k] * rows.Row(row)[i]) / count)];
                for (int i = 0; i < d; i++)
                {
                    for (int j = 0; j < d; j++)
                    {
                        covariances[k][i, j] = Enumerable.Range(0, n).Sum(row => shares[row, k] * (rows.Row(row)[i] - means[k][i]) * (rows.Row(row)[j] - means[k][j]));
                        common[i, j] += covariances[k][i, j];
                    }
                }
            }
            for (int k = 0; k < modes; k++)
            {
                for (int i = 0; i < d; i++)
                {
                    for (int j = 0; j < d; j++)
                    {
                        covariances[k][i, j] = (covariances[k][i, j] + (shrinkage * common[i, j] / (n + 1))) / ((weights[k] * n) + shrinkage);
                    }
                }
            }
        }
        return (weights, means, covariances);
    }

    private static double Variance(Matrix rows, int column)
    {
        double[] values = [.. Enumerable.Range(0, rows.Rows).Select(row => (double)rows.Row(row)[column])];
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private static double[,] Diagonal(Func<int, double> of, int size)
    {
        var matrix = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = of(i);
        }
        return matrix;
    }

    /// <summary>The normal density of three variables but for a constant, by the adjugate.</summary>
    private static double Density(ReadOnlySpan<float> row, double[] mean, double[,] c)
    {
        double[] x = [row[0] - mean[0], row[1] - mean[1], row[2] - mean[2]];
        double Cofactor(int i, int j) => (c[(i + 1) % 3, (j + 1) % 3] * c[(i + 2) % 3, (j + 2) % 3]) - (c[(i + 1) % 3, (j + 2) % 3] * c[(i + 2) % 3, (j + 1) % 3]);
        double determinant = (c[0, 0] * Cofactor(0, 0)) + (c[0, 1] * Cofactor(0, 1)) + (c[0, 2] * Cofactor(0, 2)), distance = 0;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                distance += x[i] * Cofactor(i, j) * x[j] / determinant;
            }
        }
        return Math.Exp(-0.5 * distance) / Math.Sqrt(determinant);
    }
}

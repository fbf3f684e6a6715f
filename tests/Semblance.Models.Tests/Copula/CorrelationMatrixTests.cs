using Semblance.Models.Copula;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Copula;

public sealed class CorrelationMatrixTests
{
    private static double[][] Random(int size, ulong seed)
    {
        RandomSequence random = new Philox(seed).At(0, 0);
        var matrix = new double[size][];
        for (int i = 0; i < size; i++)
        {
            matrix[i] = new double[i + 1];
            for (int j = 0; j < i; j++)
            {
                matrix[i][j] = (2 * random.NextDouble()) - 1;
            }
            matrix[i][i] = 1;
        }
        return matrix;
    }

    private static double At(double[][] lower, int i, int j) => i >= j ? lower[i][j] : lower[j][i];

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(300)]
    public void Any_pairwise_correlations_become_a_correlation_matrix(int size)
    {
        double[][] matrix = Random(size, 3);
        int[] groups = [.. Enumerable.Range(0, size).Select(i => i / 2)];
        for (int i = 1; i < size; i += 2)
        {
            matrix[i][i - 1] = 0;
        }
        CorrelationMatrix.MakePositiveDefinite(matrix, groups);
        double[][] factor = CorrelationMatrix.SafeCholesky(matrix);
        for (int i = 0; i < size; i++)
        {
            matrix[i][i].ShouldBe(1);
            for (int j = 0; j <= i; j++)
            {
                Math.Abs(matrix[i][j]).ShouldBeLessThanOrEqualTo(1);
                double product = Enumerable.Range(0, j + 1).Sum(k => factor[i][k] * factor[j][k]);
                product.ShouldBe(matrix[i][j], 1e-9);
            }
        }
        for (int i = 1; i < size; i += 2)
        {
            matrix[i][i - 1].ShouldBe(0, "variables of one group stay uncorrelated");
        }
    }

    [Fact]
    public void A_proper_matrix_stays_as_it_is()
    {
        double[][] matrix = [[1], [0.5, 1], [0.25, 0.5, 1]];
        CorrelationMatrix.MakePositiveDefinite(matrix, [0, 1, 2]);
        matrix.ShouldBe([[1], [0.5, 1], [0.25, 0.5, 1]]);
    }

    [Fact]
    public void Decomposition_gives_back_the_matrix()
    {
        double[][] matrix = Random(30, 9);
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(matrix);
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Enumerable.Range(0, 30).Sum(k => values[k] * vectors[k][i] * vectors[k][j]).ShouldBe(At(matrix, i, j), 1e-10);
                Enumerable.Range(0, 30).Sum(k => vectors[i][k] * vectors[j][k]).ShouldBe(i == j ? 1 : 0, 1e-12);
            }
        }
    }

    [Fact]
    public void The_inverse_is_one()
    {
        double[][] matrix = Random(6, 2);
        CorrelationMatrix.MakePositiveDefinite(matrix, [0, 1, 2, 3, 4, 5]);
        double[][] inverse = CorrelationMatrix.Inverse(CorrelationMatrix.SafeCholesky(matrix), 4);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                Enumerable.Range(0, 4).Sum(k => At(matrix, i, k) * inverse[k][j]).ShouldBe(i == j ? 1 : 0, 1e-8);
            }
        }
    }

    [Fact]
    public void Few_rows_shrink_correlations_and_many_do_not()
    {
        double[][] few = [[1], [0.5, 1]], many = [[1], [0.5, 1]];
        CorrelationMatrix.Shrink(few, 5);
        CorrelationMatrix.Shrink(many, 100_000);
        // (1 - .25)^2 / (n - 1) / .25 of the correlation goes.
        few[1][0].ShouldBe(0.5 * (1 - (0.5625 / 4 / 0.25)), 1e-12);
        many[1][0].ShouldBe(0.5, 1e-4);
    }
}

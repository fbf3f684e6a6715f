namespace Semblance.Models.Core;

/// <summary>Work on correlation matrices kept as lower triangles by rows.</summary>
internal static class CorrelationMatrix
{
    /// <summary>The smallest share of a variable's variance that the earlier ones may leave open.</summary>
    private const double SmallestPivot = 1e-6;

    /// <summary>
    /// Draws the correlations towards 0 by the share that minimises the expected squared error: next to nothing for many rows, much for
    /// few rows and many columns. Source: Schäfer and Strimmer, "A shrinkage approach to large-scale covariance matrix estimation", 2005.
    /// </summary>
    public static void Shrink(double[][] correlation, int rows)
    {
        double errors = 0, squares = 0;
        foreach (double[] line in correlation)
        {
            for (int j = 0; j < line.Length - 1; j++)
            {
                double square = line[j] * line[j];
                squares += square;
                errors += (1 - square) * (1 - square) / (rows - 1);
            }
        }
        Scale(correlation, 1 - (squares > 0 ? Math.Min(1, errors / squares) : 0));
    }

    /// <summary>Draws the correlations towards 0 until the matrix has a Cholesky factor.</summary>
    public static void MakePositiveDefinite(double[][] correlation)
    {
        for (double share = 1e-4; Cholesky(correlation) is null; share = Math.Min(1, share * 2))
        {
            Scale(correlation, 1 - share);
        }
    }

    /// <summary>The lower triangle L with L L' = the matrix, or null if the matrix is not safely positive definite.</summary>
    public static double[][]? Cholesky(double[][] matrix)
    {
        var factor = new double[matrix.Length][];
        for (int i = 0; i < matrix.Length; i++)
        {
            double[] line = (double[])matrix[i].Clone();
            factor[i] = line;
            for (int j = 0; j <= i; j++)
            {
                double[] other = factor[j];
                double sum = line[j];
                for (int k = 0; k < j; k++)
                {
                    sum -= line[k] * other[k];
                }
                if (j < i)
                {
                    line[j] = sum / other[j];
                }
                else if (sum < SmallestPivot)
                {
                    return null;
                }
                else
                {
                    line[j] = Math.Sqrt(sum);
                }
            }
        }
        return factor;
    }

    /// <summary>The inverse of the leading <paramref name="size"/> rows and columns of L L', as a full matrix.</summary>
    public static double[][] Inverse(double[][] factor, int size)
    {
        var inverse = new double[size][];
        for (int column = 0; column < size; column++)
        {
            // Forward and backward substitution on one unit vector.
            var x = new double[size];
            x[column] = 1;
            for (int i = 0; i < size; i++)
            {
                for (int k = 0; k < i; k++)
                {
                    x[i] -= factor[i][k] * x[k];
                }
                x[i] /= factor[i][i];
            }
            for (int i = size - 1; i >= 0; i--)
            {
                for (int k = i + 1; k < size; k++)
                {
                    x[i] -= factor[k][i] * x[k];
                }
                x[i] /= factor[i][i];
            }
            inverse[column] = x;
        }
        return inverse;
    }

    private static void Scale(double[][] correlation, double factor)
    {
        foreach (double[] line in correlation)
        {
            foreach (ref double value in line.AsSpan(0, line.Length - 1))
            {
                value *= factor;
            }
        }
    }
}

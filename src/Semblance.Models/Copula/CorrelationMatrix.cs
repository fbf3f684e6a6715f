using Semblance.Numerics;

namespace Semblance.Models.Copula;

/// <summary>Work on correlation matrices kept as lower triangles by rows.</summary>
internal static class CorrelationMatrix
{
    /// <summary>The smallest share of a variable's variance that the earlier ones may leave open.</summary>
    private const double SmallestPivot = 1e-6;

    private const double SmallestEigenvalue = 1e-4;

    /// <summary>Up to this size eigenvalues are found in well under a second.</summary>
    private const int LargestDecomposed = 256;
    private const int MostTurns = 20;

    /// <summary>The cube of the size times the turns is kept to this.</summary>
    private const double LargestWork = 1e7;

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

    /// <summary>
    /// Makes a matrix positive definite whose entries were learnt pair by pair. In turns, negative eigenvalues are raised to a small one, which
    /// changes the entries as little as can be, and the entries that must be 0 are set to 0 again. What is then left to do, and large
    /// matrices altogether, is done by drawing all correlations towards 0.
    /// Source: Higham, "Computing the nearest correlation matrix", 2002 (alternating projections).
    /// </summary>
    /// <param name="correlation">The matrix, lower triangle by rows.</param>
    /// <param name="groups">Variables of the same group are uncorrelated by construction.</param>
    public static void MakePositiveDefinite(double[][] correlation, int[] groups)
    {
        double cube = (double)correlation.Length * correlation.Length * correlation.Length;
        int turns = correlation.Length <= LargestDecomposed ? Math.Clamp((int)(LargestWork / cube), 1, MostTurns) : 0;
        for (int turn = 0; turn < turns && !IsPositiveDefinite(correlation); turn++)
        {
            RaiseEigenvalues(correlation, groups);
        }
        for (double share = 1e-4; !IsPositiveDefinite(correlation); share = Math.Min(1, share * 2))
        {
            Scale(correlation, 1 - share);
        }
    }

    /// <summary>
    /// The lower triangle L with L L' = the matrix. A variable that the earlier ones all but determine keeps a little of its own, so that
    /// there is always a result.
    /// </summary>
    public static double[][] SafeCholesky(double[][] matrix) => LowerTriangle.Cholesky(matrix, SmallestPivot, out _);

    private static bool IsPositiveDefinite(double[][] matrix)
    {
        LowerTriangle.Cholesky(matrix, SmallestPivot, out double smallestPivot);
        return smallestPivot >= SmallestPivot;
    }

    /// <summary>Raises all eigenvalues to <see cref="SmallestEigenvalue"/> at least, scales the diagonal back to 1 and clears the entries within groups.</summary>
    private static void RaiseEigenvalues(double[][] correlation, int[] groups)
    {
        int size = correlation.Length;
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(correlation);
        var raised = new double[size][];
        for (int i = 0; i < size; i++)
        {
            raised[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < size; k++)
                {
                    sum += vectors[k][i] * vectors[k][j] * Math.Max(values[k], SmallestEigenvalue);
                }
                raised[i][j] = sum;
            }
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                correlation[i][j] = groups[i] == groups[j] ? 0 : raised[i][j] / Math.Sqrt(raised[i][i] * raised[j][j]);
            }
        }
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

using System.Runtime.CompilerServices;

namespace Semblance.Models.Copula;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: short, accurate and free of square roots of negative numbers,
/// O(n^3) per sweep and some eight sweeps. Source: Golub and Van Loan, "Matrix Computations", 2013, section 8.5.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 30;

    /// <summary>Decomposes a matrix given as its lower triangle by rows.</summary>
    /// <returns>The eigenvalues, in no order, and for each its eigenvector of length 1.</returns>
    public static (double[] Values, double[][] Vectors) Decompose(double[][] lower)
    {
        int size = lower.Length;
        var matrix = new double[size][];
        var vectors = new double[size][];
        for (int i = 0; i < size; i++)
        {
            matrix[i] = new double[size];
            vectors[i] = new double[size];
            vectors[i][i] = 1;
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[i][j] = matrix[j][i] = lower[i][j];
            }
        }
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(matrix) > 1e-18 * size; sweep++)
        {
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    Rotate(matrix, vectors, p, q);
                }
            }
        }
        var values = new double[size];
        for (int i = 0; i < size; i++)
        {
            values[i] = matrix[i][i];
        }
        return (values, vectors);
    }

    /// <summary>Turns the plane of two axes so that the entry between them becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate(double[][] matrix, double[][] vectors, int p, int q)
    {
        double entry = matrix[p][q];
        if (Math.Abs(entry) < 1e-15)
        {
            return;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * entry);
        double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
        double[] first = matrix[p], second = matrix[q];
        foreach (double[] line in matrix)
        {
            (line[p], line[q]) = ((cosine * line[p]) - (sine * line[q]), (sine * line[p]) + (cosine * line[q]));
        }
        Turn(first, second, cosine, sine);
        Turn(vectors[p], vectors[q], cosine, sine);
    }

    private static void Turn(double[] first, double[] second, double cosine, double sine)
    {
        for (int k = 0; k < first.Length; k++)
        {
            (first[k], second[k]) = ((cosine * first[k]) - (sine * second[k]), (sine * first[k]) + (cosine * second[k]));
        }
    }

    private static double OffDiagonal(double[][] matrix)
    {
        double sum = 0;
        for (int i = 0; i < matrix.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += matrix[i][j] * matrix[i][j];
            }
        }
        return sum;
    }
}

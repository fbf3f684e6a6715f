using System.Runtime.CompilerServices;

namespace Semblance.Numerics;

/// <summary>Factors of symmetric matrices, as rows of which the first i + 1 numbers of row i count.</summary>
public static class LowerTriangle
{
    /// <summary>The lower triangle L with L L' = the matrix.</summary>
    /// <param name="matrix">The rows of the matrix, to the diagonal at least; left as they are.</param>
    /// <param name="leastPivot">
    /// What is left of a variance, given the variables before it, is at least this: a variable that the earlier ones all but determine keeps a little of its own, so that there is always a result.
    /// </param>
    /// <param name="smallestPivot">The smallest that was left of any.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[][] Cholesky(double[][] matrix, double leastPivot, out double smallestPivot)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        smallestPivot = double.PositiveInfinity;
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
                else
                {
                    smallestPivot = Math.Min(smallestPivot, sum);
                    line[j] = Math.Sqrt(Math.Max(sum, leastPivot));
                }
            }
        }
        return factor;
    }
}

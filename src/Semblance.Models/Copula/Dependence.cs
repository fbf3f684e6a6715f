using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Semblance.Models.Encoding;

namespace Semblance.Models.Copula;

/// <summary>Learns the correlations of the normal variables in one pass over the rows.</summary>
internal static class Dependence
{
    private const int BlockRows = 4096;

    /// <summary>Correlations of larger tables are learnt from evenly spaced rows, at least this many: their error, .0014, is below what a copula misses anyway.</summary>
    private const int LargestSample = 1 << 19;

    /// <summary>The largest correlation: variables that determine each other stay this far apart.</summary>
    private const double LargestCorrelation = 0.99999;

    /// <summary>The correlation matrix, lower triangle by rows; positive definite.</summary>
    public static double[][] Learn(CopulaColumn[] marginals, EncodedColumn[] columns, int threads, CancellationToken cancellation)
    {
        var table = new ScoreTable(marginals, columns);
        int stride = Math.Max(1, columns[0].RowCount / LargestSample);
        int rows = (columns[0].RowCount + stride - 1) / stride;
        int count = table.Count;
        // Beside the scores, one line of ones and a mask for each variable with gaps: their products give sums and counts of common rows.
        var maskLine = new int[count];
        int lines = count + 1;
        for (int v = 0; v < count; v++)
        {
            maskLine[v] = table.HasGaps(v) ? lines++ : count;
        }
        double[][] moments = Moments(table, maskLine, lines, rows, stride, threads, cancellation);

        double[][] hermite = new double[count][];
        new Workers(threads, cancellation).For(count, v => hermite[v] = table.Hermite(v));
        var correlation = new double[count][];
        new Workers(threads, cancellation).For(count, i =>
        {
            correlation[i] = new double[i + 1];
            correlation[i][i] = 1;
            for (int j = 0; j < i; j++)
            {
                double common = At(moments, maskLine[i], maskLine[j]);
                if (common < 2 || table.ColumnOf(i) == table.ColumnOf(j))
                {
                    continue;
                }
                double covariance = (At(moments, i, j) / common) - (At(moments, i, maskLine[j]) / common * (At(moments, j, maskLine[i]) / common));
                correlation[i][j] = SolveCorrelation(hermite[i], hermite[j], covariance);
            }
        });
        CorrelationMatrix.Shrink(correlation, rows);
        CorrelationMatrix.MakePositiveDefinite(correlation, [.. Enumerable.Range(0, count).Select(table.ColumnOf)]);
        return correlation;
    }

    /// <summary>All products of lines summed over the rows. Each sum is added up in the order of the rows by one thread, so threads do not matter.</summary>
    private static double[][] Moments(ScoreTable table, int[] maskLine, int lines, int rows, int stride, int threads, CancellationToken cancellation)
    {
        var sums = new double[lines][];
        var block = new double[lines][];
        for (int line = 0; line < lines; line++)
        {
            sums[line] = new double[line + 1];
            block[line] = new double[BlockRows];
        }
        for (int first = 0; first < rows; first += BlockRows)
        {
            int start = first, size = Math.Min(BlockRows, rows - first);
            new Workers(threads, cancellation).For(table.Count, v =>
            {
                bool gaps = maskLine[v] != table.Count;
                table.Fill(v, start * stride, stride, block[v].AsSpan(0, size), gaps ? block[maskLine[v]].AsSpan(0, size) : []);
                block[v].AsSpan(size).Clear();
                block[gaps ? maskLine[v] : v].AsSpan(size).Clear();
            });
            block[table.Count].AsSpan(0, size).Fill(1);
            block[table.Count].AsSpan(size).Clear();
            // Long and short lines are paired, so that the threads' parts are alike.
            new Workers(threads, cancellation).For((lines + 1) / 2, pair =>
            {
                AddProducts(block, sums, pair);
                if (lines - 1 - pair != pair)
                {
                    AddProducts(block, sums, lines - 1 - pair);
                }
            });
        }
        return sums;
    }

    private static void AddProducts(double[][] block, double[][] sums, int line)
    {
        for (int other = 0; other <= line; other++)
        {
            sums[line][other] += Dot(block[line], block[other]);
        }
    }

    /// <summary>The dot product in eight lanes, added up in a fixed order: the same bits with any vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(double[] a, double[] b)
    {
        ReadOnlySpan<Vector256<double>> left = MemoryMarshal.Cast<double, Vector256<double>>(a), right = MemoryMarshal.Cast<double, Vector256<double>>(b);
        Vector256<double> even = Vector256<double>.Zero, odd = Vector256<double>.Zero;
        for (int i = 0; i + 1 < left.Length; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }
        Vector256<double> sum = even + odd;
        return (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }

    private static double At(double[][] lower, int i, int j) => i >= j ? lower[i][j] : lower[j][i];

    /// <summary>The correlation of two normal variables whose step scores have a covariance; see <see cref="Ladder.Hermite"/>.</summary>
    private static double SolveCorrelation(double[] a, double[] b, double covariance)
    {
        double low = -LargestCorrelation, high = LargestCorrelation;
        if (covariance <= Covariance(a, b, low))
        {
            return low;
        }
        if (covariance >= Covariance(a, b, high))
        {
            return high;
        }
        for (int step = 0; step < 30; step++)
        {
            double middle = 0.5 * (low + high);
            if (Covariance(a, b, middle) < covariance)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    private static double Covariance(double[] a, double[] b, double correlation)
    {
        double sum = 0;
        for (int k = a.Length - 1; k >= 0; k--)
        {
            sum = correlation * (sum + (a[k] * b[k]));
        }
        return sum;
    }
}

using System.Runtime.CompilerServices;
using Semblance.Models.Copula;
using Semblance.Models.Encoding;

namespace Semblance.Models.Core;

/// <summary>
/// Decides, for categories with three or more levels, which levels get nodes of their own and in what order the others stand: apart go
/// those that the other columns tell from the rest best, and the others lie along the first principal axis of their mean scores on the
/// other columns. Two rounds, the second with the categories' own new scores.
/// Source: optimal scaling as in Gifi, "Nonlinear Multivariate Analysis", 1990, with one axis per column.
/// </summary>
internal static class OutcomeChains
{
    /// <summary>Levels of one column that get nodes of their own.</summary>
    private const int MostApart = 3;

    /// <summary>In wide tables levels get nodes of their own only until there are this many variables: the work grows with their square.</summary>
    private const int LargestModel = 128;

    /// <summary>A level in fewer training rows stays among the others: what sets it apart may be chance.</summary>
    private const int LeastRows = 20;

    /// <summary>Rows that are looked at: evenly spaced ones of a larger table.</summary>
    private const int LargestSample = 16_384;

    /// <summary>The product of rows, variables and columns to arrange is kept to this, for very wide tables.</summary>
    private const long LargestWork = 1L << 29;

    private const int Rounds = 2;
    private const int PowerSteps = 30;

    /// <summary>Mean scores of a level count as if this many average rows were among its own, so that rare levels go to the middle.</summary>
    private const double PriorRows = 10;

    /// <summary>Arranges the outcomes of all columns in place.</summary>
    public static void Arrange(CopulaColumn[] marginals, EncodedColumn[] columns, int threads, CancellationToken cancellation)
    {
        int[] nominal = [.. Enumerable.Range(0, marginals.Length).Where(i => marginals[i].Codes.Take(3).Count() == 3)];
        if (nominal.Length == 0)
        {
            return;
        }
        int rowCount = columns[0].RowCount;
        int variables = marginals.Sum(marginal => marginal.Variables);
        long perRow = (long)variables * nominal.Length;
        int sample = (int)Math.Clamp(Math.Min(LargestSample, LargestWork / perRow), 256, LargestSample);
        int stride = Math.Max(1, rowCount / sample);
        sample = Math.Min(sample, rowCount);
        int apart = Math.Clamp((LargestModel - variables) / nominal.Length, 0, MostApart);

        for (int round = 0; round < Rounds; round++)
        {
            bool lastRound = round == Rounds - 1;
            var table = new ScoreTable(marginals, columns);
            // At first only variables whose order is beyond doubt speak: numbers and outcomes of two levels.
            int[] speaking = [.. Enumerable.Range(0, table.Count).Where(v => round > 0 || table.IsNumber(v) || Array.BinarySearch(nominal, table.ColumnOf(v)) < 0)];
            if (speaking.Length == 0)
            {
                speaking = [.. Enumerable.Range(0, table.Count)];
            }
            var scores = new double[speaking.Length][];
            new Workers(threads, cancellation).For(speaking.Length, i =>
            {
                scores[i] = new double[sample];
                table.Fill(speaking[i], 0, stride, scores[i], []);
            });
            var arranged = new CopulaColumn[nominal.Length];
            new Workers(threads, cancellation).For(nominal.Length, i =>
            {
                int column = nominal[i];
                double[][] others = [.. Enumerable.Range(0, speaking.Length).Where(v => table.ColumnOf(speaking[v]) != column).Select(v => scores[v])];
                arranged[i] = others.Length == 0
                    ? marginals[column]
                    : marginals[column] with { Outcome = Arrange(marginals[column], columns[column].Codes!, stride, others, lastRound ? apart : 0) };
            });
            for (int i = 0; i < nominal.Length; i++)
            {
                marginals[nominal[i]] = arranged[i];
            }
        }
    }

    private static OutcomeNode[] Arrange(CopulaColumn marginal, int[] codes, int stride, double[][] scores, int mostApart)
    {
        int width = scores.Length;
        var counts = new int[marginal.CodeCounts.Length];
        double[] means = Means(codes, stride, scores, counts);

        int[] occurring = [.. marginal.Codes];
        int[] apart = [.. occurring.Where(code => marginal.CodeCounts[code] >= LeastRows)
            .OrderByDescending(code => Separation(means.AsSpan(code * width, width), counts[code])).ThenBy(code => code)
            .Take(Math.Min(mostApart, occurring.Length - 2))];
        int[] ordered = [.. occurring.Except(apart)];
        double[] places = Project(means, counts, width, ordered);
        // Ties, such as levels that the sample missed, stay in the order of their codes.
        Array.Sort(ordered, (a, b) => places[a] != places[b] ? places[a].CompareTo(places[b]) : a.CompareTo(b));
        return OutcomeNode.Chain(marginal.CodeCounts, apart, ordered);
    }

    /// <summary>The shrunk mean scores of every code, one line of all variables per code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Means(int[] codes, int stride, double[][] scores, int[] counts)
    {
        int width = scores.Length;
        var means = new double[counts.Length * width];
        for (int v = 0; v < width; v++)
        {
            double[] line = scores[v];
            for (int i = 0; i < line.Length; i++)
            {
                means[(codes[i * stride] * width) + v] += line[i];
            }
        }
        for (int i = 0; i < scores[0].Length; i++)
        {
            counts[codes[i * stride]]++;
        }
        for (int code = 0; code < counts.Length; code++)
        {
            double share = 1 / (counts[code] + PriorRows);
            foreach (ref double mean in means.AsSpan(code * width, width))
            {
                mean *= share;
            }
        }
        return means;
    }

    /// <summary>How much of the other columns' variance goes with being at a level or not.</summary>
    private static double Separation(ReadOnlySpan<double> mean, int count)
    {
        double sum = 0;
        foreach (double part in mean)
        {
            sum += part * part;
        }
        return sum * count;
    }

    /// <summary>The place of each of some levels on the first principal axis of their means, by power iteration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Project(double[] means, int[] counts, int width, int[] levels)
    {
        var center = new double[width];
        double total = 0;
        foreach (int level in levels)
        {
            total += counts[level];
            for (int v = 0; v < width; v++)
            {
                center[v] += counts[level] * means[(level * width) + v];
            }
        }
        for (int v = 0; v < width; v++)
        {
            center[v] /= Math.Max(1, total);
        }
        var axis = new double[width];
        var next = new double[width];
        var places = new double[counts.Length];
        axis.AsSpan().Fill(1);
        for (int step = 0; step < PowerSteps; step++)
        {
            Array.Clear(next);
            foreach (int level in levels)
            {
                ReadOnlySpan<double> mean = means.AsSpan(level * width, width);
                double place = 0;
                for (int v = 0; v < width; v++)
                {
                    place += (mean[v] - center[v]) * axis[v];
                }
                places[level] = place;
                double weight = place * counts[level];
                for (int v = 0; v < width; v++)
                {
                    next[v] += weight * (mean[v] - center[v]);
                }
            }
            double length = 0;
            foreach (double part in next)
            {
                length += part * part;
            }
            if (!(length > 0))
            {
                break;
            }
            length = Math.Sqrt(length);
            for (int v = 0; v < width; v++)
            {
                axis[v] = next[v] / length;
            }
        }
        return places;
    }
}

using Semblance.Models.Encoding;

namespace Semblance.Models.Core;

/// <summary>
/// Puts the levels of categories with three or more of them in the order that says most about the other columns: along the first
/// principal axis of the levels' mean scores on the other variables. Two rounds, the second with the categories' own new scores.
/// Source: optimal scaling as in Gifi, "Nonlinear Multivariate Analysis", 1990, with one axis per column.
/// </summary>
internal static class LevelOrder
{
    /// <summary>Rows that the order is learnt from: evenly spaced ones of a larger table.</summary>
    private const int LargestSample = 16_384;

    /// <summary>The product of rows, variables and columns to order is kept to this, for very wide tables.</summary>
    private const long LargestWork = 1L << 29;

    private const int Rounds = 2;
    private const int PowerSteps = 30;

    /// <summary>Mean scores of a level count as if this many average rows were among its own, so that rare levels go to the middle.</summary>
    private const double PriorRows = 10;

    /// <summary>Orders the levels of all columns in place.</summary>
    public static void Arrange(CoreColumn[] marginals, EncodedColumn[] columns, int threads, CancellationToken cancellation)
    {
        int[] nominal = [.. Enumerable.Range(0, marginals.Length).Where(i => marginals[i].CodeOfStep.Length >= 3)];
        if (nominal.Length == 0)
        {
            return;
        }
        int rowCount = columns[0].Codes?.Length ?? columns[0].Values!.Length;
        var natural = new ScoreTable(marginals, columns);
        long perRow = (long)natural.Count * nominal.Length;
        int sample = (int)Math.Clamp(Math.Min(LargestSample, LargestWork / perRow), 256, LargestSample);
        int stride = Math.Max(1, rowCount / sample);
        sample = Math.Min(sample, rowCount);

        for (int round = 0; round < Rounds; round++)
        {
            var table = new ScoreTable(marginals, columns);
            // At first only variables whose order is beyond doubt speak: numbers and outcomes of two levels.
            int[] speaking = [.. Enumerable.Range(0, table.Count).Where(v => round > 0 || table.IsNumber(v) || marginals[table.ColumnOf(v)].CodeOfStep.Length == 2)];
            if (speaking.Length == 0)
            {
                speaking = [.. Enumerable.Range(0, table.Count)];
            }
            var scores = new double[speaking.Length][];
            new Workers(threads, cancellation).For(speaking.Length, i =>
            {
                scores[i] = new double[sample];
                table.Fill(speaking[i], 0, stride, scores[i]);
            });
            var ordered = new CoreColumn[nominal.Length];
            new Workers(threads, cancellation).For(nominal.Length, i =>
            {
                int column = nominal[i];
                double[][] others = [.. Enumerable.Range(0, speaking.Length).Where(v => table.ColumnOf(speaking[v]) != column).Select(v => scores[v])];
                ordered[i] = others.Length == 0 ? marginals[column] : marginals[column].Ordered(Order(marginals[column], columns[column].Codes!, stride, others));
            });
            for (int i = 0; i < nominal.Length; i++)
            {
                marginals[nominal[i]] = ordered[i];
            }
        }
    }

    private static int[] Order(CoreColumn marginal, int[] codes, int stride, double[][] scores)
    {
        int levels = marginal.CodeCounts!.Length, width = scores.Length;
        var means = new double[levels * width];
        var counts = new int[levels];
        for (int i = 0; i < scores[0].Length; i++)
        {
            int code = codes[i * stride];
            counts[code]++;
            Span<double> mean = means.AsSpan(code * width, width);
            for (int v = 0; v < width; v++)
            {
                mean[v] += scores[v][i];
            }
        }
        for (int code = 0; code < levels; code++)
        {
            double share = 1 / (counts[code] + PriorRows);
            foreach (ref double mean in means.AsSpan(code * width, width))
            {
                mean *= share;
            }
        }
        double[] places = Project(means, counts, width);
        int[] order = (int[])marginal.CodeOfStep.Clone();
        // Ties, such as levels that the sample missed, stay in the order of their codes.
        Array.Sort(order, (a, b) => places[a] != places[b] ? places[a].CompareTo(places[b]) : a.CompareTo(b));
        return order;
    }

    /// <summary>The place of each level on the first principal axis of the levels' means, by power iteration.</summary>
    private static double[] Project(double[] means, int[] counts, int width)
    {
        int levels = counts.Length;
        var axis = new double[width];
        var next = new double[width];
        var places = new double[levels];
        axis.AsSpan().Fill(1);
        for (int step = 0; step < PowerSteps; step++)
        {
            Array.Clear(next);
            for (int level = 0; level < levels; level++)
            {
                ReadOnlySpan<double> mean = means.AsSpan(level * width, width);
                double place = 0;
                for (int v = 0; v < width; v++)
                {
                    place += mean[v] * axis[v];
                }
                places[level] = place;
                double weight = place * counts[level];
                for (int v = 0; v < width; v++)
                {
                    next[v] += weight * mean[v];
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

using Semblance.Models.Encoding;
using Semblance.Numerics;

using Semblance.Numerics.Distributions;

namespace Semblance.Models.Copula;

/// <summary>
/// The normal variables of a model when some of them must fall in given intervals. Those come first in the order of the Cholesky
/// factor; they are drawn one after another, each in its interval given the earlier ones, then put into their joint distribution by
/// sweeps of Gibbs sampling. The rest follow freely.
/// Source: Geweke, "Efficient simulation from the multivariate normal and Student-t distributions subject to linear constraints", 1991.
/// </summary>
internal sealed class ConditionedNormal
{
    private const int Sweeps = 10;
    private const double ExactBelow = -3.5;

    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[][] _precision;

    private ConditionedNormal(int[] order, double[][] factor, double[] low, double[] high, double[][] precision)
    {
        Order = order;
        Factor = factor;
        _low = low;
        _high = high;
        _precision = precision;
    }

    /// <summary>The model's variable at each place of the factor.</summary>
    public int[] Order { get; }

    /// <summary>The Cholesky factor of the reordered correlations.</summary>
    public double[][] Factor { get; }

    /// <summary>Prepares the conditions, or returns null if there are none.</summary>
    public static ConditionedNormal? Create(CopulaColumn[] columns, double[][] correlation, EncodedCondition?[] conditions)
    {
        var order = new List<int>();
        var free = new List<int>();
        var low = new List<double>();
        var high = new List<double>();
        int variable = 0;
        for (int c = 0; c < columns.Length; c++)
        {
            CopulaColumn column = columns[c];
            if (column.Number is not null)
            {
                Place(conditions[c] is { } number && !double.IsNaN(number.Value) ? column.Number.IntervalOf(number.Value) : null);
            }
            bool open = conditions[c] is not null;
            foreach (OutcomeNode node in column.Outcome)
            {
                // Nodes up to the one that decides for the code are bound, the later ones free.
                int step = open ? Array.IndexOf(node.CodeOfStep, conditions[c]!.Value.Code) : -1;
                bool decides = step >= 0;
                Place(open ? node.Ladder.Interval(decides ? step : Array.IndexOf(node.CodeOfStep, OutcomeNode.GoOn)) : null);
                open &= !decides;
            }
        }
        if (order.Count == 0)
        {
            return null;
        }
        int bound = order.Count;
        order.AddRange(free);
        double[][] reordered = Reorder(correlation, order);
        double[][] factor = CorrelationMatrix.SafeCholesky(reordered);
        return new ConditionedNormal([.. order], factor, [.. low], [.. high], CorrelationMatrix.Inverse(factor, bound));

        void Place((double Low, double High)? interval)
        {
            if (interval is { } limits)
            {
                order.Add(variable);
                low.Add(limits.Low);
                high.Add(limits.High);
            }
            else
            {
                free.Add(variable);
            }
            variable++;
        }
    }

    /// <summary>Draws the bound variables of one row and puts the independent noise that makes them into the first places.</summary>
    /// <returns>The number of bound variables.</returns>
    public int Draw(ref RandomSequence sequence, double[][] noise, int row)
    {
        int bound = _low.Length;
        Span<double> z = bound <= 64 ? stackalloc double[bound] : new double[bound];
        for (int k = 0; k < bound; k++)
        {
            double mean = Mean(k, noise, row);
            z[k] = DrawBetween(ref sequence, mean, Factor[k][k], _low[k], _high[k]);
            noise[k][row] = Noise(k, z[k] - mean);
        }
        if (bound == 1)
        {
            return bound;
        }
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int k = 0; k < bound; k++)
            {
                double[] line = _precision[k];
                double sum = 0;
                for (int j = 0; j < bound; j++)
                {
                    sum += j == k ? 0 : line[j] * z[j];
                }
                z[k] = DrawBetween(ref sequence, -sum / line[k], 1 / Math.Sqrt(line[k]), _low[k], _high[k]);
            }
        }
        for (int k = 0; k < bound; k++)
        {
            noise[k][row] = Noise(k, z[k] - Mean(k, noise, row));
        }
        return bound;
    }

    private double Mean(int k, double[][] noise, int row)
    {
        double mean = 0;
        for (int j = 0; j < k; j++)
        {
            mean += Factor[k][j] * noise[j][row];
        }
        return mean;
    }

    // Nearly collinear conditions that contradict each other would need endless noise; the free variables stay sane if it is held.
    private double Noise(int k, double rest) => Math.Clamp(rest / Factor[k][k], -Normal.Limit, Normal.Limit);

    /// <summary>A normal number between two limits, by the quantile function.</summary>
    private static double DrawBetween(ref RandomSequence sequence, double mean, double deviation, double low, double high)
    {
        double uniform = ((sequence.NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));
        if (low >= high)
        {
            return low;
        }
        double a = (low - mean) / deviation, b = (high - mean) / deviation;
        // The lower tail keeps its precision, so an interval above the mean is mirrored.
        bool mirrored = a > 0;
        (double from, double to) = mirrored ? (-b, -a) : (a, b);
        double below = Tail(from), above = Tail(to);
        double drawn = Normal.Quantile(below + (uniform * (above - below)));
        if (!double.IsFinite(drawn))
        {
            // Both limits are so far out that the interval has no weight: the nearer limit is where all of it is.
            drawn = to;
        }
        return Math.Clamp(mean + (deviation * (mirrored ? -drawn : drawn)), low, high);
    }

    /// <summary>The distribution function: interpolated, but exact in the lower tail, where its relative error counts.</summary>
    private static double Tail(double z) => z > ExactBelow ? Normal.Cdf(z) : Normal.LowerTail(z);

    private static double[][] Reorder(double[][] correlation, List<int> order)
    {
        var reordered = new double[order.Count][];
        for (int i = 0; i < reordered.Length; i++)
        {
            reordered[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                int a = order[i], b = order[j];
                reordered[i][j] = a >= b ? correlation[a][b] : correlation[b][a];
            }
        }
        return reordered;
    }
}

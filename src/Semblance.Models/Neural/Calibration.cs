using Semblance.Models.Copula;
using Semblance.Models.Encoding;
using Semblance.Numerics.Distributions;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural;

/// <summary>
/// What the training columns say about each column alone, which a network learns last: the share of every choice and the distribution of the
/// numbers. After training, the biases of the output are moved until the shares are right on average, and numbers are read off at their rank.
/// Dependence stays the network's.
/// </summary>
/// <param name="shares">Per column the share of each place of its choice in training.</param>
/// <param name="marginals">Per column the distribution of its numbers; null for categories.</param>
internal sealed class Calibration(double[][] shares, NumberMarginal?[] marginals)
{
    private const int Rounds = 8;
    private const double LargestMove = 8;
    private const double LeastShare = 1e-6;
    private const int Knots = 512;

    /// <summary>Rows that a network makes to be measured.</summary>
    public const int Rows = 8_192;

    /// <summary>The distribution of each column's numbers.</summary>
    public NumberMarginal?[] Marginals => marginals;

    /// <summary>Learns the columns.</summary>
    /// <param name="encoder">Their coders.</param>
    /// <param name="coded">The training rows as coded, for the shares of modes.</param>
    /// <param name="columns">The training rows' values.</param>
    /// <param name="workers">Threads and cancellation.</param>
    public static Calibration Learn(TabularEncoder encoder, CodedRows coded, EncodedColumn[] columns, Workers workers)
    {
        var shares = new double[columns.Length][];
        var marginals = new NumberMarginal?[columns.Length];
        workers.For(columns.Length, c =>
        {
            shares[c] = new double[encoder.Choices[c].Width];
            foreach (byte slot in coded.Slots[c])
            {
                shares[c][slot] += 1.0 / coded.RowCount;
            }
            marginals[c] = columns[c].IsNumeric ? NumberMarginal.Learn(columns[c].Values!) : null;
        });
        return new Calibration(shares, marginals);
    }

    /// <summary>How to move the output's biases so that choices get their shares on average over rows of sums, to which the move is also applied.</summary>
    public float[] Moves(TabularEncoder encoder, Matrix sums, Workers workers)
    {
        var moves = new float[encoder.Width];
        workers.For(encoder.Choices.Length, c =>
        {
            Slice choice = encoder.Choices[c];
            if (choice.Width == 1)
            {
                return;
            }
            var part = new float[choice.Width];
            var found = new double[choice.Width];
            var moved = new double[choice.Width];
            for (int round = 0; round < Rounds; round++)
            {
                Array.Clear(found);
                for (int row = 0; row < sums.Rows; row++)
                {
                    ReadOnlySpan<float> from = sums.Row(row).Slice(choice.Offset, choice.Width);
                    for (int i = 0; i < part.Length; i++)
                    {
                        part[i] = from[i] + (float)moved[i];
                    }
                    SliceActivation.Softmax([new OutputSlice(0, part.Length, false)], part);
                    for (int i = 0; i < part.Length; i++)
                    {
                        found[i] += part[i];
                    }
                }
                for (int i = 0; i < part.Length; i++)
                {
                    double step = Numerics.Elementary.Log((shares[c][i] + LeastShare) / ((found[i] / sums.Rows) + LeastShare));
                    moved[i] = Math.Clamp(moved[i] + step, -LargestMove, LargestMove);
                }
            }
            for (int i = 0; i < part.Length; i++)
            {
                moves[choice.Offset + i] = (float)moved[i];
            }
        });
        for (int row = 0; row < sums.Rows; row++)
        {
            Elementwise.AddScaled(sums.Row(row), moves, 1);
        }
        return moves;
    }

    /// <summary>The ranks of a column's numbers as a model makes them.</summary>
    /// <param name="made">Numbers made, NaN where missing; sorted by this.</param>
    public static double[] Ranks(double[] made)
    {
        double[] present = Array.FindAll(made, value => !double.IsNaN(value));
        Array.Sort(present);
        if (present.Length == 0)
        {
            return [];
        }
        int knots = Math.Min(Knots, present.Length);
        var ranks = new double[knots];
        for (int k = 0; k < knots; k++)
        {
            ranks[k] = present[(int)((long)k * (present.Length - 1) / Math.Max(1, knots - 1))];
        }
        return ranks;
    }

    /// <summary>The number at the rank that a number has among those that a model makes.</summary>
    /// <param name="marginal">The training column's distribution.</param>
    /// <param name="ranks">See <see cref="Ranks"/>.</param>
    /// <param name="value">The number as the model makes it.</param>
    /// <param name="uniform">A number in [0, 1), which decides among equal ranks.</param>
    public static double Read(NumberMarginal marginal, double[] ranks, double value, double uniform)
    {
        if (ranks.Length < 2)
        {
            return marginal.ValueAt(Normal.Quantile(Inside(uniform)));
        }
        int below = LowerBound(ranks, value), above = below;
        while (above < ranks.Length && ranks[above] == value)
        {
            above++;
        }
        double rank = above > below + 1 ? below + (uniform * (above - 1 - below)) // a value made often
            : below == 0 ? 0
            : below == ranks.Length ? ranks.Length - 1
            : above > below ? below
            : below - 1 + ((value - ranks[below - 1]) / (ranks[below] - ranks[below - 1]));
        return marginal.ValueAt(Normal.Quantile(Inside(rank / (ranks.Length - 1))));
    }

    /// <summary>The number that a model makes where <see cref="Read"/> gives a number: the inverse, near enough to look for candidates by.</summary>
    public static double Unread(NumberMarginal marginal, double[] ranks, double value)
    {
        if (ranks.Length < 2)
        {
            return value;
        }
        double rank = Normal.Cdf(marginal.ScoreOf(value)) * (ranks.Length - 1);
        int below = Math.Clamp((int)rank, 0, ranks.Length - 2);
        return ranks[below] + ((rank - below) * (ranks[below + 1] - ranks[below]));
    }

    private static double Inside(double share) => Math.Clamp(share, 1e-9, 1 - 1e-9);

    private static int LowerBound(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (sorted[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}

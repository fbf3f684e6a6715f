using Semblance.Models.Copula;
using Semblance.Models.Encoding;
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
}

using Semblance.Numerics;

namespace Semblance.Models.Flagship;

/// <summary>Chooses, in wide tables, which earlier columns a column is predicted from: those with the most mutual information, on a sample of rows and coarse bins.</summary>
internal sealed class PredictorChoice
{
    private const int Bins = 16;
    private const int SampleRows = 4_000;

    private readonly byte[][] _codes;
    private readonly int _most;

    /// <summary>Prepares the choice.</summary>
    /// <param name="codes">Per position the codes of all rows; see <see cref="FeatureCoder"/>.</param>
    /// <param name="coders">Per position the coding.</param>
    /// <param name="most">The most predictors of a column.</param>
    public PredictorChoice(byte[][] codes, FeatureCoder[] coders, int most)
    {
        _most = most;
        _codes = codes.Length <= most ? [] : [.. codes.Select((column, position) => Coarse(column, coders[position]))];
    }

    /// <summary>The positions that the column at <paramref name="position"/> is predicted from, ascending.</summary>
    public int[] For(int position)
    {
        if (position <= _most)
        {
            return [.. Enumerable.Range(0, position)];
        }
        var scores = new double[position];
        for (int other = 0; other < position; other++)
        {
            scores[other] = -MutualInformation(_codes[other], _codes[position]);
        }
        int[] best = [.. Enumerable.Range(0, position)];
        Array.Sort(scores, best);
        int[] chosen = best[.._most];
        Array.Sort(chosen);
        return chosen;
    }

    /// <summary>A sample of a column in at most 16 bins of about equal weight.</summary>
    private static byte[] Coarse(byte[] codes, FeatureCoder coder)
    {
        int stride = Math.Max(1, codes.Length / SampleRows);
        var sample = new byte[(codes.Length + stride - 1) / stride];
        var counts = new int[coder.Codes];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = codes[i * stride];
            counts[sample[i]]++;
        }
        var bins = new byte[coder.Codes];
        int[] order = [.. Enumerable.Range(0, counts.Length)];
        if (coder.IsCategorical)
        {
            // Frequent levels by themselves, the others together.
            Array.Sort(order, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : a.CompareTo(b));
            for (int rank = 0; rank < order.Length; rank++)
            {
                bins[order[rank]] = (byte)Math.Min(rank, Bins - 1);
            }
        }
        else
        {
            long before = 0;
            foreach (int code in order)
            {
                bins[code] = (byte)Math.Min(Bins - 1, (before + counts[code] / 2) * Bins / sample.Length);
                before += counts[code];
            }
        }
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = bins[sample[i]];
        }
        return sample;
    }

    private static double MutualInformation(byte[] a, byte[] b)
    {
        var joint = new int[Bins * Bins];
        var left = new int[Bins];
        var right = new int[Bins];
        for (int i = 0; i < a.Length; i++)
        {
            joint[a[i] * Bins + b[i]]++;
            left[a[i]]++;
            right[b[i]]++;
        }
        double sum = 0;
        for (int x = 0; x < Bins; x++)
        {
            for (int y = 0; y < Bins; y++)
            {
                int n = joint[x * Bins + y];
                if (n > 0)
                {
                    sum += n * Elementary.Log((double)n * a.Length / ((double)left[x] * right[y]));
                }
            }
        }
        return sum / a.Length;
    }
}

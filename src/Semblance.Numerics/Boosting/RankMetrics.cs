namespace Semblance.Numerics.Boosting;

/// <summary>Scores of a ranking.</summary>
public static class RankMetrics
{
    /// <summary>
    /// The area under the ROC curve: the chance that a positive row scores above a negative one, ties counted half (Mann-Whitney U).
    /// O(n log n).
    /// </summary>
    /// <param name="scores">One score per row; no NaN.</param>
    /// <param name="positive">Whether each row is positive.</param>
    /// <returns>0 to 1; 0.5 if one of the classes is empty.</returns>
    public static double AreaUnderCurve(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {positive.Length} labels.", nameof(positive));
        }
        double[] keys = scores.ToArray();
        bool[] labels = positive.ToArray();
        Array.Sort(keys, labels);
        double rankSum = 0;
        long positives = 0;
        for (int start = 0; start < keys.Length;)
        {
            int end = start;
            long inTie = 0;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                inTie += labels[end] ? 1 : 0;
            }
            rankSum += inTie * (start + end + 1) * 0.5;
            positives += inTie;
            // A NaN equals nothing, itself included; without this the loop would not end.
            start = Math.Max(end, start + 1);
        }
        long negatives = keys.Length - positives;
        return positives == 0 || negatives == 0
            ? 0.5
            : (rankSum - positives * (positives + 1) * 0.5) / ((double)positives * negatives);
    }
}

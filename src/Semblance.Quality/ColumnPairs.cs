namespace Semblance.Quality;

/// <summary>Pairs of columns, by their numbers: all of them, or a random choice where there are too many to look at.</summary>
internal static class ColumnPairs
{
    public static (int A, int B)[] All(int columns)
    {
        var pairs = new (int A, int B)[columns * (columns - 1) / 2];
        int at = 0;
        for (int a = 0; a < columns; a++)
        {
            for (int b = a + 1; b < columns; b++)
            {
                pairs[at++] = (a, b);
            }
        }
        return pairs;
    }

    /// <summary>All pairs if there are no more than <paramref name="most"/>, else that many at random, in their order.</summary>
    public static (int A, int B)[] AtMost(int columns, int most, ulong seed)
    {
        (int A, int B)[] all = All(columns);
        if (all.Length <= most)
        {
            return all;
        }
        int[] chosen = SampleRows.Permutation(all.Length, seed, SampleRows.PairStream)[..most];
        Array.Sort(chosen);
        return [.. chosen.Select(pair => all[pair])];
    }
}

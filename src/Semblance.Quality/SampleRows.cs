using Semblance.Numerics;

namespace Semblance.Quality;

/// <summary>Random choices of rows, each a pure function of its seed.</summary>
internal static class SampleRows
{
    public const uint FoldStream = 0x51A10001;
    public const uint EqualSizeStream = 0x51A10002;
    public const uint HalvesStream = 0x51A10003;
    public const uint CapStream = 0x51A10004;
    public const uint IndependentStream = 0x51A10005;
    public const uint PairStream = 0x51A10006;
    public const uint HoldoutPartsStream = 0x51A10007;
    public const uint QueryStream = 0x51A10008;
    public const uint GuessStream = 0x51A10009;

    // About two processor seconds.
    private const long MostCoordinateDifferences = 30_000_000_000;
    private const int FewestQueries = 500;

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order (Fisher-Yates).</summary>
    public static int[] Permutation(int count, ulong seed, uint stream)
    {
        var order = new int[count];
        var random = new Philox(seed);
        RandomSequence numbers = random.At(stream, 0);
        for (int i = 0; i < count; i++)
        {
            int j = numbers.NextInt32(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// <summary>Random row numbers below <paramref name="rows"/>, each drawn anew.</summary>
    public static int[] WithReplacement(int count, int rows, ulong seed, uint stream)
    {
        RandomSequence numbers = new Philox(seed).At(stream, 0);
        var chosen = new int[count];
        for (int i = 0; i < count; i++)
        {
            chosen[i] = numbers.NextInt32(rows);
        }
        return chosen;
    }

    /// <summary>The view itself if it has no more rows than asked for, else a random choice of rows in their order.</summary>
    public static TableView AtMost(TableView view, int rows, ulong seed, uint stream)
    {
        if (view.RowCount <= rows)
        {
            return view;
        }
        int[] chosen = Permutation(view.RowCount, seed, stream)[..rows];
        Array.Sort(chosen);
        return view.Select(chosen);
    }

    /// <summary>
    /// How many queries a search among so many reference rows may have: as many as wanted, unless that would measure more distances (times
    /// columns) than a report has time for.
    /// </summary>
    public static int Queries(int wanted, int referenceRows, int columns) =>
        (int)Math.Clamp(MostCoordinateDifferences / Math.Max(1, (long)referenceRows * columns), Math.Min(wanted, FewestQueries), wanted);
}

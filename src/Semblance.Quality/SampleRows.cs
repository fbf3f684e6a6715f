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
}

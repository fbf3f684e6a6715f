namespace Semblance.Describe.Generation.Relations;

/// <summary>
/// Rows above rows in levels: the roots first, then <c>span</c> times as many, and so on; each row refers to any row of the level above. So nothing
/// goes in a circle and the depth grows with the logarithm of the rows.
/// </summary>
internal sealed class Hierarchy : RelationMap
{
    private readonly long[] _levelStarts;
    private readonly ulong _key;

    /// <summary>Creates the levels.</summary>
    public Hierarchy(long rows, long roots, double span, ulong key)
    {
        _key = key;
        var starts = new List<long> { 0 };
        double size = roots;
        while (starts[^1] + size < rows)
        {
            starts.Add(starts[^1] + (long)size);
            // At span 1 levels would be as many as rows; they grow a little all the same.
            size = Math.Max(Math.Ceiling(size * span), Math.Ceiling(size * 1.25));
        }
        starts.Add(rows);
        _levelStarts = [.. starts];
    }

    /// <inheritdoc/>
    public override long ParentOf(long child)
    {
        int level = Array.BinarySearch(_levelStarts, child);
        level = level < 0 ? ~level - 1 : level;
        if (level == 0)
        {
            return -1;
        }
        long start = _levelStarts[level - 1];
        return start + Draws.Below(Hash64.Mix(_key ^ (ulong)child), (ulong)(_levelStarts[level] - start));
    }
}

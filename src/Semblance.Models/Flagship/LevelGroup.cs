namespace Semblance.Models.Flagship;

/// <summary>A level, or two groups of levels that one question tells apart.</summary>
internal sealed class LevelGroup
{
    private LevelGroup(int level, int count, LevelGroup? left, LevelGroup? right)
    {
        Level = level;
        Count = count;
        Left = left;
        Right = right;
    }

    /// <summary>The level, if it is one.</summary>
    public int Level { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The more frequent part; null for a level.</summary>
    public LevelGroup? Left { get; }

    /// <summary>The other part; null for a level.</summary>
    public LevelGroup? Right { get; }

    /// <summary>
    /// Huffman's tree of the levels that occur: the fewest questions per row on average, so the least work, and frequent levels are
    /// asked for on all rows that could have them. Huffman, "A method for the construction of minimum-redundancy codes", 1952.
    /// </summary>
    public static LevelGroup Huffman(ReadOnlySpan<int> counts)
    {
        var queue = new PriorityQueue<LevelGroup, (int Count, int Sequence)>();
        int sequence = 0;
        for (int level = 0; level < counts.Length; level++)
        {
            if (counts[level] > 0)
            {
                queue.Enqueue(new LevelGroup(level, counts[level], null, null), (counts[level], sequence++));
            }
        }
        while (queue.Count > 1)
        {
            LevelGroup small = queue.Dequeue(), large = queue.Dequeue();
            int count = small.Count + large.Count;
            queue.Enqueue(new LevelGroup(-1, count, large, small), (count, sequence++));
        }
        return queue.Count == 0 ? new LevelGroup(0, 0, null, null) : queue.Dequeue();
    }

    /// <summary>Sets the mark of every level in the group.</summary>
    public void Mark(bool[] marks, bool value)
    {
        if (Left is null || Right is null)
        {
            marks[Level] = value;
            return;
        }
        Left.Mark(marks, value);
        Right.Mark(marks, value);
    }
}

namespace Semblance.Models.Copula;

/// <summary>
/// One normal variable of a chain that decides a column's outcome: each step of its ladder is a code, or says that the next node decides.
/// A level that behaves unlike all others gets a node of its own ahead of the rest, which one order of all levels could not express.
/// Source: continuation-ratio models, Agresti, "Categorical Data Analysis", 2013, section 8.3, with normal links.
/// </summary>
/// <param name="Ladder">The steps.</param>
/// <param name="CodeOfStep">The code of each step, or <see cref="GoOn"/>.</param>
internal sealed record OutcomeNode(Ladder Ladder, int[] CodeOfStep)
{
    /// <summary>Stands for "the next node decides".</summary>
    public const int GoOn = -1;

    /// <summary>The nodes for some codes in order, the first of them each with a node of its own.</summary>
    /// <param name="counts">How often each code occurs.</param>
    /// <param name="apart">Codes with a node of their own, most important first; fewer than there are codes that occur, by two at least.</param>
    /// <param name="ordered">The other codes that occur, in the order of the last node's steps.</param>
    public static OutcomeNode[] Chain(long[] counts, ReadOnlySpan<int> apart, int[] ordered)
    {
        var nodes = new OutcomeNode[apart.Length + 1];
        long rest = 0;
        foreach (int code in ordered)
        {
            rest += counts[code];
        }
        nodes[apart.Length] = new OutcomeNode(new Ladder(Array.ConvertAll(ordered, code => counts[code])), ordered);
        for (int i = apart.Length - 1; i >= 0; i--)
        {
            int code = apart[i];
            nodes[i] = new OutcomeNode(new Ladder([rest, counts[code]]), [GoOn, code]);
            rest += counts[code];
        }
        return nodes;
    }
}

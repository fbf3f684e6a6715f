namespace Semblance.Describe.Generation.Rules;

/// <summary>A column some of whose values are missing: a share at random, and all where its conditions are not met.</summary>
/// <param name="inner">Makes the values.</param>
/// <param name="missingShare">The share that is missing; nothing to do with conditions.</param>
/// <param name="conditions">What must be met for a value to be there; then it is, whatever the share.</param>
/// <param name="draws">What decides about the share.</param>
internal sealed class PresenceColumn(ColumnGenerator inner, double missingShare, Condition[] conditions, Draws draws) : ColumnGenerator
{
    /// <inheritdoc/>
    public override VectorKind Kind => inner.Kind;

    /// <inheritdoc/>
    public override double? UpperBound => inner.UpperBound;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        inner.Fill(block, into);
        ReadOnlySpan<long> rows = block.Rows;
        if (conditions.Length == 0)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (Draws.Unit(draws.At(rows[i])) < missingShare)
                {
                    into.SetMissing(i);
                }
            }
            return;
        }
        foreach (Condition condition in conditions)
        {
            Vector tested = block.Column(condition.Column);
            for (int i = 0; i < rows.Length; i++)
            {
                if (!condition.IsMet(tested, i))
                {
                    into.SetMissing(i);
                }
            }
        }
    }
}

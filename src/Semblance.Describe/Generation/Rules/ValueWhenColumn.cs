using Semblance.Describe.Generation.Making;

namespace Semblance.Describe.Generation.Rules;

/// <summary>A column that has one of some values, or one within bounds, where a condition is met.</summary>
/// <param name="inner">Makes the values of the other rows.</param>
/// <param name="condition">The condition.</param>
/// <param name="values">Makes the values under the condition; null for bounds.</param>
/// <param name="min">The least value under the condition.</param>
/// <param name="max">The greatest.</param>
/// <param name="draws">What values within bounds are drawn from.</param>
internal sealed class ValueWhenColumn(ColumnGenerator inner, Condition condition, Choice? values, double? min, double? max, Draws draws) : ColumnGenerator
{
    /// <inheritdoc/>
    public override VectorKind Kind => inner.Kind;

    /// <inheritdoc/>
    public override double? UpperBound => inner.UpperBound;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector tested = block.Column(condition.Column);
        if (values is null)
        {
            inner.Fill(block, into);
            Bound(block, tested, into);
            return;
        }
        Vector usual = block.Rent(), special = block.Rent();
        inner.Fill(block, usual);
        values.Fill(block, special);
        int decimals = Math.Max(usual.Decimals, special.Decimals);
        into.Reset(usual.Kind, block.Count, decimals);
        for (int i = 0; i < block.Count; i++)
        {
            bool isMet = condition.IsMet(tested, i);
            Vector source = isMet ? special : usual;
            if (Kind == VectorKind.Text)
            {
                into.AddText(source.Text(i));
            }
            else
            {
                into.Numbers[i] = source.Numbers[i] * DecimalScale.Of(decimals - source.Decimals);
            }
            if (source.IsMissing(i))
            {
                into.SetMissing(i);
            }
        }
        block.Return(special);
        block.Return(usual);
    }

    private void Bound(Block block, Vector tested, Vector into)
    {
        double scale = DecimalScale.Of(into.Decimals);
        ReadOnlySpan<long> rows = block.Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            if (into.IsMissing(i) || !condition.IsMet(tested, i))
            {
                continue;
            }
            long value = into.Numbers[i];
            // One bound alone: values beyond it come to lie within its own size of it.
            long low = min is { } least ? (long)Math.Ceiling((least * scale) - 1e-9) : (long)(Math.Min((max!.Value * scale) - Math.Abs(max.Value * scale), value));
            long high = max is { } greatest ? (long)Math.Floor((greatest * scale) + 1e-9) : Math.Max(low + Math.Max(Math.Abs(low), 1), value);
            if (value < low || value > high)
            {
                into.Numbers[i] = low + Draws.Below(draws.At(rows[i]), (ulong)Math.Max(0, high - low) + 1);
            }
        }
    }
}

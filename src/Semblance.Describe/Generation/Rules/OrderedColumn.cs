namespace Semblance.Describe.Generation.Rules;

/// <summary>A column whose values are never below those of the columns before it in an order rule, where present: lower ones are drawn anew above them.</summary>
/// <param name="inner">Makes the values.</param>
/// <param name="earlier">The columns before it, in order.</param>
/// <param name="latest">The greatest value to draw where the generator knows none: the end of as_of in seconds.</param>
/// <param name="draws">What the new values are drawn from.</param>
internal sealed class OrderedColumn(ColumnGenerator inner, ColumnReference[] earlier, double latest, Draws draws) : ColumnGenerator
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
        foreach (ColumnReference column in earlier)
        {
            Vector before = column.In(block);
            for (int i = 0; i < rows.Length; i++)
            {
                if (before.IsMissing(i) || into.IsMissing(i))
                {
                    continue;
                }
                long least = InKind(before, i, into);
                if (into.Numbers[i] < least)
                {
                    long high = Math.Max(least, Highest(into));
                    into.Numbers[i] = least + Draws.Below(draws.At(rows[i]), (ulong)(high - least) + 1);
                }
            }
        }
    }

    // The earlier value in units of this column, rounded up.
    private static long InKind(Vector before, int index, Vector into)
    {
        long value = before.Numbers[index];
        switch (before.Kind, into.Kind)
        {
            case (VectorKind.DateTime, VectorKind.Date):
                return value / VectorKinds.DaySeconds;
            case (VectorKind.Date, VectorKind.DateTime):
                return value * VectorKinds.DaySeconds;
            case (VectorKind.Whole or VectorKind.Decimal, VectorKind.Whole or VectorKind.Decimal):
                Int128 scaled = (Int128)value * DecimalScale.Of(into.Decimals);
                long divisor = DecimalScale.Of(before.Decimals);
                Int128 quotient = scaled / divisor;
                return (long)(quotient * divisor < scaled ? quotient + 1 : quotient);
            default:
                return value;
        }
    }

    private long Highest(Vector into) => into.Kind switch
    {
        VectorKind.Date => (long)((inner.UpperBound ?? latest) / VectorKinds.DaySeconds),
        VectorKind.DateTime => (long)(inner.UpperBound ?? latest),
        VectorKind.Time => (long)(inner.UpperBound ?? (VectorKinds.DaySeconds - 1)),
        _ => inner.UpperBound is { } bound ? (long)(bound * DecimalScale.Of(into.Decimals)) : long.MinValue,
    };
}

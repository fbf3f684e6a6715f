namespace Semblance.Describe.Generation.Making;

/// <summary>The values of a generator in another kind: numbers as texts, whole numbers as decimals and the other way round.</summary>
internal sealed class Conversion(ColumnGenerator inner, VectorKind kind) : ColumnGenerator
{
    /// <inheritdoc/>
    public override VectorKind Kind => kind;

    /// <inheritdoc/>
    public override double? UpperBound => inner.UpperBound;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector source = block.Rent();
        inner.Fill(block, source);
        Convert(source, into, kind);
        block.Return(source);
    }

    /// <summary>Writes values in another kind.</summary>
    public static void Convert(Vector source, Vector into, VectorKind kind)
    {
        into.Reset(kind, source.Count);
        for (int i = 0; i < source.Count; i++)
        {
            switch (kind)
            {
                case VectorKind.Text:
                    into.EndText(ValueWriter.Write(source, i, into.BeginText(ValueWriter.MostBytes(source, i))));
                    break;
                case VectorKind.Whole when source.Kind == VectorKind.Decimal:
                    into.Numbers[i] = (long)Math.Round(source.Numbers[i] / (double)DecimalScale.Of(source.Decimals), MidpointRounding.AwayFromZero);
                    break;
                case VectorKind.Date when source.Kind == VectorKind.DateTime:
                    into.Numbers[i] = source.Numbers[i] / VectorKinds.DaySeconds;
                    break;
                case VectorKind.DateTime when source.Kind == VectorKind.Date:
                    into.Numbers[i] = source.Numbers[i] * VectorKinds.DaySeconds;
                    break;
                default:
                    // Whole numbers are decimals without digits after the point.
                    into.Numbers[i] = source.Numbers[i];
                    break;
            }
        }
        into.CopyMissing(source);
    }
}

using Semblance.Data.Typing;

namespace Semblance.Data.Parquet.Reading;

/// <summary>Makes columns of truth values.</summary>
internal sealed class BooleanBuilder(ColumnContext context, LeafColumn leaf, int rows) : FixedBuilder<int>(context, leaf, rows, -1)
{
    private static readonly string[] Names = ["false", "true"];

    /// <inheritdoc/>
    public override Column? Finish()
    {
        if (!HasValues)
        {
            return Empty();
        }
        // Levels are in the order of their first appearance, as those of texts are, and only those that appear.
        int first = Values.AsSpan()[Values.AsSpan().IndexOfAnyExcept(-1)];
        bool both = Values.Contains(1 - first);
        if (first == 1)
        {
            foreach (ref int code in Values.AsSpan())
            {
                code = code < 0 ? code : 1 - code;
            }
        }
        (byte[]? missing, string[] tokens, int nullCode) = Missing();
        string[] levels = both ? [Names[first], Names[1 - first]] : [Names[first]];
        return new CategoryColumn(Schema(ColumnKind.Boolean, tokens, nullCode) with { Levels = levels }, Values, missing);
    }

    /// <inheritdoc/>
    protected override void Convert(ReadOnlySpan<byte> raw, Span<int> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = raw[i];
        }
    }

    /// <inheritdoc/>
    protected override bool Observe(ReadOnlySpan<int> values) => false;
}

using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>The city of each row of a table, by the number of people who live there.</summary>
internal sealed class Places(LocaleWords words, Draws draws) : Latent
{
    private readonly WeightedPick _pick = new([.. words.Cities.Select(city => city.Weight)]);

    /// <inheritdoc/>
    public override void Fill(Block block, Span<long> into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = _pick[draws.At(rows[i])];
        }
    }

    /// <summary>The index of the places that a column is about, made when first asked for.</summary>
    public static int IndexFor(ColumnContext context)
    {
        string locale = context.Locale, place = context.Text("place");
        return context.Table.LatentIndex($"place:{place}:{locale}", () => new Places(LocaleWords.Get(locale), context.SharedDraws("place:" + place)));
    }
}

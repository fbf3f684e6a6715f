using Semblance.Numerics;

namespace Semblance.Describe.Generation.Making;

/// <summary>Prices that fit the product's category and thing and end as prices do: .99, .95, .50, .00.</summary>
internal sealed class Price : ColumnGenerator
{
    private static readonly long[] s_endings = [99, 99, 99, 99, 95, 95, 50, 0, 49, 90];

    private readonly Products _products;
    private readonly int _latent;
    private readonly double? _min;
    private readonly double? _max;
    private readonly int _decimals;
    private readonly Draws _draws;

    public Price(ColumnContext context)
    {
        _latent = ProductValue.LatentFor(context);
        _products = (Products)context.Table.Latents[_latent];
        _min = context.Has("min") ? context.Number("min", 0) : null;
        _max = context.Has("max") ? context.Number("max", 0) : null;
        _decimals = context.Kind == VectorKind.Whole ? 0 : (int)context.Whole("decimals", 2);
        _draws = context.SharedDraws("price:" + context.Text("product") + ":" + context.Column.Name);
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Decimal;

    /// <inheritdoc/>
    public override double? UpperBound => _max;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Decimal, block.Count, _decimals);
        ReadOnlySpan<long> rows = block.Rows, products = block.Latent(_latent);
        long scale = DecimalScale.Of(_decimals);
        for (int i = 0; i < rows.Length; i++)
        {
            (int category, int thing, _, _, _) = _products.Parts(products[i]);
            ProductCategory kind = _products.Range.Categories[category];
            double least = Math.Max(_min ?? Math.Min(kind.LeastPrice, _max ?? double.MaxValue), 0.01), greatest = Math.Max(_max ?? Math.Max(kind.GreatestPrice, least), least);
            _draws.At(rows[i], out ulong level, out ulong ending);
            // Two thirds of a price's place between the bounds, on a log scale, is that of the thing, the rest of this product.
            double place = (0.67 * Draws.Unit(Hash64.Mix((ulong)((category * 1000) + thing)))) + (0.33 * Draws.Unit(level));
            double value = least * Elementary.Exp(place * Elementary.Log(greatest / least));
            into.Numbers[i] = (long)Math.Round(Math.Clamp(Ending(value, ending, least, greatest), least, greatest) * scale);
        }
    }

    private double Ending(double value, ulong bits, double least, double greatest)
    {
        if (_decimals < 2)
        {
            return value;
        }
        double ended = Math.Floor(value) + (s_endings[Draws.Below(bits, (ulong)s_endings.Length)] / 100.0);
        return ended >= least && ended <= greatest ? ended : value;
    }
}

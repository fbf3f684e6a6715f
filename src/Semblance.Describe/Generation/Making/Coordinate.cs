namespace Semblance.Describe.Generation.Making;

/// <summary>Degrees north or east, some kilometres around the row's city at most.</summary>
internal sealed class Coordinate : ColumnGenerator
{
    private const double Degrees = 0.12;

    private readonly double[] _centers;
    private readonly int _place;
    private readonly int _decimals;
    private readonly Draws _draws;

    public Coordinate(ColumnContext context)
    {
        bool isLatitude = context.Column.Generator == "latitude";
        _centers = [.. context.Words.Cities.Select(city => isLatitude ? city.Latitude : city.Longitude)];
        _place = Places.IndexFor(context);
        _decimals = (int)context.Whole("decimals", 6);
        _draws = context.SharedDraws((isLatitude ? "latitude:" : "longitude:") + context.Text("place"));
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Decimal;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        into.Reset(VectorKind.Decimal, block.Count, _decimals);
        ReadOnlySpan<long> rows = block.Rows, places = block.Latent(_place);
        double scale = DecimalScale.Of(_decimals);
        for (int i = 0; i < rows.Length; i++)
        {
            // The sum of two even spreads: denser towards the center.
            _draws.At(rows[i], out ulong one, out ulong other);
            double offset = (Draws.Unit(one) + Draws.Unit(other) - 1) * Degrees;
            into.Numbers[i] = (long)Math.Round((_centers[places[i]] + offset) * scale);
        }
    }
}

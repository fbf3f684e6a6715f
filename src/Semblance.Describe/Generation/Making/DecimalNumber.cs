namespace Semblance.Describe.Generation.Making;

/// <summary>Numbers with digits after the point, between bounds, by a distribution.</summary>
internal sealed class DecimalNumber : ColumnGenerator
{
    private readonly Quantiles _quantiles;
    private readonly Draws _draws;
    private readonly int _decimals;
    private readonly double _scale;
    private readonly double _min;
    private readonly double _max;

    public DecimalNumber(ColumnContext context)
    {
        _min = context.Number("min", context.Has("max") ? Math.Min(0, context.Number("max", 0)) : 0);
        _max = context.Number("max", _min + 100);
        _decimals = (int)context.Whole("decimals", 2);
        _scale = DecimalScale.Of(_decimals);
        _draws = context.Draws;
        string shape = context.Text("distribution", context.Has("mean") ? "normal" : "uniform");
        _quantiles = Quantiles.Create(shape, _min, _max, context.Has("mean") ? context.Number("mean", 0) : null, context.Has("deviation") ? context.Number("deviation", 0) : null);
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Decimal;

    /// <inheritdoc/>
    public override double? UpperBound => _max;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Decimal, rows.Length, _decimals);
        for (int i = 0; i < rows.Length; i++)
        {
            double value = _quantiles[_draws.At(rows[i])];
            // Rounding must not leave the bounds: 0.005 is no less than a bound of 0.005, but 0.00 is.
            double units = Math.Round(value * _scale);
            units = units < _min * _scale ? Math.Ceiling((_min * _scale) - 1e-9) : units > _max * _scale ? Math.Floor((_max * _scale) + 1e-9) : units;
            into.Numbers[i] = (long)units;
        }
    }
}

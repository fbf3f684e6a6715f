namespace Semblance.Describe.Generation.Making;

/// <summary>Stars: mostly good, some very bad, few in between, as people rate.</summary>
internal sealed class Rating : ColumnGenerator
{
    private readonly long _min;
    private readonly int _decimals;
    private readonly double _step;
    private readonly WeightedPick _pick;
    private readonly Draws _draws;

    public Rating(ColumnContext context)
    {
        _min = context.Whole("min", 1);
        double max = Math.Max(context.Whole("max", 5), _min);
        _step = context.Number("step", 1);
        while (_decimals < DecimalScale.Most && Math.Abs((_step * DecimalScale.Of(_decimals)) - Math.Round(_step * DecimalScale.Of(_decimals))) > 1e-9)
        {
            _decimals++;
        }
        int count = (int)Math.Min(100_000, Math.Floor(((max - _min) / _step) + 1e-9) + 1);
        double mean = Math.Clamp(context.Has("mean") ? context.Number("mean", 0) : _min + (0.8 * (max - _min)), _min, max);
        // Weights that rise towards the best, by as much as gives the mean; and a few angry ones at the worst.
        double low = 0.02, high = 50;
        for (int i = 0; i < 60; i++)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = Mean(Weights(count, middle)) * (max - _min) + _min < mean ? (middle, high) : (low, middle);
        }
        _pick = new WeightedPick(Weights(count, low));
        _draws = context.Draws;
        Kind = context.Kind == VectorKind.Whole && _decimals == 0 ? VectorKind.Whole : VectorKind.Decimal;
    }

    /// <inheritdoc/>
    public override VectorKind Kind { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(Kind, rows.Length, _decimals);
        long scale = DecimalScale.Of(_decimals), step = (long)Math.Round(_step * scale);
        for (int i = 0; i < rows.Length; i++)
        {
            into.Numbers[i] = (_min * scale) + (step * _pick[_draws.At(rows[i])]);
        }
    }

    private static double[] Weights(int count, double ratio)
    {
        double[] weights = new double[count];
        double step = count > 1 ? 4.0 / (count - 1) : 0;
        double factor = Numerics.Elementary.Exp(Numerics.Elementary.Log(ratio) * step);
        double weight = 1;
        for (int i = 0; i < count; i++, weight *= factor)
        {
            weights[i] = weight;
        }
        weights[0] += 0.04 * weights.Sum();
        return weights;
    }

    private static double Mean(double[] weights)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            total += weights[i];
            sum += weights[i] * (weights.Length > 1 ? (double)i / (weights.Length - 1) : 0);
        }
        return sum / total;
    }
}

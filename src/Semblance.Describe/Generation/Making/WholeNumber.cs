namespace Semblance.Describe.Generation.Making;

/// <summary>Whole numbers between bounds: uniform, by a distribution, or distinct.</summary>
internal sealed class WholeNumber : ColumnGenerator
{
    private const long MostListed = 10_000;

    private readonly long _min;
    private readonly long _step;
    private readonly ulong _count;
    private readonly Quantiles? _quantiles;
    private readonly WeightedPick? _lowFirst;
    private readonly Shuffle? _shuffle;
    private readonly Draws _draws;

    private WholeNumber(ColumnContext context)
    {
        _min = context.Whole("min", context.Has("max") ? Math.Min(0, context.Whole("max", 0)) : 0);
        long max = context.Whole("max", _min + 100);
        _step = context.Whole("step", 1);
        _count = (ulong)((Math.Max(max, _min) - _min) / _step) + 1;
        _draws = context.Draws;
        string distribution = context.Text("distribution", "uniform");
        if (context.IsUnique)
        {
            _shuffle = context.Distinct(_count);
        }
        else if (distribution == "low_first" && (long)_count <= MostListed)
        {
            double[] weights = new double[_count];
            for (int i = 0; i < weights.Length; i++)
            {
                // Rank to the power of minus 1.5: of the quantities 1 to 5, more than half are 1.
                weights[i] = 1.0 / ((i + 1) * Math.Sqrt(i + 1));
            }
            _lowFirst = new WeightedPick(weights);
        }
        else if (distribution != "uniform" || context.Has("mean"))
        {
            string shape = distribution == "uniform" ? "normal" : distribution;
            _quantiles = Quantiles.Create(shape, _min - 0.5, _min + ((double)(_count - 1) * _step) + 0.499, context.Has("mean") ? context.Number("mean", 0) : null, context.Has("deviation") ? context.Number("deviation", 0) : null);
        }
        UpperBound = _min + ((double)(_count - 1) * _step);
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Whole;

    /// <inheritdoc/>
    public override double? UpperBound { get; }

    /// <summary>Creates the generator.</summary>
    public static WholeNumber Create(ColumnContext context) => new(context);

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Whole, rows.Length);
        Span<long> numbers = into.Numbers.AsSpan(0, rows.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            long place = _shuffle is { } shuffle ? (long)shuffle[(ulong)rows[i]]
                : _lowFirst is { } lowFirst ? lowFirst[_draws.At(rows[i])]
                : _quantiles is { } quantiles ? Math.Clamp((long)Math.Round((quantiles[_draws.At(rows[i])] - _min) / _step), 0, (long)_count - 1)
                : Draws.Below(_draws.At(rows[i]), _count);
            numbers[i] = _min + (_step * place);
        }
    }
}

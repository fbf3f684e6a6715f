namespace Semblance.Describe.Generation.Making;

/// <summary>A reading that follows the time of day and the season.</summary>
internal sealed class Cycle : ColumnGenerator
{
    private const int PeakHour = 15;
    private const int PeakDay = 200;
    private const int Steps = 1440;

    // Cosines from basic arithmetic, so that the bits are the same everywhere.
    private static readonly double[] s_cosines = MakeCosines();

    private readonly ColumnReference _column;
    private readonly double _base;
    private readonly double _daily;
    private readonly double _yearly;
    private readonly double _noise;
    private readonly double _min;
    private readonly double _max;
    private readonly int _decimals;
    private readonly Quantiles _normal = Quantiles.Create("normal", -6, 6, 0, 1);
    private readonly Draws _draws;

    public Cycle(ColumnContext context)
    {
        _column = context.Reference("column")!;
        _base = context.Number("base", 20);
        _daily = context.Number("daily", _base / 4);
        _yearly = context.Number("yearly", 0);
        _noise = context.Number("noise", Math.Abs(_base) / 20);
        _min = context.Number("min", double.NegativeInfinity);
        _max = context.Number("max", double.PositiveInfinity);
        _decimals = (int)context.Whole("decimals", 2);
        _draws = context.Draws;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Decimal;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector time = _column.In(block);
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Decimal, rows.Length, _decimals);
        double scale = DecimalScale.Of(_decimals);
        for (int i = 0; i < rows.Length; i++)
        {
            long second = time.Kind == VectorKind.Date ? time.Numbers[i] * VectorKinds.DaySeconds : time.Numbers[i];
            long minute = second / 60 % Steps;
            long day = DateOnly.FromDayNumber((int)(second / VectorKinds.DaySeconds)).DayOfYear - 1;
            double value = _base
                + (_daily * s_cosines[(minute - (PeakHour * 60) + Steps) % Steps])
                + (_yearly * s_cosines[(day - PeakDay + 365) % 365 * Steps / 365])
                + (_noise * _normal[_draws.At(rows[i])]);
            into.Numbers[i] = (long)Math.Round(Math.Clamp(value, _min, _max) * scale);
        }
        into.CopyMissing(time);
    }

    private static double[] MakeCosines()
    {
        // A rotation by one step, applied again and again.
        const double Angle = 2 * Math.PI / Steps;
        double square = Angle * Angle;
        double cosine = 1 - (square / 2) + (square * square / 24), sine = Angle * (1 - (square / 6) + (square * square / 120));
        var cosines = new double[Steps];
        double x = 1, y = 0;
        for (int i = 0; i < Steps; i++)
        {
            cosines[i] = x;
            (x, y) = ((x * cosine) - (y * sine), (x * sine) + (y * cosine));
        }
        return cosines;
    }
}

using Semblance.Numerics;

namespace Semblance.Describe.Generation.Making;

/// <summary>Dates within bounds, by weekday, season and trend; with a time of day for date-times.</summary>
internal sealed class CalendarDate : ColumnGenerator
{
    private readonly long _from;
    private readonly ulong _days;
    private readonly WeightedPick? _pick;
    private readonly DayHours? _hours;
    private readonly Draws _draws;

    public CalendarDate(ColumnContext context, bool withTime)
    {
        _from = context.Day("from", "-2y");
        long to = context.Day("to", "0d");
        if (withTime && to == context.AsOf)
        {
            // Today has only begun: what has a time of day happened by yesterday midnight.
            to = Math.Max(_from, to - 1);
        }
        _days = (ulong)Math.Max(1, to - _from + 1);
        _draws = context.Draws;
        string weekdays = context.Text("weekdays", "any"), season = context.Text("season", "none");
        double trend = context.Number("trend", 1);
        if (weekdays != "any" || season != "none" || trend != 1)
        {
            double[] weights = new double[_days];
            double growth = Elementary.Log(trend) / Math.Max(1, weights.Length - 1);
            for (int i = 0; i < weights.Length; i++)
            {
                DateOnly day = DateOnly.FromDayNumber((int)(_from + i));
                weights[i] = OfWeekday(weekdays, day.DayOfWeek) * OfSeason(season, day) * Elementary.Exp(growth * i);
            }
            if (!Array.Exists(weights, weight => weight > 0))
            {
                // A span without a fitting weekday is taken as it is.
                Array.Fill(weights, 1);
            }
            _pick = new WeightedPick(weights);
        }
        if (withTime)
        {
            _hours = new DayHours(context.Text("hours", "day"), context.Number("step_minutes", 0));
            Kind = VectorKind.DateTime;
        }
        UpperBound = withTime ? ((to + 1) * VectorKinds.DaySeconds) - 1 : to * VectorKinds.DaySeconds;
    }

    /// <inheritdoc/>
    public override VectorKind Kind { get; } = VectorKind.Date;

    /// <inheritdoc/>
    public override double? UpperBound { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(Kind, rows.Length);
        Span<long> numbers = into.Numbers.AsSpan(0, rows.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            _draws.At(rows[i], out ulong day, out ulong hour);
            long chosen = _from + (_pick is { } pick ? pick[day] : Draws.Below(day, _days));
            numbers[i] = _hours is { } hours ? (chosen * VectorKinds.DaySeconds) + hours[hour] : chosen;
        }
    }

    private static double OfWeekday(string name, DayOfWeek day)
    {
        bool weekend = day is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return name switch
        {
            "business" => weekend ? 0 : 1,
            "mostly_business" => weekend ? 0.25 : 1,
            "weekend" => weekend ? 1 : 0,
            "mostly_weekend" => weekend ? 3 : day == DayOfWeek.Friday ? 2 : 1,
            _ => 1,
        };
    }

    private static double OfSeason(string name, DateOnly day) => name switch
    {
        "retail" => day.Month switch { 11 => 1.7, 12 => day.Day <= 24 ? 2.2 : 1.2, 1 or 2 => 0.75, 7 or 8 => 0.85, _ => 1 },
        "summer" => day.Month switch { 6 => 1.7, 7 or 8 => 2.2, 5 or 9 => 1.2, 11 or 12 or 1 or 2 => 0.6, _ => 0.9 },
        "winter" => day.Month switch { 12 or 1 or 2 => 2.0, 11 or 3 => 1.3, 6 or 7 or 8 => 0.5, _ => 0.9 },
        "school" => day.Month switch { 7 or 8 => 0.15, 9 or 10 => 1.4, 12 => 0.8, _ => 1 },
        _ => 1,
    };
}

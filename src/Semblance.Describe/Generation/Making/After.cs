namespace Semblance.Describe.Generation.Making;

/// <summary>A date or time some while after another; missing where that is.</summary>
internal sealed class After : ColumnGenerator
{
    private readonly ColumnReference _column;
    private readonly double _min;
    private readonly double _max;
    private readonly bool _isOpen;
    private readonly bool _isWholeDays;
    private readonly long _until;
    private readonly Quantiles? _quantiles;
    private readonly DayHours? _hours;
    private readonly Draws _draws;

    public After(ColumnContext context)
    {
        Kind = context.Kind;
        _column = context.Reference("column")!;
        string unit = context.Text("unit", Kind == VectorKind.Time ? "minutes" : "days");
        double unitSeconds = unit switch { "seconds" => 1, "minutes" => 60, "hours" => 3600, "weeks" => 604_800, "months" => 2_629_800, "years" => 31_557_600, _ => 86_400 };
        _isOpen = !context.Has("min") && !context.Has("max") && context.Text("until") != "none" && Kind != VectorKind.Time;
        double min = context.Number("min", context.Has("max") ? Math.Min(0, context.Number("max", 0)) : 0);
        _min = min * unitSeconds;
        _max = Math.Max(context.Number("max", min + 30), min) * unitSeconds;
        _isWholeDays = Kind == VectorKind.Date;
        long endOfUntil = Kind == VectorKind.DateTime && context.Has("until") && context.Day("until", "0d") != context.AsOf ? VectorKinds.DaySeconds - 1 : 0;
        _until = Kind == VectorKind.Time ? VectorKinds.DaySeconds - 1
            : context.Text("until") == "none" ? (DateOnly.MaxValue.DayNumber * VectorKinds.DaySeconds) - 1
            : (context.Day("until", "0d") * VectorKinds.DaySeconds) + endOfUntil;
        _quantiles = context.Has("distribution") && !_isOpen ? Quantiles.Create(context.Text("distribution"), _min, _max, null, null) : null;
        _hours = context.Has("hours") && Kind == VectorKind.DateTime && unitSeconds >= 86_400 ? new DayHours(context.Text("hours"), 0) : null;
        _draws = context.Draws;
        UpperBound = _until;
    }

    /// <inheritdoc/>
    public override VectorKind Kind { get; }

    /// <inheritdoc/>
    public override double? UpperBound { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        Vector from = _column.In(block);
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(Kind, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            long start = from.Kind == VectorKind.Date ? from.Numbers[i] * VectorKinds.DaySeconds : from.Numbers[i];
            _draws.At(rows[i], out ulong chance, out ulong hour);
            long second = _isWholeDays ? WholeDays(start, chance) * VectorKinds.DaySeconds : Seconds(start, chance, hour);
            into.Numbers[i] = _isWholeDays ? second / VectorKinds.DaySeconds : second;
        }
        into.CopyMissing(from);
    }

    // A day within the bounds; where the bounds hold no whole day, the nearest one.
    private long WholeDays(long start, ulong chance)
    {
        long day = start / VectorKinds.DaySeconds, until = _until / VectorKinds.DaySeconds;
        long low = day + (_isOpen ? 0 : (long)Math.Ceiling(_min / VectorKinds.DaySeconds));
        long high = _isOpen ? until : day + Math.Max((long)Math.Floor(_max / VectorKinds.DaySeconds), low - day);
        if (_min >= 0 || _isOpen)
        {
            // What began after the last day allowed ends on the day it began: the order of dates comes first.
            high = Math.Max(Math.Min(high, until), day);
            low = Math.Min(low, high);
        }
        long chosen = _quantiles is { } quantiles
            ? day + (long)Math.Round(quantiles[chance] / VectorKinds.DaySeconds)
            : low + Draws.Below(chance, (ulong)(high - low + 1));
        return Math.Clamp(chosen, Math.Max(low, 0), Math.Min(high, DateOnly.MaxValue.DayNumber));
    }

    private long Seconds(long start, ulong chance, ulong hour)
    {
        long low = start + (_isOpen ? 0 : (long)_min);
        long high = _isOpen ? _until : start + (long)_max;
        if (_min >= 0 || _isOpen)
        {
            high = Math.Max(Math.Min(high, _until), start);
            low = Math.Min(low, high);
        }
        long chosen = _quantiles is { } quantiles ? start + (long)quantiles[chance] : low + Draws.Below(chance, (ulong)(high - low + 1));
        if (_hours is { } hours)
        {
            // At the edges, where the hour would leave the bounds, the moment drawn stays.
            long atHour = (chosen / VectorKinds.DaySeconds * VectorKinds.DaySeconds) + hours[hour];
            chosen = atHour >= low && atHour <= high ? atHour : chosen;
        }
        chosen = Math.Clamp(chosen, low, high);
        return Kind == VectorKind.Time ? Math.Clamp(chosen, 0, VectorKinds.DaySeconds - 1) : Math.Clamp(chosen, 0, (DateOnly.MaxValue.DayNumber * VectorKinds.DaySeconds) - 1);
    }
}

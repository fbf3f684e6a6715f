namespace Semblance.Describe.Generation.Making;

/// <summary>Times of day between two, by hours.</summary>
internal sealed class TimeOfDay : ColumnGenerator
{
    private readonly long _from;
    private readonly long _to;
    private readonly long _step;
    private readonly DayHours? _hours;
    private readonly Draws _draws;

    public TimeOfDay(ColumnContext context)
    {
        _from = context.Time("from", "00:00");
        _to = Math.Max(_from, context.Time("to", "23:59"));
        _step = Math.Max(1, (long)(context.Number("step_minutes", 0) * 60));
        _draws = context.Draws;
        bool isBounded = context.Has("from") || context.Has("to");
        _hours = context.Has("hours") || !isBounded ? new DayHours(context.Text("hours", "day"), 0) : null;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Time;

    /// <inheritdoc/>
    public override double? UpperBound => _to;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Time, rows.Length);
        ulong steps = (ulong)((_to - _from) / _step) + 1;
        for (int i = 0; i < rows.Length; i++)
        {
            _draws.At(rows[i], out ulong hour, out ulong other);
            long second = _hours is { } hours ? hours[hour] : -1;
            if (second < _from || second > _to)
            {
                second = _from + (_step * Draws.Below(other, steps));
            }
            into.Numbers[i] = _from + ((second - _from) / _step * _step);
        }
    }
}

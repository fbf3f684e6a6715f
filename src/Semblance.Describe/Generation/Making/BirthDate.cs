namespace Semblance.Describe.Generation.Making;

/// <summary>Dates of birth of people whose age in full years today is within bounds.</summary>
internal sealed class BirthDate : ColumnGenerator
{
    private readonly long _first;
    private readonly ulong _days;
    private readonly Draws _draws;

    public BirthDate(ColumnContext context)
    {
        long youngest = context.Whole("min_age", context.Has("max_age") ? Math.Min(18, context.Whole("max_age", 80)) : 18);
        long oldest = Math.Max(context.Whole("max_age", 80), youngest);
        long last = context.Plan.AsOf.AddYears(-(int)youngest).DayNumber;
        // The day after the one on which a person would have turned one year older than the oldest.
        _first = context.Plan.AsOf.AddYears(-(int)oldest - 1).DayNumber + 1;
        _days = (ulong)(last - _first + 1);
        _draws = context.Draws;
        UpperBound = last * VectorKinds.DaySeconds;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Date;

    /// <inheritdoc/>
    public override double? UpperBound { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        into.Reset(VectorKind.Date, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            into.Numbers[i] = _first + Draws.Below(_draws.At(rows[i]), _days);
        }
    }
}

using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation.Making;

/// <summary>Dates of birth of people whose age in full years today is within bounds.</summary>
internal sealed class BirthDate : ColumnGenerator
{
    private readonly long _first;
    private readonly ulong _days;
    private readonly Draws _draws;

    public BirthDate(ColumnContext context)
    {
        // Bounds that only the row's age has are the date's, too.
        PlanColumn? age = context.Table.Entity.Columns.FirstOrDefault(column => column.Generator == "age");
        long? oldestAge = Whole(context, "max_age") ?? AgeBound(age, "max");
        long youngest = Whole(context, "min_age") ?? AgeBound(age, "min") ?? Math.Min(18, oldestAge ?? 18);
        long oldest = Math.Max(oldestAge ?? 80, youngest);
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

    private static long? Whole(ColumnContext context, string parameter) => context.Has(parameter) ? context.Whole(parameter, 0) : null;

    private static long? AgeBound(PlanColumn? age, string parameter) => age?.Parameters?[parameter] is { } value ? (long)Scalars.Number(value) : null;
}

using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation.Making;

/// <summary>Full years since a date of birth, or years within bounds.</summary>
internal sealed class Age : ColumnGenerator
{
    private readonly ColumnReference? _birthDate;
    private readonly DateOnly _asOf;
    private readonly long _min;
    private readonly ulong _count;
    private readonly Draws _draws;

    public Age(ColumnContext context)
    {
        // The only date of birth of the row is the one that the age is about.
        PlanColumn[] births = [.. context.Table.Entity.Columns.Where(column => column.Generator == "birth_date")];
        _birthDate = context.Reference("birth_date") ?? (births.Length == 1 ? ColumnReference.Follow(context.Table, births[0].Name) : null);
        _asOf = context.Plan.AsOf;
        _min = context.Whole("min", context.Has("max") ? Math.Min(18, context.Whole("max", 80)) : 18);
        _count = (ulong)Math.Max(1, context.Whole("max", Math.Max(80, _min)) - _min + 1);
        _draws = context.Draws;
    }

    /// <inheritdoc/>
    public override VectorKind Kind => VectorKind.Whole;

    /// <inheritdoc/>
    public override void Fill(Block block, Vector into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        Vector? births = _birthDate?.In(block);
        into.Reset(VectorKind.Whole, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            into.Numbers[i] = births is null ? _min + Draws.Below(_draws.At(rows[i]), _count) : Years(births, i);
        }
        if (births is not null)
        {
            into.CopyMissing(births);
        }
    }

    private long Years(Vector births, int index)
    {
        long day = births.Kind == VectorKind.DateTime ? births.Numbers[index] / VectorKinds.DaySeconds : births.Numbers[index];
        DateOnly birth = DateOnly.FromDayNumber((int)day);
        int years = _asOf.Year - birth.Year;
        return birth.AddYears(years) > _asOf ? years - 1 : years;
    }
}

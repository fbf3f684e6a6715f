namespace Semblance.Models.Encoding;

/// <summary>The conditions of a sample, resolved against a table's encoding.</summary>
/// <param name="Encoded">Per modelled column what the joint model must give, or null where free.</param>
/// <param name="Cells">Per table column what is written to every row, or null where free. Written as it is, so that conditions are exact whatever a family rounds.</param>
internal sealed record ConditionSet(EncodedCondition?[] Encoded, FixedCell?[] Cells);

/// <summary>One value for every row of a column.</summary>
/// <param name="Outcome">See <see cref="ColumnEncoding"/>.</param>
/// <param name="Number">Number columns with outcome 0: the number.</param>
/// <param name="Ticks">Date-time columns with outcome 0: the time.</param>
internal readonly record struct FixedCell(int Outcome, double Number = 0, long Ticks = 0);

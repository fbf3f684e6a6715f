using Semblance.Models.Copula;
using Semblance.Models.Encoding;

namespace Semblance.Models.Neural;

/// <summary>
/// How one encoded column becomes slices of a network's rows. A category is one choice among its outcomes. A number is a scalar and one
/// choice among its modes, followed by the ways in which it can be missing. Plain data.
/// </summary>
/// <param name="Number">The modes of the numbers; null for categories.</param>
/// <param name="Outcomes">Categories: all outcomes. Numbers: the ways to be missing, less the first (code k is outcome k - 1); null if nothing is missing.</param>
internal sealed record ColumnCoder(NumberCoder? Number, OutcomeSlots? Outcomes)
{
    /// <summary>Whether the column has a scalar.</summary>
    public bool IsNumeric => Number is not null;

    /// <summary>The width of the choice.</summary>
    public int ChoiceWidth => (Number?.Modes ?? 0) + (Outcomes?.Width ?? 0);

    /// <summary>Learns a column.</summary>
    /// <param name="column">The training column.</param>
    /// <param name="marginalOf">Gives the distribution by which sorted numbers are turned into a normal variable; null to leave them as they are.</param>
    public static ColumnCoder Learn(EncodedColumn column, Func<double[], NumberMarginal>? marginalOf)
    {
        long[] counts = [];
        if (column.Codes is not null)
        {
            counts = new long[column.Levels];
            foreach (int code in column.Codes)
            {
                counts[code]++;
            }
        }
        if (!column.IsNumeric)
        {
            return new ColumnCoder(null, new OutcomeSlots(counts, OutcomeSlots.Most));
        }
        double[] sorted = Array.FindAll(column.Values!, value => !double.IsNaN(value));
        Array.Sort(sorted);
        var number = NumberCoder.Learn(sorted, column.Step, marginalOf?.Invoke(sorted));
        return new ColumnCoder(number, counts.Length > 1 ? new OutcomeSlots(counts[1..], OutcomeSlots.Most - number.Modes) : null);
    }

    /// <summary>Codes a row's outcome.</summary>
    /// <param name="value">The number; ignored for categories and where it is missing.</param>
    /// <param name="code">As in <see cref="EncodedColumn.Codes"/>.</param>
    /// <param name="uniform">A number in [0, 1) that decides for a mode; null for the likeliest.</param>
    public (int Slot, float Scalar) Code(double value, int code, double? uniform) =>
        Number is null ? (Outcomes!.SlotOf(code), 0)
        : code == 0 ? uniform is { } drawn ? Number.Code(value, drawn) : Number.Code(value)
        : (Number.Modes + Outcomes!.SlotOf(code - 1), 0);

    /// <summary>The place of what a condition asks for; of a number its likeliest mode.</summary>
    public (int Slot, float Scalar) Code(EncodedCondition condition) =>
        Number is not null && !double.IsNaN(condition.Value) ? Number.Code(condition.Value) : Code(double.NaN, condition.Code, 0);

    /// <summary>How often each place of the choice is taken in training; for numbers only of the ways to be missing, the modes being 0.</summary>
    public long[] SlotCounts() => Number is null ? Outcomes!.SlotCounts() : [.. new long[Number.Modes], .. Outcomes?.SlotCounts() ?? []];

    /// <summary>Writes the coder.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Number is not null);
        Number?.Write(writer);
        writer.WriteLongs(Outcomes?.Counts ?? []);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ColumnCoder Read(BinaryReader reader)
    {
        NumberCoder? number = reader.ReadBoolean() ? NumberCoder.Read(reader) : null;
        long[] counts = reader.ReadLongs();
        if ((number is null && counts.Length < 2) || number?.Modes > OutcomeSlots.Most / 2)
        {
            throw new InvalidDataException("A column of the networks has no choices, or too many.");
        }
        return new ColumnCoder(number, counts.Length == 0 ? null : new OutcomeSlots(counts, OutcomeSlots.Most - (number?.Modes ?? 0)));
    }
}

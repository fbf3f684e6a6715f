using Semblance.Models.Encoding;

namespace Semblance.Models.Flagship;

/// <summary>Takes the numbers of a date-time column to the resolution of another one, so that a date can be measured from a date with a time of day.</summary>
/// <param name="StepTicks">Ticks of a number of the one.</param>
/// <param name="OffsetTicks">Ticks from midnight to the number 0 of the one.</param>
/// <param name="UnitTicks">Ticks of a number of the other; 0 if nothing is to be changed.</param>
internal readonly record struct UnitChange(double StepTicks, double OffsetTicks, double UnitTicks)
{
    /// <summary>Whether numbers stay as they are.</summary>
    public bool IsNone => UnitTicks == 0;

    /// <summary>The change from the numbers of one column to those of another; none if they have one resolution or are no date-times.</summary>
    public static UnitChange Between(TimeScale? from, TimeScale? to) =>
        from is TimeScale one && to is TimeScale other && one.StepTicks != other.StepTicks
            ? new UnitChange(one.StepTicks, one.OriginTicks % TimeSpan.TicksPerDay, other.StepTicks)
            : default;

    /// <summary>The number of whole units; NaN stays NaN.</summary>
    public double Of(double value) => IsNone ? value : Math.Floor((OffsetTicks + value * StepTicks) / UnitTicks);

    /// <summary>Writes the change.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(StepTicks);
        writer.Write(OffsetTicks);
        writer.Write(UnitTicks);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static UnitChange Read(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}

using System.Runtime.CompilerServices;
using Semblance.Data;
using Semblance.Models.Strings;

namespace Semblance.Models.Encoding;

/// <summary>
/// How one table column becomes an encoded one and back: plain data. An <em>outcome</em> is what a categorical column can show: a level
/// (its index, 0 or more) or a missing token (-k for token k - 1). Only outcomes that occur in the training table are kept, in this order:
/// levels by index, then tokens.
/// </summary>
/// <param name="Schema">The table column's schema.</param>
/// <param name="Outcomes">The outcomes by code. Of a numeric column: 0 for a value, then the tokens. Of identifiers and texts: 0 for a value if there is one, then the tokens.</param>
internal sealed record ColumnEncoding(ColumnSchema Schema, int[] Outcomes)
{
    /// <summary>Whether the joint model sees numbers (at least two different ones occur), not just outcomes.</summary>
    public bool IsNumeric { get; init; }

    /// <summary>Numbers: the smallest real value. Date-times: 0. Otherwise unused.</summary>
    public double Minimum { get; init; }

    /// <summary>Numbers: the largest real value. Date-times: the number of resolution steps from the first to the last value. Otherwise unused.</summary>
    public double Maximum { get; init; }

    /// <summary>Numbers: every real value is a whole multiple of so many units of the last decimal, such as 100 for amounts in full hundreds. The default value is 1.</summary>
    public long Grid { get; init; } = 1;

    /// <summary>Date-times: the first real value in ticks, from which the steps count.</summary>
    public long OriginTicks { get; init; }

    /// <summary>Date-times: the last real value in ticks.</summary>
    public long LastTicks { get; init; }

    /// <summary>Identifiers and texts: makes their values. Null if no value is there to learn from, and for other kinds.</summary>
    public IStringGenerator? Generator { get; init; }

    /// <summary>Whether the joint model sees the column: something about it varies.</summary>
    public bool IsModelled => IsNumeric || Outcomes.Length >= 2;

    /// <summary>The spacing of the numbers as joint models use it: every value is a whole multiple of it, and it is whole itself or a whole part of 1.</summary>
    public double Step
    {
        get
        {
            double scale = Schema.Kind == ColumnKind.Number ? PowerOfTen(Schema.Number?.Decimals ?? 0) : 1;
            return Grid % scale == 0 || scale % Grid == 0 ? Grid / scale : 1 / scale;
        }
    }

    /// <summary>The resolution of a date-time column in ticks, at least 1.</summary>
    public long Resolution => Math.Max(1, Schema.DateTime?.ResolutionTicks ?? 1);

    /// <summary>Date-times: what the encoded numbers stand for; null for other kinds.</summary>
    public TimeScale? Time => Schema.Kind == ColumnKind.DateTime ? new TimeScale(OriginTicks, Resolution) : null;

    /// <summary>Ten to a power from 0 on; exact up to 22.</summary>
    public static double PowerOfTen(int exponent)
    {
        double power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }
        return power;
    }

    /// <summary>A number on the column's grid and within its bounds.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="scale">Ten to the number of decimals.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Settle(double value, double scale)
    {
        double scaled = value * scale;
        // Above 2^52 every double is whole already; adding 0 turns a negative zero into a plain one.
        double rounded = Math.Abs(scaled) < 4503599627370496.0 ? (Math.Round(scaled / Grid) * Grid / scale) + 0.0 : value;
        return Math.Min(Math.Max(rounded, Minimum), Maximum);
    }

    /// <summary>The ticks of a number of resolution steps, within the column's bounds.</summary>
    public long ToTicks(double steps)
    {
        double whole = Math.Round(steps);
        // The last value is named apart: the span in steps may be beyond 2^53, where a double is not exact.
        return whole <= 0 ? OriginTicks : whole >= Maximum ? LastTicks : OriginTicks + ((long)whole * Resolution);
    }
}

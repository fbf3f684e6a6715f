using Semblance.Models.Encoding;

namespace Semblance.Models.Flagship;

/// <summary>
/// What a numeric column is measured from: a sum or difference of up to three earlier columns, or the product of two, where that
/// leaves much less to say (a drop-off time from the pick-up, a total from its parts, a charge from months and rate). The model then
/// learns what is left, so that what adds up in the real rows adds up in new ones, and an end never comes before its start.
/// </summary>
internal sealed class Baseline
{
    private readonly int[] _positions;
    private readonly sbyte[] _signs;
    private readonly double[] _fallbacks;
    private readonly UnitChange[] _units;
    private readonly double _step;

    /// <summary>Creates a baseline.</summary>
    /// <param name="positions">The positions of its columns.</param>
    /// <param name="signs">Per column 1 or -1; none for the product of two columns.</param>
    /// <param name="fallbacks">Per column what stands for a missing value, in the unit of the result.</param>
    /// <param name="units">Per column how it comes to the unit of the result.</param>
    /// <param name="step">The grid of what is left over the baseline; 0 if there is none.</param>
    public Baseline(int[] positions, sbyte[] signs, double[] fallbacks, UnitChange[] units, double step)
    {
        _positions = positions;
        _signs = signs;
        _fallbacks = fallbacks;
        _units = units;
        _step = step;
    }

    /// <summary>Whether the baseline is the product of its two columns.</summary>
    private bool IsProduct => _signs.Length == 0;

    /// <summary>The baseline of some rows.</summary>
    /// <param name="columns">The columns by position.</param>
    /// <param name="count">The number of rows.</param>
    public double[] Of(EncodedColumn[] columns, int count)
    {
        var sum = new double[count];
        if (IsProduct)
        {
            double[] a = columns[_positions[0]].Values!, b = columns[_positions[1]].Values!;
            for (int i = 0; i < count; i++)
            {
                sum[i] = Present(a[i], 0) * Present(b[i], 1);
            }
            return sum;
        }
        for (int t = 0; t < _positions.Length; t++)
        {
            double[] values = columns[_positions[t]].Values!;
            for (int i = 0; i < count; i++)
            {
                sum[i] += _signs[t] * Present(values[i], t);
            }
        }
        return sum;
    }

    /// <summary>What is left of a column over its baseline, on a grid if both are on one.</summary>
    public EncodedColumn Residual(EncodedColumn column, EncodedColumn[] columns)
    {
        double[] from = Of(columns, column.RowCount);
        var left = new double[from.Length];
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = Left(column.Values![i], from[i]);
        }
        return EncodedColumn.Numeric(column.Name, left, column.Codes, column.Levels, _step);
    }

    /// <summary>What is left of a value over its baseline, on a grid if both are on one.</summary>
    public double Left(double value, double from) => new Grid(_step).Round(value - from);

    /// <summary>Writes the baseline.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteInts(_positions);
        writer.Write(IsProduct);
        foreach (sbyte sign in _signs)
        {
            writer.Write(sign);
        }
        writer.WriteDoubles(_fallbacks);
        foreach (UnitChange unit in _units)
        {
            unit.Write(writer);
        }
        writer.Write(_step);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Baseline Read(BinaryReader reader, int earlierColumns)
    {
        int[] positions = reader.ReadInts();
        bool product = reader.ReadBoolean();
        var signs = new sbyte[product ? 0 : positions.Length];
        for (int i = 0; i < signs.Length; i++)
        {
            signs[i] = reader.ReadSByte();
        }
        double[] fallbacks = reader.ReadDoubles();
        UnitChange[] units = [.. positions.Select(_ => UnitChange.Read(reader))];
        bool valid = positions.All(p => p >= 0 && p < earlierColumns) && fallbacks.Length == positions.Length && positions.Length > 0 && (!product || positions.Length == 2);
        return valid ? new Baseline(positions, signs, fallbacks, units, reader.ReadDouble()) : throw new InvalidDataException("The baseline of a column does not fit the columns before it.");
    }

    private double Present(double value, int term) => double.IsNaN(value) ? _fallbacks[term] : _units[term].Of(value);
}

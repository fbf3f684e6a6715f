using Semblance.Models.Encoding;

namespace Semblance.Models.Flagship;

/// <summary>What the model of a numeric column has besides its questions.</summary>
/// <param name="values">The values that ranges end in; what is left over the baseline if there is one.</param>
/// <param name="baseline">What values are measured from, or null for zero.</param>
/// <param name="step">The step of the column itself.</param>
/// <param name="minimum">The column's smallest value.</param>
/// <param name="maximum">The column's largest value.</param>
internal sealed class NumberModel(NumberValues values, Baseline? baseline, double step, double minimum, double maximum)
{
    /// <summary>The values that ranges end in.</summary>
    public NumberValues Values => values;

    /// <summary>Turns what was drawn into values of the column.</summary>
    public void Place(Span<double> drawn, EncodedColumn[] byPosition)
    {
        if (baseline is null)
        {
            return;
        }
        double[] from = baseline.Of(byPosition, drawn.Length);
        var grid = new Grid(step);
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = Math.Clamp(grid.Round(from[i] + drawn[i]), minimum, maximum);
        }
    }

    /// <summary>The opposite: what would have to be drawn for the given values.</summary>
    public void Unplace(Span<double> wanted, EncodedColumn[] byPosition)
    {
        if (baseline is null)
        {
            return;
        }
        double[] from = baseline.Of(byPosition, wanted.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = baseline.Left(wanted[i], from[i]);
        }
    }

    /// <summary>
    /// How probable a value is in the range that its questions led to. Without a baseline that is the same for all rows, so it counts
    /// for nothing; with one, rows lead to the same value over different ways.
    /// </summary>
    public double LogMass(int start, int end, double left) => baseline is null ? 0 : values.LogMass(start, end, left, step / 2);

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        values.Write(writer);
        writer.Write(step);
        writer.Write(minimum);
        writer.Write(maximum);
        writer.Write(baseline is not null);
        baseline?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NumberModel Read(BinaryReader reader, int earlierColumns)
    {
        NumberValues values = NumberValues.Read(reader);
        double step = reader.ReadDouble(), minimum = reader.ReadDouble(), maximum = reader.ReadDouble();
        if (!(minimum <= maximum))
        {
            throw new InvalidDataException("The bounds of a numeric column are not in order.");
        }
        return new NumberModel(values, reader.ReadBoolean() ? Baseline.Read(reader, earlierColumns) : null, step, minimum, maximum);
    }
}

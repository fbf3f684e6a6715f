namespace Semblance.Models.Encoding;

/// <summary>
/// What a joint model sees of a column. Numbers and date-times become numeric columns; categories and booleans become categorical
/// ones, with each missing token as a further level; of identifiers and texts only the presence is modelled, as a categorical column
/// (level 0 present, level k missing token k - 1). Columns with a single outcome are not modelled at all.
/// </summary>
/// <remarks>In a sampled block the arrays are filled by the joint model; in training data they are read-only.</remarks>
internal sealed class EncodedColumn
{
    private EncodedColumn(string name, double[]? values, int[]? codes, int levels, double step, TimeScale? time)
    {
        Time = time;
        Name = name;
        Values = values;
        Codes = codes;
        Levels = levels;
        Step = step;
    }

    /// <summary>The table column's name, for messages.</summary>
    public string Name { get; }

    /// <summary>Numeric columns: one value per row, NaN exactly where missing. Null for categorical columns.</summary>
    public double[]? Values { get; }

    /// <summary>
    /// Categorical columns: one code in [0, <see cref="Levels"/>) per row. Numeric columns: 0 for a value, k for missing token k - 1; null if
    /// nothing is missing.
    /// </summary>
    public int[]? Codes { get; }

    /// <summary>The number of different codes possible; 0 for a numeric column with nothing missing.</summary>
    public int Levels { get; }

    /// <summary>Numeric columns: every value is a whole multiple of this (1 for integers, 0.01 for two decimals, 100 if all are full hundreds); it is whole or 1/k for a whole k. 0 for categorical columns.</summary>
    public double Step { get; }

    /// <summary>Date-times: what a number stands for; null for other columns.</summary>
    public TimeScale? Time { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Values?.Length ?? Codes!.Length;

    /// <summary>Whether the column holds numbers.</summary>
    public bool IsNumeric => Values is not null;

    /// <summary>Creates a categorical column.</summary>
    public static EncodedColumn Categorical(string name, int[] codes, int levels) => new(name, null, codes, levels, 0, null);

    /// <summary>Creates a numeric column.</summary>
    public static EncodedColumn Numeric(string name, double[] values, int[]? missingCodes, int missingLevels, double step, TimeScale? time = null) =>
        new(name, values, missingCodes, missingLevels, step, time);

    /// <summary>A column of the same form with room for other rows.</summary>
    public EncodedColumn Like(int rowCount) =>
        new(Name, Values is null ? null : new double[rowCount], Codes is null ? null : new int[rowCount], Levels, Step, Time);

    /// <summary>Some rows of the column, in the order asked for.</summary>
    public EncodedColumn Take(ReadOnlySpan<int> rows)
    {
        EncodedColumn taken = Like(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (Values is not null)
            {
                taken.Values![i] = Values[rows[i]];
            }
            if (Codes is not null)
            {
                taken.Codes![i] = Codes[rows[i]];
            }
        }
        return taken;
    }

    /// <summary>Copies all rows to a place in a column of the same form.</summary>
    public void CopyTo(EncodedColumn target, int start)
    {
        Values?.CopyTo(target.Values!, start);
        Codes?.CopyTo(target.Codes!, start);
    }

    /// <summary>Gives every row the value of a condition.</summary>
    public void Fill(EncodedCondition condition)
    {
        Values?.AsSpan().Fill(condition.Value);
        Codes?.AsSpan().Fill(condition.Code);
    }
}

/// <summary>What the numbers of a date-time column stand for.</summary>
/// <param name="OriginTicks">The time of number 0.</param>
/// <param name="StepTicks">The time between a number and the next.</param>
internal readonly record struct TimeScale(long OriginTicks, long StepTicks);

/// <summary>A fitted joint distribution over encoded columns.</summary>
internal interface IJointModel
{
    /// <summary>
    /// Fills <paramref name="columns"/> (one per modelled column, each with room for <paramref name="count"/> rows) with the rows
    /// <paramref name="firstRow"/> and on. Row i depends on nothing but the model, the seed, the conditions and i.
    /// </summary>
    /// <param name="seed">The seed of the rows.</param>
    /// <param name="firstRow">The number of the first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="conditions">Per modelled column the value that every row must have, or null where free.</param>
    /// <param name="columns">Where the rows go.</param>
    void Sample(ulong seed, long firstRow, int count, EncodedCondition?[] conditions, EncodedColumn[] columns);

    /// <summary>Writes the model in the family's own section of a model file.</summary>
    void Write(BinaryWriter writer);
}

/// <summary>A value asked for by a condition, as a joint model sees it.</summary>
/// <param name="Value">Numeric columns: the number; NaN if a missing value is asked for.</param>
/// <param name="Code">As in <see cref="EncodedColumn.Codes"/>.</param>
internal readonly record struct EncodedCondition(double Value, int Code);

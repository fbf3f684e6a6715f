namespace Semblance.Numerics.Boosting;

/// <summary>One input column of a booster, before binning: numbers, or codes that stand for one-hot indicators.</summary>
public sealed class FeatureColumn
{
    private FeatureColumn(double[]? values, int[]? codes, int levels)
    {
        Values = values;
        Codes = codes;
        Levels = levels;
    }

    /// <summary>Numeric columns: one value per row, NaN where missing. Null for categorical columns.</summary>
    public double[]? Values { get; }

    /// <summary>Categorical columns: one code in [0, <see cref="Levels"/>) per row. Null for numeric columns.</summary>
    public int[]? Codes { get; }

    /// <summary>The number of levels of a categorical column; 0 for numeric columns.</summary>
    public int Levels { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Values?.Length ?? Codes!.Length;

    /// <summary>A column of numbers over the given array, which it keeps.</summary>
    /// <param name="values">One value per row; NaN where missing.</param>
    public static FeatureColumn Numeric(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new FeatureColumn(values, null, 0);
    }

    /// <summary>
    /// A column of categories over the given array, which it keeps. A tree splits on "is level k, or is not", exactly as on the
    /// <paramref name="levels"/> one-hot columns of the same codes. A missing value is a level of its own.
    /// </summary>
    /// <param name="codes">One code in [0, <paramref name="levels"/>) per row.</param>
    /// <param name="levels">The number of levels, at least 1.</param>
    public static FeatureColumn Categorical(int[] codes, int levels)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        return new FeatureColumn(null, codes, levels);
    }
}

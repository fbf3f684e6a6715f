namespace Semblance.Quality;

/// <summary>A column as the metrics see it: numbers, or codes into a level list that all aligned tables share.</summary>
public sealed class ViewColumn
{
    private ViewColumn(string name, double[]? values, int[]? codes, IReadOnlyList<string> levels)
    {
        Name = name;
        Values = values;
        Codes = codes;
        Levels = levels;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Numbers (dates as seconds), NaN where missing. Null for categories.</summary>
    public double[]? Values { get; }

    /// <summary>Codes into <see cref="Levels"/>, -1 where missing. Null for numbers.</summary>
    public int[]? Codes { get; }

    /// <summary>The levels seen in any of the aligned tables; empty for numbers.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Whether the column holds categories.</summary>
    public bool IsCategorical => Codes is not null;

    /// <summary>The number of rows.</summary>
    public int Count => Values?.Length ?? Codes!.Length;

    internal static ViewColumn Numeric(string name, double[] values) => new(name, values, null, []);

    internal static ViewColumn Categorical(string name, int[] codes, IReadOnlyList<string> levels) => new(name, null, codes, levels);

    /// <summary>Codes in [0, Levels.Count], where the last stands for missing.</summary>
    internal int[] CodesWithMissing()
    {
        int missing = Levels.Count;
        int[] result = Codes!;
        for (int row = 0; row < result.Length; row++)
        {
            if (result[row] < 0)
            {
                if (ReferenceEquals(result, Codes))
                {
                    result = (int[])Codes!.Clone();
                }
                result[row] = missing;
            }
        }
        return result;
    }

    internal ViewColumn Select(ReadOnlySpan<int> rows) => new(Name, Gather(Values, rows), Gather(Codes, rows), Levels);

    internal ViewColumn Append(ViewColumn other) => new(Name, Join(Values, other.Values), Join(Codes, other.Codes), Levels);

    private static T[]? Join<T>(T[]? first, T[]? second) => first is null ? null : [.. first, .. second!];

    private static T[]? Gather<T>(T[]? source, ReadOnlySpan<int> rows)
    {
        if (source is null)
        {
            return null;
        }
        var target = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            target[i] = source[rows[i]];
        }
        return target;
    }
}

namespace Semblance.Numerics.Boosting;

/// <summary>Columns coded by <see cref="FeatureBins"/>: one byte per value, column after column (wider for categories of over 256 levels).</summary>
public sealed class FeatureMatrix
{
    internal FeatureMatrix(FeatureBins bins, CodeColumn[] columns, int rowCount)
    {
        Bins = bins;
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The bins that the codes refer to.</summary>
    public FeatureBins Bins { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    internal CodeColumn[] Columns { get; }

    /// <summary>The matrix of some rows, in the order given; a copy.</summary>
    public FeatureMatrix Select(ReadOnlySpan<int> rows)
    {
        var selected = new CodeColumn[Columns.Length];
        for (int column = 0; column < selected.Length; column++)
        {
            selected[column] = new CodeColumn(Gather(Columns[column].Narrow, rows), Gather(Columns[column].Wide, rows));
        }
        return new FeatureMatrix(Bins, selected, rows.Length);
    }

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

/// <summary>The codes of one column, in bytes where they fit.</summary>
internal readonly record struct CodeColumn(byte[]? Narrow, int[]? Wide)
{
    public int this[int row] => Narrow is { } narrow ? narrow[row] : Wide![row];
}

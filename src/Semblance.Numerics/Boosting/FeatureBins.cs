using System.Numerics;

namespace Semblance.Numerics.Boosting;

/// <summary>
/// How columns become small codes: numeric columns by at most 255 bins at the quantiles of the rows it was learnt from (one bin per
/// value while there are no more values than bins) and a code for missing, categorical columns by their own codes.
/// </summary>
/// <remarks>Learnt once and shared: models and matrices work together only if they come from the same bins.</remarks>
public sealed class FeatureBins
{
    /// <summary>The most bins a numeric column can have; one more code stands for missing, and a code fits in a byte.</summary>
    public const int MaximumBins = 255;

    // Sorting more values than this moves no quantile of a 1/255 grid by anything a tree could see.
    private const int MaximumSortedValues = 1 << 19;

    private readonly float[]?[] _lowerEdges;
    private readonly int[] _levels;

    private FeatureBins(float[]?[] lowerEdges, int[] levels)
    {
        _lowerEdges = lowerEdges;
        _levels = levels;
    }

    /// <summary>The number of columns.</summary>
    public int ColumnCount => _levels.Length;

    /// <summary>Whether a column is categorical.</summary>
    public bool IsCategorical(int column) => _lowerEdges[column] is null;

    /// <summary>The number of different codes of a column: bins and one for missing, or levels.</summary>
    public int SlotCount(int column) => _lowerEdges[column] is { } edges ? edges.Length + 1 : _levels[column];

    /// <summary>Learns the bins of some columns.</summary>
    /// <param name="columns">Columns of equal length.</param>
    /// <param name="maximumBins">The most bins of a numeric column, 2 to <see cref="MaximumBins"/>. The default value is 255.</param>
    public static FeatureBins Learn(IReadOnlyList<FeatureColumn> columns, int maximumBins = MaximumBins)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumBins, MaximumBins);
        var edges = new float[]?[columns.Count];
        var levels = new int[columns.Count];
        for (int column = 0; column < columns.Count; column++)
        {
            levels[column] = columns[column].Levels;
            if (columns[column].Values is { } values)
            {
                edges[column] = LowerEdges(values, maximumBins);
            }
        }
        return new FeatureBins(edges, levels);
    }

    /// <summary>Codes columns that have the same kinds and levels, in the same order, as those that were learnt.</summary>
    /// <exception cref="ArgumentException">The columns do not match.</exception>
    public FeatureMatrix Encode(IReadOnlyList<FeatureColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count != ColumnCount)
        {
            throw new ArgumentException($"There are {columns.Count} columns, the bins are for {ColumnCount}.", nameof(columns));
        }
        int rowCount = columns.Count == 0 ? 0 : columns[0].Count;
        var coded = new CodeColumn[columns.Count];
        for (int column = 0; column < columns.Count; column++)
        {
            FeatureColumn source = columns[column];
            if (source.Count != rowCount || source.Levels != _levels[column])
            {
                throw new ArgumentException($"Column {column} has {source.Count} rows and {source.Levels} levels; {rowCount} and {_levels[column]} were expected.", nameof(columns));
            }
            coded[column] = _lowerEdges[column] is { } edges
                ? new CodeColumn(EncodeNumbers(source.Values!, edges), null)
                : EncodeLevels(source.Codes!, source.Levels, column);
        }
        return new FeatureMatrix(this, coded, rowCount);
    }

    private static CodeColumn EncodeLevels(int[] codes, int levels, int column)
    {
        var narrow = levels <= 256 ? new byte[codes.Length] : null;
        for (int row = 0; row < codes.Length; row++)
        {
            if ((uint)codes[row] >= (uint)levels)
            {
                throw new ArgumentException($"Row {row} of column {column} has code {codes[row]}; it must be at least 0 and below {levels}.", nameof(codes));
            }
            if (narrow is not null)
            {
                narrow[row] = (byte)codes[row];
            }
        }
        return new CodeColumn(narrow, narrow is null ? codes : null);
    }

    private static byte[] EncodeNumbers(double[] values, float[] edges)
    {
        var codes = new byte[values.Length];
        int steps = edges.Length <= 1 ? 0 : BitOperations.Log2((uint)(edges.Length - 1)) + 1;
        for (int row = 0; row < values.Length; row++)
        {
            float value = (float)values[row];
            if (float.IsNaN(value))
            {
                codes[row] = (byte)edges.Length;
                continue;
            }
            // The last bin whose lower edge is not above the value; smaller values than ever seen fall in bin 0.
            int low = 0;
            for (int step = 1 << steps >> 1; step > 0; step >>= 1)
            {
                int probe = low + step;
                low = probe < edges.Length && edges[probe] <= value ? probe : low;
            }
            codes[row] = (byte)low;
        }
        return codes;
    }

    private static float[] LowerEdges(double[] values, int maximumBins)
    {
        int stride = 1 + (values.Length - 1) / MaximumSortedValues;
        var sorted = new float[values.Length == 0 ? 0 : (values.Length - 1) / stride + 1];
        int count = 0;
        for (int row = 0; row < values.Length; row += stride)
        {
            float value = (float)values[row];
            if (!float.IsNaN(value))
            {
                sorted[count++] = value;
            }
        }
        Span<float> span = sorted.AsSpan(0, count);
        span.Sort();
        if (count == 0)
        {
            return [0];
        }
        var distinct = new List<float>(maximumBins + 1);
        for (int i = 0; i < count && distinct.Count <= maximumBins; i++)
        {
            if (i == 0 || span[i] > span[i - 1])
            {
                distinct.Add(span[i]);
            }
        }
        if (distinct.Count <= maximumBins)
        {
            return [.. distinct];
        }
        var edges = new List<float>(maximumBins) { span[0] };
        for (int bin = 1; bin < maximumBins; bin++)
        {
            float edge = span[(int)((long)bin * count / maximumBins)];
            if (edge > edges[^1])
            {
                edges.Add(edge);
            }
        }
        return [.. edges];
    }
}

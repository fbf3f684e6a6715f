namespace Semblance.Quality;

/// <summary>
/// The distance between rows: L1 over numbers scaled by their real range, plus 1 per differing category. A missing number stands at
/// the real median, a missing category is a category of its own.
/// </summary>
/// <remarks>
/// Coordinates are whole numbers, <see cref="Unit"/> of them to a distance of 1, so that sums are exact in any order and on vectors of any
/// width, and the distance without one column is the distance less that column's part. Numbers farther than a quarter of the range
/// outside of it count as that far.
/// </remarks>
internal sealed class DistanceSpace
{
    // With coordinates in [-1/4, 5/4] units and padding at 11/4, a sum over all dimensions stays below 3 x 2^29.
    private const int UnitOfOneDimension = 1 << 29;
    private const double Lowest = -0.25;
    private const double Highest = 1.25;
    private const double Padding = 2.75;

    private readonly int[] _numeric;
    private readonly int[] _categorical;
    private readonly double[] _minimum;
    private readonly double[] _scale;
    private readonly double[] _median;

    /// <summary>Learns ranges and medians.</summary>
    public DistanceSpace(TableView real)
    {
        _numeric = [.. Enumerable.Range(0, real.Columns.Count).Where(i => !real.Columns[i].IsCategorical)];
        _categorical = [.. Enumerable.Range(0, real.Columns.Count).Where(i => real.Columns[i].IsCategorical)];
        _minimum = new double[_numeric.Length];
        _scale = new double[_numeric.Length];
        _median = new double[_numeric.Length];
        Unit = UnitOfOneDimension / Math.Max(1, Dimensions);
        for (int i = 0; i < _numeric.Length; i++)
        {
            double[] sorted = Array.FindAll(real.Columns[_numeric[i]].Values!, double.IsFinite);
            Array.Sort(sorted);
            bool varies = sorted.Length > 0 && sorted[^1] > sorted[0];
            _minimum[i] = sorted.Length > 0 ? sorted[0] : 0;
            _median[i] = sorted.Length > 0 ? sorted[sorted.Length / 2] : 0;
            _scale[i] = varies ? 1 / (sorted[^1] - sorted[0]) : 1;
        }
    }

    /// <summary>The whole number that stands for a distance of 1.</summary>
    public int Unit { get; }

    public int NumericCount => _numeric.Length;

    public int Dimensions => _numeric.Length + _categorical.Length;

    /// <summary>The dimension that a column of the view became.</summary>
    public int DimensionOf(int column)
    {
        int numeric = Array.IndexOf(_numeric, column);
        return numeric >= 0 ? numeric : _numeric.Length + Array.IndexOf(_categorical, column);
    }

    /// <summary>A sum of coordinate differences as a distance; infinity where nothing was found.</summary>
    public double ToDistance(int sum) => sum == int.MaxValue ? double.PositiveInfinity : (double)sum / Unit;

    /// <summary>The coordinate of a row that is farther than any real one.</summary>
    public int PaddingOf(int dimension) => dimension < NumericCount ? (int)(Padding * Unit) : -1;

    /// <summary>Rows as coordinates, [dimension][row]: scaled numbers first, then category codes.</summary>
    public int[][] Coordinates(TableView view)
    {
        var coordinates = new int[Dimensions][];
        for (int i = 0; i < _numeric.Length; i++)
        {
            double[] values = view.Columns[_numeric[i]].Values!;
            var target = coordinates[i] = new int[values.Length];
            for (int row = 0; row < target.Length; row++)
            {
                double value = double.IsNaN(values[row]) ? _median[i] : values[row];
                target[row] = (int)Math.Round(Math.Clamp((value - _minimum[i]) * _scale[i], Lowest, Highest) * Unit);
            }
        }
        for (int i = 0; i < _categorical.Length; i++)
        {
            coordinates[_numeric.Length + i] = view.Columns[_categorical[i]].CodesWithMissing();
        }
        return coordinates;
    }
}

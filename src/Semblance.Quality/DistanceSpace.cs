namespace Semblance.Quality;

/// <summary>
/// The distance between rows: L1 over numbers scaled by their real range, plus 1 per differing category. A missing number stands at
/// the real median, a missing category is a category of its own.
/// </summary>
internal sealed class DistanceSpace
{
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

    public int NumericCount => _numeric.Length;

    public int Dimensions => _numeric.Length + _categorical.Length;

    /// <summary>Rows as coordinates, [dimension][row]: scaled numbers first, then category codes.</summary>
    public float[][] Coordinates(TableView view)
    {
        var coordinates = new float[Dimensions][];
        for (int i = 0; i < _numeric.Length; i++)
        {
            double[] values = view.Columns[_numeric[i]].Values!;
            var target = coordinates[i] = new float[values.Length];
            for (int row = 0; row < target.Length; row++)
            {
                double value = double.IsFinite(values[row]) ? values[row] : _median[i];
                target[row] = (float)((value - _minimum[i]) * _scale[i]);
            }
        }
        for (int i = 0; i < _categorical.Length; i++)
        {
            int[] codes = view.Columns[_categorical[i]].CodesWithMissing();
            coordinates[_numeric.Length + i] = Array.ConvertAll(codes, code => (float)code);
        }
        return coordinates;
    }
}

namespace Semblance.Models.Flagship;

/// <summary>The whole multiples of a step, or all numbers if the step is 0.</summary>
internal readonly struct Grid
{
    private readonly double _step;
    private readonly double _inverse;

    public Grid(double step)
    {
        _step = step;
        // Below 1 a step is 1/k for a whole k, and dividing by k gives the very number that a decimal text is read as.
        _inverse = step is > 0 and < 1 ? Math.Round(1 / step) : 0;
    }

    /// <summary>The nearest multiple; NaN stays NaN.</summary>
    public double Round(double value) =>
        _inverse > 0 ? Math.Round(value * _inverse) / _inverse : _step > 0 ? Math.Round(value / _step) * _step : value;
}

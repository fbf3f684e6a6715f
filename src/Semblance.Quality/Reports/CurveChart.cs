using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>Curves over two axes that begin at 0.</summary>
internal static class CurveChart
{
    private const int Width = 340;
    private const int Height = 230;
    private const int Left = 44;
    private const int Right = 10;
    private const int Top = 10;
    private const int Bottom = 190;

    /// <summary>Draws curves.</summary>
    /// <param name="curves">Class and points of each, x up to <paramref name="largestX"/>, y a share.</param>
    /// <param name="largestX">The end of the x axis.</param>
    /// <param name="xTitle">What the x axis is.</param>
    /// <param name="diagonal">Whether the line of chance is drawn.</param>
    /// <param name="description">What a screen reader says.</param>
    public static string Draw(IReadOnlyList<(string Style, IEnumerable<(double X, double Y)> Points)> curves, double largestX, string xTitle, bool diagonal, string description)
    {
        double X(double x) => Left + Math.Clamp(x / largestX, 0, 1) * (Width - Left - Right);
        double Y(double share) => Bottom - share * (Bottom - Top);
        var svg = new Svg(Width, Height, description);
        for (int quarter = 0; quarter <= 4; quarter++)
        {
            double share = quarter / 4.0;
            svg.Line(quarter == 0 ? "axis" : "grid", Left, Y(share), Width - Right, Y(share)).Text("label end", Left - 6, Y(share) + 4, Text($"{share * 100:0} %"));
        }
        double step = Step(largestX);
        for (int tick = 0; tick * step <= largestX * 1.0001; tick++)
        {
            svg.Text(X(tick * step) > Width - 2 * Right ? "label end" : "label mid", X(tick * step), Bottom + 16, Text($"{tick * step:0.#######}"));
        }
        if (diagonal)
        {
            svg.Line("chance", X(0), Y(0), X(largestX), Y(1));
        }
        foreach ((string style, IEnumerable<(double X, double Y)> points) in curves)
        {
            svg.Path(style, points.Where(point => point.X <= largestX).Select(point => (X(point.X), Y(point.Y))));
        }
        return svg.Text("label mid", (Left + Width - Right) / 2.0, Height - 6, xTitle).ToString();
    }

    /// <summary>The round number that an axis is divided by into three to six parts.</summary>
    private static double Step(double largest)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(largest / 3)));
        return (largest / 3 / power) switch
        {
            >= 5 => 5 * power,
            >= 2 => 2 * power,
            _ => power,
        };
    }
}

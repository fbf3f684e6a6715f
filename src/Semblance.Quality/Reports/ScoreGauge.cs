namespace Semblance.Quality.Reports;

/// <summary>Where a score is between its ends, with its interval, and where its ceiling is.</summary>
internal static class ScoreGauge
{
    private const int Width = 120;
    private const int Height = 18;
    private const int Edge = 5;

    public static string Draw(Score score)
    {
        // Shares and areas have ends; errors and distances begin at 0.
        bool open = score.Best is "as fresh rows" or "0 %" && score.Name is not ("new_rows" or "neighbourhood_coverage" or "association_similarity");
        double end = Math.Max(score.Value, double.IsNaN(score.Ceiling) ? score.Value : score.Ceiling) * 1.25;
        double largest = open || score.Value > 1 ? Math.Max(end, 1e-9) : 1;
        double X(double value) => Edge + Math.Clamp(value / largest, 0, 1) * (Width - 2 * Edge);
        var svg = new Svg(Width, Height, "");
        svg.Line("axis", Edge, Height / 2, Width - Edge, Height / 2);
        if (!double.IsNaN(score.Ceiling))
        {
            svg.Line("real line", X(score.Ceiling), 2, X(score.Ceiling), Height - 2);
        }
        if (score.Interval is { } interval)
        {
            svg.Line("synthetic line", X(interval.Low), Height / 2, X(interval.High), Height / 2);
        }
        return svg.Circle("synthetic", X(score.Value), Height / 2, 4.5).ToString().Replace("role=\"img\" aria-label=\"\"", "aria-hidden=\"true\"", StringComparison.Ordinal);
    }
}

using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>How one column is distributed in both tables: bars by level, or one outline over the other along the numbers.</summary>
internal static class DistributionChart
{
    private const int Width = 320;

    // Levels that have a bar of their own; the table beside the chart has more.
    private const int MostLevels = 9;

    public static string Draw(ColumnComparison column)
    {
        string description = $"Distribution of {column.Name}, real and synthetic; the table below has the numbers.";
        return column.Bars.Count == 0 ? "<p class=\"note\">No values are present.</p>"
            : column.IsCategorical ? Levels(column, description)
            : Numbers(column, description);
    }

    private static string Levels(ColumnComparison column, string description)
    {
        const int Label = 112, Value = 44, Row = 24, Bar = 8;
        List<ColumnBar> bars = [.. column.Bars.Take(column.Bars.Count <= MostLevels ? MostLevels : MostLevels - 1)];
        if (bars.Count < column.Bars.Count)
        {
            ColumnBar[] rest = [.. column.Bars.Skip(bars.Count)];
            bars.Add(new ColumnBar("all others", rest.Sum(bar => bar.Real), rest.Sum(bar => bar.Synthetic)));
        }
        double largest = Largest(bars), scale = (Width - Label - Value) / largest;
        var svg = new Svg(Width, bars.Count * Row, description);
        for (int i = 0; i < bars.Count; i++)
        {
            ColumnBar bar = bars[i];
            double y = i * Row;
            svg.Text("label end", Label - 6, y + 15, bar.Label.Length == 0 ? "(empty)" : bar.Label, most: 15)
                .Rectangle("real", Label, y + 3, bar.Real * scale, Bar, $"{bar.Label}: {Percent(bar.Real)} real")
                .Rectangle("synthetic", Label, y + 4 + Bar, bar.Synthetic * scale, Bar, $"{bar.Label}: {Percent(bar.Synthetic)} synthetic")
                .Text("label", Label + Math.Max(bar.Real, bar.Synthetic) * scale + 4, y + 15, Percent(bar.Synthetic));
        }
        return svg.ToString();
    }

    private static string Numbers(ColumnComparison column, string description)
    {
        const int Left = 4, Top = 14, Bottom = 118, Height = 136;
        IReadOnlyList<ColumnBar> bars = column.Bars;
        double largest = Largest(bars), step = (double)(Width - 2 * Left) / bars.Count;
        double Y(double share) => Bottom - share / largest * (Bottom - Top);
        var svg = new Svg(Width, Height, description);
        svg.Line("grid", Left, Y(largest / 2), Width - Left, Y(largest / 2)).Line("grid", Left, Top, Width - Left, Top);
        if (column.BarsAreValues)
        {
            for (int i = 0; i < bars.Count; i++)
            {
                double x = Left + i * step, width = Math.Min(step * 0.4, 26), middle = x + step / 2;
                svg.Rectangle("real", middle - width, Y(bars[i].Real), width, Bottom - Y(bars[i].Real), $"{bars[i].Label}: {Percent(bars[i].Real)} real")
                    .Rectangle("synthetic", middle, Y(bars[i].Synthetic), width, Bottom - Y(bars[i].Synthetic), $"{bars[i].Label}: {Percent(bars[i].Synthetic)} synthetic");
            }
        }
        else
        {
            IEnumerable<(double, double)> Outline(Func<ColumnBar, double> share) =>
                bars.SelectMany((bar, i) => new[] { (Left + i * step, Y(share(bar))), (Left + (i + 1) * step, Y(share(bar))) });
            svg.Path("real area", [(Left, Bottom), .. Outline(bar => bar.Real), (Width - Left, Bottom)], closed: true)
                .Path("synthetic line", Outline(bar => bar.Synthetic));
            for (int i = 0; i < bars.Count; i++)
            {
                svg.Rectangle("hover", Left + i * step, Top, step, Bottom - Top, $"from {bars[i].Label}: {Percent(bars[i].Real)} real, {Percent(bars[i].Synthetic)} synthetic");
            }
        }
        svg.Line("axis", Left, Bottom, Width - Left, Bottom).Text("label", Left, Top - 4, Percent(largest));
        if (column.BarsAreValues)
        {
            // As many labels as there is room for.
            int every = (int)Math.Ceiling(bars.Max(bar => bar.Label.Length) * 6.2 / step);
            for (int i = 0; i < bars.Count; i += every)
            {
                svg.Text("label mid", Left + (i + 0.5) * step, Height - 4, bars[i].Label);
            }
            return svg.ToString();
        }
        return svg.Text("label", Left, Height - 4, bars[0].Label)
            .Text("label mid", Left + bars.Count / 2 * step, Height - 4, bars[bars.Count / 2].Label)
            .Text("label end", Width - Left, Height - 4, "from " + bars[^1].Label)
            .ToString();
    }

    private static double Largest(IReadOnlyList<ColumnBar> bars) => Math.Max(1e-9, bars.Max(bar => Math.Max(bar.Real, bar.Synthetic)));
}

using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>A square of one cell per pair of columns.</summary>
internal static class HeatMap
{
    private const int Width = 340;
    private const int Label = 108;

    /// <summary>Draws a map. Rows carry names and numbers, columns numbers.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="value">The value of a cell, or null where there is none.</param>
    /// <param name="largest">The value that has the full colour.</param>
    /// <param name="positive">The class of values above 0.</param>
    /// <param name="negative">The class of values below 0.</param>
    /// <param name="description">What a screen reader says.</param>
    public static string Draw(IReadOnlyList<string> names, Func<int, int, double?> value, double largest, string positive, string negative, string description)
    {
        double cell = (double)(Width - Label) / names.Count;
        var svg = new Svg(Width, Label / 6.0 + names.Count * cell, description);
        double top = Label / 6.0;
        bool many = names.Count > 16;
        string small = many ? " small" : "";
        for (int row = 0; row < names.Count; row++)
        {
            double y = top + row * cell;
            svg.Text("label" + small, 0, y + cell / 2 + 3.5, Text($"{row + 1} {names[row]}"), most: many ? 19 : 15);
            if (!many || row % 2 == 0)
            {
                svg.Text("label mid" + small, Label + (row + 0.5) * cell, top - 4, Text($"{row + 1}"));
            }
            for (int column = 0; column < names.Count; column++)
            {
                if (row != column && value(row, column) is { } shown)
                {
                    svg.Rectangle(
                        shown < 0 ? negative : positive,
                        Label + column * cell + 0.5,
                        y + 0.5,
                        cell - 1,
                        cell - 1,
                        Text($"{names[row]} and {names[column]}: {shown:0.00}"),
                        Math.Min(1, Math.Abs(shown) / largest));
                }
                else
                {
                    svg.Rectangle("blank", Label + column * cell + 0.5, y + 0.5, cell - 1, cell - 1);
                }
            }
        }
        return svg.ToString();
    }
}

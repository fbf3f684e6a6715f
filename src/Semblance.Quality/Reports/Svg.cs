using System.Globalization;
using System.Net;
using System.Text;

namespace Semblance.Quality.Reports;

/// <summary>A drawing as it grows. Coordinates are in the units of its view box; the page scales it to its place.</summary>
/// <remarks>Colours come from the page's style by class, so that a drawing follows light, dark and paper.</remarks>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <param name="width">The width of the view box.</param>
    /// <param name="height">The height of the view box.</param>
    /// <param name="description">What a screen reader says in place of the drawing.</param>
    public Svg(double width, double height, string description)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width:0.#} {height:0.#}\" role=\"img\" aria-label=\"{Encode(description)}\">");
    }

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    public Svg Rectangle(string style, double x, double y, double width, double height, string? title = null, double? opacity = null)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<rect class=\"{style}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0, width):0.##}\" height=\"{Math.Max(0, height):0.##}\"");
        if (opacity is { } share)
        {
            _text.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{share:0.##}\"");
        }
        _text.Append(title is null ? "/>" : $"><title>{Encode(title)}</title></rect>");
        return this;
    }

    public Svg Line(string style, double x1, double y1, double x2, double y2)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"/>");
        return this;
    }

    public Svg Circle(string style, double x, double y, double radius, string? title = null)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<circle class=\"{style}\" cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\"");
        _text.Append(title is null ? "/>" : $"><title>{Encode(title)}</title></circle>");
        return this;
    }

    /// <summary>A line through points, or an area if its style fills it.</summary>
    public Svg Path(string style, IEnumerable<(double X, double Y)> points, bool closed = false)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"");
        char step = 'M';
        foreach ((double x, double y) in points)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{step}{x:0.##} {y:0.##}");
            step = 'L';
        }
        _text.Append(closed ? "Z\"/>" : "\"/>");
        return this;
    }

    /// <param name="style">The class; "end" and "mid" move the anchor.</param>
    /// <param name="x">Where the anchor is.</param>
    /// <param name="y">Where the base line is.</param>
    /// <param name="text">The words.</param>
    /// <param name="most">The most characters that fit; what is cut stays in the tooltip.</param>
    public Svg Text(string style, double x, double y, string text, int most = int.MaxValue)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.##}\" y=\"{y:0.##}\">");
        _text.Append(text.Length <= most ? Encode(text) : $"{Encode(text[..CutAt(text, most - 1)])}…<title>{Encode(text)}</title>");
        _text.Append("</text>");
        return this;
    }

    public override string ToString() => _text + "</svg>";

    /// <summary>A length that does not cut a character of two halves.</summary>
    private static int CutAt(string text, int length) => length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}

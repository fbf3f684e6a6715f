using System.Globalization;
using System.Net;

namespace Semblance.Quality;

/// <summary>Writes a <see cref="QualityReport"/> as one self-contained HTML page: no script, no font and no picture from elsewhere.</summary>
internal static class ReportHtml
{
    private const int BarHeight = 72;
    private const int BarWidth = 14;

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Quality of a synthetic table</title>
        <style>
        :root{color-scheme:light dark;--real:#5b7083;--twin:#e07a3f;--line:#8884}
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}small,.note{opacity:.75}
        .columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1rem 1.5rem}
        figure{margin:0}figcaption{font-size:.9rem}svg{width:100%;height:auto;display:block}
        .r{fill:var(--real)}.s{fill:var(--twin)}.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .3em 0 .8em}
        </style></head><body>

        """;

    /// <summary>Writes the page.</summary>
    public static void Write(QualityReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Head);
        writer.Write("<h1>Quality of a synthetic table</h1>\n<p class=\"note\">");
        string holdout = report.HoldoutRows is { } rows ? Text($", {rows:N0} holdout rows") : "";
        writer.Write(Text($"{report.RealRows:N0} real rows, {report.SyntheticRows:N0} synthetic rows{holdout}, {report.Columns.Count} compared columns.</p>\n<ul>\n"));
        foreach (string sentence in report.Verdict)
        {
            writer.Write($"<li>{WebUtility.HtmlEncode(sentence)}</li>\n");
        }
        writer.Write("</ul>\n");
        WriteScores(report, writer);
        WriteColumns(report, writer);
        writer.Write("</body></html>\n");
    }

    private static void WriteScores(QualityReport report, TextWriter writer)
    {
        writer.Write("<h2>Scores</h2>\n<table><tr><th>Score</th><th class=\"n\">Synthetic</th><th class=\"n\">Fresh real rows</th><th>Best</th></tr>\n");
        void Row(string name, string note, double? synthetic, double? fresh, string best, string format) => writer.Write(
            $"<tr><td>{WebUtility.HtmlEncode(name)}<br><small>{WebUtility.HtmlEncode(note)}</small></td><td class=\"n\">{Number(synthetic, format)}</td><td class=\"n\">{Number(fresh, format)}</td><td>{best}</td></tr>\n");
        (FidelityScores scores, FidelityScores ceiling, PrivacyScores privacy) = (report.Fidelity, report.Ceiling, report.Privacy);
        Row("Classifier two-sample test", "whether boosted trees can tell the rows from real ones", scores.ClassifierTwoSample, ceiling.ClassifierTwoSample, "1", "F3");
        Row("Shape error", "single columns: Kolmogorov-Smirnov or total variation distance", scores.ShapeError, ceiling.ShapeError, "0", "P2");
        Row("Trend error", "pairs of columns, shared bin edges", scores.TrendError.SharedEdges, ceiling.TrendError.SharedEdges, "0", "P2");
        Row("Trend error, own edges", "pairs of columns, each table's own bin edges", scores.TrendError.OwnEdges, ceiling.TrendError.OwnEdges, "0", "P2");
        Row("Distribution similarity error", "single columns in shared bins, missing values included", report.Figures.DistributionSimilarityError, null, "0", "P2");
        Row("Association similarity", "correlations, Cramer's V and correlation ratios of pairs", report.Figures.AssociationSimilarity, null, "1", "F3");
        if (report is { TrainedOnSynthetic: { } synthetic, TrainedOnReal: { } real })
        {
            string name = $"Prediction of {synthetic.Target}";
            Row(name, synthetic.IsClassification ? "AUC on real rows; beside it, trained on real rows" : "RMSE on real rows; beside it, trained on real rows", synthetic.Score, real.Score, "as real", "G4");
        }
        Row("Privacy share", "rows nearer to learnt rows than to unseen ones; beside it, rows that know nothing", privacy.DcrShare, privacy.DcrShareOfIndependentColumns, "50 %", "P1");
        Row("Exact copies", "rows equal to a real row", privacy.ExactCopies, privacy.ExactCopiesOfFresh, "as fresh", "P2");
        Row("Distance to the nearest real row", "5th percentile; numbers by their range, 1 per differing category", privacy.Distance5, privacy.Distance5OfFresh, "as fresh", "G3");
        writer.Write("</table>\n");
    }

    private static void WriteColumns(QualityReport report, TextWriter writer)
    {
        writer.Write("<h2>Columns</h2>\n<p class=\"note\"><span class=\"key\" style=\"background:var(--real)\"></span>real<span class=\"key\" style=\"background:var(--twin)\"></span>synthetic; below each picture its shape error, and that of fresh real rows.</p>\n<div class=\"columns\">\n");
        foreach (ColumnComparison column in report.Columns)
        {
            writer.Write($"<figure>{Picture(column)}<figcaption><b>{WebUtility.HtmlEncode(column.Name)}</b> {Number(column.ShapeError, "P2")} <small>({Number(column.CeilingShapeError, "P2")})");
            if (column.RealMissing > 0 || column.SyntheticMissing > 0)
            {
                writer.Write($", missing {Number(column.RealMissing, "P1")} and {Number(column.SyntheticMissing, "P1")}");
            }
            writer.Write("</small></figcaption></figure>\n");
        }
        writer.Write("</div>\n");
    }

    /// <summary>Pairs of bars, real and synthetic; hovering shows the numbers.</summary>
    private static string Picture(ColumnComparison column)
    {
        double largest = Math.Max(column.Bars.Count == 0 ? 0 : column.Bars.Max(bar => Math.Max(bar.Real, bar.Synthetic)), 1e-9);
        var svg = new System.Text.StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {ColumnComparison.MostBars * BarWidth} {BarHeight}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(column.Name)}\">");
        for (int i = 0; i < column.Bars.Count; i++)
        {
            ColumnBar bar = column.Bars[i];
            svg.Append(CultureInfo.InvariantCulture, $"<g><title>{WebUtility.HtmlEncode(bar.Label)}: {bar.Real:P2} real, {bar.Synthetic:P2} synthetic</title>");
            Rectangle("r", i * BarWidth + 1, bar.Real);
            Rectangle("s", i * BarWidth + BarWidth / 2, bar.Synthetic);
            svg.Append("</g>");
        }
        svg.Append("</svg>");
        return svg.ToString();

        void Rectangle(string kind, int x, double share)
        {
            double height = share / largest * (BarHeight - 2);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{x}\" y=\"{BarHeight - height:F1}\" width=\"{BarWidth / 2 - 1}\" height=\"{height:F1}\"/>");
        }
    }

    private static string Number(double? value, string format) =>
        value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

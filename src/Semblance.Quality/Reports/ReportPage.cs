using static Semblance.Quality.Reports.Svg;
using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>Writes a report as one page of HTML, which takes nothing from elsewhere and runs no script.</summary>
/// <remarks>The page is well-formed XML but for the doctype and the meta elements.</remarks>
internal sealed class ReportPage(QualityReport report, string title, TextWriter writer)
{
    // Columns that still have a readable cell in a heat map, and pairs and attacked columns that a reader would look through.
    private const int MostMapColumns = 25;
    private const int MostListedPairs = 12;
    private const int MostDrawnAttacks = 30;

    private const string Key = "<p class=\"note\"><span class=\"key\"><i class=\"k-real\"></i>real</span><span class=\"key\"><i class=\"k-synthetic\"></i>synthetic</span></p>\n";
    private const string FreshKey = "<p class=\"note\"><span class=\"key\"><i class=\"k-real\"></i>fresh real rows</span><span class=\"key\"><i class=\"k-synthetic\"></i>synthetic rows</span></p>\n";

    public void Write()
    {
        Line($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Encode(title)}</title>
            <style>
            {PageStyle.Css}
            </style></head><body><main>
            """);
        WriteHead();
        WriteScores();
        WriteColumns();
        WritePairs();
        WriteDistances();
        WriteAttacks();
        WriteMethod();
        Line($"</main></body></html>");
    }

    private void WriteHead()
    {
        string holdout = report.HoldoutRows is { } rows ? Text($"{rows:N0} holdout rows") : "no holdout";
        Line($"<h1>{Encode(title)}</h1>");
        Line($"<p class=\"note\">{report.SyntheticRows:N0} synthetic rows against {report.RealRows:N0} real rows, {holdout}, {report.Columns.Count:N0} compared {Plural(report.Columns.Count, "column")}, seed {report.Seed}.</p>");
        Line($"<nav aria-label=\"Sections\"><a href=\"#scores\">Scores</a><a href=\"#columns\">Columns</a><a href=\"#pairs\">Pairs</a><a href=\"#distances\">Distances</a><a href=\"#attacks\">Attacks</a><a href=\"#method\">How it was measured</a></nav>");
        Line($"<div class=\"cards\">");
        foreach (Summary summary in Summaries.Of(report))
        {
            Line($"<section class=\"card\"><header><h3>{summary.Aspect}</h3>{Badge(summary.Grade)}</header><p>{Sentence(summary.Sentence)}</p></section>");
        }
        Line($"</div>");
        Score[] warnings = Summaries.Warnings(report);
        if (warnings.Length > 0)
        {
            Line($"<div class=\"alert\" role=\"note\" aria-label=\"Warnings\">{string.Concat(warnings.Select(score => $"<p><strong>{Encode(score.Title)}.</strong> {Sentence(score.Verdict)}</p>"))}</div>");
        }
        if (report.HoldoutRows is null)
        {
            Line($"<p class=\"note\">Without a holdout, one random half of the real table stood for fresh rows, and attacks could not be tried. <a href=\"#method\">What that means</a>.</p>");
        }
    }

    private void WriteScores()
    {
        Line($"<h2 id=\"scores\">Scores</h2>\n<p class=\"note\">Each score stands beside its ceiling: the same score of fresh real rows, the best that an honest model can reach. Better than the ceiling is a sign of copying. Ranges are 95 % confidence intervals. In the small drawings the dot is the synthetic table, the upright line the ceiling.</p>");
        foreach (IGrouping<ScoreAspect, Score> aspect in report.Scores.GroupBy(score => score.Aspect).OrderBy(group => group.Key))
        {
            Line($"<table class=\"scores\"><caption><h3>{aspect.Key}</h3></caption><thead><tr><th scope=\"col\">Score</th><th scope=\"col\">Synthetic</th><th scope=\"col\">Ceiling</th><th scope=\"col\"><span aria-hidden=\"true\"></span></th><th scope=\"col\">Grade</th><th scope=\"col\">What it says</th></tr></thead><tbody>");
            foreach (Score score in aspect)
            {
                Line($"<tr><th scope=\"row\">{Encode(score.Title)}<small>{Encode(score.Meaning)}; best: {Encode(score.Best)}</small></th>");
                Line($"<td class=\"v\" data-label=\"Synthetic\">{Encode(score.Value(score.Value))}{Spread(score, score.IsMeasured ? score.Interval : null)}</td>");
                Line($"<td class=\"v\" data-label=\"Ceiling\">{(double.IsNaN(score.Ceiling) ? "none" : Encode(score.Value(score.Ceiling)))}{Spread(score, score.CeilingInterval)}</td>");
                string reason = score.NoCeiling is { } why && score.IsMeasured ? $" <small>No ceiling: {Sentence(why)}</small>" : "";
                Line($"<td class=\"gauge\">{(score.IsMeasured ? ScoreGauge.Draw(score) : "")}</td><td class=\"g\">{Badge(score.Grade)}</td><td class=\"verdict\">{Sentence(score.Verdict)}{reason}</td></tr>");
            }
            Line($"</tbody></table>");
        }
    }

    private void WriteColumns()
    {
        Line($"<h2 id=\"columns\">Columns</h2>\n{Key}<p class=\"note\">The percentage beside a name is the column's shape error, with that of fresh real rows in brackets.</p>\n<div class=\"panels\">");
        foreach (ColumnComparison column in report.Columns)
        {
            Line($"<figure><header><h3>{Encode(column.Name)}</h3><small>{Percent(column.ShapeError)} ({Percent(column.CeilingShapeError)})</small></header>{DistributionChart.Draw(column)}");
            string missing = column.RealMissing > 0 || column.SyntheticMissing > 0
                ? $"Missing: {Percent(column.RealMissing)} real, {Percent(column.SyntheticMissing)} synthetic. "
                : "";
            string kind = column.IsCategorical ? "categories" : "range";
            Line($"<figcaption>{missing}{Percent(column.Coverage)} of the real {kind} reached; {Percent(column.Adherence)} of the values within {(column.IsCategorical ? "them" : "it")}.</figcaption>");
            if (column.Bars.Count > 0)
            {
                Line($"<details><summary>Numbers</summary><table><thead><tr><th scope=\"col\">{(column.BarsAreValues ? "Value" : "From")}</th><th scope=\"col\" class=\"n\">Real</th><th scope=\"col\" class=\"n\">Synthetic</th></tr></thead><tbody>");
                foreach (ColumnBar bar in column.Bars)
                {
                    Line($"<tr><th scope=\"row\">{Encode(bar.Label)}</th><td class=\"n\">{Percent(bar.Real)}</td><td class=\"n\">{Percent(bar.Synthetic)}</td></tr>");
                }
                Line($"</tbody></table></details>");
            }
            Line($"</figure>");
        }
        Line($"</div>");
    }

    private void WritePairs()
    {
        Line($"<h2 id=\"pairs\">Pairs of columns</h2>");
        if (report.Pairs.Count == 0)
        {
            Line($"<p class=\"note\">There is one column only.</p>");
            return;
        }
        string[] names = [.. report.Columns.Select(column => column.Name)];
        string shown = "";
        if (names.Length > MostMapColumns)
        {
            // The columns whose associations came out worst, in the order of the table.
            var differences = report.Pairs.SelectMany(pair => new[] { (pair.A, pair.Difference), (pair.B, pair.Difference) })
                .GroupBy(part => part.Item1)
                .ToDictionary(group => group.Key, group => group.Max(part => part.Difference));
            HashSet<string> worst = [.. names.OrderByDescending(name => differences.GetValueOrDefault(name)).Take(MostMapColumns)];
            names = [.. names.Where(worst.Contains)];
            shown = Text($" Of {report.Columns.Count:N0} columns the maps show the {MostMapColumns} that differ most.");
        }
        var pairs = report.Pairs.ToDictionary(pair => (pair.A, pair.B));
        double? Of(int row, int column, Func<PairComparison, double> value) =>
            pairs.TryGetValue((names[Math.Min(row, column)], names[Math.Max(row, column)]), out PairComparison? pair) ? value(pair) : null;
        double largest = Math.Max(0.1, report.Pairs.Max(pair => pair.Difference));
        Line($"<p class=\"note\">Associations: Pearson's r of two numbers (−1 to 1), Cramer's V of two categories and the correlation ratio of a number and a category (0 to 1).{shown}</p>");
        Line($"<p class=\"note\"><span class=\"key\"><i class=\"k-positive\"></i>positive, strongest at 1</span><span class=\"key\"><i class=\"k-negative\"></i>negative, strongest at −1</span><span class=\"key\"><i class=\"k-apart\"></i>difference, strongest at {largest:0.00}</span></p>");
        Line($"<div class=\"panels\">");
        Line($"<figure><header><h3>Real</h3></header>{HeatMap.Draw(names, (row, column) => Of(row, column, pair => pair.RealAssociation), 1, "positive", "negative", "Associations of the real columns; the table below has the numbers that differ most.")}</figure>");
        Line($"<figure><header><h3>Synthetic</h3></header>{HeatMap.Draw(names, (row, column) => Of(row, column, pair => pair.SyntheticAssociation), 1, "positive", "negative", "Associations of the synthetic columns; the table below has the numbers that differ most.")}</figure>");
        Line($"<figure><header><h3>Difference</h3></header>{HeatMap.Draw(names, (row, column) => Of(row, column, pair => pair.Difference), largest, "apart", "apart", "Differences of the associations; the table below has the numbers that differ most.")}</figure>");
        Line($"</div>\n<div class=\"wide\"><table><caption>The pairs that differ most</caption><thead><tr><th scope=\"col\">Pair</th><th scope=\"col\" class=\"n\">Real</th><th scope=\"col\" class=\"n\">Synthetic</th><th scope=\"col\" class=\"n\">Difference</th><th scope=\"col\" class=\"n\">Trend error</th></tr></thead><tbody>");
        foreach (PairComparison pair in report.Pairs.OrderByDescending(pair => pair.Difference).Take(MostListedPairs))
        {
            Line($"<tr><th scope=\"row\">{Encode(pair.A)} and {Encode(pair.B)}</th><td class=\"n\">{pair.RealAssociation:0.00}</td><td class=\"n\">{pair.SyntheticAssociation:0.00}</td><td class=\"n\">{pair.Difference:0.000}</td><td class=\"n\">{Percent(pair.TrendError)}</td></tr>");
        }
        Line($"</tbody></table></div>");
    }

    private void WriteDistances()
    {
        Line($"<h2 id=\"distances\">Distances to real rows</h2>\n{FreshKey}<p class=\"note\">Where the synthetic curve lies above that of fresh rows, synthetic rows come nearer to real ones than strangers do.</p>\n<div class=\"panels two\">");
        Curves("Distance to the closest record", "distance", report.SyntheticDistances.Distances, report.FreshDistances.Distances, "Share of rows within a distance of a real row.");
        Curves("Nearest to second nearest", "ratio", report.SyntheticDistances.Ratios, report.FreshDistances.Ratios, "Share of rows with at most a ratio of the distances to the nearest and the second nearest real row.");
        Line($"</div>");
    }

    private void Curves(string heading, string axis, IReadOnlyList<double> synthetic, IReadOnlyList<double> fresh, string description)
    {
        static IEnumerable<(double, double)> Rising(IReadOnlyList<double> percentiles) => percentiles.Select((value, percent) => (value, percent / 100.0));
        // The last percent is a long tail of outliers.
        double largest = Math.Max(1e-9, Math.Max(synthetic[99], fresh[99]));
        (string, IEnumerable<(double, double)>)[] curves = [("real line", Rising(fresh)), ("synthetic line", Rising(synthetic))];
        Line($"<figure><header><h3>{heading}</h3></header>{CurveChart.Draw(curves, largest, axis, diagonal: false, description + " The table below has the numbers.")}<figcaption>{description}</figcaption>");
        Line($"<details><summary>Numbers</summary><table><thead><tr><th scope=\"col\">Percentile</th><th scope=\"col\" class=\"n\">Fresh real rows</th><th scope=\"col\" class=\"n\">Synthetic rows</th></tr></thead><tbody>");
        foreach (int percent in new[] { 0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100 })
        {
            Line($"<tr><th scope=\"row\">{percent}</th><td class=\"n\">{Number(fresh[percent])}</td><td class=\"n\">{Number(synthetic[percent])}</td></tr>");
        }
        Line($"</tbody></table></details></figure>");
    }

    private void WriteAttacks()
    {
        Line($"<h2 id=\"attacks\">Attacks</h2>");
        Line($"<p class=\"note\">Two attackers who hold the synthetic table: one tells learnt rows from others, one guesses a column of a row whose other columns are known. What both can do with rows that were learnt is compared with what they can do with holdout rows, which were not.</p>");
        if (report.Membership is null && report.Attributes.Count == 0)
        {
            Line($"<p>{Sentence(report["membership_inference"].Verdict)}</p>");
            return;
        }
        Line($"<div class=\"panels two\">");
        if (report.Membership is { } membership)
        {
            (string, IEnumerable<(double, double)>)[] curves = [("synthetic line", membership.Curve.Select(point => (point.Others, point.Members)))];
            Line($"<figure><header><h3>Membership inference</h3>{Badge(report["membership_inference"].Grade)}</header>{CurveChart.Draw(curves, 1, "share of other rows taken for learnt ones", diagonal: true, "Share of learnt rows found against share of others taken for such; the caption has the numbers.")}");
            Line($"<figcaption>Share of learnt rows found (upwards) while so many others are wrongly taken for them. On the dotted line the attacker tosses a coin. Area under the curve {membership.Area:0.000} ({membership.AreaInterval.Low:0.000} to {membership.AreaInterval.High:0.000}); with real rows in place of the synthetic ones {membership.ControlArea:0.000} ({membership.ControlInterval.Low:0.000} to {membership.ControlInterval.High:0.000}).</figcaption></figure>");
        }
        if (report.Attributes.Count > 0)
        {
            AttributeAttack[] drawn = report.Attributes.Count <= MostDrawnAttacks
                ? [.. report.Attributes]
                : [.. report.Attributes.OrderByDescending(attack => attack.Deviation).Take(MostDrawnAttacks)];
            Line($"<figure><header><h3>Attribute inference</h3>{Badge(report["attribute_inference"].Grade)}</header>{AttackChart.Draw(drawn)}");
            Line($"<figcaption><span class=\"key\"><i class=\"k-synthetic\"></i>guessed right of learnt rows</span><span class=\"key\"><i class=\"k-real\"></i>of other rows</span> A column is at risk where the first is clearly to the right of the second.</figcaption></figure>");
        }
        Line($"</div>");
        if (report.Attributes.Count > 0)
        {
            Line($"<div class=\"wide\"><table><caption>Attribute inference, column by column ({report.Attributes[0].Targets:N0} learnt rows and as many others)</caption><thead><tr><th scope=\"col\">Column</th><th scope=\"col\" class=\"n\">Learnt rows</th><th scope=\"col\" class=\"n\">Other rows</th><th scope=\"col\" class=\"n\">Blind guess</th><th scope=\"col\" class=\"n\">Risk</th><th scope=\"col\" class=\"n\">95 % interval</th></tr></thead><tbody>");
            foreach (AttributeAttack attack in report.Attributes)
            {
                Line($"<tr><th scope=\"row\">{Encode(attack.Column)}</th><td class=\"n\">{Percent(attack.Success)}</td><td class=\"n\">{Percent(attack.ControlSuccess)}</td><td class=\"n\">{Percent(attack.BlindSuccess)}</td><td class=\"n\">{Percent(attack.Risk)}</td><td class=\"n\">{Percent(attack.RiskInterval.Low)} to {Percent(attack.RiskInterval.High)}</td></tr>");
            }
            Line($"</tbody></table></div>");
        }
    }

    private void WriteMethod()
    {
        Line($"<h2 id=\"method\">How it was measured</h2>");
        if (report.Notes.Count > 0)
        {
            Line($"<ul>{string.Concat(report.Notes.Select(note => $"<li>{Sentence(note)}</li>"))}</ul>");
        }
        Line($"<p>The classifier, the booster of the utility score, and the distances (numbers by their real range, 1 for each category that differs) are the same for every table. The same tables and seed give the same report.</p>");
        Line($"<p><strong>What this does not show.</strong> Attacks were tried, and failed or did not; an attacker who knows more, or is cleverer, may do better. A good report is evidence, not a guarantee of privacy. The page shows categories and ranges of the real table: whoever may see the page may see those.</p>");
        Line($"<footer class=\"note\">Measured by Semblance. Definitions, formulas and sources are in its documentation, on the page about quality.</footer>");
    }

    private static string Badge(ScoreGrade grade) => grade switch
    {
        ScoreGrade.Good => "<span class=\"grade good\">good</span>",
        ScoreGrade.Fair => "<span class=\"grade fair\">fair</span>",
        ScoreGrade.Poor => "<span class=\"grade poor\">poor</span>",
        ScoreGrade.Warning => "<span class=\"grade warning\">warning</span>",
        _ => "<span class=\"grade\">not measured</span>",
    };

    private static string Spread(Score score, Interval? interval) => interval is { } ends ? $"<small>{Encode(score.Range(ends))}</small>" : "";

    /// <summary>A sentence of ours, in which a number and its percent sign stay on one line.</summary>
    private static string Sentence(string text) => Encode(text).Replace(" %", "&#160;%", StringComparison.Ordinal);

    private static string Plural(int count, string noun) => count == 1 ? noun : noun + "s";

    private void Line(FormattableString text)
    {
        writer.Write(Text(text));
        writer.Write('\n');
    }
}

using System.Globalization;

namespace Semblance.Quality;

/// <summary>Scores as sentences.</summary>
internal static class ReportVerdict
{
    public static string[] Of(QualityReport report)
    {
        List<string> sentences = [Classifier(report), Columns(report)];
        if (report is { TrainedOnSynthetic: { } synthetic, TrainedOnReal: { } real } && double.IsFinite(synthetic.Score) && double.IsFinite(real.Score))
        {
            sentences.Add(Utility(synthetic, real));
        }
        sentences.Add(Copies(report));
        sentences.Add(Nearness(report.Privacy));
        if (report.HoldoutRows is null)
        {
            sentences.Add("There was no holdout: a random half of the real table stood for fresh rows, so the privacy share could not be computed, and the rows that models were tested on had been seen by the synthesizer.");
        }
        return [.. sentences];
    }

    private static string Classifier(QualityReport report)
    {
        double score = report.Fidelity.ClassifierTwoSample, ceiling = report.Ceiling.ClassifierTwoSample;
        string told = score switch
        {
            _ when score >= ceiling - 0.03 => "cannot tell the synthetic rows from real ones",
            >= 0.8 => "can hardly tell the synthetic rows from real ones",
            >= 0.5 => "tells many of the synthetic rows from real ones",
            _ => "easily tells the synthetic rows from real ones",
        };
        return Text($"A trained classifier {told}: it scores {score:F3}, where fresh real rows score {ceiling:F3} and 0 means always told apart.");
    }

    private static string Columns(QualityReport report)
    {
        ColumnComparison? worst = report.Columns.Where(column => !double.IsNaN(column.ShapeError)).MaxBy(column => column.ShapeError);
        return worst is null
            ? "No column could be compared by its shape."
            : Text($"Single columns differ by {report.Fidelity.ShapeError:P1} on average and pairs by {report.Fidelity.TrendError.SharedEdges:P1} (fresh real rows: {report.Ceiling.ShapeError:P1} and {report.Ceiling.TrendError.SharedEdges:P1}); the column that differs most is {worst.Name}, by {worst.ShapeError:P1}.");
    }

    private static string Utility(UtilityScore synthetic, UtilityScore real)
    {
        double loss = synthetic.LossAgainst(real);
        string measure = synthetic.IsClassification ? "AUC" : "RMSE";
        return loss <= 0
            ? Text($"A model of {synthetic.Target} trained on the synthetic rows does as well on real rows as one trained on real rows ({measure} {synthetic.Score:G4} against {real.Score:G4}).")
            : Text($"A model of {synthetic.Target} trained on the synthetic rows loses {loss:G3} on real rows against one trained on real rows ({measure} {synthetic.Score:G4} against {real.Score:G4}).");
    }

    private static string Copies(QualityReport report)
    {
        PrivacyScores privacy = report.Privacy;
        string fresh = report.HoldoutRows is null
            ? Text($"of the rows of one half of the real table {privacy.ExactCopiesOfFresh:P2} equal a row of the other half")
            : Text($"of fresh real rows it is {privacy.ExactCopiesOfFresh:P2}");
        return privacy.ExactCopies <= 0
            ? "No synthetic row is an exact copy of a real one."
            : Text($"{privacy.ExactCopies:P2} of the synthetic rows equal a real row in every compared column; {fresh}.");
    }

    private static string Nearness(PrivacyScores privacy)
    {
        string distances = Text($"the nearest twentieth of the synthetic rows lies within {privacy.Distance5:G3} of a real row, of fresh real rows within {privacy.Distance5OfFresh:G3}");
        if (privacy.DcrShare is not { } share)
        {
            return char.ToUpperInvariant(distances[0]) + distances[1..] + ".";
        }
        string near = share switch
        {
            <= 0.53 => "are no nearer to the rows they were learnt from than to unseen ones",
            <= 0.57 => "are a little nearer to the rows they were learnt from than to unseen ones",
            _ => "are clearly nearer to the rows they were learnt from than to unseen ones: the model has memorised",
        };
        return Text($"Synthetic rows {near} (privacy share {share:F3}; 0.5 is ideal); {distances}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

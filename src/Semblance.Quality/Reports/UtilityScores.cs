using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>The score of usefulness.</summary>
internal static class UtilityScores
{
    private const string Title = "Train on synthetic, test on real";

    public static Score None(string reason) => new("tstr", Title, ScoreAspect.Utility, double.NaN)
    {
        Meaning = "how well a model trained on the rows predicts one column of real rows",
        Best = "as trained on real rows",
        NoCeiling = reason,
        Grade = ScoreGrade.NotMeasured,
        Verdict = reason,
    };

    public static Score Of(UtilityScore synthetic, UtilityScore real, bool hasHoldout)
    {
        string measure = synthetic.IsClassification ? "AUC" : "RMSE";
        double loss = synthetic.LossAgainst(real);
        if (double.IsNaN(loss))
        {
            return None(Text($"A model of {synthetic.Target} could not be scored: its value never varies among the test rows, or is always missing."));
        }
        // What is lost is judged in the unit of the measure that 0 is nothing learnt in: AUC above a half, RMSE relative to the real one.
        double relative = synthetic.IsClassification ? loss / Math.Max(real.Score - 0.5, 0.05) : loss / Math.Max(real.Score, double.Epsilon);
        // The chance of the test rows; that of the training rows, for which there is no formula, may well double it.
        double chance = Interval.Z * Math.Sqrt(Math.Pow(synthetic.StandardError, 2) + Math.Pow(real.StandardError, 2));
        ScoreGrade grade = loss <= chance || relative <= 0.02 ? ScoreGrade.Good : loss <= 2 * chance || relative <= 0.15 ? ScoreGrade.Fair : ScoreGrade.Poor;
        string how = loss <= 0 ? "does as well on real rows as" : Text($"loses {loss:G3} on real rows against");
        string within = loss > 0 && loss <= chance ? ", within what chance makes of it" : "";
        return new Score("tstr", Title, ScoreAspect.Utility, synthetic.Score)
        {
            Meaning = Text($"{measure} of predicting {synthetic.Target} on real rows{(hasHoldout ? "" : " (which had been learnt: there was no holdout)")}; beside it, trained on real rows (TRTR)"),
            Best = "as trained on real rows",
            Interval = Spread(synthetic),
            Ceiling = real.Score,
            CeilingInterval = Spread(real),
            Grade = grade,
            Verdict = Text($"A model of {synthetic.Target} trained on the synthetic rows {how} one trained on real rows ({measure} {synthetic.Score:G4} against {real.Score:G4}{within})."),
        };
    }

    private static Interval Spread(UtilityScore score) => Interval.Around(score.Score, score.StandardError, 0, score.IsClassification ? 1 : double.PositiveInfinity);
}

using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>The scores of likeness.</summary>
internal static class FidelityScores
{
    /// <summary>The classifier two-sample test: score, area under the curve and standard error of the synthetic rows and of fresh ones.</summary>
    public static Score Classifier((double Score, double Area, double Error) synthetic, (double Score, double Area, double Error) fresh)
    {
        // The score is 1 - (2 area - 1).
        Interval Spread((double Score, double Area, double Error) of) => Interval.Around(of.Score, 2 * of.Error, 0, 1);
        double below = Math.Max(0.03, 2 * Interval.Z * Math.Max(synthetic.Error, fresh.Error));
        // Six errors, as the folds share rows and so stray together more than the error of each says.
        bool reversed = synthetic.Area + 6 * synthetic.Error < 0.5 && synthetic.Area < fresh.Area;
        (ScoreGrade grade, string told) = synthetic.Score switch
        {
            double.NaN => (ScoreGrade.NotMeasured, ""),
            _ when reversed => (ScoreGrade.Warning, ""),
            _ when double.IsNaN(fresh.Score) || synthetic.Score >= fresh.Score - below => (ScoreGrade.Good, "cannot tell the synthetic rows from real ones"),
            >= 0.8 => (ScoreGrade.Fair, "can hardly tell the synthetic rows from real ones"),
            >= 0.5 => (ScoreGrade.Fair, "tells many of the synthetic rows from real ones"),
            _ => (ScoreGrade.Poor, "easily tells the synthetic rows from real ones"),
        };
        return new Score("c2st", "Classifier two-sample test", ScoreAspect.Fidelity, synthetic.Score)
        {
            Meaning = "whether boosted trees can tell the rows from real ones: 1 never, 0 always",
            Best = "1",
            Interval = double.IsNaN(synthetic.Score) ? null : Spread(synthetic),
            Ceiling = fresh.Score,
            CeilingInterval = double.IsNaN(fresh.Score) ? null : Spread(fresh),
            NoCeiling = double.IsNaN(fresh.Score) ? "There are too few fresh rows." : null,
            Grade = grade,
            Verdict = grade switch
            {
                ScoreGrade.NotMeasured => "There are too few rows to train a classifier.",
                ScoreGrade.Warning => Text($"The classifier is wrong more often than chance (area {synthetic.Area:0.000}), which happens when synthetic rows are copies of real ones that it met under the other label."),
                _ => Text($"A trained classifier {told}: it scores {synthetic.Score:0.000}, where fresh real rows score {fresh.Score:0.000} and 0 means always told apart."),
            },
        };
    }

    public static Score Shape(ColumnComparison[] columns, int ceilingRows, int syntheticRows)
    {
        double error = Mean(columns.Select(column => column.ShapeError)), ceiling = Mean(columns.Select(column => column.CeilingShapeError));
        ColumnComparison? worst = columns.Where(column => !double.IsNaN(column.ShapeError)).MaxBy(column => column.ShapeError);
        ScoreGrade grade = Grades.OfError(error, ceiling, Math.Min(ceilingRows, syntheticRows), Grades.LeastError(ceiling, ceilingRows, syntheticRows));
        return new Score("shape_error", "Shape error", ScoreAspect.Fidelity, error)
        {
            Meaning = "single columns: Kolmogorov-Smirnov statistic or total variation distance",
            Best = "as fresh rows",
            Unit = ScoreUnit.Share,
            Ceiling = ceiling,
            NoCeiling = NoCeilingOf(ceiling),
            Grade = grade,
            Verdict = worst is null
                ? "No column could be compared by its shape."
                : Text($"Single columns differ by {Percent(error)} on average, those of fresh real rows by {Percent(ceiling)}; the column that differs most is {worst.Name}, by {Percent(worst.ShapeError)}.") + TooGood(grade),
        };
    }

    public static IEnumerable<Score> Trends(TrendError error, TrendError ceiling, PairComparison[] pairs, int ceilingRows, int syntheticRows)
    {
        PairComparison? worst = pairs.Where(pair => !double.IsNaN(pair.TrendError)).MaxBy(pair => pair.TrendError);
        Score Of(string name, string title, string meaning, double value, double fresh, string also)
        {
            double least = Grades.LeastError(fresh, ceilingRows, syntheticRows);
            value = worst is null ? double.NaN : value;
            ScoreGrade grade = Grades.OfError(value, fresh, Math.Min(ceilingRows, syntheticRows), least);
            return new Score(name, title, ScoreAspect.Fidelity, value)
            {
                Meaning = meaning,
                Best = "as fresh rows",
                Unit = ScoreUnit.Share,
                Ceiling = worst is null ? double.NaN : fresh,
                NoCeiling = worst is null ? "There is no pair of columns." : null,
                Grade = grade,
                Verdict = worst is null
                    ? "There is no pair of columns that could be compared."
                    : Text($"Pairs of columns differ by {Percent(value)} on average, those of fresh real rows by {Percent(fresh)}{also}.") + TooGood(grade),
            };
        }
        yield return Of(
            "trend_error_shared_edges",
            "Trend error",
            "pairs of columns: half the difference of correlations, or total variation of joint tables over the real table's bins",
            error.SharedEdges,
            ceiling.SharedEdges,
            worst is null ? "" : Text($"; the pair that differs most is {worst.A} and {worst.B}, by {Percent(worst.TrendError)}"));
        yield return Of(
            "trend_error_own_edges",
            "Trend error, own edges",
            "the same with each table's own bins, as SDMetrics computes it and published tables print it",
            error.OwnEdges,
            ceiling.OwnEdges,
            " if each table brings its own bins");
    }

    public static IEnumerable<Score> Figures(TwinFigures figures, TwinFigures ceiling, int rows)
    {
        double error = figures.DistributionSimilarityError, similarity = figures.AssociationSimilarity;
        yield return new Score("distribution_similarity_error", "Distribution similarity error", ScoreAspect.Fidelity, error)
        {
            Meaning = "single columns in bins of the real one, missing values included: total variation distance",
            Best = "as fresh rows",
            Unit = ScoreUnit.Share,
            Ceiling = ceiling.DistributionSimilarityError,
            NoCeiling = NoCeilingOf(ceiling.DistributionSimilarityError),
            Grade = Grades.OfError(error, ceiling.DistributionSimilarityError, rows),
            Verdict = Text($"Counted in bins, missing values included, {Percent(error)} of the rows of an average column would have to change to match the real one; of fresh real rows {Percent(ceiling.DistributionSimilarityError)}."),
        };
        yield return new Score("association_similarity", "Association similarity", ScoreAspect.Fidelity, similarity)
        {
            Meaning = "1 less the mean difference of correlations, Cramer's V and correlation ratios",
            Best = "as fresh rows",
            Ceiling = ceiling.AssociationSimilarity,
            NoCeiling = NoCeilingOf(ceiling.AssociationSimilarity),
            Grade = Grades.OfError(1 - similarity, 1 - ceiling.AssociationSimilarity, rows),
            Verdict = Text($"Associations of pairs of columns differ by {1 - similarity:0.000} on average, those of fresh real rows by {1 - ceiling.AssociationSimilarity:0.000}."),
        };
    }

    public static Score Missing(ColumnComparison[] columns, int rows)
    {
        double Error(ColumnComparison column) => Math.Abs(column.RealMissing - column.SyntheticMissing);
        double error = Mean(columns.Select(Error)), ceiling = Mean(columns.Select(column => column.CeilingMissingError));
        ColumnComparison worst = columns.MaxBy(Error)!;
        return new Score("missing_error", "Missing values", ScoreAspect.Fidelity, error)
        {
            Meaning = "mean difference of the shares of missing values",
            Best = "as fresh rows",
            Unit = ScoreUnit.Share,
            Ceiling = ceiling,
            Grade = Grades.OfError(error, ceiling, rows),
            Verdict = columns.All(column => column.RealMissing == 0 && column.SyntheticMissing == 0)
                ? "Nothing is missing in either table."
                : Error(worst) == 0
                ? "Every column has the same share of missing values as the real one."
                : Text($"Shares of missing values differ by {Percent(error)} on average, those of fresh real rows by {Percent(ceiling)}; most in {worst.Name}: {Percent(worst.SyntheticMissing)} instead of {Percent(worst.RealMissing)}."),
        };
    }

    /// <summary>The mean of what is defined; NaN if nothing is.</summary>
    internal static double Mean(IEnumerable<double> values) => values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    internal static string? NoCeilingOf(double ceiling) => double.IsNaN(ceiling) ? "It is undefined for fresh real rows." : null;

    private static string TooGood(ScoreGrade grade) => grade != ScoreGrade.Warning
        ? ""
        : " That is nearer than rows drawn at random from the real table itself would come: a sign of copying.";
}

using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>What a whole aspect comes to.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Grade">The grade of its leading score, or a warning if one of its scores is one.</param>
/// <param name="Sentence">What that means.</param>
internal sealed record Summary(ScoreAspect Aspect, ScoreGrade Grade, string Sentence);

/// <summary>Scores drawn together.</summary>
internal static class Summaries
{
    /// <summary>One summary for each aspect, in their order.</summary>
    public static Summary[] Of(QualityReport report) =>
    [
        Leading(report, ScoreAspect.Fidelity, "c2st", "shape_error"),
        Leading(report, ScoreAspect.Coverage, "neighbourhood_coverage", "category_coverage"),
        Leading(report, ScoreAspect.Utility, "tstr", "tstr"),
        Privacy(report),
    ];

    /// <summary>The scores that are warnings and whose verdict no summary has said.</summary>
    public static Score[] Warnings(QualityReport report)
    {
        Summary[] summaries = Of(report);
        return [.. report.Scores.Where(score => score.Grade == ScoreGrade.Warning && !summaries.Any(summary => summary.Sentence == score.Verdict))];
    }

    private static Summary Leading(QualityReport report, ScoreAspect aspect, string name, string otherwise)
    {
        Score leader = report[name].IsMeasured ? report[name] : report[otherwise];
        return new Summary(aspect, leader.Grade, leader.Verdict);
    }

    private static Summary Privacy(QualityReport report)
    {
        Score[] measured = [.. report.Scores.Where(score => score.Aspect == ScoreAspect.Privacy && score.IsMeasured)];
        ScoreGrade worst = measured.Max(score => score.Grade);
        Score[] concerns = [.. measured.Where(score => score.Grade == worst)];
        string names = string.Join(", ", concerns.Select(score => Within(score.Title)));
        bool attacked = report.Membership is not null || report.Attributes.Count > 0;
        // An area that is not known to a twentieth either way.
        string few = report.Membership is { } attack && attack.AreaInterval.High - attack.AreaInterval.Low > 0.1 ? " With so few rows only a gross leak would show." : "";
        string sentence = worst switch
        {
            ScoreGrade.Warning => Text($"The synthetic table gives away rows of the real one ({names}): do not share it as if it were anonymous."),
            ScoreGrade.Good when attacked => "No sign was found that synthetic rows give away who was learnt: none of the distances and attacks tells learnt rows from others by more than a trace. That is evidence, not proof." + few,
            ScoreGrade.Good => "No synthetic row is nearer to real rows than fresh real rows are. Without a holdout the attacks could not be tried, so more cannot be said.",
            _ => Text($"Synthetic rows lean towards the rows they were learnt from ({names}); by how much is said below."),
        };
        return new Summary(ScoreAspect.Privacy, worst, sentence);
    }
}

using System.Globalization;
using Semblance.Quality;

namespace Semblance.Cli.Jobs;

/// <summary>A report as plain lines: every score beside its ceiling, then what they say.</summary>
internal static class ReportText
{
    public static void Write(QualityReport report, TextWriter writer)
    {
        int width = report.Scores.Max(score => score.Title.Length);
        writer.WriteLine($"{"".PadRight(width)}  {"synthetic",10}  {"ceiling",10}");
        foreach (IGrouping<ScoreAspect, Score> aspect in report.Scores.GroupBy(score => score.Aspect).OrderBy(group => group.Key))
        {
            foreach (Score score in aspect)
            {
                writer.WriteLine($"{score.Title.PadRight(width)}  {Value(score, score.Value),10}  {Value(score, score.Ceiling),10}  {Word(score.Grade)}");
            }
        }
        writer.WriteLine();
        foreach (string sentence in report.Verdict)
        {
            writer.WriteLine(sentence);
        }
        foreach (string note in report.Notes)
        {
            writer.WriteLine($"Note: {note}");
        }
    }

    private static string Value(Score score, double value) => !double.IsFinite(value) ? "-"
        : score.Unit == ScoreUnit.Share ? (value * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : value.ToString(Math.Abs(value) < 1000 ? "0.0000" : "G6", CultureInfo.InvariantCulture);

    private static string Word(ScoreGrade grade) => grade switch
    {
        ScoreGrade.NotMeasured => "not measured",
        ScoreGrade.Warning => "WARNING",
        _ => grade.ToString().ToLowerInvariant(),
    };
}

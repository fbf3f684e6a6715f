using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>The scores of keeping to the real values and of reaching them all.</summary>
internal static class RangeScores
{
    public static IEnumerable<Score> Adherence(ColumnComparison[] columns)
    {
        yield return Of(
            "category_adherence",
            "Category adherence",
            ScoreAspect.Fidelity,
            "share of categories that the real column has",
            [.. columns.Where(column => column.IsCategorical)],
            column => (column.Adherence, column.CeilingAdherence),
            "There is no column of categories.",
            "Every category occurs in the real column, too",
            "of the categories do not occur in the real column");
        yield return Of(
            "boundary_adherence",
            "Boundary adherence",
            ScoreAspect.Fidelity,
            "share of numbers and dates within the real column's range",
            [.. columns.Where(column => !column.IsCategorical)],
            column => (column.Adherence, column.CeilingAdherence),
            "There is no column of numbers or dates.",
            "Every number and date lies within the range of the real column",
            "of the numbers and dates lie outside the range of the real column");
    }

    public static IEnumerable<Score> Coverage(ColumnComparison[] columns)
    {
        yield return Of(
            "category_coverage",
            "Category coverage",
            ScoreAspect.Coverage,
            "share of the real column's categories that come out",
            [.. columns.Where(column => column.IsCategorical)],
            column => (column.Coverage, column.CeilingCoverage),
            "There is no column of categories.",
            "Every category of the real columns comes out",
            "of the real columns' categories do not come out");
        yield return Of(
            "range_coverage",
            "Range coverage",
            ScoreAspect.Coverage,
            "share of the real column's range that is reached",
            [.. columns.Where(column => !column.IsCategorical)],
            column => (column.Coverage, column.CeilingCoverage),
            "There is no column of numbers or dates.",
            "The whole range of every number and date is reached",
            "of the real columns' ranges is not reached");
    }

    public static Score Neighbourhoods(double coverage, double ceiling, int rows)
    {
        bool measured = !double.IsNaN(coverage);
        Interval interval = Interval.OfShare(coverage, rows), fresh = Interval.OfShare(ceiling, rows);
        ScoreGrade grade = !measured ? ScoreGrade.NotMeasured
            : interval.Low > fresh.High ? ScoreGrade.Warning
            : interval.High >= fresh.Low ? ScoreGrade.Good
            : Grades.OfShare(coverage, ceiling);
        return new Score("neighbourhood_coverage", "Coverage of neighbourhoods", ScoreAspect.Coverage, coverage)
        {
            Meaning = Text($"share of real rows that have a synthetic row no farther away than their {Ordinal(NeighbourhoodCoverage.Neighbours)} nearest real row"),
            Best = "as fresh rows",
            Unit = ScoreUnit.Share,
            Interval = measured ? interval : null,
            Ceiling = ceiling,
            CeilingInterval = measured ? fresh : null,
            NoCeiling = measured ? null : "There are too few rows.",
            Grade = grade,
            Verdict = !measured
                ? "There are too few rows to speak of neighbourhoods."
                : Text($"{Percent(coverage)} of the real rows have a synthetic row in their neighbourhood, where fresh real rows reach {Percent(ceiling)}") + grade switch
                {
                    ScoreGrade.Warning => ": more than fresh rows can, a sign that rows sit at real ones.",
                    ScoreGrade.Good => ".",
                    _ => ": some kinds of rows come out too seldom.",
                },
        };
    }

    private static string Ordinal(int number) => number == 5 ? "fifth" : Text($"{number}th");

    private static Score Of(
        string name,
        string title,
        ScoreAspect aspect,
        string meaning,
        ColumnComparison[] columns,
        Func<ColumnComparison, (double Value, double Ceiling)> value,
        string none,
        string all,
        string lacking)
    {
        double mean = FidelityScores.Mean(columns.Select(column => value(column).Value)), ceiling = FidelityScores.Mean(columns.Select(column => value(column).Ceiling));
        ColumnComparison? worst = columns.Where(column => !double.IsNaN(value(column).Value)).MinBy(column => value(column).Value);
        ScoreGrade grade = Grades.OfShare(mean, ceiling);
        return new Score(name, title, aspect, mean)
        {
            Meaning = meaning,
            Best = "1",
            Unit = ScoreUnit.Share,
            Ceiling = ceiling,
            NoCeiling = columns.Length == 0 ? none : FidelityScores.NoCeilingOf(ceiling),
            Grade = grade,
            Verdict = worst is null
                ? columns.Length == 0 ? none : "No column has values to compare."
                : mean == 1
                ? all + "."
                : Text($"{Percent(1 - mean)} {lacking} (mean over the columns; fresh real rows: {Percent(1 - ceiling)}); most in {worst.Name}: {Percent(1 - value(worst).Value)}."),
        };
    }
}

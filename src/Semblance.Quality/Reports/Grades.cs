namespace Semblance.Quality.Reports;

/// <summary>How far from its ceiling a score may be to be called good or fair.</summary>
internal static class Grades
{
    /// <summary>
    /// An error against that of fresh real rows. Good: at most a quarter larger, or by a percent or what chance makes of so few rows. Fair: up to four
    /// times as large, or by three times that. Below <paramref name="least"/>: a warning.
    /// </summary>
    /// <param name="error">The error of the synthetic rows.</param>
    /// <param name="ceiling">The error of fresh real rows.</param>
    /// <param name="rows">The rows of the smallest table compared.</param>
    /// <param name="least">See <see cref="LeastError"/>.</param>
    public static ScoreGrade OfError(double error, double ceiling, int rows, double least = 0)
    {
        // The standard error of a difference of two shares, at its most.
        double chance = Math.Max(0.01, Math.Sqrt(0.5 / Math.Max(1, rows)));
        ceiling = OrZero(ceiling);
        return double.IsNaN(error) ? ScoreGrade.NotMeasured
            : error < least ? ScoreGrade.Warning
            : error <= Math.Max(1.25 * ceiling, ceiling + chance) ? ScoreGrade.Good
            : error <= Math.Max(4 * ceiling, ceiling + 3 * chance) ? ScoreGrade.Fair
            : ScoreGrade.Poor;
    }

    /// <summary>A share that ought to be 1, against that of fresh real rows: good up to 3 percent below, fair up to 10.</summary>
    public static ScoreGrade OfShare(double share, double ceiling) =>
        double.IsNaN(share) ? ScoreGrade.NotMeasured
        : share >= Math.Min(1, double.IsNaN(ceiling) ? 1 : ceiling) - 0.03 ? ScoreGrade.Good
        : share >= Math.Min(1, double.IsNaN(ceiling) ? 1 : ceiling) - 0.1 ? ScoreGrade.Fair
        : ScoreGrade.Poor;

    /// <summary>
    /// The error below which a synthetic table is nearer to the real one than rows drawn from that very table could be: the ceiling compares two
    /// samples of some size, such a draw has the chance of one sample, of its own size; and no draw comes below half of what is expected.
    /// </summary>
    /// <param name="ceiling">The error of two samples of <paramref name="ceilingRows"/> rows each.</param>
    /// <param name="ceilingRows">Their size.</param>
    /// <param name="syntheticRows">The synthetic rows compared.</param>
    public static double LeastError(double ceiling, int ceilingRows, int syntheticRows) =>
        0.5 * OrZero(ceiling) * Math.Sqrt(ceilingRows / (2.0 * syntheticRows));

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;
}

namespace Semblance.Cli.Bench;

/// <summary>
/// What others measured of a family on a benchmark table: C2ST, trend error and TSTR as re-run by TabPC (arXiv 2603.23016, March 2026, its own GPU); the
/// shape error on adult, and all of the Gaussian copula, measured with SDV 1.38 and CTGAN 0.12 on two cores like those of the results.
/// </summary>
/// <param name="Classifier">C2ST, 1 is best.</param>
/// <param name="Trend">Trend error with own edges, 0 is best.</param>
/// <param name="Utility">TSTR: AUC, or RMSE on beijing.</param>
/// <param name="Shape">Shape error, 0 is best; null where nobody says.</param>
internal sealed record PublishedScores(double Classifier, double Trend, double Utility, double? Shape = null)
{
    private static readonly Dictionary<(string Family, string Table), PublishedScores> s_all = new()
    {
        [("ctgan", "adult")] = new(0, 0.242, 0.862, 0.146),
        [("ctgan", "default")] = new(0, 0.298, 0.727),
        [("ctgan", "shoppers")] = new(0, 0.245, 0.850),
        [("ctgan", "magic")] = new(0.10, 0.056, 0.882),
        [("ctgan", "beijing")] = new(0, 0.257, 1.03),
        [("tvae", "adult")] = new(0, 0.334, 0.871, 0.086),
        [("tvae", "default")] = new(0, 0.187, 0.747),
        [("tvae", "shoppers")] = new(0, 0.207, 0.903),
        [("tvae", "magic")] = new(0.30, 0.047, 0.918),
        [("tvae", "beijing")] = new(0, 0.298, 1.04),
        [("gaussian_copula", "adult")] = new(0, 0.191, 0.713, 0.124),
    };

    /// <summary>What real training rows score there as <see cref="Utility"/>; null for an unknown table.</summary>
    public static double? RealUtility(string table) => table switch
    {
        "adult" => 0.927,
        "default" => 0.770,
        "shoppers" => 0.926,
        "magic" => 0.946,
        "beijing" => 0.423,
        _ => null,
    };

    /// <summary>The scores of a family on a table; null where nobody published any.</summary>
    public static PublishedScores? Of(string family, string table) => s_all.GetValueOrDefault((family, table));
}

namespace Semblance.Cli.Bench.Server;

/// <summary>How figures of benchmarks over HTTP are put together.</summary>
internal static class Figures
{
    /// <summary>The value that a share of the others does not exceed; NaN if there are none.</summary>
    /// <param name="sorted">The values, the smallest first.</param>
    /// <param name="share">The share, 0 to 1.</param>
    public static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min((int)(share * sorted.Count), sorted.Count - 1)];

    /// <summary>The last cell of a row.</summary>
    public static string Judged(bool pass) => pass ? " pass |" : " miss |";
}

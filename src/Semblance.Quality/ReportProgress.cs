namespace Semblance.Quality;

/// <summary>How far a report is.</summary>
/// <param name="Metric">What is being measured, in a few words for a person: "shape", "classifier two-sample test".</param>
/// <param name="Done">Metrics done.</param>
/// <param name="Total">Metrics in all.</param>
public readonly record struct ReportProgress(string Metric, int Done, int Total)
{
    /// <summary>The share done, 0 to 1.</summary>
    public double Share => Total == 0 ? 1 : (double)Done / Total;
}

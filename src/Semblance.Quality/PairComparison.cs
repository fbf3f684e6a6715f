namespace Semblance.Quality;

/// <summary>How two columns go together in the real and in the synthetic table.</summary>
/// <param name="A">The first column.</param>
/// <param name="B">The second column.</param>
/// <param name="RealAssociation">
/// Pearson's r of two numbers (-1 to 1), Cramer's V of two categories or the correlation ratio of a number and a category (both 0 to 1); 0 where a
/// column does not vary.
/// </param>
/// <param name="SyntheticAssociation">The same of the synthetic table.</param>
/// <param name="TrendError">The pair's part of <see cref="Quality.TrendError.SharedEdges"/>; NaN if undefined.</param>
public sealed record PairComparison(string A, string B, double RealAssociation, double SyntheticAssociation, double TrendError)
{
    /// <summary>How far the associations are apart, 0 to 2.</summary>
    public double Difference => Math.Abs(RealAssociation - SyntheticAssociation);
}

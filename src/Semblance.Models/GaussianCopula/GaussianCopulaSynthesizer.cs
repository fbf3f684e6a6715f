using Semblance.Models.Copula;
using Semblance.Models.Encoding;

namespace Semblance.Models.GaussianCopula;

/// <summary>
/// The textbook Gaussian copula: one normal variable per number and one per category, whose levels are its steps from the most frequent
/// to the rarest. <c>core</c> is this with levels arranged by the other columns.
/// </summary>
/// <remarks>
/// Types: all, missing values as outcomes of their own. Conditions: exact. Fit: O(rows x variables^2), no randomness.
/// Sources: Nelsen, "An Introduction to Copulas", 2006; Patki, Wedge and Veeramachaneni, "The synthetic data vault", 2016, section III.
/// </remarks>
internal sealed class GaussianCopulaSynthesizer : JointSynthesizer
{
    /// <inheritdoc/>
    public override string Name => "gaussian_copula";

    /// <inheritdoc/>
    public override string Title => "Gaussian Copula";

    /// <inheritdoc/>
    public override string Description => "Statistical copula model - fastest, good baseline";

    /// <inheritdoc/>
    public override ModelOptions Options { get; } = new("gaussian_copula", [SeedOption, NumberMarginal.Option]);

    /// <inheritdoc/>
    protected override IJointModel FitJoint(EncodedColumn[] columns, FitContext context)
    {
        int total = columns.Length, done = 0;
        bool fitted = context.Config.Get(NumberMarginal.Option) == "fitted";
        context.Progress?.Report(new WorkProgress("fit", 0, total, "columns"));
        var marginals = new CopulaColumn[total];
        context.Workers.For(total, i =>
        {
            var column = CopulaColumn.Learn(columns[i], fitted);
            int[] byCount = [.. column.Codes.OrderByDescending(code => column.CodeCounts[code]).ThenBy(code => code)];
            marginals[i] = byCount.Length == 0 ? column : column with { Outcome = OutcomeNode.Chain(column.CodeCounts, [], byCount) };
            // The last column counts as done when the dependence is learnt, too.
            context.Progress?.Report(new WorkProgress("fit", Math.Min(Interlocked.Increment(ref done), total - 1), total, "columns"));
        });
        var model = new CopulaModel(marginals, Dependence.Learn(marginals, columns, context.Threads, context.Cancellation));
        context.Progress?.Report(new WorkProgress("fit", total, total, "columns"));
        return model;
    }

    /// <inheritdoc/>
    protected override IJointModel ReadJoint(BinaryReader reader) => CopulaModel.Read(reader);
}

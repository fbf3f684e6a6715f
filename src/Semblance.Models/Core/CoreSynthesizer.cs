using Semblance.Models.Copula;
using Semblance.Models.Encoding;

namespace Semblance.Models.Core;

/// <summary>
/// The fast family: a Gaussian copula on empirical marginals. Every column keeps its own distribution; dependence is what one
/// correlation matrix of normal variables can say.
/// </summary>
/// <remarks>
/// Types: all, missing values as outcomes of their own that depend on the other columns. Conditions: exact. Fit: O(rows x columns^2),
/// no randomness. Memory: one sorted copy of a column per thread beside the table.
/// Source: Nelsen, "An Introduction to Copulas", 2006; for discrete columns the polychoric moments of <see cref="Ladder.Hermite"/>.
/// </remarks>
internal sealed class CoreSynthesizer : JointSynthesizer
{
    /// <inheritdoc/>
    public override string Name => "core";

    /// <inheritdoc/>
    public override string Title => "Core";

    /// <inheritdoc/>
    public override string Description => "Gaussian copula on empirical marginals, refined for categories - milliseconds, exact columns";

    /// <inheritdoc/>
    public override ModelOptions Options { get; } = new("core", [SeedOption]);

    /// <inheritdoc/>
    protected override IJointModel FitJoint(EncodedColumn[] columns, FitContext context)
    {
        int total = columns.Length, done = 0;
        context.Progress?.Report(new WorkProgress("fit", 0, total, "columns"));
        var marginals = new CopulaColumn[total];
        context.Workers.For(total, i =>
        {
            marginals[i] = CopulaColumn.Learn(columns[i]);
            // The last column counts as done when the dependence is learnt, too.
            context.Progress?.Report(new WorkProgress("fit", Math.Min(Interlocked.Increment(ref done), total - 1), total, "columns"));
        });
        OutcomeChains.Arrange(marginals, columns, context.Threads, context.Cancellation);
        double[][] correlation = Dependence.Learn(marginals, columns, context.Threads, context.Cancellation);
        var model = new CopulaModel(marginals, correlation);
        context.Progress?.Report(new WorkProgress("fit", total, total, "columns"));
        return model;
    }

    /// <inheritdoc/>
    protected override IJointModel ReadJoint(BinaryReader reader) => CopulaModel.Read(reader);
}

using Semblance.Models.Copula;
using Semblance.Models.Encoding;

namespace Semblance.Models.Neural.Adversarial;

/// <summary>
/// Conditional tabular GAN: a generator that learns to make rows under a condition, against a critic that judges rows by the pac.
/// </summary>
/// <remarks>
/// Types: all, missing values as outcomes of their own. Conditions: exact. Fit: epochs x rows x parameters. Deterministic for a seed at any thread count.
/// Source: Xu, Skoularidou, Cuesta-Infante and Veeramachaneni, "Modeling tabular data using conditional GAN", 2019 (arXiv 1907.00503).
/// </remarks>
internal class CtganSynthesizer : JointSynthesizer
{
    /// <summary>How much more certain choices are made after training than the generator is (docs/decisions/networks-are-made-certain.md).</summary>
    private const float Certainty = 2;

    /// <inheritdoc/>
    public override string Name => "ctgan";

    /// <inheritdoc/>
    public override string Title => "CTGAN";

    /// <inheritdoc/>
    public override string Description => "Conditional Tabular GAN - best for general tabular data";

    /// <inheritdoc/>
    public override ModelOptions Options { get; } = NetworkOptions.Adversarial("ctgan");

    /// <inheritdoc/>
    public override bool KeepsCheckpoints => true;

    /// <inheritdoc/>
    protected sealed override IJointModel FitJoint(EncodedColumn[] columns, FitContext context)
    {
        var rows = TrainingRows.Part(columns, context);
        var encoder = TabularEncoder.Learn(columns, context, MarginalOf(context.Config));
        CodedRows coded = encoder.Transform(rows.Training, context.Seed, context.Workers, context.Config.Get(NetworkOptions.Modes) == "drawn");
        var run = new AdversarialRun(encoder, coded, AdversarialOptions.Of(context.Config), context.Seed, context.Threads);
        return TrainingLoop.Train(run, rows.Validation, new ModelFinisher(encoder, coded, rows.Training, Certainty, context), context);
    }

    /// <summary>How sorted numbers' distributions are learnt, by which they become normal variables before anything else; null to leave them as they are.</summary>
    protected virtual Func<double[], NumberMarginal>? MarginalOf(ModelConfig config) => null;

    /// <inheritdoc/>
    protected sealed override IJointModel ReadJoint(BinaryReader reader) => NetworkModel.Read(reader);
}

using Semblance.Models.Encoding;

namespace Semblance.Models.Neural.Autoencoder;

/// <summary>
/// Tabular variational autoencoder: rows are squeezed through a latent space that is made to look normal, so that noise put into its end gives new rows.
/// </summary>
/// <remarks>
/// Types: all, missing values as outcomes of their own. Conditions: exact. Fit: epochs x rows x parameters. Deterministic for a seed at any thread count.
/// Source: Xu, Skoularidou, Cuesta-Infante and Veeramachaneni, "Modeling tabular data using conditional GAN", 2019 (arXiv 1907.00503), section 4.5.
/// </remarks>
internal sealed class TvaeSynthesizer : JointSynthesizer
{
    /// <summary>How much more certain choices are made after training than the decoder is (docs/decisions/networks-are-made-certain.md).</summary>
    private const float Certainty = 1.5f;

    /// <inheritdoc/>
    public override string Name => "tvae";

    /// <inheritdoc/>
    public override string Title => "TVAE";

    /// <inheritdoc/>
    public override string Description => "Tabular VAE - faster training, good for large datasets";

    /// <inheritdoc/>
    public override ModelOptions Options { get; } = NetworkOptions.Autoencoder("tvae");

    /// <inheritdoc/>
    public override bool KeepsCheckpoints => true;

    /// <inheritdoc/>
    protected override IJointModel FitJoint(EncodedColumn[] columns, FitContext context)
    {
        var rows = TrainingRows.Part(columns, context);
        var encoder = TabularEncoder.Learn(columns, context);
        CodedRows coded = encoder.Transform(rows.Training, context.Seed, context.Workers, context.Config.Get(NetworkOptions.Modes) == "drawn");
        var run = new TvaeRun(encoder, coded, context.Config, context.Seed, context.Threads);
        return TrainingLoop.Train(run, rows.Validation, new ModelFinisher(encoder, coded, rows.Training, Certainty, context), context);
    }

    /// <inheritdoc/>
    protected override IJointModel ReadJoint(BinaryReader reader) => NetworkModel.Read(reader);
}

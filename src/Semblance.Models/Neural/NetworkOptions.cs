namespace Semblance.Models.Neural;

/// <summary>The options that all families of networks have, and those of the two kinds: adversarial networks and autoencoders.</summary>
internal static class NetworkOptions
{
    private const int MostLayers = 8;
    private const int WidestLayer = 8_192;

    /// <summary>Training passes.</summary>
    public static IntegerOption Epochs { get; } =
        new("epochs", 300, 1, 1_000_000, "Training passes over the table; with early_stopping the most there can be.");

    /// <summary>Rows per step.</summary>
    public static IntegerOption BatchSize { get; } =
        new("batch_size", 500, 2, 100_000, "Rows per training step.");

    /// <summary>The width of the noise, or of the latent space.</summary>
    public static IntegerOption EmbeddingDim { get; } =
        new("embedding_dim", 128, 1, WidestLayer, "The number of random inputs from which a row is made.");

    /// <summary>Whether to stop on the validation score.</summary>
    public static BooleanOption EarlyStopping { get; } =
        new("early_stopping", true, "Hold rows back, score the model on them while it trains, stop when the score gets no better, and keep the best model.");

    /// <summary>The share of rows held back.</summary>
    public static NumberOption ValidationShare { get; } =
        new("validation_share", 0.1, 0.01, 0.5, "With early_stopping: the share of the rows that is held back for the validation score, 10,000 rows at most.");

    /// <summary>The time between scores.</summary>
    public static IntegerOption ValidationEvery { get; } =
        new("validation_every", 5, 1, 1_000, "With early_stopping: epochs from one validation score to the next.");

    /// <summary>The scores without progress that end the training.</summary>
    public static IntegerOption Patience { get; } =
        new("patience", 10, 1, 1_000, "With early_stopping: so many validation scores in a row without a better one end the training.");

    /// <summary>Whether columns' own distributions are put right after training.</summary>
    public static BooleanOption Calibration { get; } =
        new("calibration", true, "Put the shares of levels and the distributions of numbers right after training, column by column; the network says how columns depend on each other.");

    /// <summary>The generator's hidden layers.</summary>
    public static IntegerListOption GeneratorDim { get; } =
        new("generator_dim", [256, 256], 1, WidestLayer, MostLayers, "The widths of the generator's hidden layers.");

    /// <summary>The critic's hidden layers.</summary>
    public static IntegerListOption DiscriminatorDim { get; } =
        new("discriminator_dim", [256, 256], 1, WidestLayer, MostLayers, "The widths of the discriminator's hidden layers.");

    /// <summary>Rows that the critic sees at once.</summary>
    public static IntegerOption Pac { get; } =
        new("pac", 10, 1, 1_000, "The rows that the discriminator judges together, against collapse into few kinds of rows; divides batch_size.");

    /// <summary>Critic steps per generator step.</summary>
    public static IntegerOption DiscriminatorSteps { get; } =
        new("discriminator_steps", 5, 1, 100, "Discriminator steps per generator step.");

    /// <summary>The generator's learning rate.</summary>
    public static NumberOption GeneratorRate { get; } =
        new("generator_lr", 2e-4, 1e-7, 1, "The generator's learning rate.");

    /// <summary>The generator's weight decay.</summary>
    public static NumberOption GeneratorDecay { get; } =
        new("generator_decay", 1e-6, 0, 1, "The generator's weight decay.");

    /// <summary>The critic's learning rate.</summary>
    public static NumberOption DiscriminatorRate { get; } =
        new("discriminator_lr", 1e-3, 1e-7, 1, "The discriminator's learning rate.");

    /// <summary>The critic's weight decay.</summary>
    public static NumberOption DiscriminatorDecay { get; } =
        new("discriminator_decay", 1e-6, 0, 1, "The discriminator's weight decay.");

    /// <summary>How training conditions are drawn.</summary>
    public static BooleanOption LogFrequency { get; } =
        new("log_frequency", true, "Train on conditions drawn by the logarithm of their levels' counts, so that rare levels are learnt; sampling follows the real counts in any case.");

    /// <summary>The encoder's hidden layers.</summary>
    public static IntegerListOption CompressDims { get; } =
        new("compress_dims", [128, 128], 1, WidestLayer, MostLayers, "The widths of the encoder's hidden layers.");

    /// <summary>The decoder's hidden layers.</summary>
    public static IntegerListOption DecompressDims { get; } =
        new("decompress_dims", [128, 128], 1, WidestLayer, MostLayers, "The widths of the decoder's hidden layers.");

    /// <summary>The autoencoder's weight decay.</summary>
    public static NumberOption L2Scale { get; } =
        new("l2scale", 1e-5, 0, 1, "The weight decay of encoder and decoder.");

    /// <summary>The weight of the reconstruction.</summary>
    public static NumberOption LossFactor { get; } =
        new("loss_factor", 3, 0.01, 100, "The weight of the reconstruction against the divergence of the latent space.");

    /// <summary>The autoencoder's learning rate.</summary>
    public static NumberOption LearningRate { get; } =
        new("learning_rate", 1e-3, 1e-7, 1, "The learning rate.");

    /// <summary>Where an autoencoder's noise comes from.</summary>
    public static ChoiceOption LatentDensity { get; } =
        new("latent_density", ["fitted", "normal"], "Where the noise comes from that rows are made of: a mixture fitted to where training rows lie in the latent space, or, as in the paper, the standard normal distribution.");

    /// <summary>How the mode of a number is chosen in training.</summary>
    public static ChoiceOption Modes { get; } =
        new("modes", ["likeliest", "drawn"], "Which mode a number is given in training rows: the likeliest one, or, as in the paper, one drawn by the number's likeliness under each.");

    /// <summary>The options of an adversarial network.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="further">Options of this family alone.</param>
    public static ModelOptions Adversarial(string family, params ReadOnlySpan<ModelOption> further) => new(
        family,
        [
            Epochs, BatchSize, EmbeddingDim, GeneratorDim, DiscriminatorDim, Pac, .. further, EarlyStopping, ValidationShare, ValidationEvery, Patience, Calibration, Modes,
            DiscriminatorSteps, GeneratorRate, GeneratorDecay, DiscriminatorRate, DiscriminatorDecay, LogFrequency, JointSynthesizer.SeedOption,
        ],
        config => config.Get(BatchSize) % config.Get(Pac) == 0
            ? null
            : new ModelOptionFault(Pac, $" that divides batch_size; {config.Get(Pac)} does not divide {config.Get(BatchSize)}"));

    /// <summary>The options of an autoencoder.</summary>
    public static ModelOptions Autoencoder(string family) => new(
        family,
        [
            Epochs, BatchSize, EmbeddingDim, CompressDims, DecompressDims, EarlyStopping, ValidationShare, ValidationEvery, Patience, Calibration, Modes,
            LatentDensity, LearningRate, L2Scale, LossFactor, JointSynthesizer.SeedOption,
        ]);
}

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>A model to be trained, whose name tells it from every other.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The family.</param>
/// <param name="Config">Its options, with a seed.</param>
internal sealed record TrainingWork(string Name, string Type, object Config);

/// <summary>Rows to be made, whose seed tells them from every other rows of their model.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Rows">How many.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Format">csv or parquet.</param>
internal sealed record RowsWork(string Model, long Rows, ulong Seed, string Format = "csv")
{
    /// <summary>What its bytes are kept under.</summary>
    public string Key => $"{Rows} rows of {Model} as {Format}";
}

/// <summary>A report on a model.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Seed">The seed.</param>
internal sealed record ReportWork(string Model, ulong Seed)
{
    /// <summary>What the bytes of its figures are kept under.</summary>
    public string Figures => $"figures of {Model}";

    /// <summary>What the bytes of its page are kept under.</summary>
    public string Page => $"page of {Model}";
}

/// <summary>
/// What is asked for in every run, killed or not. The seeds are given, so that the same bytes must come of it. Networks are small, with epochs enough that a
/// training is still under way when its checkpoint is seen; tables are large enough that somebody who looks meets their making.
/// </summary>
internal static class Works
{
    /// <summary>What a setting must say for the rows below: some are made in one go, some in ranges.</summary>
    public const int SplitRows = 100_000;

    /// <summary>The table that all models learn.</summary>
    public static byte[] Table => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "patients.csv"));

    public static TrainingWork Core { get; } = new("core", "core", new { seed = 11 });

    public static TrainingWork Copula { get; } = new("copula", "gaussian_copula", new { seed = 12 });

    public static TrainingWork Flagship { get; } = new("flagship", "flagship", new { seed = 13 });

    public static TrainingWork Ctgan { get; } = new("ctgan", "ctgan", AdversarialNetwork(seed: 14, epochs: 250));

    public static TrainingWork Tvae { get; } = new("tvae", "tvae", new { seed = 15, epochs = 250, batch_size = 50, embedding_dim = 16, early_stopping = false, compress_dims = new[] { 32 }, decompress_dims = new[] { 32 } });

    /// <summary>A training that goes on until it is called off.</summary>
    public static TrainingWork Endless { get; } = new("endless", "ctgan", AdversarialNetwork(seed: 16, epochs: 100_000));

    /// <summary>Trainings of a moment.</summary>
    public static TrainingWork[] Quick { get; } = [.. Enumerable.Range(0, 5).Select(i => new TrainingWork($"quick {i}", "core", new { seed = 20 + i }))];

    public static RowsWork FewRows { get; } = new("core", 41, 31);

    public static RowsWork Rows { get; } = new("copula", SplitRows, 32);

    public static RowsWork CsvInRanges { get; } = new("flagship", 3 * SplitRows, 33);

    public static RowsWork ParquetInRanges { get; } = new("copula", (3 * SplitRows) - 1, 34, "parquet");

    public static RowsWork RowsOfNetwork { get; } = new("ctgan", 5_000, 35);

    public static ReportWork Report { get; } = new("flagship", 41);

    public static TrainingWork[] Trainings => [Core, Copula, Flagship, Ctgan, Tvae, .. Quick];

    public static RowsWork[] AllRows => [FewRows, Rows, CsvInRanges, ParquetInRanges, RowsOfNetwork];

    private static object AdversarialNetwork(int seed, int epochs) =>
        new { seed, epochs, batch_size = 50, embedding_dim = 16, early_stopping = false, generator_dim = new[] { 32 }, discriminator_dim = new[] { 32 }, pac = 5 };
}

using System.Globalization;
using System.IO.Compression;
using Semblance.Cli.Bench;
using Semblance.Data;
using Semblance.Models;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests.Bench;

public sealed class ModelsBenchTests : IDisposable
{
    private static readonly ModelsBenchOptions s_small = new()
    {
        Families = ["ctgan", "tvae", "gaussian_copula"],
        Tables = ["magic"],
        Seeds = [1, 2],
        SpeedEpochs = 3,
        ManyRows = 500,
        Config = [.. new[] { "epochs=2", "batch_size=50", "embedding_dim=8", "generator_dim=16", "discriminator_dim=16", "compress_dims=16", "decompress_dims=16", "pac=5" }
            .Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("semblance-bench").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Costs_and_scores_are_printed_beside_those_of_others_and_kept_in_the_file()
    {
        Write("magic_train", 300, 1);
        Write("magic_test", 200, 2);
        Write("adult_train", 300, 3);
        string file = Path.Combine(_folder, "results.md");
        var output = new StringWriter();

        ModelsBench.Run(output, _folder, file, s_small, TestContext.Current.CancellationToken);

        string text = output.ToString();
        File.ReadAllText(file).ShouldBe(text);
        text.ShouldContain("`semblance bench models --algo ctgan tvae gaussian_copula --table magic --seed 1 2 --config epochs=2 batch_size=50 ");
        string[] speed = Cells(text, "ctgan");
        Number(speed[2]).ShouldBeGreaterThan(0, "preparation");
        Number(speed[3]).ShouldBeGreaterThan(0, "an epoch");
        Cells(text, "gaussian_copula")[3].ShouldBeEmpty("it has no epochs");
        text.ShouldContain("## Scale: adult resampled to 500 rows");
        text.ShouldContain("### magic, ctgan (300 rows x 3 columns)");
        string[] trend = Cells(text, "trend error %, own edges");
        Number(trend[4]).ShouldBe((Number(trend[2]) + Number(trend[3])) / 2, 0.011);
        trend[6].ShouldBe("5.60", "the published score of CTGAN on magic");
        Cells(text, "epochs trained")[2].ShouldBe("2");
    }

    [Fact]
    public void Seeds_part_rows_anew_if_asked_and_scores_are_beside_those_of_real_rows()
    {
        Write("magic_train", 300, 1);
        Write("magic_test", 200, 2);
        string Run(bool partAnew)
        {
            var output = new StringWriter();
            ModelsBench.Run(output, _folder, null, s_small with { Parts = ["quality"], Families = ["gaussian_copula"], Config = [], PartAnew = partAnew }, TestContext.Current.CancellationToken);
            return output.ToString();
        }
        string anew = Run(true), asTheyAre = Run(false);
        anew.ShouldContain(" --part-anew");
        anew.ShouldContain("(300 rows x 3 columns)");
        string[] real = Cells(anew, "TSTR AUC"), loss = Cells(anew, "TSTR loss against real rows");
        Number(loss[4]).ShouldBe(Number(real[5]) - Number(real[4]), 0.0003, "means over the seeds");
        // The files' parts differ in length by rows; rows parted anew do not.
        Cells(anew, "TSTR AUC")[5].ShouldNotBe(Cells(asTheyAre, "TSTR AUC")[5]);
        Cells(asTheyAre, "TSTR AUC")[2].ShouldNotBeEmpty();
    }

    [Fact]
    public void What_no_family_has_is_refused()
    {
        ModelsBenchOptions options = s_small with { Config = [KeyValuePair.Create("epoch", "2")] };
        Should.Throw<ModelOptionException>(() => ModelsBench.Run(TextWriter.Null, _folder, null, options)).Message.ShouldContain("'epoch'");
        Should.Throw<TableException>(() => ModelsBench.Run(TextWriter.Null, _folder, null, s_small with { Tables = ["iris"] })).Message.ShouldContain("'iris'");
        Should.Throw<TableException>(() => ModelsBench.Run(TextWriter.Null, _folder, null, s_small with { Families = ["gpt"] })).Message.ShouldContain("'gpt'");
    }

    /// <summary>The cells of the first row of a name.</summary>
    private static string[] Cells(string text, string name) => text.Split('\n').First(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private void Write(string name, int rows, ulong seed)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(_folder, name + ".csv.gz")), CompressionLevel.Fastest));
        writer.WriteLine("Length,Width,class");
        var random = new Philox(seed);
        for (int row = 0; row < rows; row++)
        {
            RandomSequence numbers = random.At(0, (ulong)row);
            double length = numbers.NextDouble() + row;
            double width = numbers.NextDouble() + (row % 7);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length:F4},{width:F3},{(width + numbers.NextDouble() > 4 ? 'g' : 'h')}"));
        }
    }
}

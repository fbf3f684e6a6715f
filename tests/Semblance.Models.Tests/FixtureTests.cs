using System.Runtime.CompilerServices;
using Semblance.Data;
using Semblance.Models.Tests.Battery;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests;

/// <summary>
/// Model files that earlier versions wrote, and the rows that they made then. Files in the folder Fixtures are never written again; a new format
/// version gets new ones (run the tests with SEMBLANCE_NEW_FIXTURES=1, which makes those that are missing).
/// </summary>
public sealed class FixtureTests
{
    private const int Rows = 40;

    [Theory]
    [InlineData("core-v1")]
    [InlineData("flagship-v1")]
    [InlineData("gaussian_copula-v1")]
    [InlineData("ctgan-v1")]
    [InlineData("copulagan-v1")]
    [InlineData("tvae-v1")]
    [InlineData("ctgan-v2")]
    [InlineData("copulagan-v2")]
    [InlineData("tvae-v2")]
    public void A_model_file_of_an_earlier_version_makes_the_rows_it_made_then(string name)
    {
        string file = Path.Combine(Folder(), name + ".semblance"), recorded = Path.Combine(Folder(), name + ".rows.txt");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("SEMBLANCE_NEW_FIXTURES") == "1")
        {
            using (FileStream target = File.Create(file))
            {
                ISynthesizer family = Synthesizers.Get(name[..name.IndexOf('-', StringComparison.Ordinal)]);
                // Long enough for an autoencoder to find that rows lie somewhere.
                ModelConfig config = SmallConfigs.Of(family, ("epochs", "40"), ("learning_rate", "0.01"));
                family.Fit(Tables.Mixed(120), new FitOptions { Seed = 1, Config = config }, null, TestContext.Current.CancellationToken).Save(target);
            }
            File.WriteAllText(recorded, Sampled(file));
        }
        Sampled(file).ShouldBe(File.ReadAllText(recorded));
    }

    private static string Sampled(string file)
    {
        using FileStream stream = File.OpenRead(file);
        IFittedModel model = ModelFile.Load(stream);
        var lines = new List<string>();
        foreach (Dictionary<string, string> conditions in new[] { [], new Dictionary<string, string> { ["job"] = "cook", ["member"] = "yes" } })
        {
            Table made = Tables.Join(model.Schema, model.Sample(new SampleOptions { Rows = Rows, Seed = 7, Conditions = conditions }));
            lines.AddRange(Enumerable.Range(0, Rows).Select(row => string.Join('|', made.Columns.Select(column => ValueText.Format(column, row)))));
        }
        return string.Join('\n', lines) + "\n";
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Fixtures");
}

using Semblance.Data;
using Semblance.Models.Neural.Autoencoder;
using Semblance.Models.Tests.Battery;
using Semblance.Numerics;
using Semblance.Numerics.Networks;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

public sealed class LatentDensityTests
{
    private const int Latent = 6;

    [Fact]
    public void Draws_lie_where_rows_lie_and_dimensions_that_tell_nothing_stay_standard_normal()
    {
        LatentDensity density = LatentDensity.Learn(Places(4_000), new Philox(1), 1, new Team(2), TestContext.Current.CancellationToken).ShouldNotBeNull();
        float[][] drawn = Drawn(density, 4_000);
        // Dimension 1 of the rows is at -2 or 2 with a deviation of .3, and dimension 4 is twice its sign, with .3; a standard error is .03 at most.
        drawn.Average(z => Math.Abs(z[1])).ShouldBe(2, 0.05);
        drawn.Average(z => z[1]).ShouldBe(0, 0.15);
        drawn.Average(z => z[1] * z[4]).ShouldBe(4, 0.15);
        drawn.Count(z => Math.Abs(z[1]) < 0.7).ShouldBeLessThan(40, "between the two there are no rows");
        foreach (int i in new[] { 0, 2, 3, 5 })
        {
            drawn.Average(z => z[i]).ShouldBe(0, 0.08);
            drawn.Average(z => z[i] * z[i]).ShouldBe(1, 0.1);
        }
    }

    [Fact]
    public void Where_no_dimension_tells_anything_there_is_none() =>
        LatentDensity.Learn(new Matrix(500, 2 * Latent), new Philox(1), 1, new Team(1), TestContext.Current.CancellationToken).ShouldBeNull();

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(1e20f, 0)]
    [InlineData(0, 200)]
    [InlineData(0, float.PositiveInfinity)]
    public void Where_the_encoder_went_astray_there_is_none(float mean, float logVariance)
    {
        Matrix places = Places(500);
        places.Row(77)[3] = mean;
        places.Row(77)[Latent + 3] = logVariance;
        LatentDensity.Learn(places, new Philox(1), 1, new Team(1), TestContext.Current.CancellationToken).ShouldBeNull();
    }

    [Fact]
    public void Learning_can_be_cancelled_and_large_latent_spaces_take_fewer_rows()
    {
        Should.Throw<OperationCanceledException>(() => LatentDensity.Learn(Places(500), new Philox(1), 1, new Team(1), new CancellationToken(canceled: true)));
        LatentDensity.RowsOf(1_000_000, 128).ShouldBe(16_384);
        LatentDensity.RowsOf(300, 128).ShouldBe(300);
        (LatentDensity.RowsOf(1_000_000, 8_192) * 2L * 8_192 * sizeof(float)).ShouldBeLessThanOrEqualTo(64 << 20);
    }

    [Theory]
    [InlineData("learning_rate=1 epochs=1")]
    [InlineData("learning_rate=0.3 epochs=5")]
    [InlineData("learning_rate=0.2 epochs=5 batch_size=100 validation_every=1")]
    public void A_training_that_goes_astray_gives_rows_or_says_so(string config)
    {
        ISynthesizer family = Synthesizers.Get("tvae");
        (string, string)[] pairs = [.. config.Split(' ').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))];
        foreach (Table table in new[] { Tables.Mixed(41), Tables.Mixed(400) })
        {
            try
            {
                IFittedModel model = family.Fit(table, new FitOptions { Seed = 1, Threads = 1, Config = family.Options.Parse(pairs.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))) }, null, TestContext.Current.CancellationToken);
                Tables.Join(model.Schema, model.Sample(new SampleOptions { Rows = 20, Seed = 1 }, null, TestContext.Current.CancellationToken)).RowCount.ShouldBe(20);
            }
            catch (TableException exception)
            {
                exception.Message.ShouldContain("diverged");
            }
        }
    }

    [Fact]
    public void What_is_written_comes_back_and_what_does_not_fit_is_refused()
    {
        LatentDensity density = LatentDensity.Learn(Places(600), new Philox(1), 1, new Team(1), TestContext.Current.CancellationToken).ShouldNotBeNull();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        density.Write(writer);
        LatentDensity Read(int latent)
        {
            stream.Position = 0;
            return LatentDensity.Read(new BinaryReader(stream), latent);
        }
        Drawn(Read(Latent), 20).SelectMany(z => z).ShouldBe(Drawn(density, 20).SelectMany(z => z));
        Should.Throw<InvalidDataException>(() => Read(4)).Message.ShouldContain("of 4 dimensions");
    }

    [Fact]
    public void Rows_are_nearer_to_the_table_than_those_of_standard_normal_noise()
    {
        // What depends on what here, a job on age and an income on both, a small network's latent space keeps in places far from normal.
        Table real = Tables.Mixed(3_000);
        ISynthesizer family = Synthesizers.Get("tvae");
        double Best(string density)
        {
            var scores = new List<double>();
            var options = new FitOptions
            {
                Seed = 1,
                Threads = 2,
                Config = SmallConfigs.Of(family, ("epochs", "60"), ("validation_every", "60"), ("learning_rate", "0.003"), ("loss_factor", "6"), ("latent_density", density)),
            };
            var progress = new Scores(scores);
            family.Fit(real, options, progress, TestContext.Current.CancellationToken);
            return scores[^1];
        }
        Best("fitted").ShouldBeLessThan(0.95 * Best("normal"), "the mean distance of pairs of columns");
    }

    private static float[][] Drawn(LatentDensity density, int count)
    {
        var random = new Philox(8);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            var z = new float[Latent];
            RandomSequence sequence = random.At(2, (ulong)row);
            Noise.Normal(ref sequence, z);
            density.Draw(ref sequence, z);
            return z;
        })];
    }

    /// <summary>What an encoder says of rows of two kinds, which it knows within deviations of .3 by two dimensions.</summary>
    private static Matrix Places(int rows)
    {
        var places = new Matrix(rows, 2 * Latent);
        float known = 2 * MathF.Log(0.3f);
        for (int row = 0; row < rows; row++)
        {
            Span<float> place = places.Row(row);
            place[1] = row % 2 == 0 ? 2 : -2;
            place[4] = row % 2 == 0 ? 2 : -2;
            place[Latent + 1] = known;
            place[Latent + 4] = known;
        }
        return places;
    }

    private sealed class Scores(List<double> scores) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Training?.ValidationScore is { } score)
            {
                scores.Add(score);
            }
        }
    }
}

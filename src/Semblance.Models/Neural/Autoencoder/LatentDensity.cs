using Semblance.Numerics;
using Semblance.Numerics.Distributions;
using Semblance.Numerics.Networks;

namespace Semblance.Models.Neural.Autoencoder;

/// <summary>
/// Where rows lie in the latent space: a mixture of normal distributions of the dimensions that tell something of rows; the others are standard normal. Noise drawn from it makes better rows
/// than noise from the standard normal distribution, which the encoder only comes near to. Plain data.
/// </summary>
/// <remarks>Source: Ghosh et al., "From variational to deterministic autoencoders", 2020, section 4 (density estimation after training).</remarks>
internal sealed class LatentDensity
{
    private const int MostRows = 16_384;

    /// <summary>The most numbers that an encoder may say of all rows: 64 MB.</summary>
    private const int MostNumbers = 1 << 24;

    /// <summary>A dimension with less divergence from the standard normal distribution, in nats a row, tells nothing.</summary>
    private const double LeastDivergence = 0.1;

    /// <summary>With more, the encoder of a training that went astray means nothing.</summary>
    private const double LargestDivergence = 1e6;
    private const int MostDimensions = 128;
    private const int MostModes = 64;

    /// <summary>On average a mode has so many rows per dimension at least: with fewer it would stand for single rows.</summary>
    private const int RowsPerDimension = 16;
    private const int Rounds = 20;
    private const int ShrinkagePerDimension = 2;
    private const int RowsOfPart = 256;

    private readonly int[] _dimensions;
    private readonly MultivariateGaussianMixture _mixture;

    private LatentDensity(int[] dimensions, MultivariateGaussianMixture mixture) => (_dimensions, _mixture) = (dimensions, mixture);

    /// <summary>How many rows it is learnt from.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="latent">The dimensions of the latent space.</param>
    public static int RowsOf(int rows, int latent) => Math.Min(rows, Math.Min(MostRows, MostNumbers / (2 * latent)));

    /// <summary>Learns the mixture; null if no dimension tells anything, or one tells nonsense.</summary>
    /// <param name="places">Per row the means of its place, then the logarithms of the variances, as the encoder gives them.</param>
    /// <param name="random">Where noise comes from.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="team">Who computes.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <remarks>Every round draws the rows' places anew, so that the mixture is that of all places the encoder gives them, not of one draw.</remarks>
    public static LatentDensity? Learn(Matrix places, Philox random, uint stream, Team team, CancellationToken cancellation)
    {
        int latent = places.Columns / 2;
        double[] divergences = Divergences(places, latent);
        int[] dimensions = [.. Enumerable.Range(0, latent).Where(i => divergences[i] >= LeastDivergence).OrderByDescending(i => divergences[i]).Take(MostDimensions).Order()];
        if (dimensions.Length == 0 || !Array.TrueForAll(divergences, divergence => Math.Abs(divergence) <= LargestDivergence))
        {
            return null;
        }
        var drawn = new Matrix(places.Rows, dimensions.Length);
        void Draw(int round)
        {
            cancellation.ThrowIfCancellationRequested();
            team.Run((places.Rows + RowsOfPart - 1) / RowsOfPart, part => DrawPart(round, part));
        }
        void DrawPart(int round, int part)
        {
            for (int row = part * RowsOfPart, end = Math.Min(row + RowsOfPart, places.Rows); row < end; row++)
            {
                ReadOnlySpan<float> place = places.Row(row);
                Span<float> target = drawn.Row(row);
                RandomSequence sequence = random.At(stream, ((ulong)(round + 1) * MostRows) + (ulong)row);
                Noise.Normal(ref sequence, target);
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = MathF.FusedMultiplyAdd(target[i], Elementwise.Exp(0.5f * place[latent + dimensions[i]]), place[dimensions[i]]);
                }
            }
        }
        int modes = Math.Clamp(places.Rows / (RowsPerDimension * dimensions.Length), 1, MostModes);
        var options = new MultivariateGaussianMixtureOptions(modes, Rounds, ShrinkagePerDimension * dimensions.Length);
        return new LatentDensity(dimensions, MultivariateGaussianMixture.Fit(drawn, Draw, options, random.At(stream, 0), team));
    }

    /// <summary>Turns standard normal noise into a place.</summary>
    /// <param name="sequence">Gives one more number.</param>
    /// <param name="noise">Standard normal numbers, one per dimension of the latent space; overwritten.</param>
    public void Draw(ref RandomSequence sequence, Span<float> noise)
    {
        Span<float> values = stackalloc float[_dimensions.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = noise[_dimensions[i]];
        }
        _mixture.Draw(sequence.NextDouble(), values);
        for (int i = 0; i < values.Length; i++)
        {
            noise[_dimensions[i]] = values[i];
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteInts(_dimensions);
        writer.WriteDoubles(_mixture.Weights);
        writer.WriteSingles(_mixture.Means.Flat);
        writer.WriteSingles(_mixture.Factors.Flat);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">What to read.</param>
    /// <param name="latent">The dimensions of the latent space.</param>
    public static LatentDensity Read(BinaryReader reader, int latent)
    {
        int[] dimensions = reader.ReadInts();
        double[] weights = reader.ReadDoubles();
        float[] means = reader.ReadSingles(), factors = reader.ReadSingles();
        int triangle = MultivariateGaussianMixture.Triangle(dimensions.Length);
        return dimensions.Length is > 0 and <= MostDimensions && Array.TrueForAll(dimensions, i => i >= 0 && i < latent)
            && means.Length == weights.Length * dimensions.Length && factors.Length == weights.Length * triangle
            ? new LatentDensity(
                dimensions,
                new MultivariateGaussianMixture(
                    weights, new Matrix(means, 0, weights.Length, dimensions.Length, dimensions.Length), new Matrix(factors, 0, weights.Length, triangle, triangle)))
            : throw new InvalidDataException($"The places of rows have {dimensions.Length} of {latent} dimensions, {weights.Length} weights, {means.Length} means and {factors.Length} factors.");
    }

    /// <summary>The mean divergence of every dimension from the standard normal distribution.</summary>
    private static double[] Divergences(Matrix places, int latent)
    {
        var sums = new double[latent];
        for (int row = 0; row < places.Rows; row++)
        {
            ReadOnlySpan<float> place = places.Row(row);
            for (int i = 0; i < latent; i++)
            {
                float mean = place[i], logVariance = place[latent + i];
                sums[i] += 0.5 * ((mean * mean) + Elementwise.Exp(logVariance) - logVariance - 1) / places.Rows;
            }
        }
        return sums;
    }
}

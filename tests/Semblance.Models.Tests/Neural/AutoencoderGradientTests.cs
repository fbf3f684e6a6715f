using Semblance.Models.Encoding;
using Semblance.Models.Neural;
using Semblance.Models.Neural.Autoencoder;
using Semblance.Numerics;
using Semblance.Numerics.Networks;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

public sealed class AutoencoderGradientTests
{
    [Fact]
    public void Gradients_are_those_of_the_loss()
    {
        const int Rows = 24;
        EncodedColumn[] columns = Columns(Rows);
        var encoder = TabularEncoder.Learn(columns, Context());
        CodedRows coded = encoder.Transform(columns, 1, new Workers(1, TestContext.Current.CancellationToken));
        var network = new Autoencoder(encoder, 4, [6, 5], [7], 2, Rows, new Team(2));
        RandomSequence initial = new Philox(1).At(0, 0);
        network.Initialise(ref initial);
        // The last parameters are deviations, by whose square the loss is divided: small ones make it too steep for differences.
        network.Parameters.Values.AsSpan(^columns.Length..).Fill(0.6f);
        SparseRows batch = new(Rows, encoder.Slices.Length);
        for (int row = 0; row < Rows; row++)
        {
            TabularSlots.Fill(encoder, coded, row, 0, batch.Places.AsSpan(row * batch.Slots, batch.Slots), batch.Amounts.AsSpan(row * batch.Slots, batch.Slots));
        }
        double Loss()
        {
            network.Parameters.Gradients.AsSpan().Clear();
            (double reconstruction, double divergence) = network.Step(batch, Rows, new Philox(1), 3, 0);
            return reconstruction + divergence;
        }
        Loss();
        float[] gradients = [.. network.Parameters.Gradients];
        int agree = 0;
        for (int i = 0; i < gradients.Length; i++)
        {
            const float Step = 1e-2f;
            float before = network.Parameters.Values[i];
            network.Parameters.Values[i] = before + Step;
            double above = Loss();
            network.Parameters.Values[i] = before - Step;
            double below = Loss();
            network.Parameters.Values[i] = before;
            double difference = (above - below) / (2 * Step);
            agree += Math.Abs(difference - gradients[i]) <= 0.03 * (Math.Abs(difference) + 0.05) ? 1 : 0;
        }
        gradients.Count(gradient => gradient != 0).ShouldBeGreaterThan(gradients.Length / 2);
        // Where a step crosses the kink of a ReLU, the difference is none of the gradient's.
        ((double)agree / gradients.Length).ShouldBeGreaterThan(0.97);
    }

    private static FitContext Context() => new(Synthesizers.Get("core").Options.Defaults, 1, 1, null, null, TestContext.Current.CancellationToken);

    /// <summary>A category, a number, and a number that is missing in every fourth row.</summary>
    private static EncodedColumn[] Columns(int rows)
    {
        var random = new Philox(3);
        int[] codes = new int[rows], missing = new int[rows];
        double[] whole = new double[rows], partial = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            RandomSequence sequence = random.At(0, (ulong)row);
            codes[row] = sequence.NextInt32(3);
            whole[row] = codes[row] + sequence.NextDouble();
            missing[row] = row % 4 == 0 ? 1 : 0;
            partial[row] = missing[row] == 1 ? double.NaN : 10 * sequence.NextDouble();
        }
        return [EncodedColumn.Categorical("a", codes, 3), EncodedColumn.Numeric("b", whole, null, 0, 0.001), EncodedColumn.Numeric("c", partial, missing, 2, 0.001)];
    }
}

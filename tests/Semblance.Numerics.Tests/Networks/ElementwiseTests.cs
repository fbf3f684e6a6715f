using Semblance.Numerics.Networks;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Networks;

public sealed class ElementwiseTests
{
    /// <summary>An odd length: whole vectors and a rest.</summary>
    private const int Length = 1_003;

    [Fact]
    public void Exponentials_agree_with_the_library_and_vectors_with_single_numbers()
    {
        float[] x = [.. Enumerable.Range(0, Length).Select(i => -86.5f + (i * 0.173f))], made = [.. x];
        Elementwise.Exp(made);
        for (int i = 0; i < Length; i++)
        {
            BitConverter.SingleToInt32Bits(made[i]).ShouldBe(BitConverter.SingleToInt32Bits(Elementwise.Exp(x[i])));
            if (x[i] <= 88)
            {
                (made[i] / Math.Exp(x[i])).ShouldBe(1, 2e-7, $"at {x[i]}");
            }
        }
        Elementwise.Exp(-1e9f).ShouldBe(Elementwise.Exp(-87));
        Elementwise.Exp(1e9f).ShouldBe(Elementwise.Exp(88));
    }

    [Fact]
    public void Logarithms_agree_with_the_library()
    {
        for (float x = 1e-30f; x < 1e30f; x *= 1.0173f)
        {
            double exact = Math.Log(x);
            ((double)Elementwise.Log(x)).ShouldBe(exact, Math.Max(1e-7, 2e-7 * Math.Abs(exact)), $"at {x}");
        }
        for (float d = 1e-6f; d < 0.4f; d *= 1.31f)
        {
            ((double)Elementwise.Log(1 - d)).ShouldBe(Math.Log(1 - d), 1e-7);
        }
    }

    [Fact]
    public void Gumbel_noise_has_the_mean_and_variance_of_its_distribution()
    {
        const int Count = 200_000;
        var values = new float[Count];
        RandomSequence sequence = new Philox(3).At(0, 0);
        Noise.Uniform(ref sequence, values);
        values.ShouldAllBe(value => value > 0 && value < 1);
        float first = values[0];
        Elementwise.Gumbel(values);
        values[0].ShouldBe(-Elementwise.Log(-Elementwise.Log(first)));
        // Euler's constant and pi^2 / 6; five standard errors of 200,000 draws.
        double mean = values.Average(value => (double)value);
        mean.ShouldBe(0.5772, 5 * 1.283 / Math.Sqrt(Count));
        values.Average(value => (value - mean) * (value - mean)).ShouldBe(1.645, 5 * 3.4 / Math.Sqrt(Count));
    }

    [Fact]
    public void Normal_noise_is_normal_and_halves_are_halves()
    {
        const int Count = 200_001;
        var values = new float[Count];
        RandomSequence sequence = new Philox(4).At(0, 0);
        Noise.Normal(ref sequence, values);
        double error = 5 / Math.Sqrt(Count);
        values.Average(value => (double)value).ShouldBe(0, error);
        values.Average(value => (double)value * value).ShouldBe(1, error * Math.Sqrt(2));
        ((double)values.Count(value => Math.Abs(value) < 0.6745f) / Count).ShouldBe(0.5, error / 2);
        Noise.Halves(ref sequence, values, 2);
        values.Distinct().Order().ShouldBe([0, 2]);
        values.Average(value => (double)value).ShouldBe(1, error);
    }

    [Fact]
    public void Loops_do_what_they_say_to_every_element()
    {
        RandomSequence sequence = new Philox(5).At(0, 0);
        float[] a = new float[Length], b = new float[Length], c = new float[Length];
        Noise.Normal(ref sequence, a);
        Noise.Normal(ref sequence, b);
        Noise.Normal(ref sequence, c);
        Same(span => Elementwise.AddScaled(span, b, 0.3f), i => MathF.FusedMultiplyAdd(0.3f, b[i], a[i]));
        Same(span => Elementwise.AddProducts(span, b, c), i => MathF.FusedMultiplyAdd(b[i], c[i], a[i]));
        Same(span => Elementwise.Multiply(span, b, c), i => b[i] * c[i]);
        Same(span => Elementwise.Mix(span, b, 0.3f), i => MathF.FusedMultiplyAdd(0.3f, b[i] - a[i], a[i]));
        Same(Elementwise.Rectify, i => a[i] > 0 ? a[i] : 0);
        Same(span => Elementwise.Leak(span, b, 0.2f), i => b[i] > 0 ? a[i] : 0.2f * a[i]);
        Same(span => Elementwise.RectifyGradient(span, b), i => b[i] > 0 ? a[i] : 0);

        void Same(Loop loop, Func<int, float> expected)
        {
            float[] made = [.. a];
            loop(made);
            made.ShouldBe(Enumerable.Range(0, Length).Select(expected));
        }
    }

    private delegate void Loop(Span<float> values);
}

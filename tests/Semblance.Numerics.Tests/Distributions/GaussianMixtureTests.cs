using Semblance.Numerics.Distributions;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Distributions;

public sealed class GaussianMixtureTests
{
    private static double[] Sample(int rows, params (double Weight, double Mean, double Deviation)[] modes)
    {
        var random = new Philox(11);
        var values = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            RandomSequence sequence = random.At(0, (ulong)i);
            double u = sequence.NextDouble();
            int k = 0;
            while (k < modes.Length - 1 && u >= modes[k].Weight)
            {
                u -= modes[k++].Weight;
            }
            double radius = Math.Sqrt(-2 * Elementary.Log(1 - sequence.NextDouble()));
            values[i] = modes[k].Mean + (modes[k].Deviation * radius * Math.Cos(2 * Math.PI * sequence.NextDouble()));
        }
        Array.Sort(values);
        return values;
    }

    [Fact]
    public void Modes_far_apart_are_found_and_no_others()
    {
        var mixture = GaussianMixture.Fit(Sample(20_000, (0.5, -10, 1), (0.3, 0, 0.5), (0.2, 40, 3)), new GaussianMixtureOptions());
        (double Weight, double Mean, double Deviation)[] found = [.. mixture.Weights.Select((weight, k) => (weight, mixture.Means[k], mixture.Deviations[k])).OrderBy(mode => mode.Item2)];
        // Standard errors: weight .0035, mean of the last mode .05, deviation .03; the prior moves little at these counts.
        double Mass(double low, double high) => found.Where(mode => mode.Mean > low && mode.Mean < high).Sum(mode => mode.Weight);
        Mass(-15, -5).ShouldBe(0.5, 0.02);
        Mass(-2, 2).ShouldBe(0.3, 0.02);
        Mass(30, 50).ShouldBe(0.2, 0.02);
        mixture.Modes.ShouldBeLessThanOrEqualTo(7, "a sparse prior leaves few of ten modes");
    }

    [Fact]
    public void The_mixture_has_the_distribution_of_the_data()
    {
        double[] sorted = Sample(20_000, (0.6, 2, 0.3), (0.4, 3, 1.5));
        var mixture = GaussianMixture.Fit(sorted, new GaussianMixtureOptions());
        double distance = 0;
        for (int i = 0; i < sorted.Length; i += 50)
        {
            double cdf = 0;
            for (int k = 0; k < mixture.Modes; k++)
            {
                cdf += mixture.Weights[k] * Normal.Cdf((sorted[i] - mixture.Means[k]) / mixture.Deviations[k]);
            }
            distance = Math.Max(distance, Math.Abs(cdf - ((i + 0.5) / sorted.Length)));
        }
        // A perfect model is within .0096 in 95 of 100 samples of this size (Kolmogorov); modes are few.
        distance.ShouldBeLessThan(0.02);
    }

    [Fact]
    public void A_spike_is_a_narrow_mode()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 9_000), .. Sample(1_000, (1, 5_000, 1_000)).Select(Math.Abs)];
        Array.Sort(values);
        var mixture = GaussianMixture.Fit(values, new GaussianMixtureOptions { LeastDeviation = 0.05 });
        Span<double> shares = stackalloc double[mixture.Modes];
        mixture.Responsibilities(0, shares);
        int spike = 0;
        for (int k = 1; k < shares.Length; k++)
        {
            spike = shares[k] > shares[spike] ? k : spike;
        }
        mixture.Weights[spike].ShouldBe(0.9, 0.01);
        mixture.Means[spike].ShouldBe(0, 1);
        mixture.Deviations[spike].ShouldBe(0.05, 0.001);
        shares[spike].ShouldBeGreaterThan(0.999);
    }

    [Fact]
    public void Responsibilities_sum_to_one_everywhere()
    {
        var mixture = new GaussianMixture([1, 2], [0, 1], [1e-6, 1e-3]);
        Span<double> shares = stackalloc double[2];
        foreach (double value in new[] { -1e300, -5, 0, 1e-7, 0.5, 1, 7, 1e300 })
        {
            mixture.Responsibilities(value, shares);
            (shares[0] + shares[1]).ShouldBe(1, 1e-12, $"at {value}");
        }
    }

    [Fact]
    public void More_values_than_points_give_nearly_the_same_mixture()
    {
        double[] sorted = Sample(50_000, (0.5, -10, 1), (0.5, 10, 1));
        var all = GaussianMixture.Fit(sorted, new GaussianMixtureOptions { Points = 100_000 });
        var few = GaussianMixture.Fit(sorted, new GaussianMixtureOptions());
        few.Weights.Where((_, k) => few.Means[k] < 0).Sum().ShouldBe(all.Weights.Where((_, k) => all.Means[k] < 0).Sum(), 0.01, "modes below the threshold are put together");
    }

    [Fact]
    public void Rare_ends_keep_a_mode_of_their_own()
    {
        double[] values = [.. Enumerable.Repeat(0.0, 9_960), .. Enumerable.Range(0, 40).Select(i => 100.0 + i)];
        var mixture = GaussianMixture.Fit(values, new GaussianMixtureOptions());
        int end = Array.IndexOf(mixture.Means, mixture.Means.Max());
        mixture.Weights[end].ShouldBe(0.004, 1e-6);
        mixture.Means[end].ShouldBe(119.5, 0.1);
        GaussianMixture.Fit(values, new GaussianMixtureOptions { LeastRestRows = 41 }).Modes.ShouldBe(1);
    }

    [Fact]
    public void One_value_is_one_mode()
    {
        var mixture = GaussianMixture.Fit([3, 3, 3], new GaussianMixtureOptions());
        mixture.Modes.ShouldBe(1);
        mixture.Means.ShouldBe([3.0]);
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit([], new GaussianMixtureOptions()));
        Should.Throw<ArgumentException>(() => new GaussianMixture([1, 0], [0, 0], [1, 1]));
        Should.Throw<ArgumentException>(() => new GaussianMixture([1], [0], [double.NaN]));
    }
}

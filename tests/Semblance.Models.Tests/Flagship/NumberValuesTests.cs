using FsCheck;
using FsCheck.Fluent;
using Semblance.Models.Flagship;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class NumberValuesTests
{
    private static double[] Draws(NumberValues values, int count = 4_000) =>
        [.. Enumerable.Range(0, count).Select(i => values.Draw(0, values.Count, (i + 0.5) / count))];

    [Fact]
    public void Repeated_values_keep_their_share_and_nothing_is_drawn_beside_them()
    {
        double[] sorted = [.. Enumerable.Repeat(0.0, 300), .. Enumerable.Repeat(7.5, 100)];
        double[] draws = Draws(NumberValues.Learn(sorted, 0.5));
        draws.Count(value => value == 0).ShouldBe(3_000);
        draws.Count(value => value == 7.5).ShouldBe(1_000);
    }

    [Fact]
    public void A_value_that_occurs_once_stands_for_the_gap_around_it()
    {
        double[] sorted = [1, 2, 4, 8, 16];
        var values = NumberValues.Learn(sorted, 0);
        double[] middles = [1, 1.5, 3, 6, 12, 16];
        for (int rank = 0; rank < sorted.Length; rank++)
        {
            for (double u = 0; u < 1; u += 0.01)
            {
                values.Draw(rank, rank + 1, u).ShouldBeInRange(middles[rank], middles[rank + 1]);
            }
        }
        Draws(values).Distinct().Count().ShouldBeGreaterThan(3_000, "numbers between the real ones are drawn, not the real ones");
    }

    [Fact]
    public void One_value_is_drawn_as_it_is()
    {
        Draws(NumberValues.Learn([3.25], 0.25)).Distinct().ShouldBe([3.25]);
        NumberValues.Learn([], 1).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Draws_lie_on_the_grid_as_a_reader_of_decimals_would_have_them(double step)
    {
        double[] sorted = [.. Enumerable.Range(0, 400).Select(i => new Grid(step).Round(step * ((i * i) - 500))).Order()];
        foreach (double value in Draws(NumberValues.Learn(sorted, step)))
        {
            ((double)((decimal)step * Math.Round((decimal)value / (decimal)step))).ShouldBe(value);
            value.ShouldBeInRange(sorted[0], sorted[^1]);
        }
    }

    [Fact]
    public void Both_bounds_of_a_long_column_are_drawn_in_a_sample_of_its_size()
    {
        double[] sorted = [.. Enumerable.Range(0, 5_000).Select(i => Math.Exp(i / 400.0))];
        double[] draws = Draws(NumberValues.Learn(sorted, 0), 5_000);
        draws.Min().ShouldBe(sorted[0]);
        draws.Max().ShouldBe(sorted[^1]);
    }

    [Fact]
    public void Neighbours_among_very_many_values_are_merged_without_a_shift()
    {
        double[] sorted = [.. Enumerable.Range(0, 100_000).Select(i => Math.Sqrt(i))];
        var values = NumberValues.Learn(sorted, 0);
        values.Count.ShouldBe(100_000);
        Size(values).ShouldBeLessThan(16_400 * (8 + 8 + 3) + 100);
        for (int i = 10; i < 100_000; i += 97)
        {
            // Seven values make a piece: the draw at a rank is at most a piece away from the value at it.
            values.Draw(i, i + 1, 0.5).ShouldBeInRange(sorted[i - 8], sorted[Math.Min(99_999, i + 8)]);
        }
    }

    [Fact]
    public void Huge_values_stay_finite_and_in_bounds()
    {
        double[] sorted = [-1.7e308, -1e300, 3e299, 1.7e308];
        foreach (double value in Draws(NumberValues.Learn(sorted, 0)))
        {
            value.ShouldBeInRange(-1.7e308, 1.7e308);
        }
    }

    [Fact]
    public void Whatever_the_values_draws_stay_in_bounds_and_ascend_and_survive_a_file()
    {
        Arbitrary<int[]> lists = Gen.Choose(-50, 50).Select(i => i * Math.Abs(i)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();
        Prop.ForAll(lists, list =>
        {
            double[] sorted = [.. list.Select(i => (double)i).Order()];
            var values = NumberValues.Learn(sorted, 1);
            double[] draws = Draws(values, 200);
            Draws(Reread(values), 200).ShouldBe(draws);
            values.Count.ShouldBe(sorted.Length);
            return draws.All(value => value >= sorted[0] && value <= sorted[^1] && value == Math.Round(value)) && draws.SequenceEqual(draws.Order());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_mass_of_a_value_is_the_share_of_draws_that_give_it()
    {
        double[] sorted = [.. Enumerable.Range(0, 60).Select(i => (double)(i * i / 10)).Order()];
        var values = NumberValues.Learn(sorted, 1);
        (int start, int end) = (5, 50);
        int[] hits = new int[400];
        const int draws = 200_000;
        for (int i = 0; i < draws; i++)
        {
            hits[(int)values.Draw(start, end, (i + 0.5) / draws)]++;
        }
        double total = 0;
        for (int value = 0; value < hits.Length; value++)
        {
            double mass = values.LogMass(start, end, value, 0.5);
            if (hits[value] > 0)
            {
                // A single value at the end of a repeated one shares a border with it, from which no draw is missed but by rounding.
                Elementary.Exp(mass).ShouldBe((double)hits[value] / draws, 1e-4);
                total += Elementary.Exp(mass);
            }
            else
            {
                mass.ShouldBeLessThan(-29);
            }
        }
        total.ShouldBe(1, 1e-3);
        values.LogMass(start, end, 1_000, 0.5).ShouldBeLessThan(values.LogMass(start, end, 900, 0.5), "the nearer of two impossible values is preferred");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(100, 25, 25)]
    [InlineData(7, 5, 1)]
    [InlineData(12, 8, 4)]
    [InlineData(0.1, 0.25, 0.05)]
    [InlineData(0.01, 5, 0.01)]
    [InlineData(0, 5, 0)]
    [InlineData(1e-12, 1.0 / 100_001, 0)]
    public void Sums_of_multiples_of_two_steps_are_multiples_of_their_common_step(double a, double b, double expected)
    {
        Grid.Common(a, b).ShouldBe(expected);
        Grid.Common(b, a).ShouldBe(expected);
    }

    [Fact]
    public void Pieces_that_do_not_match_are_refused()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(1.0);
        writer.WriteDoubles([1, 2]);
        writer.WriteDoubles([1, 2]);
        writer.WriteInts([1]);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Should.Throw<InvalidDataException>(() => NumberValues.Read(reader));
    }

    private static NumberValues Reread(NumberValues values)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        values.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return NumberValues.Read(reader);
    }

    private static long Size(NumberValues values)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        values.Write(writer);
        return stream.Length;
    }
}

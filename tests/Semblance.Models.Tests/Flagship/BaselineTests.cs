using Semblance.Data;
using Semblance.Models.Encoding;
using Semblance.Models.Flagship;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class BaselineTests
{
    private const int Rows = 1_200;

    private static EncodedColumn Column(Func<int, double> value, double step = 1, int rows = Rows) =>
        EncodedColumn.Numeric("x", [.. Enumerable.Range(0, rows).Select(value)], null, 0, step);

    private static EncodedColumn Uniform(uint stream, int below, double step = 1, int rows = Rows) =>
        Column(row => new Grid(step).Round(step * new Philox(8).At(stream, (ulong)row).NextInt32(below)), step, rows);

    /// <summary>Finds the baseline of the last column and what it leaves.</summary>
    private static double[]? LeftOver(params EncodedColumn[] columns)
    {
        var found = BaselineSearch.Find(columns, columns.Length - 1);
        return found?.Residual(columns[^1], columns).Values;
    }

    [Fact]
    public void A_sum_of_three_and_a_difference_leave_nothing()
    {
        // The third part is much smaller than the others: the search goes from two terms on.
        EncodedColumn a = Uniform(1, 300), b = Uniform(2, 300), c = Uniform(3, 5), other = Uniform(4, 1_000);
        LeftOver(a, other, b, c, Column(row => a.Values![row] + b.Values![row] + c.Values![row]))!.ShouldAllBe(left => left == 0);
        LeftOver(other, a, b, Column(row => a.Values![row] - b.Values![row]))!.ShouldAllBe(left => left == 0);
    }

    [Fact]
    public void Sums_of_cents_leave_exact_zeros_though_binary_numbers_hold_no_cents()
    {
        EncodedColumn a = Uniform(1, 9_999, 0.01), b = Uniform(2, 9_999, 0.01);
        LeftOver(a, b, Column(row => Math.Round(a.Values![row] + b.Values![row], 2), 0.01))!.ShouldAllBe(left => left == 0);
    }

    [Fact]
    public void A_product_is_found()
    {
        EncodedColumn months = Uniform(1, 72), rate = Uniform(2, 10_000, 0.01);
        double[] left = LeftOver(months, rate, Column(row => months.Values![row] * rate.Values![row], 0.01))!;
        left.ShouldAllBe(value => Math.Abs(value) < 1e-9);
    }

    [Fact]
    public void A_time_that_follows_another_is_measured_from_it()
    {
        EncodedColumn start = Uniform(1, 1_000_000), wait = Uniform(2, 900);
        double[] left = LeftOver(start, Column(row => start.Values![row] + 60 + wait.Values![row]))!;
        left.ShouldBe(wait.Values!.Select(value => value + 60));
    }

    [Fact]
    public void Columns_that_only_go_together_are_not_measured_from_each_other()
    {
        EncodedColumn a = Uniform(1, 1_000), noise = Uniform(2, 1_000), other = Uniform(3, 1_000);
        LeftOver(a, other, Column(row => a.Values![row] + noise.Values![row])).ShouldBeNull();
        LeftOver(a, other, noise).ShouldBeNull();
        LeftOver(a).ShouldBeNull("there is nothing before it");
    }

    [Fact]
    public void A_column_with_a_life_of_its_own_is_left_alone_unless_it_is_explained_exactly()
    {
        EncodedColumn a = Uniform(1, 100_000), small = Uniform(2, 50);
        // A third of the values are 0, the others near a: measured from a, the zeros would be scattered.
        LeftOver(a, Column(row => row % 3 == 0 ? 0 : a.Values![row] + small.Values![row])).ShouldBeNull();
        EncodedColumn mostlyZero = Column(row => row % 3 == 0 ? a.Values![row] : 0);
        LeftOver(mostlyZero, small, Column(row => mostlyZero.Values![row] + small.Values![row] - small.Values[row]))!.ShouldAllBe(left => left == 0);
    }

    [Fact]
    public void Short_and_mostly_missing_columns_give_no_baseline()
    {
        EncodedColumn a = Uniform(1, 500, rows: 39);
        LeftOver(a, Column(row => a.Values![row], rows: 39)).ShouldBeNull();
        EncodedColumn whole = Uniform(1, 500);
        EncodedColumn holes = Column(row => row % 3 != 0 ? double.NaN : whole.Values![row]);
        LeftOver(holes, whole).ShouldBeNull("two thirds of the terms are missing");
    }

    [Fact]
    public void Missing_terms_count_as_their_median_and_missing_values_stay_missing()
    {
        EncodedColumn a = Column(row => row % 10 == 0 ? double.NaN : row % 501);
        EncodedColumn target = Column(row => row % 7 == 0 ? double.NaN : (row % 501) + 3);
        double[] left = LeftOver(a, target)!;
        double median = a.Values!.Where(value => !double.IsNaN(value)).Order().ElementAt(540);
        for (int row = 0; row < Rows; row++)
        {
            if (row % 7 == 0)
            {
                left[row].ShouldBe(double.NaN);
            }
            else if (row % 10 == 0)
            {
                (target.Values![row] - left[row]).ShouldBe(median, 10, "the median of a sample of every other row");
            }
            else
            {
                left[row].ShouldBe(3);
            }
        }
    }

    [Fact]
    public void What_is_left_of_fives_over_sevens_is_not_rounded_to_either()
    {
        EncodedColumn sevens = Uniform(1, 5_000, 7), target = Column(row => 5 * Math.Round((sevens.Values![row] + 3) / 5), 5);
        double[] left = LeftOver(sevens, target)!;
        for (int row = 0; row < Rows; row++)
        {
            left[row].ShouldBe(target.Values![row] - sevens.Values![row]);
        }
    }

    [Fact]
    public void A_baseline_that_was_written_and_read_is_the_same_and_one_of_later_columns_is_refused()
    {
        EncodedColumn a = Uniform(1, 72), b = Uniform(2, 10_000, 0.01);
        foreach (EncodedColumn target in new[] { Column(row => a.Values![row] * b.Values![row], 0.01), Column(row => Math.Round(a.Values![row] - b.Values![row], 2), 0.01) })
        {
            EncodedColumn[] columns = [a, b, target];
            Baseline found = BaselineSearch.Find(columns, 2)!;
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            found.Write(writer);
            stream.Position = 0;
            using var reader = new BinaryReader(stream);
            var read = Baseline.Read(reader, 2);
            stream.Position.ShouldBe(stream.Length);
            read.Of(columns, Rows).ShouldBe(found.Of(columns, Rows));
            read.Residual(target, columns).Values.ShouldBe(found.Residual(target, columns).Values);
            stream.Position = 0;
            Should.Throw<InvalidDataException>(() => Baseline.Read(reader, 1));
        }
    }

    /// <summary>Trips: a drop-off after the pick-up, and a total that is fare, tip and toll.</summary>
    private static Table Trips(int rows)
    {
        var random = new Philox(21);
        var parts = new double[4][];
        for (int c = 0; c < 4; c++)
        {
            parts[c] = new double[rows];
        }
        var pick = new long[rows];
        var drop = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            RandomSequence r = random.At(0, (ulong)i);
            int seconds = 60 + r.NextInt32(600) + (int)(3_000 * r.NextDouble() * r.NextDouble());
            pick[i] = new DateTime(2023, 3, 1).AddSeconds(r.NextInt32(2_000_000)).Ticks;
            drop[i] = pick[i] + (seconds * TimeSpan.TicksPerSecond);
            parts[0][i] = Math.Round(2.5 + (seconds / 50.0) + r.NextDouble(), 1);
            parts[1][i] = r.NextDouble() < 0.4 ? 0 : Math.Round(parts[0][i] * 0.3 * r.NextDouble(), 2);
            parts[2][i] = r.NextDouble() < 0.9 ? 0 : 6.55;
            parts[3][i] = Math.Round(parts[0][i] + parts[1][i] + parts[2][i], 2);
        }
        var format = new DateTimeFormat("yyyy-MM-dd HH:mm:ss", DateTimeParts.Date | DateTimeParts.Time, TimeSpan.TicksPerSecond);
        return new Table(
            [
                new DateTimeColumn(new ColumnSchema("pick", ColumnKind.DateTime) { DateTime = format }, pick),
                new DateTimeColumn(new ColumnSchema("drop", ColumnKind.DateTime) { DateTime = format }, drop),
                Tables.Number("fare", parts[0], 1),
                Tables.Number("tip", parts[1], 2),
                Tables.Number("toll", parts[2], 2),
                Tables.Number("total", parts[3], 2),
            ],
            rows);
    }

    [Fact]
    public void A_twin_of_trips_ends_after_its_start_and_adds_up()
    {
        IFittedModel model = Synthesizers.Get("flagship").Fit(Trips(2_000), new FitOptions { Threads = 1 }, null, TestContext.Current.CancellationToken);
        Table made = Sample(model, 2_000, []);
        int late = 0, exact = 0;
        for (int i = 0; i < made.RowCount; i++)
        {
            late += Ticks(made, "drop")[i] >= Ticks(made, "pick")[i] + (60 * TimeSpan.TicksPerSecond) ? 1 : 0;
            exact += Sums(made, i) ? 1 : 0;
        }
        // Only where a value is drawn back to the column's own bounds can either fail: a pick-up in the last hour of the month, a total above the largest.
        late.ShouldBeGreaterThanOrEqualTo(1_990);
        exact.ShouldBeGreaterThanOrEqualTo(1_960);

        // Asked for a total, the parts still make it up, as nearly as 32 candidates a row allow.
        Table asked = Sample(model, 500, new() { ["total"] = "14.00" });
        double[] gaps = [.. Enumerable.Range(0, 500).Select(i => Math.Abs(Part(asked, "fare", i) + Part(asked, "tip", i) + Part(asked, "toll", i) - 14)).Order()];
        // Totals spread over some 40 units with most within 20: the nearest of 32 is about half a unit away.
        gaps[250].ShouldBeLessThan(1);
        gaps[475].ShouldBeLessThan(4);
    }

    private static bool Sums(Table table, int row) => Math.Abs(Part(table, "fare", row) + Part(table, "tip", row) + Part(table, "toll", row) - Part(table, "total", row)) < 0.006;

    private static double Part(Table table, string name, int row) => ((NumberColumn)table.Columns[table.IndexOf(name)]).Values[row];

    private static long[] Ticks(Table table, string name) => ((DateTimeColumn)table.Columns[table.IndexOf(name)]).Ticks;

    private static Table Sample(IFittedModel model, long rows, Dictionary<string, string> conditions) =>
        Tables.Join(model.Schema, model.Sample(new SampleOptions { Rows = rows, Seed = 3, Threads = 1, Conditions = conditions }, null, TestContext.Current.CancellationToken));
}

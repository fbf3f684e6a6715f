using Semblance.Data;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Flagship;

public sealed class ConditionTests
{
    private const int Cells = 10;

    /// <summary>x in 0 to 99, a level that depends on x in a way without order, and y that depends on both.</summary>
    private static Table Made(int rows)
    {
        var random = new Philox(31);
        var x = new double[rows];
        var level = new int[rows];
        var y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            RandomSequence r = random.At(0, (ulong)i);
            x[i] = Math.Floor(100 * r.NextDouble());
            level[i] = r.NextDouble() < 0.75 ? (int)(x[i] / 12.5) % 3 : r.NextInt32(3);
            y[i] = r.NextDouble() < 0.3 ? 0 : Math.Round((x[i] / 10) + (5 * level[i]) + (4 * r.NextDouble()), 1);
        }
        return new Table([Tables.Number("x", x), Tables.Category("level", level, 3), Tables.Number("y", y, 1)], rows);
    }

    private static readonly Lazy<IFittedModel> Model = new(() => Synthesizers.Get("flagship").Fit(Made(4_000), new FitOptions { Threads = 1 }));

    private static Table Sample(long rows, ulong seed, params (string Column, string Value)[] conditions) =>
        Tables.Join(Model.Value.Schema, Model.Value.Sample(
            new SampleOptions { Rows = rows, Seed = seed, Threads = 1, Conditions = conditions.ToDictionary(pair => pair.Column, pair => pair.Value) },
            null, TestContext.Current.CancellationToken));

    private static double[] Numbers(Table table, string name) => ((NumberColumn)table.Columns[table.IndexOf(name)]).Values;

    private static int[] Codes(Table table) => ((CategoryColumn)table.Columns[table.IndexOf("level")]).Codes;

    private static double[] Shares(IEnumerable<double> x)
    {
        var shares = new double[Cells];
        int count = 0;
        foreach (double value in x)
        {
            shares[(int)value / 10]++;
            count++;
        }
        return Array.ConvertAll(shares, share => share / count);
    }

    private static double TotalVariation(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Sum() / 2;

    /// <summary>
    /// 3,000 rows under a condition against those of 40,000 free rows that meet it. Ten shares of 3,000 rows deviate by .02 in total variation, of some 4,000 or more
    /// free ones by as much; choosing among 32 candidates, not infinitely many, keeps up to a 32nd of the free distribution.
    /// </summary>
    private const double Bound = 0.06;

    private static readonly Lazy<Table> Free = new(() => Sample(40_000, 1));

    [Fact]
    public void A_level_asked_for_moves_the_columns_before_it_as_the_free_rows_say()
    {
        double[] x = Numbers(Free.Value, "x");
        int[] level = Codes(Free.Value);
        double[] expected = Shares(x.Where((_, row) => level[row] == 2));
        TotalVariation(expected, Shares(x)).ShouldBeGreaterThan(0.3, "else the test would hold without any condition");
        Table asked = Sample(3_000, 2, ("level", "L2"));
        Codes(asked).ShouldAllBe(code => code == 2);
        TotalVariation(Shares(Numbers(asked, "x")), expected).ShouldBeLessThan(Bound);
    }

    [Fact]
    public void The_columns_after_a_condition_follow_as_in_free_rows()
    {
        double[] y = Numbers(Free.Value, "y");
        int[] level = Codes(Free.Value);
        double mean = y.Where((_, row) => level[row] == 2).Average();
        // y deviates by 8 at most: 3,000 rows have a standard error below .15.
        Numbers(Sample(3_000, 3, ("level", "L2")), "y").Average().ShouldBe(mean, 0.5);
        Math.Abs(y.Average() - mean).ShouldBeGreaterThan(1.5);
    }

    [Fact]
    public void A_number_asked_for_in_the_last_column_moves_all_before_it()
    {
        double[] x = Numbers(Free.Value, "x"), y = Numbers(Free.Value, "y");
        int[] level = Codes(Free.Value);
        int[] met = [.. Enumerable.Range(0, x.Length).Where(row => y[row] is >= 11.5 and <= 12.5)];
        Table asked = Sample(2_000, 4, ("y", "12.0"));
        Numbers(asked, "y").ShouldAllBe(value => value == 12.0);
        double[] free = [.. Enumerable.Range(0, 3).Select(code => met.Count(row => level[row] == code) / (double)met.Length)];
        int[] codes = Codes(asked);
        double[] found = [.. Enumerable.Range(0, 3).Select(code => codes.Count(value => value == code) / 2_000.0)];
        // A condition is the probability of the range that the value lies in, which is wider than the window of free rows it is compared with.
        TotalVariation(found, free).ShouldBeLessThan(0.12);
        TotalVariation(free, [1 / 3.0, 1 / 3.0, 1 / 3.0]).ShouldBeGreaterThan(0.2);
        TotalVariation(Shares(Numbers(asked, "x")), Shares(met.Select(row => x[row]))).ShouldBeLessThan(0.15);
    }

    [Fact]
    public void A_conditioned_row_does_not_depend_on_where_its_block_begins()
    {
        Table whole = Sample(600, 5, ("level", "L1"));
        Table part = Tables.Join(Model.Value.Schema, Model.Value.Sample(new SampleOptions
        {
            Rows = 200,
            FirstRow = 333,
            Seed = 5,
            Threads = 1,
            Conditions = new Dictionary<string, string> { ["level"] = "L1" },
        }, null, TestContext.Current.CancellationToken));
        Numbers(part, "x").ShouldBe(Numbers(whole, "x")[333..533]);
        Numbers(part, "y").ShouldBe(Numbers(whole, "y")[333..533]);
    }
}

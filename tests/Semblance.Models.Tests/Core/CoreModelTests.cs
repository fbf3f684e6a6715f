using Semblance.Data;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Core;

public sealed class CoreModelTests
{
    /// <summary>Rows in which y = x + noise, a level depends on the sign of x, and one level of three always goes with one level of another column.</summary>
    private static Table Related(int rows)
    {
        var random = new Philox(6);
        var x = new double[rows];
        var y = new double[rows];
        var sign = new int[rows];
        var line = new int[rows];
        var extra = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            RandomSequence r = random.At(0, (ulong)i);
            double a = Enumerable.Range(0, 12).Sum(_ => r.NextDouble()) - 6, b = Enumerable.Range(0, 12).Sum(_ => r.NextDouble()) - 6;
            x[i] = Math.Round(a, 3);
            y[i] = Math.Round(a + b, 3);
            sign[i] = a > 0 ? 1 : 0;
            line[i] = r.NextInt32(3);
            extra[i] = line[i] == 2 ? 2 : r.NextInt32(2);
        }
        return new Table(
            [Tables.Number("x", x, 3), Tables.Number("y", y, 3), Tables.Category("sign", sign, 2), Tables.Category("line", line, 3), Tables.Category("extra", extra, 3)], rows);
    }

    private static Table Sample(Table real, long rows, params (string Column, string Value)[] conditions)
    {
        IFittedModel model = Synthesizers.Get("core").Fit(real, new FitOptions { Threads = 1 }, null, TestContext.Current.CancellationToken);
        var options = new SampleOptions { Rows = rows, Seed = 4, Threads = 1, Conditions = conditions.ToDictionary(pair => pair.Column, pair => pair.Value) };
        return Tables.Join(model.Schema, model.Sample(options, null, TestContext.Current.CancellationToken));
    }

    private static double[] Numbers(Table table, string name) => ((NumberColumn)table.Columns[table.IndexOf(name)]).Values;

    private static int[] Codes(Table table, string name) => ((CategoryColumn)table.Columns[table.IndexOf(name)]).Codes;

    [Fact]
    public void Correlations_come_out_as_they_went_in()
    {
        Table made = Sample(Related(20_000), 20_000);
        // Standard errors of correlations of 20,000 rows are .007 at most; the population has 1 / sqrt(2) and sqrt(2 / pi).
        Battery.Checks.Correlation(made, "x", "y").ShouldBe(0.7071, 0.03);
        double[] x = Numbers(made, "x");
        int[] sign = Codes(made, "sign");
        double mean = Enumerable.Range(0, x.Length).Where(row => sign[row] == 1).Average(row => x[row]);
        mean.ShouldBe(0.798, 0.04);
    }

    [Fact]
    public void A_level_that_goes_with_one_other_level_still_does()
    {
        Table made = Sample(Related(20_000), 20_000);
        int[] line = Codes(made, "line"), extra = Codes(made, "extra");
        int either = Enumerable.Range(0, line.Length).Count(row => line[row] == 2 || extra[row] == 2);
        int both = Enumerable.Range(0, line.Length).Count(row => line[row] == 2 && extra[row] == 2);
        ((double)both / either).ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void A_condition_moves_the_other_columns_as_the_data_say()
    {
        Table real = Related(20_000);
        // Given x = 1, y is normal around 1 with deviation 1: 4,000 draws have a standard error of .016; the copula adds a little.
        double[] y = Numbers(Sample(real, 4_000, ("x", "1")), "y");
        y.Average().ShouldBe(1, 0.1);
        Math.Sqrt(y.Average(value => Math.Pow(value - y.Average(), 2))).ShouldBe(1, 0.1);

        // Given a positive sign, x is half-normal: mean .798.
        Numbers(Sample(real, 4_000, ("sign", "L1")), "x").Average().ShouldBe(0.798, 0.06);
    }

    [Fact]
    public void Several_conditions_move_the_others_jointly()
    {
        Table real = Related(20_000);
        // Given y = 2, x is normal around 1 with variance 1/2; given x > 0 as well, its mean is 1 + .7071 * phi(1.414) / Phi(1.414) = 1.113.
        double[] x = Numbers(Sample(real, 4_000, ("y", "2"), ("sign", "L1")), "x");
        x.Average().ShouldBe(1.113, 0.08);
    }

    [Fact]
    public void Opposed_conditions_still_give_rows()
    {
        Table made = Sample(Related(5_000), 100, ("x", "2"), ("sign", "L0"), ("line", "L2"), ("extra", "L0"));
        made.RowCount.ShouldBe(100);
        Numbers(made, "x").ShouldAllBe(value => value == 2);
        Codes(made, "sign").ShouldAllBe(code => code == 0);
        Numbers(made, "y").ShouldAllBe(value => double.IsFinite(value));
    }
}

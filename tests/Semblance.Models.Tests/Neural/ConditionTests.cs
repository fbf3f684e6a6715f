using Semblance.Data;
using Semblance.Models.Encoding;
using Semblance.Models.Neural;
using Semblance.Models.Neural.Adversarial;
using Semblance.Models.Tests.Battery;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

/// <summary>Conditions of adversarial networks: drawn as the paper says, and meant for the column they name.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData(true, 0.642)] // ln 3,901 / (ln 3,901 + ln 101)
    [InlineData(false, 0.975)]
    public void Training_draws_levels_by_the_logarithm_of_their_count_and_sampling_by_the_count(bool logFrequency, double expected)
    {
        const int Rows = 4_000, Draws = 20_000;
        int[] codes = [.. Enumerable.Range(0, Rows).Select(i => i % 40 == 0 ? 1 : 0)];
        EncodedColumn[] columns = [EncodedColumn.Numeric("n", [.. codes.Select((code, i) => (double)code + i)], null, 0, 1), EncodedColumn.Categorical("c", codes, 2), EncodedColumn.Categorical("d", codes, 2)];
        var context = new FitContext(Synthesizers.Get("core").Options.Defaults, 1, 1, null, null, TestContext.Current.CancellationToken);
        var encoder = TabularEncoder.Learn(columns, context);
        CodedRows rows = encoder.Transform(columns, 1, context.Workers);
        var sampler = new ConditionSampler(encoder, rows, logFrequency);
        sampler.Count.ShouldBe(4);
        int[] levels = new int[2], perColumn = new int[3], real = new int[4];
        for (int i = 0; i < Draws; i++)
        {
            RandomSequence sequence = new Philox(1).At(0, (ulong)i);
            TrainingCondition drawn = sampler.Draw(ref sequence);
            levels[drawn.Level]++;
            perColumn[drawn.Column]++;
            codes[sampler.DrawRow(drawn, ref sequence)].ShouldBe(drawn.Level, "the real row has the level drawn");
            drawn.Place.ShouldBe(((drawn.Column - 1) * 2) + drawn.Level);
            real[sampler.DrawReal(ref sequence)]++;
        }
        double error = 5 / (2 * Math.Sqrt(Draws));
        ((double)levels[0] / Draws).ShouldBe(expected, error);
        ((double)perColumn[1] / Draws).ShouldBe(0.5, error, "columns are drawn evenly");
        perColumn[0].ShouldBe(0, "numbers are no conditions");
        ((double)(real[0] + real[2]) / Draws).ShouldBe(0.975, error);
    }

    [Fact]
    public void A_condition_is_meant_for_the_column_it_names()
    {
        // "b" and "c" agree in nine of ten rows; "a" comes first and has other levels, so a wrong offset would hit it, or a wrong level of "b".
        const int Rows = 3_000;
        var random = new Philox(1);
        int[] a = new int[Rows], b = new int[Rows], c = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            RandomSequence sequence = random.At(0, (ulong)row);
            (a[row], b[row]) = (sequence.NextInt32(5), sequence.NextInt32(3));
            c[row] = sequence.NextInt32(10) < 9 ? b[row] : sequence.NextInt32(3);
        }
        var table = new Table([Tables.Category("a", a, 5), Tables.Category("b", b, 3), Tables.Category("c", c, 3)], Rows);
        ISynthesizer ctgan = Synthesizers.Get("ctgan");
        IFittedModel model = ctgan.Fit(table, new FitOptions { Threads = 2, Config = SmallConfigs.Of(ctgan, ("epochs", "40")) }, null, TestContext.Current.CancellationToken);
        for (int level = 0; level < 3; level++)
        {
            var options = new SampleOptions { Rows = 1_000, Seed = 1, Conditions = new Dictionary<string, string> { ["b"] = $"L{level}" } };
            Table made = Tables.Join(model.Schema, model.Sample(options, null, TestContext.Current.CancellationToken));
            made.RowCount.ShouldBe(1_000);
            ((CategoryColumn)made.Columns[1]).Codes.ShouldAllBe(code => code == level);
            // .93 in the table, a third if the condition missed.
            (((CategoryColumn)made.Columns[2]).Codes.Count(code => code == level) / 1_000.0).ShouldBeGreaterThan(0.7);
            (((CategoryColumn)made.Columns[0]).Codes.Distinct().Count()).ShouldBe(5);
        }
    }

    [Theory]
    [InlineData("ctgan")]
    [InlineData("tvae")]
    public void Conditions_on_several_columns_and_on_numbers_move_the_others(string family)
    {
        // y = 2 x + noise and a level that says whether x is large: both follow from x.
        const int Rows = 3_000;
        var random = new Philox(2);
        double[] x = new double[Rows], y = new double[Rows];
        int[] large = new int[Rows], other = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            RandomSequence sequence = random.At(0, (ulong)row);
            x[row] = Math.Round(100 * sequence.NextDouble());
            y[row] = Math.Round((2 * x[row]) + (10 * sequence.NextDouble()));
            large[row] = x[row] > 50 ? 1 : 0;
            other[row] = sequence.NextInt32(2);
        }
        var table = new Table([Tables.Number("x", x), Tables.Number("y", y), Tables.Category("large", large, 2), Tables.Category("other", other, 2)], Rows);
        ISynthesizer synthesizer = Synthesizers.Get(family);
        IFittedModel model = synthesizer.Fit(table, new FitOptions { Threads = 2, Config = SmallConfigs.Of(synthesizer, ("epochs", "60"), ("pac", "1")) }, null, TestContext.Current.CancellationToken);
        double low = MeanOfY("10"), high = MeanOfY("90");
        // 25 and 185 in the table; small networks know as much as which is which.
        (high - low).ShouldBeGreaterThan(60);

        double MeanOfY(string wanted)
        {
            var options = new SampleOptions { Rows = 500, Seed = 1, Conditions = new Dictionary<string, string> { ["x"] = wanted, ["other"] = "L1" } };
            Table made = Tables.Join(model.Schema, model.Sample(options, null, TestContext.Current.CancellationToken));
            ((NumberColumn)made.Columns[0]).Values.ShouldAllBe(value => value == double.Parse(wanted));
            ((CategoryColumn)made.Columns[3]).Codes.ShouldAllBe(code => code == 1);
            return ((NumberColumn)made.Columns[1]).Values.Average();
        }
    }
}

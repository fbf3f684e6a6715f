using Semblance.Data;
using Semblance.Models.Tests.Battery;
using Semblance.Models.Tests.Checkpoints;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Neural;

/// <summary>The loop around networks: checkpoints, early stopping, memory.</summary>
public sealed class TrainingTests
{
    [Theory]
    [InlineData("ctgan")]
    [InlineData("copulagan")]
    [InlineData("tvae")]
    public void A_training_that_was_killed_goes_on_to_the_same_model(string family)
    {
        Table real = Tables.Mixed(2_500);
        byte[] whole = Fit(family, real, new FitOptions { Seed = 4, Threads = 1 }, null, "epochs=6");
        foreach (int killedAfter in new[] { 1, 3, 5 })
        {
            var store = new MemoryCheckpoints();
            using var kill = new CancellationTokenSource();
            var options = new FitOptions { Seed = 4, Threads = 2, Checkpoints = store, CheckpointInterval = TimeSpan.Zero };
            // The report of an epoch comes before its checkpoint: the one before it is the last that was kept.
            var watch = new Watch(progress =>
            {
                if (progress.Phase == "fit" && progress.Done == killedAfter)
                {
                    kill.Cancel();
                }
            });
            Should.Throw<OperationCanceledException>(() => Fit(family, real, options, watch, "epochs=6", kill));
            store.OpenLast().ShouldNotBeNull();
            var resumed = new Watch();
            Fit(family, real, options with { Threads = 1 }, resumed, "epochs=6").ShouldBe(whole, $"killed after epoch {killedAfter}");
            resumed.Epochs.ShouldContain(killedAfter);
            resumed.Epochs.ShouldNotContain(0, "it goes on, it does not start again");
        }
    }

    [Theory]
    [InlineData("ctgan")]
    [InlineData("tvae")]
    public void Training_stops_when_the_validation_score_gets_no_better_and_keeps_the_best_model(string family)
    {
        Table real = Tables.Mixed(3_000);
        var watch = new Watch();
        Fit(family, real, new FitOptions { Threads = 1 }, watch, "epochs=400 validation_every=2 patience=3");
        int last = watch.All.Where(progress => progress.Phase == "fit" && progress.Done < 400).Max(progress => (int)progress.Done);
        last.ShouldBeLessThan(390, "it stopped early");
        TrainingFigures[] figures = [.. watch.All.Select(progress => progress.Training).OfType<TrainingFigures>().Where(figure => figure.ValidationScore is not null)];
        figures[^1].BestScore.ShouldBe(figures.Min(figure => figure.ValidationScore));
        figures[^1].ValidationScore!.Value.ShouldBeGreaterThan(figures[^1].BestScore!.Value, "the last scores were no better");
        figures.ShouldAllBe(figure => figure.ValidationScore > 0 && figure.ValidationScore < 1);
        // Without it, all epochs run and nothing is scored.
        var all = new Watch();
        Fit(family, real, new FitOptions { Threads = 1 }, all, "epochs=5 early_stopping=false");
        all.Epochs.ShouldBe([0, 1, 2, 3, 4, 5]);
        all.All.Select(progress => progress.Training).OfType<TrainingFigures>().ShouldAllBe(figure => figure.ValidationScore == null);
    }

    [Theory]
    [InlineData("ctgan")]
    [InlineData("tvae")]
    public void A_column_of_10_000_levels_costs_no_more_memory_than_one_of_256(string family)
    {
        const int Rows = 20_000;
        var table = new Table([Tables.Category("many", [.. Enumerable.Range(0, Rows).Select(i => i % 10_000)], 10_000), .. Enumerable.Range(0, 2).Select(k => Tables.Number($"n{k}", [.. Enumerable.Range(0, Rows).Select(i => (double)(i * (k + 7) % 100))]))], Rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fit(family, table, new FitOptions { Threads = 1 }, null, "epochs=1 batch_size=500 pac=10 early_stopping=false");
        // One row of 10,000 one-hot floats is 40 KB: 20,000 of them would be 800 MB; weights of a critic of 10 rows on them 13 MB per unit.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300L << 20);
    }

    [Theory]
    [InlineData("ctgan")]
    [InlineData("tvae")]
    public void A_table_of_300_columns_trains_at_the_default_widths(string family)
    {
        Table table = HardTables.Make("300 columns");
        ISynthesizer synthesizer = Synthesizers.Get(family);
        ModelConfig config = synthesizer.Options.Parse([KeyValuePair.Create("epochs", "1"), KeyValuePair.Create("early_stopping", "false"), KeyValuePair.Create("calibration", "false")]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        IFittedModel model = synthesizer.Fit(table, new FitOptions { Threads = 1, Config = config }, null, TestContext.Current.CancellationToken);
        // A row is 2,800 numbers wide, so a critic of ten rows has 28,000 x 256 weights: 29 MB, and as much for gradients, each of two moments, and both packed forms.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(512L << 20);
        Table made = Tables.Join(model.Schema, model.Sample(new SampleOptions { Rows = 50, Seed = 1, Threads = 1 }, null, TestContext.Current.CancellationToken));
        made.Columns.Count.ShouldBe(300);
    }

    [Fact]
    public void Rare_levels_and_missing_values_survive()
    {
        // 8 of 4,000 rows have the rarest level: a network that draws only from its own mistakes would forget it.
        const int Rows = 4_000;
        int[] codes = [.. Enumerable.Range(0, Rows).Select(i => i % 500 == 0 ? 2 : i % 3 == 0 ? 1 : 0)];
        byte[] missing = [.. Enumerable.Range(0, Rows).Select(i => (byte)(i % 10 == 7 ? 1 : 0))];
        double[] values = [.. Enumerable.Range(0, Rows).Select(i => missing[i] != 0 ? double.NaN : (100 * codes[i]) + (i % 89))];
        var number = new NumberColumn(new ColumnSchema("n", ColumnKind.Number) { Number = new NumberFormat(0), MissingTokens = ["NA"] }, values, missing);
        var table = new Table([Tables.Category("c", codes, 3), number, Tables.Category("d", [.. codes.Select(code => Math.Min(1, code))], 2)], Rows);
        foreach (string family in new[] { "ctgan", "tvae" })
        {
            IFittedModel model = Model(family, table, new FitOptions { Threads = 2 }, null, "epochs=20");
            Table made = Tables.Join(model.Schema, model.Sample(new SampleOptions { Rows = 20_000, Seed = 1 }, null, TestContext.Current.CancellationToken));
            ((CategoryColumn)made.Columns[0]).Codes.Count(code => code == 2).ShouldBeInRange(10, 120, $"40 of 20,000 by the real share, {family}");
            ((double)made.Columns[1].CountMissing() / 20_000).ShouldBe(0.1, 0.03, family);
        }
    }

    private static byte[] Fit(string family, Table table, FitOptions options, IProgress<WorkProgress>? progress, string config, CancellationTokenSource? kill = null)
    {
        using var stream = new MemoryStream();
        Model(family, table, options, progress, config, kill).Save(stream);
        return stream.ToArray();
    }

    private static IFittedModel Model(string family, Table table, FitOptions options, IProgress<WorkProgress>? progress, string config, CancellationTokenSource? kill = null)
    {
        ISynthesizer synthesizer = Synthesizers.Get(family);
        (string, string)[] pairs = [.. config.Split(' ').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))];
        return synthesizer.Fit(table, options with { Config = SmallConfigs.Of(synthesizer, pairs) }, progress, kill?.Token ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps what it is told.</summary>
    private sealed class Watch(Action<WorkProgress>? then = null) : IProgress<WorkProgress>
    {
        private readonly Lock _gate = new();

        public List<WorkProgress> All { get; } = [];

        public int[] Epochs => [.. All.Where(progress => progress.Phase == "fit").Select(progress => (int)progress.Done)];

        public void Report(WorkProgress value)
        {
            lock (_gate)
            {
                All.Add(value);
            }
            then?.Invoke(value);
        }
    }
}

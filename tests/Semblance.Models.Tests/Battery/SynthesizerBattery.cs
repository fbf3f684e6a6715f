using Semblance.Data;
using Semblance.Data.Csv;
using Shouldly;
using Xunit;

namespace Semblance.Models.Tests.Battery;

/// <summary>What every family must do, whatever it has learnt with.</summary>
public abstract class SynthesizerBattery
{
    /// <summary>The family under test.</summary>
    protected abstract string Name { get; }

    /// <summary>
    /// How far columns may be from the real ones, of 5,000 rows. Two samples of 5,000 differ by .043 in one of 10,000 cases (two-sample
    /// Kolmogorov-Smirnov); a model has some error of its own.
    /// </summary>
    protected virtual double ColumnLimit => 0.05;

    /// <summary>How far the share of missing values may be from the real one, beyond five standard errors: what a family smooths.</summary>
    protected virtual double MissingLimit => 0.01;

    /// <summary>How far a correlation of .7 may be off.</summary>
    protected virtual double CorrelationLimit => 0.1;

    /// <summary>How often a rule without exceptions may be broken.</summary>
    protected virtual double RuleLimit => 0.05;

    /// <summary>The configuration that learns dependence.</summary>
    protected virtual ModelConfig LearntConfig => SmallConfigs.Of(Family);

    /// <summary>The configuration for tables of tens of thousands of rows.</summary>
    protected virtual ModelConfig RealTableConfig => SmallConfigs.Of(Family);

    private protected ISynthesizer Family => Synthesizers.Get(Name);

    private FitOptions OneThread => new() { Threads = 1, Config = SmallConfigs.Of(Family) };

    private IFittedModel Fit(Table table) => Family.Fit(table, OneThread, null, TestContext.Current.CancellationToken);

    private static Table Sample(IFittedModel model, SampleOptions options) =>
        Tables.Join(model.Schema, model.Sample(options, null, TestContext.Current.CancellationToken));

    private static Table Sample(IFittedModel model, long rows, ulong seed = 5) => Sample(model, new SampleOptions { Rows = rows, Seed = seed, Threads = 1 });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Sample_gives_the_rows_asked_for_in_the_schema_of_the_table(int rows)
    {
        Table real = Tables.Mixed(500);
        IFittedModel model = Fit(real);
        model.Family.ShouldBe(Name);
        model.TrainingRows.ShouldBe(500);
        Table made = Sample(model, rows);
        made.RowCount.ShouldBe(rows);
        made.Schema.ShouldBe(real.Schema);
        for (int c = 0; c < made.Columns.Count; c++)
        {
            made.Columns[c].GetType().ShouldBe(real.Columns[c].GetType());
            Checks.MissingAgrees(made.Columns[c]);
        }
    }

    [Fact]
    public void Same_seed_gives_same_bytes_at_any_thread_count()
    {
        Table real = Tables.Mixed(3_000);
        var one = Family.Fit(real, OneThread with { Seed = 3 }, null, TestContext.Current.CancellationToken);
        var two = Family.Fit(real, OneThread with { Seed = 3, Threads = 2 }, null, TestContext.Current.CancellationToken);
        var five = Family.Fit(real, OneThread with { Seed = 3, Threads = 5 }, null, TestContext.Current.CancellationToken);
        Saved(two).ShouldBe(Saved(one));
        Saved(five).ShouldBe(Saved(one));
        byte[] rows = Tables.Bytes(Sample(one, new SampleOptions { Rows = 40_000, Seed = 9, Threads = 1 }));
        Tables.Bytes(Sample(one, new SampleOptions { Rows = 40_000, Seed = 9, Threads = 2 })).ShouldBe(rows);
        Tables.Bytes(Sample(one, new SampleOptions { Rows = 40_000, Seed = 9, Threads = 7 })).ShouldBe(rows);
    }

    [Fact]
    public void A_part_of_a_sample_can_be_made_alone()
    {
        IFittedModel model = Fit(Tables.Mixed(500));
        byte[] whole = Tables.Bytes(Sample(model, 5_000, seed: 2));
        long[] cuts = [0, 1, 1_000, 1_001, 4_097, 5_000];
        IEnumerable<Table> parts = cuts.Zip(cuts.Skip(1)).SelectMany(cut =>
            model.Sample(new SampleOptions { Rows = cut.Second - cut.First, FirstRow = cut.First, Seed = 2, Threads = 2 }));
        Tables.Bytes(Tables.Join(model.Schema, parts)).ShouldBe(whole);
    }

    [Fact]
    public void Different_seeds_give_different_rows()
    {
        IFittedModel model = Fit(Tables.Mixed(500));
        Tables.Bytes(Sample(model, 200, seed: 1)).ShouldNotBe(Tables.Bytes(Sample(model, 200, seed: 2)));
    }

    [Theory]
    [InlineData("job", "cook")]
    [InlineData("job", "?")]
    [InlineData("member", "yes")]
    [InlineData("age", "40")]
    [InlineData("gain", "0")]
    [InlineData("income", "2500.25")]
    [InlineData("income", "NA")]
    [InlineData("joined", "24.12.2017")]
    [InlineData("joined", "")]
    [InlineData("constant", "7")]
    [InlineData("empty", "-")]
    public void Conditions_hold_in_every_row(string column, string value)
    {
        IFittedModel model = Fit(Tables.Mixed(2_000));
        var conditions = new Dictionary<string, string> { [column] = value };
        Table made = Sample(model, new SampleOptions { Rows = 300, Conditions = conditions, Threads = 2 });
        made.RowCount.ShouldBe(300);
        int index = made.IndexOf(column);
        for (int row = 0; row < made.RowCount; row++)
        {
            Checks.Text(made.Columns[index], row).ShouldBe(value);
        }
        for (int c = 0; c < made.Columns.Count; c++)
        {
            Checks.MissingAgrees(made.Columns[c]);
        }
    }

    [Fact]
    public void Several_conditions_hold_at_once()
    {
        IFittedModel model = Fit(Tables.Mixed(2_000));
        var conditions = new Dictionary<string, string> { ["job"] = "judge", ["age"] = "70", ["member"] = "no", ["income"] = "", ["gain"] = "0" };
        Table made = Sample(model, new SampleOptions { Rows = 300, Conditions = conditions, Threads = 1 });
        foreach ((string column, string value) in conditions)
        {
            for (int row = 0; row < made.RowCount; row++)
            {
                Checks.Text(made.Columns[made.IndexOf(column)], row).ShouldBe(value);
            }
        }
    }

    [Theory]
    [InlineData("nosuch", "1", "nosuch")]
    [InlineData("job", "pilot", "'none'")]
    [InlineData("age", "400", "between")]
    [InlineData("age", "40.5", "whole numbers")]
    [InlineData("age", "old", "numbers")]
    [InlineData("gain", "1050", "multiples of 100")]
    [InlineData("age", "", "numbers")]
    [InlineData("income", "2500.123", "2 decimals")]
    [InlineData("joined", "01.01.1999", "between")]
    [InlineData("joined", "yesterday", "31.03.2026")]
    [InlineData("constant", "8", "between")]
    [InlineData("id", "C10000", "identifiers")]
    [InlineData("note", "late", "free text")]
    [InlineData("empty", "x", "'-'")]
    public void An_impossible_condition_is_refused_with_what_would_be_right(string column, string value, string hint)
    {
        IFittedModel model = Fit(Tables.Mixed(500));
        var options = new SampleOptions { Rows = 10, Conditions = new Dictionary<string, string> { [column] = value } };
        TableException error = Should.Throw<TableException>(() => model.Sample(options));
        error.Message.ShouldContain(column);
        error.Message.ShouldContain(value);
        error.Message.ShouldContain(hint);
    }

    [Fact]
    public void A_saved_model_gives_the_same_bytes()
    {
        IFittedModel model = Fit(Tables.Mixed(500));
        byte[] file = Saved(model);
        IFittedModel loaded = ModelFile.Load(new MemoryStream(file));
        loaded.Family.ShouldBe(Name);
        loaded.TrainingRows.ShouldBe(500);
        loaded.Schema.Select(column => column with { Levels = [], MissingTokens = [] })
            .ShouldBe(model.Schema.Select(column => column with { Levels = [], MissingTokens = [] }));
        loaded.Schema.SelectMany(column => column.Levels.Concat(column.MissingTokens)).ShouldBe(model.Schema.SelectMany(column => column.Levels.Concat(column.MissingTokens)));
        Tables.Bytes(Sample(loaded, 2_000)).ShouldBe(Tables.Bytes(Sample(model, 2_000)));
        Saved(loaded).ShouldBe(file);
        var conditions = new Dictionary<string, string> { ["job"] = "cook", ["age"] = "40" };
        Tables.Bytes(Sample(loaded, new SampleOptions { Rows = 100, Conditions = conditions }))
            .ShouldBe(Tables.Bytes(Sample(model, new SampleOptions { Rows = 100, Conditions = conditions })));
    }

    [Fact]
    public void Cancelling_ends_fit_and_sample()
    {
        Table real = Tables.Mixed(500);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => Family.Fit(real, OneThread, null, cancelled.Token));

        using var duringFit = new CancellationTokenSource();
        var stopFit = new Recorder(progress =>
        {
            if (progress.Phase == "fit")
            {
                duringFit.Cancel();
            }
        });
        Should.Throw<OperationCanceledException>(() => Family.Fit(real, OneThread with { Threads = 2 }, stopFit, duringFit.Token));

        // A sample far too long to finish ends as soon as its first block is out.
        IFittedModel model = Fit(real);
        foreach (int threads in new[] { 1, 2 })
        {
            using var duringSample = new CancellationTokenSource();
            long seen = 0;
            Should.Throw<OperationCanceledException>(() =>
            {
                foreach (Table block in model.Sample(new SampleOptions { Rows = 1L << 50, Threads = threads }, null, duringSample.Token))
                {
                    seen += block.RowCount;
                    duringSample.Cancel();
                }
            });
            seen.ShouldBeInRange(1, 1 << 18);
        }
    }

    [Fact]
    public void Progress_only_moves_forward_and_arrives()
    {
        var reports = new Recorder();
        IFittedModel model = Family.Fit(Tables.Mixed(500), OneThread with { Threads = 2 }, reports, TestContext.Current.CancellationToken);
        foreach (Table block in model.Sample(new SampleOptions { Rows = 40_000, Threads = 2 }, reports, TestContext.Current.CancellationToken))
        {
            block.RowCount.ShouldBeGreaterThan(0);
        }
        reports.All.Select(report => report.Phase).Distinct().ShouldContain("fit");
        reports.All.Select(report => report.Phase).Distinct().ShouldContain("sample");
        foreach (IGrouping<string, WorkProgress> phase in reports.All.GroupBy(report => report.Phase))
        {
            WorkProgress[] all = [.. phase];
            all.Zip(all.Skip(1)).ShouldAllBe(pair => pair.Second.Done >= pair.First.Done && pair.Second.Total == pair.First.Total);
            all[^1].Done.ShouldBe(all[^1].Total, $"phase {phase.Key} must arrive");
        }
    }

    [Fact]
    public void Missing_values_keep_their_share_and_their_spelling()
    {
        Table real = Tables.Mixed(5_000);
        Table made = Sample(Fit(real), 20_000);
        for (int c = 0; c < real.Columns.Count; c++)
        {
            for (int token = 1; token <= real.Columns[c].Schema.MissingTokens.Count; token++)
            {
                double share = (double)(real.Columns[c].Missing?.Count(mask => mask == token) ?? 0) / real.RowCount;
                double found = (double)(made.Columns[c].Missing?.Count(mask => mask == token) ?? 0) / made.RowCount;
                // Five standard errors of a share, of the sample and of the fit: a chance of 1 in a million per comparison.
                double error = Math.Sqrt(share * (1 - share) * ((1.0 / made.RowCount) + (1.0 / real.RowCount)));
                found.ShouldBe(share, (5 * error) + MissingLimit, $"{real.Columns[c].Name}, token {token}");
            }
        }
    }

    [Fact]
    public void Numbers_and_dates_keep_their_bounds_and_their_grid()
    {
        Table real = Tables.Mixed(1_000);
        Checks.BoundsAndGrid(real, Sample(Fit(real), 20_000));
    }

    [Fact]
    public void Columns_keep_their_distribution()
    {
        Table real = Tables.Mixed(5_000);
        Table made = Sample(Fit(real), 5_000);
        for (int c = 0; c < real.Columns.Count; c++)
        {
            if (real.Columns[c].Kind is ColumnKind.Number or ColumnKind.Category or ColumnKind.Boolean or ColumnKind.DateTime)
            {
                Checks.Distance(real.Columns[c], made.Columns[c]).ShouldBeLessThan(ColumnLimit, real.Columns[c].Name);
            }
        }
    }

    [Fact]
    public void Dependence_is_learnt()
    {
        Table real = Tables.Mixed(5_000);
        Table made = Sample(Family.Fit(real, OneThread with { Config = LearntConfig }, null, TestContext.Current.CancellationToken), 5_000);
        // Income rises with age (correlation about .7 where present); members, and only they, have a joining date.
        Checks.Correlation(made, "age", "income").ShouldBe(Checks.Correlation(real, "age", "income"), CorrelationLimit);
        Checks.ShareWhere(made, "member", "yes", "joined", "").ShouldBeLessThan(RuleLimit);
        Checks.ShareWhere(made, "member", "no", "joined", "").ShouldBeGreaterThan(1 - RuleLimit);
    }

    [Fact]
    public void No_identifier_and_no_text_of_the_table_comes_out()
    {
        Table real = Tables.Mixed(3_000);
        Table made = Sample(Fit(real), 20_000);
        foreach (string name in new[] { "id", "note" })
        {
            int c = real.IndexOf(name);
            var known = Checks.Present(real.Columns[c]).ToHashSet();
            string[] values = [.. Checks.Present(made.Columns[c])];
            values.ShouldNotContain(value => known.Contains(value));
            if (name == "id")
            {
                values.Distinct().Count().ShouldBe(values.Length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(HardTables.Names), MemberType = typeof(HardTables))]
    public void Hard_tables_come_through(string name)
    {
        Table real = HardTables.Make(name);
        IFittedModel model = Fit(real);
        Table made = Sample(model, 200);
        made.RowCount.ShouldBe(200);
        made.Schema.ShouldBe(real.Schema);
        Checks.BoundsAndGrid(real, made);
        for (int c = 0; c < made.Columns.Count; c++)
        {
            Checks.MissingAgrees(made.Columns[c]);
        }
        byte[] file = Saved(model);
        Tables.Bytes(Sample(ModelFile.Load(new MemoryStream(file)), 50)).ShouldBe(Tables.Bytes(Sample(model, 50)));
    }

    [Theory]
    [InlineData("tables/bank_transactions/bank_transactions_data_2.csv")]
    [InlineData("tables/bike_sharing/day.csv")]
    [InlineData("tables/insurance/insurance.csv")]
    [InlineData("tables/kc_house/kc_house_data.csv.gz")]
    [InlineData("tables/nyc_taxis/taxis.csv")]
    [InlineData("tables/penguins/penguins.csv")]
    [InlineData("tables/pima_diabetes/diabetes.csv")]
    [InlineData("tables/telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv")]
    [InlineData("tables/titanic/titanic.csv")]
    [InlineData("benchmark/adult_train.csv.gz")]
    public void Real_tables_come_through(string path)
    {
        Table real = CsvReader.ReadFile(TestData.Path(path), null, null, TestContext.Current.CancellationToken).Table;
        IFittedModel model = Family.Fit(real, OneThread with { Config = RealTableConfig }, null, TestContext.Current.CancellationToken);
        Table made = Sample(model, real.RowCount);
        made.Schema.ShouldBe(real.Schema);
        Checks.BoundsAndGrid(real, made);
        for (int c = 0; c < real.Columns.Count; c++)
        {
            Column before = real.Columns[c], after = made.Columns[c];
            Checks.MissingAgrees(after);
            double share = (double)before.CountMissing() / real.RowCount, error = Math.Sqrt(2 * share * (1 - share) / real.RowCount);
            ((double)after.CountMissing() / real.RowCount).ShouldBe(share, (5 * error) + MissingLimit, before.Name);
            if (before is not StringColumn)
            {
                continue;
            }
            var known = Checks.Present(before).ToHashSet();
            string[] values = [.. Checks.Present(after)];
            if (before.Kind == ColumnKind.Identifier)
            {
                values.Distinct().Count().ShouldBe(values.Length, before.Name);
            }
            // A mere count of the rows names nobody and counts again.
            bool counts = Enumerable.Range(0, 5).All(row => Checks.Text(before, row) == $"{row}") || Enumerable.Range(0, 5).All(row => Checks.Text(before, row) == $"{row + 1}");
            values.Count(known.Contains).ShouldBe(counts ? values.Length : 0, before.Name);
        }
    }

    [Fact]
    public void Too_small_a_table_is_refused()
    {
        Should.Throw<TableException>(() => Fit(Tables.Mixed(40))).Message.ShouldContain("40 rows");
        var narrow = new Table([Tables.Number("a", new double[50]), Tables.Number("b", new double[50])], 50);
        Should.Throw<TableException>(() => Fit(narrow)).Message.ShouldContain("2 columns");
    }

    private static byte[] Saved(IFittedModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Keeps what it is told.</summary>
    private sealed class Recorder(Action<WorkProgress>? then = null) : IProgress<WorkProgress>
    {
        public List<WorkProgress> All { get; } = [];

        public void Report(WorkProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}

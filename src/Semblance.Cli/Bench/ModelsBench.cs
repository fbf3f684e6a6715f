using System.Globalization;
using Semblance.Data;
using Semblance.Models;
using Semblance.Quality;

namespace Semblance.Cli.Bench;

/// <summary>
/// Measures the families of the papers: what preparation, an epoch and a million rows cost, what a million training rows take, and how good
/// the rows are on public tables, beside what others measured and the goals. Prints Markdown.
/// </summary>
internal sealed class ModelsBench
{
    private const string SpeedTable = "adult";
    private const ulong SpeedSeed = 1;
    private static readonly string[] s_families = ["ctgan", "copulagan", "tvae", "gaussian_copula"];

    private readonly TextWriter _output;
    private readonly string _folder;
    private readonly ModelsBenchOptions _options;
    private readonly ISynthesizer[] _families;
    private readonly CancellationToken _cancellation;

    private ModelsBench(TextWriter output, string folder, ModelsBenchOptions options, CancellationToken cancellation)
    {
        _output = output;
        _folder = folder;
        _options = options;
        _families = [.. (options.Families.Count == 0 ? s_families : options.Families).Select(Synthesizers.Get)];
        _cancellation = cancellation;
    }

    /// <summary>Runs the benchmark.</summary>
    /// <param name="output">Where the results go, table by table.</param>
    /// <param name="dataFolder">A folder with NAME_train.csv.gz and NAME_test.csv.gz, or with a folder "benchmark" that has them.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TableException">There is no such table or family, or a file cannot be read.</exception>
    /// <exception cref="ModelOptionException">No family has an option, or a value is out of range.</exception>
    public static void Run(TextWriter output, string dataFolder, string? outFile, ModelsBenchOptions options, CancellationToken cancellation = default) =>
        BenchOutput.Write(output, outFile, writer => new ModelsBench(writer, dataFolder, options, cancellation).Run());

    private void Run()
    {
        ModelConfig[] configs = [.. _families.Select(ConfigOf)];
        BenchmarkTable[] tables = [.. (_options.Tables.Count == 0 ? BenchmarkTable.All.Select(table => table.Name) : _options.Tables).Select(BenchTables.Find)];
        Line("# semblance bench models");
        Line();
        Line(Machine.Provenance(Command()));
        Line($"{Machine.Description()}, {_options.Threads} threads. Times in CPU s are processor seconds of all threads.");
        if (_options.Parts.Contains("speed"))
        {
            Speed();
        }
        if (_options.Parts.Contains("scale"))
        {
            Scale();
        }
        if (_options.Parts.Contains("quality"))
        {
            Quality(tables, configs);
        }
    }

    /// <summary>The command line that asks for these measurements.</summary>
    private string Command()
    {
        var usual = new ModelsBenchOptions();
        static string List(string name, IEnumerable<string> values, IEnumerable<string> usual) => values.SequenceEqual(usual) ? "" : $" {name} {string.Join(' ', values)}";
        static IEnumerable<string> Texts(IEnumerable<int> numbers) => numbers.Select(number => number.ToString(CultureInfo.InvariantCulture));
        return "semblance bench models"
            + List("--part", _options.Parts, usual.Parts)
            + List("--algo", _options.Families, usual.Families)
            + List("--table", _options.Tables, usual.Tables)
            + List("--seed", Texts(_options.Seeds), Texts(usual.Seeds))
            + (_options.PartAnew ? " --part-anew" : "")
            + List("--config", _options.Config.Select(pair => $"{pair.Key}={pair.Value}"), []);
    }

    /// <summary>Costs on adult, every option at its default but the epochs.</summary>
    private void Speed()
    {
        Table train = Train(BenchTables.Find(SpeedTable));
        Line();
        Line($"## Speed: {SpeedTable}, {train.RowCount:N0} rows x {train.Columns.Count} columns, defaults but for {_options.SpeedEpochs} epochs");
        Line();
        Line($"| | preparation, CPU s | CPU s per epoch | fit in all, CPU s | sample {_options.ManyRows:N0} rows, s | the same, CPU s | peak memory, MB | model file, KB | goals | |");
        Line("|---|---|---|---|---|---|---|---|---|---|");
        foreach (ISynthesizer family in _families)
        {
            var costs = new TrainingCosts();
            (IFittedModel model, WorkCost fit) = WorkMeter.Measure(() => family.Fit(train, Options(SpeedSeed, Briefly(family, _options.SpeedEpochs)), costs, _cancellation));
            var request = new SampleOptions { Rows = _options.ManyRows, Seed = SpeedSeed, Threads = _options.Threads };
            (_, WorkCost sample) = WorkMeter.Measure(() => model.Sample(request, null, _cancellation).Sum(block => (long)block.RowCount));
            using var file = new MemoryStream();
            model.Save(file);
            double? perEpoch = family.Name switch { "ctgan" => 2.0, "tvae" => 0.4, _ => null };
            var goals = new List<string>();
            bool pass = true;
            void Goal(string name, double value, double? limit)
            {
                if (limit is { } bound && !double.IsNaN(value))
                {
                    goals.Add($"{name} <= {Number(bound, "F1")}");
                    pass &= value <= bound;
                }
            }
            Goal("preparation", costs.Preparation, family.Name == "ctgan" ? 2 : null);
            Goal("epoch", costs.PerEpoch, perEpoch);
            Goal("sample", sample.WallSeconds * 1_000_000 / _options.ManyRows, 10);
            Line($"| {family.Name} | {Number(costs.Preparation, "F2")} | {Number(costs.PerEpoch, "F3")} | {Number(fit.CpuSeconds, "F2")} | {Number(sample.WallSeconds, "F2")} | {Number(sample.CpuSeconds, "F2")} | {Number(Math.Max(fit.PeakMegabytes, sample.PeakMegabytes), "F0")} | {Number(file.Length / 1e3, "F0")} | {string.Join(", ", goals)} | {(pass ? "pass" : "miss")} |");
        }
        Line();
        Line("In Python, CTGAN takes 24 CPU s to prepare and 6.7 to 6.95 per epoch on one thread (11.9 with its default threads), TVAE 24 and 1.33, CopulaGAN 7.0 per epoch, a Gaussian copula 10 to 11 in all; a million rows take 32 s.");
    }

    /// <summary>A million rows: time and memory of one epoch.</summary>
    private void Scale()
    {
        BenchmarkTable benchmark = BenchTables.Find(SpeedTable);
        Table table = BenchRows.Scale(Train(benchmark), _options.ManyRows, SpeedSeed);
        Line();
        Line($"## Scale: {SpeedTable} resampled to {_options.ManyRows:N0} rows, numbers jittered; one epoch");
        Line();
        Line("| | preparation, CPU s | fit in all, CPU s | fit, s on the clock | peak memory with the table, MB |");
        Line("|---|---|---|---|---|");
        foreach (ISynthesizer family in _families)
        {
            var costs = new TrainingCosts();
            (_, WorkCost fit) = WorkMeter.Measure(() => family.Fit(table, Options(SpeedSeed, Briefly(family, 1)), costs, _cancellation));
            Line($"| {family.Name} | {Number(costs.Preparation, "F2")} | {Number(fit.CpuSeconds, "F2")} | {Number(fit.WallSeconds, "F2")} | {Number(fit.PeakMegabytes, "F0")} |");
        }
    }

    private void Quality(BenchmarkTable[] tables, ModelConfig[] configs)
    {
        Line();
        Line("## Quality");
        Line();
        Line("As many rows as the training table has, means over the seeds in the last column but three. Columns that the benchmark calls categories are declared as such, as");
        Line("the published models were told. The real holdout's scores are those of as many training rows against it. A published score is a goal: ours must be no worse.");
        if (_options.PartAnew)
        {
            Line("Every seed parts training and test rows anew: which rows are tested on moves TSTR by more than what differs between models.");
        }
        foreach (BenchmarkTable benchmark in tables)
        {
            Trial[] trials = Trials(benchmark);
            FamilyScores ceiling = FamilyScores.Mean([.. trials.Select(trial => trial.Ceiling)]);
            FamilyScores? ctgan = null;
            for (int f = 0; f < _families.Length; f++)
            {
                FamilyScores[] runs = [.. trials.Select(trial => Measure(_families[f], configs[f], benchmark, trial))];
                FamilyScores mean = FamilyScores.Mean(runs);
                ctgan = _families[f].Name == "ctgan" ? mean : ctgan;
                Show(benchmark, trials[0].Train, _families[f], configs[f], runs, mean, ceiling, Goal(_families[f], benchmark, ctgan));
            }
        }
    }

    /// <summary>The rows of every seed, and what real rows score there.</summary>
    private Trial[] Trials(BenchmarkTable benchmark)
    {
        MetricSettings settings = benchmark.Settings with { Threads = _options.Threads, Seed = 1 };
        var trials = new List<Trial>();
        foreach (int seed in _options.Seeds)
        {
            if (trials.Count > 0 && !_options.PartAnew)
            {
                trials.Add(trials[0] with { Seed = (ulong)seed });
                continue;
            }
            (Table train, Table test) = _options.PartAnew ? BenchTables.PartAnew(_folder, benchmark, (ulong)seed, _options.Threads, _cancellation) : AsParted(benchmark);
            TableView[] real = TableView.Align(settings, train, test);
            UtilityScore utility = TrainOnSynthetic.Compute(real[0], real[1], benchmark.Target, settings, _cancellation);
            trials.Add(new Trial((ulong)seed, train, test, utility, FamilyScores.Of(settings, real[0], real[1], utility, utility, _cancellation)));
        }
        return [.. trials];
    }

    private (Table Train, Table Test) AsParted(BenchmarkTable benchmark)
    {
        Table train = Train(benchmark);
        return (train, BenchTables.Read(_folder, benchmark, "test", BenchTables.Like(train), _options.Threads, _cancellation));
    }

    private static FamilyScores? Goal(ISynthesizer family, BenchmarkTable benchmark, FamilyScores? ctgan)
    {
        if (PublishedScores.Of(family.Name, benchmark.Name) is not { } published)
        {
            return family.Name == "copulagan" ? ctgan : null;
        }
        double loss = (PublishedScores.RealUtility(benchmark.Name) ?? double.NaN) - published.Utility;
        return new FamilyScores(published.Classifier, published.Trend, double.NaN, published.Shape ?? double.NaN, published.Utility, benchmark.LogTarget ? -loss : loss);
    }

    private void Show(BenchmarkTable benchmark, Table train, ISynthesizer family, ModelConfig config, FamilyScores[] runs, FamilyScores mean, FamilyScores ceiling, FamilyScores? goal)
    {
        Line();
        Line($"### {benchmark.Name}, {family.Name} ({train.RowCount:N0} rows x {train.Columns.Count} columns)");
        Line();
        Line($"`{config.ToJson()}`");
        Line();
        Line($"| | {string.Join(" | ", _options.Seeds.Select(seed => $"seed {seed}"))} | mean | real holdout | {(family.Name == "copulagan" ? "our CTGAN" : "published")} | |");
        Line($"|---|{string.Concat(Enumerable.Repeat("---|", runs.Length))}---|---|---|---|");
        void Row(string name, Func<FamilyScores, double> score, string format, bool higherIsBetter = false, bool hasCeiling = true, double scale = 1)
        {
            // Costs of another family are no goal.
            double value = score(mean), bound = goal is null || !hasCeiling ? double.NaN : score(goal);
            string verdict = double.IsNaN(bound) ? "" : (higherIsBetter ? value >= bound : value <= bound) ? "pass" : "miss";
            string seeds = string.Join(" | ", runs.Select(run => Number(scale * score(run), format)));
            Line($"| {name} | {seeds} | {Number(scale * value, format)} | {(hasCeiling ? Number(scale * score(ceiling), format) : "")} | {Number(scale * bound, format)} | {verdict} |");
        }
        Row("C2ST", scores => scores.Classifier, "F3", higherIsBetter: true);
        Row("trend error %, own edges", scores => scores.Trend, "F2", scale: 100);
        Row("trend error %, shared edges", scores => scores.TrendShared, "F2", scale: 100);
        Row("shape error %", scores => scores.Shape, "F2", scale: 100);
        Row(benchmark.LogTarget ? "TSTR RMSE" : "TSTR AUC", scores => scores.Utility, "F4", higherIsBetter: !benchmark.LogTarget);
        Row("TSTR loss against real rows", scores => scores.UtilityLoss, "F4");
        Row("epochs trained", scores => scores.Epochs, "F0", hasCeiling: false);
        Row("fit, CPU s", scores => scores.FitSeconds, "F1", hasCeiling: false);
    }

    private FamilyScores Measure(ISynthesizer family, ModelConfig config, BenchmarkTable benchmark, Trial trial)
    {
        MetricSettings settings = benchmark.Settings with { Threads = _options.Threads };
        var costs = new TrainingCosts();
        (IFittedModel model, WorkCost fit) = WorkMeter.Measure(() => family.Fit(trial.Train, Options(trial.Seed, config), costs, _cancellation));
        var request = new SampleOptions { Rows = trial.Train.RowCount, Seed = trial.Seed, Threads = _options.Threads };
        Table synthetic = BenchRows.Join([.. model.Sample(request, null, _cancellation)]);
        TableView[] views = TableView.Align(settings, trial.Train, synthetic, trial.Test);
        UtilityScore utility = TrainOnSynthetic.Compute(views[1], views[2], benchmark.Target, settings, _cancellation);
        return FamilyScores.Of(settings, views[0], views[1], utility, trial.RealUtility, _cancellation) with { Epochs = costs.Epochs, FitSeconds = fit.CpuSeconds };
    }

    private Table Train(BenchmarkTable benchmark) => BenchTables.Read(_folder, benchmark, "train", BenchTables.Declared(benchmark), _options.Threads, _cancellation);

    private FitOptions Options(ulong seed, ModelConfig config) => new() { Seed = seed, Threads = _options.Threads, Config = config };

    /// <summary>The defaults, but a few epochs and all of them.</summary>
    private static ModelConfig Briefly(ISynthesizer family, int epochs)
    {
        KeyValuePair<string, string>[] wanted =
        [
            KeyValuePair.Create("epochs", epochs.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("early_stopping", "false"),
        ];
        return family.Options.Parse(wanted.Where(pair => family.Options.All.Any(option => option.Name == pair.Key)));
    }

    private ModelConfig ConfigOf(ISynthesizer family)
    {
        foreach ((string name, _) in _options.Config)
        {
            if (!_families.Any(other => other.Options.All.Any(option => option.Name == name)))
            {
                throw new ModelOptionException(name, $"No family of the benchmark has an option '{name}'.");
            }
        }
        return family.Options.Parse(_options.Config.Where(pair => family.Options.All.Any(option => option.Name == pair.Key)));
    }

    private void Line(string text = "")
    {
        _output.WriteLine(text);
        _output.Flush();
    }

    private static string Number(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>What a seed trains and tests on, and what real rows score there.</summary>
    private sealed record Trial(ulong Seed, Table Train, Table Test, UtilityScore RealUtility, FamilyScores Ceiling);

    /// <summary>The scores of rows against a table; NaN where there is none.</summary>
    private sealed record FamilyScores(
        double Classifier, double Trend, double TrendShared, double Shape, double Utility, double UtilityLoss, double Epochs = double.NaN, double FitSeconds = double.NaN)
    {
        public static FamilyScores Of(MetricSettings settings, TableView real, TableView rows, UtilityScore utility, UtilityScore realUtility, CancellationToken cancellation)
        {
            (TableView a, TableView b) = TableView.OfEqualSize(real, rows, settings.Seed);
            var trend = TrendError.Compute(a, b, settings, cancellation);
            return new FamilyScores(
                ClassifierTwoSample.Compute(a, b, settings, cancellation), trend.OwnEdges, trend.SharedEdges, ShapeError.Compute(a, b, settings, cancellation),
                utility.Score, utility.LossAgainst(realUtility));
        }

        public static FamilyScores Mean(FamilyScores[] runs) => new(
            runs.Average(run => run.Classifier), runs.Average(run => run.Trend), runs.Average(run => run.TrendShared), runs.Average(run => run.Shape),
            runs.Average(run => run.Utility), runs.Average(run => run.UtilityLoss), runs.Average(run => run.Epochs), runs.Average(run => run.FitSeconds));
    }
}

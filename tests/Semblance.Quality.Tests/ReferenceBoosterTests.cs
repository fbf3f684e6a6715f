using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Semblance.Data;
using Semblance.Numerics.Boosting;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

/// <summary>
/// Published scores come from XGBoost. Ours stand beside them only while our booster ranks as XGBoost's histogram trees do on the same
/// folds, so Debian's python3-xgboost is asked as well.
/// </summary>
public sealed class ReferenceBoosterTests
{
    // Asked for by the definition of the benchmark; the two differ in where they cut bins and in single-precision sums.
    private const double Tolerance = 0.01;
    private const string Python = "/usr/bin/python3";

    private static readonly MetricSettings Settings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Telling_a_damaged_table_from_the_real_one_gives_the_same_AUC()
    {
        Table real = BenchmarkTables.Read("adult_train");
        TableView[] views = TableView.Align(Settings, real, Damage(real));
        TableView both = views[0].Append(views[1]);
        bool[] isOther = [.. Enumerable.Range(0, both.RowCount).Select(row => row >= real.RowCount)];
        int[] folds = [.. Enumerable.Range(0, both.RowCount).Select(row => row % real.RowCount % 3)];

        double[] reference = await ReferenceAsync(both, isOther, folds, 3);

        for (int fold = 0; fold < 3; fold++)
        {
            double ours = Ours(both, isOther, folds, fold);
            ours.ShouldBe(reference[fold], Tolerance);
            ours.ShouldBeInRange(0.6, 0.95, "the comparison says something only where neither ranks perfectly nor by chance");
        }
    }

    [Fact]
    public async Task Predicting_income_gives_the_same_AUC()
    {
        TableView[] views = TableView.Align(Settings, BenchmarkTables.Read("adult_train"), BenchmarkTables.Read("adult_test"));
        int target = views[0].IndexOf("income");
        TableView both = views[1].Append(views[0]);
        bool[] rich = [.. both.Columns[target].Codes!.Select(code => both.Columns[target].Levels[code] == ">50K")];
        int[] folds = [.. Enumerable.Range(0, both.RowCount).Select(row => row < views[1].RowCount ? 0 : 1)];

        double[] reference = await ReferenceAsync(both, rich, folds, 1, target);

        Ours(both, rich, folds, 0, target).ShouldBe(reference[0], Tolerance);
        TrainOnSynthetic.Compute(views[0], views[1], "income", Settings, Cancellation).Score.ShouldBe(reference[0], Tolerance);
    }

    /// <summary>Half of the rows take age, occupation and hours from their neighbours: each column's shape stays, relations weaken.</summary>
    private static Table Damage(Table real)
    {
        string[] moved = ["age", "occupation", "hours.per.week"];
        int[] shift = [.. Enumerable.Range(0, real.RowCount).Select(row => row % 2 == 0 ? row : (row + 2) % real.RowCount)];
        Table shifted = TestTables.Rows(real, shift);
        return new Table([.. real.Columns.Select((column, i) => moved.Contains(column.Name) ? shifted.Columns[i] : column)], real.RowCount);
    }

    private static double Ours(TableView view, bool[] labels, int[] folds, int fold, int except = -1)
    {
        FeatureColumn[] columns = BoosterInputs.From(view, except);
        FeatureMatrix all = FeatureBins.Learn(columns).Encode(columns);
        int[] train = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)];
        int[] test = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold)];
        GradientBooster booster = GradientBooster.Fit(all.Select(train), [.. train.Select(row => labels[row] ? 1.0 : 0.0)], cancellation: Cancellation);
        return RankMetrics.AreaUnderCurve(booster.Predict(all.Select(test)), [.. test.Select(row => labels[row])]);
    }

    private static async Task<double[]> ReferenceAsync(TableView view, bool[] labels, int[] folds, int foldCount, int except = -1)
    {
        (int code, _, _) = File.Exists(Python) ? await RunAsync("-c", "import xgboost, pandas") : (1, "", "");
        if (code != 0)
        {
            BenchmarkTables.SkipOrFail("The Debian packages python3-xgboost and python3-pandas are not installed.");
        }
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, ToCsv(view, labels, folds, except), Cancellation);
            (int exit, string output, string errors) = await RunAsync(ScriptPath(), file, foldCount.ToString(CultureInfo.InvariantCulture));
            exit.ShouldBe(0, errors);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await errors);
    }

    private static string ScriptPath([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "xgboost_auc.py");

    private static string ToCsv(TableView view, bool[] labels, int[] folds, int except)
    {
        int[] columns = [.. Enumerable.Range(0, view.Columns.Count).Where(column => column != except)];
        var text = new StringBuilder();
        foreach (int column in columns)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(view.Columns[column].IsCategorical ? 'c' : 'n')}{column},");
        }
        text.Append("label,fold\n");
        for (int row = 0; row < view.RowCount; row++)
        {
            foreach (int column in columns)
            {
                double value = view.Columns[column].Values is { } values ? values[row] : view.Columns[column].Codes![row];
                text.Append(CultureInfo.InvariantCulture, $"{value:R},");
            }
            text.Append(CultureInfo.InvariantCulture, $"{(labels[row] ? 1 : 0)},{folds[row]}\n");
        }
        return text.ToString();
    }
}

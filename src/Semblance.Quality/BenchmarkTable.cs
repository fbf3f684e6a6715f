namespace Semblance.Quality;

/// <summary>
/// One of the five public tables on which synthesizers are compared: which columns count as categories, what is predicted, and the
/// scores to reach. The settings are those of the published comparisons, so that figures stand beside each other.
/// </summary>
/// <param name="Name">The name of its files: NAME_train.csv.gz and NAME_test.csv.gz.</param>
/// <param name="Categorical">Columns that are categories whatever they look like, beside those that inference finds.</param>
/// <param name="Target">The predicted column.</param>
/// <param name="LogTarget">Whether the target is a number scored as log(max(target, 1)).</param>
/// <param name="ClassifierGoal">The least classifier two-sample score asked for.</param>
/// <param name="TrendGoal">The largest trend error asked for, 0 to 1.</param>
/// <param name="UtilityGoal">The largest loss asked for against training on real rows, in AUC or RMSE.</param>
public sealed record BenchmarkTable(
    string Name,
    IReadOnlyList<string> Categorical,
    string Target,
    bool LogTarget,
    double ClassifierGoal,
    double TrendGoal,
    double UtilityGoal)
{
    /// <summary>The largest privacy share asked for, of every table.</summary>
    public const double PrivacyGoal = 0.53;

    /// <summary>The five tables.</summary>
    public static IReadOnlyList<BenchmarkTable> All { get; } =
    [
        new("adult", [], "income", false, 0.97, 0.014, 0.006),
        new("shoppers", ["OperatingSystems", "Browser", "Region", "TrafficType", "Month", "VisitorType", "Weekend", "Revenue"], "Revenue", false, 0.95, 0.016, 0.006),
        new("magic", ["class"], "class", false, 0.95, 0.010, 0.015),
        new("beijing", ["year", "month", "day", "hour", "cbwd"], "pm2.5", true, 0.90, 0.020, 0.03),
        new(
            "default",
            ["SEX", "EDUCATION", "MARRIAGE", "PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6", "default payment next month"],
            "default payment next month",
            false,
            0.80,
            0.020,
            0.006),
    ];

    /// <summary>The metric settings of the table.</summary>
    public MetricSettings Settings => new() { Categorical = Categorical, Target = Target, LogTarget = LogTarget };
}

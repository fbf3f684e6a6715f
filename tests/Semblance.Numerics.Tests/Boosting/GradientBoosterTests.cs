using Semblance.Numerics.Boosting;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Boosting;

public sealed class GradientBoosterTests
{
    private const int Rows = 3000;

    [Fact]
    public void A_categorical_column_gives_the_model_of_its_one_hot_columns()
    {
        (double[] numbers, int[] codes, double[] labels) = Sample(levels: 7);
        FeatureColumn[] grouped = [FeatureColumn.Numeric(numbers), FeatureColumn.Categorical(codes, 7)];
        FeatureColumn[] indicators =
        [
            FeatureColumn.Numeric(numbers),
            .. Enumerable.Range(0, 7).Select(level => FeatureColumn.Numeric([.. codes.Select(code => code == level ? 1.0 : 0.0)])),
        ];

        double[] one = FitAndPredict(grouped, labels, new BoosterOptions());
        double[] other = FitAndPredict(indicators, labels, new BoosterOptions());

        one.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-9);
    }

    [Theory]
    [InlineData(BoosterObjective.Logistic)]
    [InlineData(BoosterObjective.SquaredError)]
    public void The_model_is_the_same_at_any_thread_count(BoosterObjective objective)
    {
        (double[] numbers, int[] codes, double[] labels) = Sample(levels: 300);
        FeatureColumn[] columns = [FeatureColumn.Numeric(numbers), FeatureColumn.Categorical(codes, 300)];

        double[] one = FitAndPredict(columns, labels, new BoosterOptions { Objective = objective, Threads = 1 });
        double[] four = FitAndPredict(columns, labels, new BoosterOptions { Objective = objective, Threads = 4 });

        four.ShouldBe(one);
    }

    [Fact]
    public void Missing_values_go_where_the_loss_says()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => i % 4 == 0 ? double.NaN : i)];
        double[] labels = [.. values.Select(value => double.IsNaN(value) ? 1.0 : 0.0)];

        double[] predicted = FitAndPredict([FeatureColumn.Numeric(values)], labels, new BoosterOptions { Trees = 10 });

        predicted.Zip(labels).All(pair => pair.First > 0.5 == pair.Second > 0.5).ShouldBeTrue();
    }

    [Fact]
    public void Missing_values_join_the_side_they_resemble()
    {
        // Missing rows behave as the large values do, so a single split must send them there.
        double[] values = [.. Enumerable.Range(0, 300).Select(i => i < 100 ? double.NaN : i)];
        double[] labels = [.. Enumerable.Range(0, 300).Select(i => i is >= 100 and < 200 ? 0.0 : 10.0)];
        var options = new BoosterOptions { Objective = BoosterObjective.SquaredError, Trees = 1, Depth = 1, LearningRate = 1, Lambda = 0, BaseScore = 0 };

        FitAndPredict([FeatureColumn.Numeric(values)], labels, options).ShouldBe(labels, 1e-12);
    }

    [Fact]
    public void One_stump_gives_the_regularised_means_of_its_sides()
    {
        double[] values = [1, 2, 3, 4];
        double[] labels = [0, 0, 6, 6];
        var options = new BoosterOptions { Objective = BoosterObjective.SquaredError, Trees = 1, Depth = 1, LearningRate = 0.5, Lambda = 1, BaseScore = 0 };

        // Weight = sum of residuals / (rows + lambda), times the rate: 12 / 3 / 2 on the right.
        FitAndPredict([FeatureColumn.Numeric(values)], labels, options).ShouldBe([0, 0, 2, 2], 1e-12);
    }

    [Fact]
    public void Gamma_refuses_splits_that_bring_less()
    {
        double[] values = [1, 2, 3, 4];
        double[] labels = [0, 0, 6, 6];
        // The split's gain is 144/3 - 144/5 = 19.2.
        var options = new BoosterOptions { Objective = BoosterObjective.SquaredError, Trees = 1, Depth = 1, LearningRate = 1, BaseScore = 0 };

        FitAndPredict([FeatureColumn.Numeric(values)], labels, options with { Gamma = 19 }).Distinct().Count().ShouldBe(2);
        FitAndPredict([FeatureColumn.Numeric(values)], labels, options with { Gamma = 19.4 }).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Children_need_the_least_weight()
    {
        double[] values = [1, 2, 3, 4];
        double[] labels = [0, 6, 6, 6];
        var options = new BoosterOptions { Objective = BoosterObjective.SquaredError, Trees = 1, Depth = 1, LearningRate = 1, Lambda = 0, BaseScore = 0 };

        FitAndPredict([FeatureColumn.Numeric(values)], labels, options with { MinimumChildWeight = 2 })
            .ShouldBe([3, 3, 6, 6], 1e-12, "the split after the first row would leave it alone");
    }

    [Fact]
    public void Rows_coded_by_the_same_bins_can_be_predicted_later()
    {
        (double[] numbers, int[] codes, double[] labels) = Sample(levels: 7);
        FeatureColumn[] columns = [FeatureColumn.Numeric(numbers), FeatureColumn.Categorical(codes, 7)];
        FeatureBins bins = FeatureBins.Learn(columns);
        FeatureMatrix matrix = bins.Encode(columns);
        GradientBooster booster = GradientBooster.Fit(matrix, labels, cancellation: TestContext.Current.CancellationToken);

        double[] direct = booster.Predict(matrix);
        int[] rows = [5, 0, 2999, 17];
        booster.Predict(matrix.Select(rows)).ShouldBe(rows.Select(row => direct[row]).ToArray());
        Should.Throw<ArgumentException>(() => booster.Predict(FeatureBins.Learn(columns).Encode(columns)));
    }

    [Fact]
    public void Bins_keep_every_value_apart_while_they_can()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (double)(i % 255))];
        FeatureBins.Learn([FeatureColumn.Numeric(values)]).SlotCount(0).ShouldBe(256, "255 values and missing");
        double[] more = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        FeatureBins.Learn([FeatureColumn.Numeric(more)], maximumBins: 10).SlotCount(0).ShouldBe(11, "10 bins and missing");
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        FeatureColumn[] columns = [FeatureColumn.Numeric([1, 2, 3])];
        FeatureBins bins = FeatureBins.Learn(columns);
        FeatureMatrix matrix = bins.Encode(columns);
        Should.Throw<ArgumentException>(() => GradientBooster.Fit(matrix, [1, 0]));
        Should.Throw<ArgumentException>(() => GradientBooster.Fit(matrix.Select([]), []));
        Should.Throw<ArgumentOutOfRangeException>(() => GradientBooster.Fit(matrix, [1, 0, 1], new BoosterOptions { Depth = 17 }));
        Should.Throw<ArgumentOutOfRangeException>(() => GradientBooster.Fit(matrix, [1, 0, 1], new BoosterOptions { BaseScore = 1 }));
        Should.Throw<ArgumentException>(() => bins.Encode([FeatureColumn.Categorical([0, 1, 1], 2)]));
        Should.Throw<ArgumentException>(() => FeatureBins.Learn([FeatureColumn.Categorical([0, 2], 2)]).Encode([FeatureColumn.Categorical([0, 2], 2)]));
    }

    private static double[] FitAndPredict(FeatureColumn[] columns, double[] labels, BoosterOptions options)
    {
        FeatureMatrix matrix = FeatureBins.Learn(columns).Encode(columns);
        return GradientBooster.Fit(matrix, labels, options).Predict(matrix, options.Threads);
    }

    private static (double[] Numbers, int[] Codes, double[] Labels) Sample(int levels)
    {
        var numbers = new double[Rows];
        var codes = new int[Rows];
        var labels = new double[Rows];
        var random = new Philox(20);
        for (int row = 0; row < Rows; row++)
        {
            RandomSequence numbersOfRow = random.At(0, (ulong)row);
            numbers[row] = numbersOfRow.NextDouble();
            codes[row] = numbersOfRow.NextInt32(levels);
            double chance = 0.2 + 0.4 * numbers[row] + (codes[row] % 3 == 1 ? 0.3 : 0);
            labels[row] = numbersOfRow.NextDouble() < chance ? 1 : 0;
        }
        return (numbers, codes, labels);
    }
}

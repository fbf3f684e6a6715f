using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class TrainOnSyntheticTests
{
    private static readonly MetricSettings Settings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Independent_columns_teach_nothing_and_fresh_rows_teach_as_much_as_real_ones()
    {
        Table real = TestTables.Related(4000, 1);
        TableView[] views = TableView.Align(Settings, real, TestTables.Related(4000, 2), TestTables.Independent(real, 3), TestTables.Related(4000, 4));
        string target = TrainOnSynthetic.FindTarget(views[0], Settings).ShouldNotBeNull();
        target.ShouldBe("o", "the last column with few levels");

        UtilityScore trtr = TrainOnSynthetic.Compute(views[0], views[3], target, Settings, Cancellation);
        UtilityScore fresh = TrainOnSynthetic.Compute(views[1], views[3], target, Settings, Cancellation);
        UtilityScore independent = TrainOnSynthetic.Compute(views[2], views[3], target, Settings, Cancellation);

        // The standard deviation of an AUC over 4,000 rows is below 0.01.
        fresh.LossAgainst(trtr).ShouldBe(0, 0.02);
        independent.Score.ShouldBe(0.5, 0.04);
        independent.LossAgainst(trtr).ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Numbers_are_scored_by_their_error()
    {
        var settings = new MetricSettings { Target = "y" };
        TableView[] views = TableView.Align(settings, TestTables.Related(4000, 1), TestTables.Related(4000, 4));

        UtilityScore score = TrainOnSynthetic.Compute(views[0], views[1], "y", settings, Cancellation);

        // y = x + 0.3 u: the best possible error is 0.3 / sqrt(12) = 0.087; boosting 100 trees overfits a little.
        score.IsClassification.ShouldBeFalse();
        score.Score.ShouldBeInRange(0.08, 0.11);
    }

    [Fact]
    public void A_target_of_several_levels_is_asked_level_by_level()
    {
        var settings = new MetricSettings { Target = "c" };
        TableView[] views = TableView.Align(settings, TestTables.Related(3000, 1), TestTables.Related(3000, 4));

        // Three of the four levels are cuts of x; "other" is noise for a tenth of the rows.
        TrainOnSynthetic.Compute(views[0], views[1], "c", settings, Cancellation).Score.ShouldBeInRange(0.8, 0.97);
    }

    [Fact]
    public void An_unknown_target_is_named() =>
        Should.Throw<TableException>(() => TrainOnSynthetic.FindTarget(
            TableView.Align(Settings, TestTables.Related(50, 1))[0],
            new MetricSettings { Target = "price" })).Message.ShouldContain("'price'");
}

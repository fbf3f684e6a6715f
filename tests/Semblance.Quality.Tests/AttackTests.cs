using Semblance.Data;
using Semblance.Numerics;
using Shouldly;
using Xunit;

namespace Semblance.Quality.Tests;

public sealed class AttackTests
{
    private static readonly MetricSettings Settings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Members_of_a_copied_table_are_found_and_those_of_a_fresh_one_are_not()
    {
        TableView[] views = TableView.Align(Settings, TestTables.Related(2000, 1), TestTables.Related(2000, 2), TestTables.Related(2000, 3));

        MembershipAttack copied = MembershipInference.Attack(views[0], views[1], views[0], Settings, Cancellation).ShouldNotBeNull();
        copied.Area.ShouldBeGreaterThan(0.99);
        copied.Advantage.ShouldBeGreaterThan(0.95);
        copied.HitsAtOnePercent.ShouldBeGreaterThan(0.95);
        copied.ControlInterval.Contains(0.5).ShouldBeTrue();

        MembershipAttack fresh = MembershipInference.Attack(views[0], views[1], views[2], Settings, Cancellation).ShouldNotBeNull();
        fresh.Candidates.ShouldBe(1000);
        // 1,000 against 1,000: a standard error of 0.013, four of them; the larger of two areas is a little above.
        fresh.Area.ShouldBe(0.5, 0.052);
        fresh.Advantage.ShouldBe(0, 0.09);
        fresh.HitsAtOnePercent.ShouldBeLessThan(0.05);
        fresh.Curve[0].ShouldBe((0, 0));
        fresh.Curve[^1].ShouldBe((1, 1));
    }

    [Fact]
    public void A_table_in_which_every_tenth_row_is_copied_is_found()
    {
        Table learnt = TestTables.Related(2000, 1), fresh = TestTables.Related(2000, 3);
        // Nine rows of ten are fresh, every tenth is a learnt one.
        Table mixed = TestTables.Mix(fresh, learnt, row => row % 10 == 0);
        TableView[] views = TableView.Align(Settings, learnt, TestTables.Related(2000, 2), mixed);

        MembershipAttack attack = MembershipInference.Attack(views[0], views[1], views[2], Settings, Cancellation).ShouldNotBeNull();
        // A tenth of the members is at distance 0, where nobody else is.
        attack.HitsAtOnePercent.ShouldBeGreaterThan(0.08);
        attack.AreaInterval.Low.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Members_are_not_sought_with_a_handful_of_others()
    {
        TableView[] views = TableView.Align(Settings, TestTables.Related(200, 1), TestTables.Related(19, 2), TestTables.Related(200, 3));
        MembershipInference.Attack(views[0], views[1], views[2], Settings, Cancellation).ShouldBeNull();
        AttributeInference.Attack(views[0], views[1], views[2], Settings, Cancellation).ShouldBeEmpty();
    }

    [Fact]
    public void The_leak_of_one_attribute_is_found_in_that_column_and_in_no_other()
    {
        Table learnt = Persons(3000, 1), holdout = Persons(3000, 2);
        // Keys as they were, so that each learnt row can be found again; the secret with them; the rest drawn anew.
        Table leaking = TestTables.Of(learnt.Columns[0], learnt.Columns[1], learnt.Columns[2], Persons(3000, 3).Columns[3]);
        TableView[] views = TableView.Align(Settings, learnt, holdout, leaking);

        AttributeAttack[] attacks = AttributeInference.Attack(views[0], views[1], views[2], Settings, Cancellation);

        attacks.Select(attack => attack.Column).ShouldBe(["height", "weight", "secret", "other"]);
        double limit = AttributeInference.LargestByChance(attacks.Length);
        AttributeAttack secret = attacks[2];
        secret.Deviation.ShouldBeGreaterThan(10);
        // Four levels at random: others are guessed one time of four, and learnt rows wherever the other column does not lead astray.
        secret.ControlSuccess.ShouldBe(0.25, 0.04);
        secret.Success.ShouldBeGreaterThan(0.4);
        secret.RiskInterval.Low.ShouldBeGreaterThan(0.1);
        secret.Risk.ShouldBe((secret.Success - secret.ControlSuccess) / (1 - secret.ControlSuccess), 1e-12);
        attacks[3].Deviation.ShouldBeLessThan(limit, "what was drawn anew tells nothing");
        attacks[3].RiskInterval.Contains(0).ShouldBeTrue();
    }

    [Fact]
    public void An_honest_sample_tells_of_everybody_and_so_of_nobody()
    {
        TableView[] views = TableView.Align(Settings, TestTables.Related(3000, 1), TestTables.Related(3000, 2), TestTables.Related(3000, 3));

        AttributeAttack[] attacks = AttributeInference.Attack(views[0], views[1], views[2], Settings, Cancellation);

        attacks.Max(attack => attack.Deviation).ShouldBeLessThan(AttributeInference.LargestByChance(attacks.Length));
        // y is x plus up to 0.3: who knows x guesses better than blindly, of strangers as well.
        AttributeAttack x = attacks.Single(attack => attack.Column == "x");
        x.Success.ShouldBeGreaterThan(2 * x.BlindSuccess);
        x.ControlSuccess.ShouldBe(x.Success, 0.06);
    }

    [Fact]
    public void Named_columns_alone_are_attacked()
    {
        TableView[] views = TableView.Align(Settings, TestTables.Related(200, 1), TestTables.Related(200, 2), TestTables.Related(200, 3));
        AttributeInference.Attack(views[0], views[1], views[2], Settings with { Sensitive = ["o"] }, Cancellation).Single().Column.ShouldBe("o");
    }

    [Fact]
    public void Ranks_decide_whether_a_number_is_guessed_right()
    {
        // The key leads to a row whose value is 4 percentiles off in the learnt table: right; or 8 off: wrong. In units of the value, both are far off.
        double[] keys = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        double[] values = [.. keys.Select(key => Math.Pow(2, key / 4))];
        Table learnt = TestTables.Of(TestTables.Numbers("key", keys), TestTables.Numbers("value", values));
        Table Shifted(int ranks) => TestTables.Of(TestTables.Numbers("key", keys), TestTables.Numbers("value", [.. keys.Select(key => Math.Pow(2, Math.Min(99, key + ranks) / 4))]));
        AttributeAttack Attack(int ranks)
        {
            TableView[] views = TableView.Align(Settings, learnt, learnt, Shifted(ranks));
            return AttributeInference.Attack(views[0], views[1], views[2], Settings with { Sensitive = ["value"] }, Cancellation).Single();
        }
        Attack(4).Success.ShouldBe(1);
        // At the upper end the shift is cut off: the last six keys are right.
        Attack(8).Success.ShouldBe(0.06, 0.011);
    }

    [Fact]
    public void A_ratio_of_neighbours_is_small_for_rows_that_sit_at_one_real_row()
    {
        Table real = TestTables.Of(TestTables.Numbers("n", 0, 10, 10, 4));
        // At a quarter of the way from 0 to 4: 1 to 3. Between 4 and 10: even. On two equal rows: nobody is singled out.
        Table other = TestTables.Of(TestTables.Numbers("n", 1, 7, 10, 4));
        TableView[] views = TableView.Align(Settings, real, other);

        (double[] distances, double[] ratios) = PrivacyDistances.NearestTwo(views[0], views[1], Settings, Cancellation);

        distances.ShouldBe([0.1, 0.3, 0, 0], 1e-6);
        ratios.ShouldBe([1 / 3.0, 1, 1, 0], 1e-6);
    }

    [Fact]
    public void The_interval_of_the_dcr_share_knows_that_few_rows_decide_for_many()
    {
        // All synthetic rows have one of two nearest rows, so the share is known no better than by two flips.
        Table learnt = TestTables.Of(TestTables.Numbers("n", 0, 10)), holdout = TestTables.Of(TestTables.Numbers("n", 1, 9.5));
        Table synthetic = TestTables.Of(TestTables.Numbers("n", [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? -0.5 : 9)]));
        TableView[] views = TableView.Align(Settings, learnt, holdout, synthetic);

        (double share, Interval interval) = PrivacyDistances.DcrShareWithInterval(views[0], views[1], views[2], Settings, Cancellation);

        share.ShouldBe(0.5);
        interval.High.ShouldBeGreaterThan(0.95);
        interval.Low.ShouldBeLessThan(0.05);
    }

    /// <summary>Two numbers that tell who somebody is, and two categories of four levels that have nothing to do with anything.</summary>
    private static Table Persons(int rows, ulong seed)
    {
        var random = new Philox(seed);
        double[] Numbers(uint stream) => [.. Enumerable.Range(0, rows).Select(row => Math.Round(random.At(stream, (ulong)row).NextDouble(), 6))];
        string[] Levels(uint stream) => [.. Enumerable.Range(0, rows).Select(row => "level " + random.At(stream, (ulong)row).NextInt32(4))];
        return TestTables.Of(
            TestTables.Numbers("height", Numbers(1)), TestTables.Numbers("weight", Numbers(2)), TestTables.Categories("secret", Levels(3)), TestTables.Categories("other", Levels(4)));
    }
}

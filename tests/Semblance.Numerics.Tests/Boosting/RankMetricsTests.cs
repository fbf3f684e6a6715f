using FsCheck;
using FsCheck.Fluent;
using Semblance.Numerics.Boosting;
using Shouldly;
using Xunit;

namespace Semblance.Numerics.Tests.Boosting;

public sealed class RankMetricsTests
{
    [Fact]
    public void AreaUnderCurve_is_the_share_of_pairs_in_order_with_ties_half()
    {
        var rows = Gen.Choose(0, 5).Zip(ArbMap.Default.GeneratorFor<bool>()).ListOf();
        Prop.ForAll(rows.ToArbitrary(), sample =>
        {
            double[] scores = [.. sample.Select(row => (double)row.Item1)];
            bool[] positive = [.. sample.Select(row => row.Item2)];
            double pairs = 0, ordered = 0;
            for (int i = 0; i < scores.Length; i++)
            {
                for (int j = 0; j < scores.Length; j++)
                {
                    if (positive[i] && !positive[j])
                    {
                        pairs++;
                        ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    }
                }
            }
            double expected = pairs == 0 ? 0.5 : ordered / pairs;
            RankMetrics.AreaUnderCurve(scores, positive).ShouldBe(expected, 1e-12);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AreaUnderCurve_wants_a_label_for_each_score() =>
        Should.Throw<ArgumentException>(() => RankMetrics.AreaUnderCurve([1, 2], [true]));
}

using Semblance.Numerics.Boosting;

namespace Semblance.Quality;

/// <summary>What came of a membership inference attack.</summary>
public sealed record MembershipAttack
{
    /// <summary>The candidates that had been learnt, and as many that had not.</summary>
    public required int Candidates { get; init; }

    /// <summary>
    /// The area under the ROC curve of the stronger of the two attacks: the chance that a learnt row looks more like a member than one that
    /// was not learnt. 0.5 means that the attacker might as well toss a coin, 1 that members are known for certain.
    /// </summary>
    public required double Area { get; init; }

    /// <summary>The confidence interval of <see cref="Area"/>.</summary>
    public required Interval AreaInterval { get; init; }

    /// <summary>The area of the attack by distance alone.</summary>
    public required double AreaByDistance { get; init; }

    /// <summary>The area of the attack by distance relative to other real rows; NaN if there are too few of these.</summary>
    public required double AreaByRatio { get; init; }

    /// <summary>
    /// The share of members that are called members less the share of others that are, when the likelier half of all candidates is called so
    /// (Yeom et al. 2018): 0 is chance, 1 certainty.
    /// </summary>
    public required double Advantage { get; init; }

    /// <summary>The confidence interval of <see cref="Advantage"/>.</summary>
    public required Interval AdvantageInterval { get; init; }

    /// <summary>The share of members that stand out where one in a hundred of the others is wrongly taken for one (Carlini et al. 2022); 0.01 is chance. NaN with fewer than 200 candidates of either kind.</summary>
    public required double HitsAtOnePercent { get; init; }

    /// <summary>The area of the same attack on real rows in place of the synthetic ones, which know nothing of who was learnt; NaN if there are too few.</summary>
    public required double ControlArea { get; init; }

    /// <summary>The confidence interval of <see cref="ControlArea"/>.</summary>
    public required Interval ControlInterval { get; init; }

    /// <summary>The ROC curve of the stronger attack: the share of others taken for members, and of members found, from (0, 0) to (1, 1).</summary>
    public required IReadOnlyList<(double Others, double Members)> Curve { get; init; }
}

/// <summary>
/// Membership inference: an attacker who holds the synthetic table and some real rows tries to tell which of these were learnt. Half of the
/// holdout are the candidates that were not; the other half is what the attacker may know of the population.
/// </summary>
/// <remarks>
/// Two attacks. <i>By distance</i>: a row is the likelier a member, the nearer the nearest synthetic row is (Chen et al., "GAN-Leaks", CCS 2020). <i>By
/// ratio</i>: that distance relative to the distance to the nearest other real row, an estimate of the ratio of two densities (van
/// Breugel et al., "DOMIAS", AISTATS 2023), which finds members among unusual rows, too.
/// </remarks>
public static class MembershipInference
{
    /// <summary>The fewest holdout rows with which the attack is measured.</summary>
    public const int FewestHoldoutRows = 20;

    private const int MostCandidates = 8_000;
    private const int MostHoldoutRows = 100_000;
    private const int FewestForOnePercent = 200;
    private const int CurvePoints = 100;

    /// <summary>Attacks a synthetic table; null if the holdout is too small.</summary>
    /// <param name="learnt">The rows that the model was fitted on.</param>
    /// <param name="holdout">Rows of the same origin that it has not seen.</param>
    /// <param name="synthetic">The rows it made, aligned with both.</param>
    /// <param name="settings">Seed and threads.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public static MembershipAttack? Attack(TableView learnt, TableView holdout, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(learnt);
        ArgumentNullException.ThrowIfNull(holdout);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        if (holdout.RowCount < FewestHoldoutRows)
        {
            return null;
        }
        holdout = SampleRows.AtMost(holdout, MostHoldoutRows, settings.Seed, SampleRows.CapStream);
        int[] order = SampleRows.Permutation(holdout.RowCount, settings.Seed, SampleRows.HoldoutPartsStream);
        TableView others = holdout.Select(order.AsSpan(0, order.Length / 2));
        // What the attacker knows of the population, in two parts: one of them also stands for a synthetic table that knows nothing of who was learnt.
        TableView known = holdout.Select(order.AsSpan(order.Length / 2, order.Length / 4));
        TableView control = holdout.Select(order.AsSpan(order.Length / 2 + order.Length / 4));
        int wanted = Math.Min(MostCandidates, Math.Min(learnt.RowCount, others.RowCount));
        int count = Math.Min(wanted, SampleRows.Queries(2 * wanted, synthetic.RowCount + known.RowCount + control.RowCount, learnt.Columns.Count) / 2);
        TableView candidates = SampleRows.AtMost(learnt, count, settings.Seed, SampleRows.QueryStream)
            .Append(SampleRows.AtMost(others, count, settings.Seed, SampleRows.QueryStream));
        bool[] isMember = [.. Enumerable.Range(0, 2 * count).Select(i => i < count)];

        var space = new DistanceSpace(learnt);
        double[] To(TableView rows) => new NearestRows(space, rows).Distances(candidates, 1, settings.Threads, cancellation);
        (double[] toSynthetic, double[] toKnown, double[] toControl) = (To(synthetic), To(known), To(control));
        double[] toReal = [.. toKnown.Zip(toControl, Math.Min)];
        double unit = 1.0 / space.Unit;
        double[] Nearness(double[] distances) => Array.ConvertAll(distances, distance => -distance);
        double[] Ratio(double[] near, double[] reference) => [.. near.Zip(reference, (d, r) => (r + unit) / (d + unit))];
        double byDistance = RankMetrics.AreaUnderCurve(Nearness(toSynthetic), isMember);
        double byRatio = RankMetrics.AreaUnderCurve(Ratio(toSynthetic, toReal), isMember);
        bool ratioIsStronger = byRatio > byDistance;
        double area = Math.Max(byDistance, byRatio);
        double controlArea = RankMetrics.AreaUnderCurve(ratioIsStronger ? Ratio(toControl, toKnown) : Nearness(toControl), isMember);
        (double Others, double Members)[] curve = Roc(ratioIsStronger ? Ratio(toSynthetic, toReal) : Nearness(toSynthetic), isMember);
        (double called, double wrongly) = AtHalf(curve);
        return new MembershipAttack
        {
            Candidates = count,
            Area = area,
            AreaInterval = Interval.Around(area, Interval.ErrorOfArea(area, count, count), 0, 1),
            AreaByDistance = byDistance,
            AreaByRatio = byRatio,
            Advantage = called - wrongly,
            AdvantageInterval = Interval.Around(called - wrongly, Math.Sqrt((called * (1 - called) + wrongly * (1 - wrongly)) / count), -1, 1),
            HitsAtOnePercent = count < FewestForOnePercent ? double.NaN : MembersAt(curve, 0.01),
            ControlArea = controlArea,
            ControlInterval = Interval.Around(controlArea, Interval.ErrorOfArea(controlArea, count, count), 0, 1),
            Curve = Thinned(curve),
        };
    }

    /// <summary>The ROC curve: a point per distinct score, from the highest, ties as one step.</summary>
    private static (double Others, double Members)[] Roc(double[] scores, bool[] isMember)
    {
        double[] keys = Array.ConvertAll(scores, score => -score);
        bool[] members = [.. isMember];
        Array.Sort(keys, members);
        double positives = members.Count(member => member), negatives = members.Length - positives;
        var curve = new List<(double, double)> { (0, 0) };
        double found = 0, wrong = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            found += members[i] ? 1 : 0;
            wrong += members[i] ? 0 : 1;
            if (i + 1 == keys.Length || keys[i + 1] != keys[i])
            {
                curve.Add((wrong / negatives, found / positives));
            }
        }
        return [.. curve];
    }

    /// <summary>Where as many candidates are called members as there are: along a tie, in proportion.</summary>
    private static (double Members, double Others) AtHalf((double Others, double Members)[] curve)
    {
        int at = Array.FindIndex(curve, point => point.Others + point.Members >= 1);
        (double Others, double Members) below = curve[at - 1], above = curve[at];
        double part = (1 - below.Others - below.Members) / (above.Others + above.Members - below.Others - below.Members);
        return (below.Members + part * (above.Members - below.Members), below.Others + part * (above.Others - below.Others));
    }

    /// <summary>The share of members found at a share of others taken for members; along a tie, in proportion.</summary>
    private static double MembersAt((double Others, double Members)[] curve, double others)
    {
        int at = Array.FindIndex(curve, point => point.Others >= others);
        (double Others, double Members) below = curve[Math.Max(0, at - 1)], above = curve[at];
        double part = above.Others > below.Others ? (others - below.Others) / (above.Others - below.Others) : 1;
        return below.Members + part * (above.Members - below.Members);
    }

    private static (double Others, double Members)[] Thinned((double Others, double Members)[] curve) =>
        curve.Length <= CurvePoints ? curve : [.. Enumerable.Range(0, CurvePoints + 1).Select(i => curve[(int)((long)i * (curve.Length - 1) / CurvePoints)])];
}

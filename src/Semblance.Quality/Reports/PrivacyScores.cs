using static Semblance.Quality.Reports.Words;

namespace Semblance.Quality.Reports;

/// <summary>The scores of what is given away.</summary>
internal static class PrivacyScores
{
    private const double Low = 0.05;

    private const string NoHoldout = "There was no holdout: without real rows that were not learnt, nearness to learnt rows has nothing to be compared with.";

    /// <summary>The share of rows that are not verbatim in the real table.</summary>
    /// <param name="copies">Of the synthetic rows, in the whole real table.</param>
    /// <param name="rows">How many synthetic rows.</param>
    /// <param name="comparable">The same in the table that fresh rows are looked up in.</param>
    /// <param name="fresh">The share of fresh rows that are in it.</param>
    /// <param name="freshRows">How many fresh rows.</param>
    public static Score NewRows(double copies, int rows, double comparable, double fresh, int freshRows)
    {
        bool more = Interval.OfShare(comparable, rows).Low > Interval.OfShare(fresh, freshRows).High;
        return new Score("new_rows", "New rows", ScoreAspect.Privacy, 1 - copies)
        {
            Meaning = "share of synthetic rows that are not verbatim in the real table",
            Best = "as fresh rows",
            Unit = ScoreUnit.Share,
            Interval = Interval.OfShare(1 - copies, rows),
            Ceiling = 1 - fresh,
            CeilingInterval = Interval.OfShare(1 - fresh, freshRows),
            Grade = more ? ScoreGrade.Warning : ScoreGrade.Good,
            Verdict = copies == 0
                ? "No synthetic row is an exact copy of a real one."
                : Text($"{Percent(copies)} of the synthetic rows equal a real row in every compared column; of fresh real rows it is {Percent(fresh)}") +
                    (more ? ": more than chance makes, so rows were copied." : ", so this is what chance makes."),
        };
    }

    public static Score NoDcrShare() => Unmeasured("dcr_share", "DCR share", DcrMeaning, "50 %", NoHoldout);

    private const string DcrMeaning = "share of synthetic rows that are nearer to a learnt row than to a holdout row, among equally many of both";

    /// <summary>The DCR share of the synthetic rows, and of half of the holdout against the other half.</summary>
    public static Score DcrShare((double Share, Interval Interval) share, (double Share, Interval Interval) fresh)
    {
        // The two tables may differ in kind; then rows that know nothing have another share than a half.
        double expected = fresh.Interval.Contains(0.5) ? 0.5 : fresh.Share;
        double above = share.Interval.Low - expected;
        ScoreGrade grade = double.IsNaN(share.Share) ? ScoreGrade.NotMeasured
            : above <= 0 || share.Share <= expected + 0.02 ? ScoreGrade.Good
            : share.Share <= expected + 0.05 ? ScoreGrade.Fair
            : share.Share <= expected + 0.08 ? ScoreGrade.Poor
            : ScoreGrade.Warning;
        string near = grade switch
        {
            ScoreGrade.Good when above > 0 => "are hardly nearer to the rows they were learnt from than to unseen ones",
            ScoreGrade.Good => "are no nearer to the rows they were learnt from than to unseen ones",
            ScoreGrade.Fair => "are a little nearer to the rows they were learnt from than to unseen ones",
            ScoreGrade.Poor => "are nearer to the rows they were learnt from than to unseen ones",
            _ => "are clearly nearer to the rows they were learnt from than to unseen ones: the model has memorised",
        };
        return new Score("dcr_share", "DCR share", ScoreAspect.Privacy, share.Share)
        {
            Meaning = DcrMeaning,
            Best = "50 %",
            Unit = ScoreUnit.Share,
            Interval = share.Interval,
            Ceiling = fresh.Share,
            CeilingInterval = fresh.Interval,
            NoCeiling = double.IsNaN(fresh.Share) ? "The holdout is too small to be divided." : null,
            Grade = grade,
            Verdict = Text($"Synthetic rows {near} (DCR share {Percent(share.Share)}, {Percent(share.Interval.Low)} to {Percent(share.Interval.High)}; 50 % is ideal)."),
        };
    }

    public static Score Distance(double[] near, double[] fresh) => Percentile(
        "distance_5th_percentile",
        "Distance to the nearest real row",
        "5th percentile; numbers by their range, 1 per differing category",
        near,
        fresh,
        "lies within a distance of");

    public static Score Ratio(double[] ratios, double[] fresh) => Percentile(
        "nndr_5th_percentile",
        "Nearest-neighbour distance ratio",
        "5th percentile of the distance to the nearest real row over that to the second nearest",
        ratios,
        fresh,
        "has a ratio of nearest to second nearest real row of at most");

    public static Score Membership(MembershipAttack? attack, bool hasHoldout, int holdoutRows)
    {
        const string Name = "membership_inference", Title = "Membership inference attack";
        const string Meaning = "area under the curve of an attacker who tells learnt rows from holdout rows by the synthetic table: 0.5 is a coin, 1 certainty";
        if (attack is null)
        {
            return Unmeasured(Name, Title, Meaning, "0.5", hasHoldout ? TooSmall(holdoutRows, MembershipInference.FewestHoldoutRows) : NoHoldout);
        }
        double expected = Math.Max(0.5, attack.ControlInterval.Contains(0.5) ? 0.5 : attack.ControlArea);
        bool found = attack.AreaInterval.Low > expected;
        ScoreGrade grade = !found || attack.Area <= expected + 0.01 ? ScoreGrade.Good
            : attack.Area <= expected + 0.03 ? ScoreGrade.Fair
            : attack.Area <= expected + 0.05 ? ScoreGrade.Poor
            : ScoreGrade.Warning;
        string right = Percent((1 + attack.Advantage) / 2);
        string surest = double.IsNaN(attack.HitsAtOnePercent) ? "" : Text($"; of the rows it is surest of, it finds {Percent(attack.HitsAtOnePercent)} of the learnt ones while taking 1 % of the others for such");
        return new Score(Name, Title, ScoreAspect.Privacy, attack.Area)
        {
            Meaning = Meaning,
            Best = "0.5",
            Interval = attack.AreaInterval,
            Ceiling = attack.ControlArea,
            CeilingInterval = attack.ControlInterval,
            Grade = grade,
            Verdict = Text($"An attacker who asks of {attack.Candidates:N0} learnt rows and as many others which were learnt is right {right} of the time where a coin is 50 %") + surest + (grade switch
            {
                ScoreGrade.Good when found => "; a trace, hardly above chance.",
                ScoreGrade.Good => "; that is chance.",
                ScoreGrade.Fair => "; that is little, but more than chance.",
                ScoreGrade.Poor => "; that is more than chance.",
                _ => "; the table gives away who was learnt.",
            }),
        };
    }

    public static Score Attributes(AttributeAttack[] attacks, bool hasHoldout, int holdoutRows)
    {
        const string Name = "attribute_inference", Title = "Attribute inference attack";
        const string Meaning = "largest risk of a column: how much of what cannot be guessed of holdout rows from their other columns is guessed of learnt rows";
        const string ControlIsWithin = "The control is part of the score: the same attack on holdout rows.";
        if (attacks.Length == 0)
        {
            return Unmeasured(Name, Title, Meaning, "0 %", !hasHoldout ? NoHoldout
                : holdoutRows < AttributeInference.FewestHoldoutRows ? TooSmall(holdoutRows, AttributeInference.FewestHoldoutRows)
                : "No column varies, so there is nothing to guess.");
        }
        AttributeAttack worst = attacks.MaxBy(attack => attack.Deviation)!;
        double limit = AttributeInference.LargestByChance(attacks.Length);
        bool found = worst.Deviation > limit;
        bool blind = attacks.All(attack => attack.SuccessInterval.Low <= attack.BlindSuccess);
        ScoreGrade grade = !found ? ScoreGrade.Good
            : worst.Risk <= 0.03 ? ScoreGrade.Fair
            : worst.Risk <= 0.08 ? ScoreGrade.Poor
            : ScoreGrade.Warning;
        string rates = Text($"{worst.Column} is guessed right of {Percent(worst.Success)} of the learnt rows and of {Percent(worst.ControlSuccess)} of the others");
        return new Score(Name, Title, ScoreAspect.Privacy, worst.Risk)
        {
            Meaning = Meaning,
            Best = "0 %",
            Unit = ScoreUnit.Share,
            Interval = worst.RiskInterval,
            NoCeiling = ControlIsWithin,
            Grade = grade,
            Verdict = found
                ? Text($"The synthetic rows tell more of learnt people than of others: {rates}, a risk of {Percent(worst.Risk)}.")
                : Text($"Whoever knows all but one column of a learnt row guesses that column no better than that of a stranger: the largest difference among {attacks.Length} {(attacks.Length == 1 ? "column" : "columns")} is within chance ({rates}).") +
                    (blind ? " But the attack did no better than blind guesses in any column, so it says little." : ""),
        };
    }

    private static string TooSmall(int rows, int least) => Text($"The holdout has {rows} rows; the attack needs at least {least}.");

    private static Score Unmeasured(string name, string title, string meaning, string best, string reason) => new(name, title, ScoreAspect.Privacy, double.NaN)
    {
        Meaning = meaning,
        Best = best,
        Unit = best.EndsWith('%') ? ScoreUnit.Share : ScoreUnit.Number,
        NoCeiling = reason,
        Grade = ScoreGrade.NotMeasured,
        Verdict = reason,
    };

    private static Score Percentile(string name, string title, string meaning, double[] values, double[] fresh, string words)
    {
        (double[] sorted, double[] sortedFresh) = ([.. values], [.. fresh]);
        Array.Sort(sorted);
        Array.Sort(sortedFresh);
        double value = PrivacyDistances.SortedQuantile(sorted, Low), ceiling = PrivacyDistances.SortedQuantile(sortedFresh, Low);
        Interval interval = Interval.OfQuantile(sorted, Low), freshInterval = Interval.OfQuantile(sortedFresh, Low);
        bool nearer = interval.High < freshInterval.Low;
        return new Score(name, title, ScoreAspect.Privacy, value)
        {
            Meaning = meaning,
            Best = "as fresh rows",
            Interval = interval,
            Ceiling = ceiling,
            CeilingInterval = freshInterval,
            Grade = !nearer ? ScoreGrade.Good : value >= 0.9 * ceiling ? ScoreGrade.Fair : value >= 0.8 * ceiling ? ScoreGrade.Poor : ScoreGrade.Warning,
            Verdict = Text($"The nearest twentieth of the synthetic rows {words} {Number(value)}, of fresh real rows {Number(ceiling)}") +
                (nearer ? ": nearer than fresh rows come." : "."),
        };
    }
}

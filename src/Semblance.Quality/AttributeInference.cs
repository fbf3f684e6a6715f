using Semblance.Numerics.Distributions;

namespace Semblance.Quality;

/// <summary>What came of an attribute inference attack on one column.</summary>
/// <param name="Column">The column that was guessed from all others.</param>
/// <param name="Targets">The learnt rows, and as many others, whose value was guessed.</param>
/// <param name="Success">The share of learnt rows that was guessed right.</param>
/// <param name="SuccessInterval">Its confidence interval.</param>
/// <param name="ControlSuccess">The share of holdout rows that was guessed right: what the synthetic table teaches about everybody.</param>
/// <param name="ControlInterval">Its confidence interval.</param>
/// <param name="BlindSuccess">The share of learnt rows that the values of synthetic rows drawn at random hit: an attack that does no better says nothing.</param>
/// <param name="Risk">(success - control) / (1 - control): how much of what could not be guessed of others is guessed of learnt rows (Giomi et al. 2023, equation 2).</param>
/// <param name="RiskInterval">Its confidence interval.</param>
/// <param name="Deviation">The difference of the two shares in standard errors.</param>
public sealed record AttributeAttack(
    string Column,
    int Targets,
    double Success,
    Interval SuccessInterval,
    double ControlSuccess,
    Interval ControlInterval,
    double BlindSuccess,
    double Risk,
    Interval RiskInterval,
    double Deviation);

/// <summary>
/// Attribute inference with control (Giomi et al., "A unified framework for quantifying privacy risk in synthetic data", PETS 2023, known as
/// Anonymeter): an attacker knows all of a row but one column, looks for the synthetic row that is nearest in what is known, and takes over its
/// value. What is guessed right of learnt rows beyond what is guessed right of holdout rows is owed to their having been learnt.
/// </summary>
/// <remarks>
/// A category is right if it is the same, missing included; a number or date if its rank among the real ones is within 5 percentiles (scales differ,
/// ranks do not). Columns that do not vary are left out.
/// </remarks>
public static class AttributeInference
{
    /// <summary>The fewest holdout rows with which the attack is measured.</summary>
    public const int FewestHoldoutRows = 20;

    private const int MostTargets = 4_000;
    private const int MostColumns = 100;
    private const double RankTolerance = 0.05;

    /// <summary>Attacks each sensitive column of a synthetic table; none if the holdout is too small or no column varies.</summary>
    /// <param name="learnt">The rows that the model was fitted on.</param>
    /// <param name="holdout">Rows of the same origin that it has not seen.</param>
    /// <param name="synthetic">The rows it made, aligned with both.</param>
    /// <param name="settings">Names the sensitive columns; seed and threads.</param>
    /// <param name="cancellation">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One attack per column, in the order of the table.</returns>
    public static AttributeAttack[] Attack(TableView learnt, TableView holdout, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(learnt);
        ArgumentNullException.ThrowIfNull(holdout);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        if (holdout.RowCount < FewestHoldoutRows || learnt.Columns.Count < 2 || synthetic.RowCount == 0)
        {
            return [];
        }
        int[] columns =
        [
            .. Enumerable.Range(0, learnt.Columns.Count)
                .Where(column => (settings.Sensitive.Count == 0 || settings.Sensitive.Contains(learnt.Columns[column].Name)) && Varies(learnt.Columns[column]))
                .Take(MostColumns),
        ];
        int wanted = Math.Min(MostTargets, Math.Min(learnt.RowCount, holdout.RowCount));
        // Every attacked column costs about as much as a coordinate.
        int count = Math.Min(wanted, SampleRows.Queries(2 * wanted, synthetic.RowCount, learnt.Columns.Count + columns.Length) / 2);
        TableView targets = SampleRows.AtMost(learnt, count, settings.Seed, SampleRows.QueryStream)
            .Append(SampleRows.AtMost(holdout, count, settings.Seed, SampleRows.QueryStream));
        int[][] nearest = new NearestRows(new DistanceSpace(learnt), synthetic).NearestWithout(targets, columns, settings.Threads, cancellation);
        int[] blind = SampleRows.WithReplacement(2 * count, synthetic.RowCount, settings.Seed, SampleRows.GuessStream);
        var attacks = new AttributeAttack[columns.Length];
        Parallel.For(0, columns.Length, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation }, i =>
        {
            ViewColumn secrets = targets.Columns[columns[i]], guesses = synthetic.Columns[columns[i]];
            Func<int, int, bool> isRight = Judge(learnt.Columns[columns[i]], secrets, guesses);
            int Right(int first, int[] rows) => Enumerable.Range(first, count).Count(target => isRight(target, rows[target]));
            attacks[i] = Compare(secrets.Name, count, Right(0, nearest[i]), Right(count, nearest[i]), Right(0, blind));
        });
        return attacks;
    }

    /// <summary>The deviation (see <see cref="AttributeAttack.Deviation"/>) that the largest of so many attacks exceeds by chance once in twenty.</summary>
    internal static double LargestByChance(int attacks) => Normal.Quantile(1 - 0.05 / Math.Max(1, attacks));

    private static AttributeAttack Compare(string column, int count, int right, int controlRight, int blindRight)
    {
        double success = (double)right / count, control = (double)controlRight / count, pooled = (success + control) / 2;
        double error = Math.Sqrt(2 * pooled * (1 - pooled) / count);
        Interval successInterval = Interval.OfShare(success, count), controlInterval = Interval.OfShare(control, count);
        double rest = 1 - control;
        double risk = rest == 0 ? 0 : (success - control) / rest;
        double Error(Interval interval) => (interval.High - interval.Low) / (2 * Interval.Z);
        // The errors of both shares, carried through the formula of the risk; never 0 by Wilson's intervals.
        double riskError = rest == 0 ? 1 : Math.Sqrt(Math.Pow(Error(successInterval) / rest, 2) + Math.Pow(Error(controlInterval) * (1 - success) / (rest * rest), 2));
        return new AttributeAttack(
            column,
            count,
            success,
            successInterval,
            control,
            controlInterval,
            (double)blindRight / count,
            risk,
            Interval.Around(risk, riskError, -1, 1),
            error == 0 ? 0 : (success - control) / error);
    }

    private static bool Varies(ViewColumn column) => column.Values is { } values
        ? values.Any(value => !value.Equals(values[0]))
        : column.Codes!.Any(code => code != column.Codes![0]);

    /// <summary>Whether the value of a target is guessed right by that of a synthetic row.</summary>
    private static Func<int, int, bool> Judge(ViewColumn real, ViewColumn secrets, ViewColumn guesses)
    {
        if (secrets.Codes is { } codes)
        {
            return (target, row) => codes[target] == guesses.Codes![row];
        }
        double[] sorted = Array.FindAll(real.Values!, value => !double.IsNaN(value));
        Array.Sort(sorted);
        double[] secret = Array.ConvertAll(secrets.Values!, value => Rank(sorted, value)), guess = Array.ConvertAll(guesses.Values!, value => Rank(sorted, value));
        return (target, row) =>
            double.IsNaN(secret[target]) ? double.IsNaN(guess[row]) : secrets.Values![target] == guesses.Values![row] || Math.Abs(secret[target] - guess[row]) <= RankTolerance;
    }

    /// <summary>The share of the sorted numbers that are smaller, equal ones counted half; NaN for NaN.</summary>
    private static double Rank(double[] sorted, double value)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }
        int First(Func<double, bool> reached)
        {
            int low = 0, high = sorted.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = reached(sorted[middle]) ? (low, middle) : (middle + 1, high);
            }
            return low;
        }
        return (First(other => other >= value) + First(other => other > value)) / (2.0 * sorted.Length);
    }
}

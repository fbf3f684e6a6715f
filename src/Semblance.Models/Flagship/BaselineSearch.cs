using Semblance.Models.Encoding;
using Semblance.Numerics;

namespace Semblance.Models.Flagship;

/// <summary>Looks for the <see cref="Baseline"/> of a column on a sample of its rows: all single columns, pairs and products of the columns that go with it most, then a third term.</summary>
internal static class BaselineSearch
{
    /// <summary>A baseline must make the typical deviation this many times smaller, and each further term again by half as much.</summary>
    private const double Worth = 6;

    /// <summary>A column in which one value has this share has a life of its own; it is measured from others only if that explains it exactly.</summary>
    private const double AtomShare = 0.03;

    /// <summary>The share of rows that makes a relation exact.</summary>
    private const double ExactShare = 0.9;

    private const int SampleRows = 600;
    private const int MostCandidates = 16;
    private const int MostTerms = 3;

    /// <summary>Finds a baseline among the columns before a position; null if none is worth it.</summary>
    /// <param name="columns">The columns by position; those before <paramref name="position"/> may be terms.</param>
    /// <param name="position">The position of the column.</param>
    public static Baseline? Find(EncodedColumn[] columns, int position)
    {
        EncodedColumn column = columns[position];
        int[] rows = SampleOf(column, column.RowCount);
        if (rows.Length < 40)
        {
            return null;
        }
        double[] target = column.Take(rows).Values!;
        var terms = new List<Term>();
        for (int other = 0; other < position; other++)
        {
            if (columns[other].IsNumeric && Term.Create(columns[other], other, rows, column) is Term term)
            {
                terms.Add(term);
            }
        }
        Term[] candidates = [.. terms.OrderByDescending(term => Math.Abs(Correlation(term.Values, target))).Take(MostCandidates)];
        // Equal values count as much nearer to each other than neighbours on the grid.
        double step = column.Step > 0 ? column.Step / 100 : 1e-12;
        double plain = Spread(target, step);
        double best = plain - Math.Log(Worth);
        (int, sbyte)[] chosen = [];
        (int A, int B)? product = null;
        var left = new double[target.Length];
        for (int a = 0; a < candidates.Length; a++)
        {
            double[] x = candidates[a].Values;
            foreach (sbyte sign in (ReadOnlySpan<sbyte>)[1, -1])
            {
                Subtract(target, x, sign, left);
                if (Spread(left, step) is double one && one < best)
                {
                    (best, chosen, product) = (one, [(a, sign)], null);
                }
                var partly = (double[])left.Clone();
                for (int b = a + 1; b < candidates.Length; b++)
                {
                    foreach (sbyte second in (ReadOnlySpan<sbyte>)[1, -1])
                    {
                        Subtract(partly, candidates[b].Values, second, left);
                        double two = Spread(left, step);
                        if (two < best - (chosen.Length == 2 ? 0 : Math.Log(Worth / 2)) && two < plain - Math.Log(Worth) - Math.Log(Worth / 2))
                        {
                            (best, chosen, product) = (two, [(a, sign), (b, second)], null);
                        }
                    }
                }
            }
            for (int b = a + 1; b < candidates.Length; b++)
            {
                SubtractProduct(target, x, candidates[b].Values, left);
                if (Spread(left, step) is double times && times < best)
                {
                    (best, chosen, product) = (times, [], (a, b));
                }
            }
        }
        if (product is (int pa, int pb))
        {
            SubtractProduct(target, candidates[pa].Values, candidates[pb].Values, left);
            if (!IsBetter(target, left))
            {
                return null;
            }
            return new Baseline([candidates[pa].Position, candidates[pb].Position], [], [candidates[pa].Median, candidates[pb].Median], [candidates[pa].Unit, candidates[pb].Unit], 0);
        }
        if (chosen.Length == 0)
        {
            return null;
        }
        var sum = new List<(int Term, sbyte Sign)>(chosen);
        var rest = (double[])target.Clone();
        foreach ((int term, sbyte sign) in sum)
        {
            Subtract(rest, candidates[term].Values, sign, rest);
        }
        while (sum.Count < MostTerms && Further(rest, candidates, sum, step, best) is (int next, sbyte nextSign, double spread))
        {
            sum.Add((next, nextSign));
            Subtract(rest, candidates[next].Values, nextSign, rest);
            best = spread;
        }
        if (!IsBetter(target, rest))
        {
            return null;
        }
        double grid = sum.Aggregate(column.Step, (step, term) => Grid.Common(step, candidates[term.Term].Step));
        return new Baseline(
            [.. sum.Select(term => candidates[term.Term].Position)],
            [.. sum.Select(term => term.Sign)],
            [.. sum.Select(term => candidates[term.Term].Median)],
            [.. sum.Select(term => candidates[term.Term].Unit)],
            grid);
    }

    private static int[] SampleOf(EncodedColumn column, int count)
    {
        int stride = Math.Max(1, count / SampleRows);
        var rows = new List<int>(SampleRows + 1);
        for (int row = 0; row < count; row += stride)
        {
            if (!double.IsNaN(column.Values![row]))
            {
                rows.Add(row);
            }
        }
        return [.. rows];
    }

    private static bool IsBetter(double[] target, double[] left) => LargestShare(target) < AtomShare || LargestShare(left) >= ExactShare;

    /// <summary>The share of the most frequent value.</summary>
    private static double LargestShare(double[] values)
    {
        var counts = new Dictionary<double, int>();
        int most = 0;
        foreach (double value in values)
        {
            // Sums of decimals differ in their last bits.
            double key = Math.Round(value, 9);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            most = Math.Max(most, counts[key]);
        }
        return (double)most / values.Length;
    }

    private static (int, sbyte, double)? Further(double[] rest, Term[] candidates, List<(int Term, sbyte Sign)> sum, double step, double best)
    {
        (int, sbyte, double)? found = null;
        double limit = best - Math.Log(Worth / 2);
        var left = new double[rest.Length];
        for (int c = 0; c < candidates.Length; c++)
        {
            if (sum.Exists(term => term.Term == c))
            {
                continue;
            }
            foreach (sbyte sign in (ReadOnlySpan<sbyte>)[1, -1])
            {
                Subtract(rest, candidates[c].Values, sign, left);
                double spread = Spread(left, step);
                if (spread < limit)
                {
                    limit = spread;
                    found = (c, sign, spread);
                }
            }
        }
        return found;
    }

    private static void SubtractProduct(double[] from, double[] a, double[] b, double[] into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = from[i] - a[i] * b[i];
        }
    }

    private static void Subtract(double[] from, double[] what, sbyte sign, double[] into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = from[i] - sign * what[i];
        }
    }

    /// <summary>The mean logarithm of the deviation from the median: small if most values are near each other, smaller still if they are equal.</summary>
    private static double Spread(double[] values, double step)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        double sum = 0;
        foreach (double value in sorted)
        {
            sum += Elementary.Log(Math.Abs(value - median) + step);
        }
        return sum / sorted.Length;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average(), ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }

    /// <summary>A column that may be part of a baseline: its values in the sample, the median in place of missing ones.</summary>
    private sealed record Term(int Position, double[] Values, double Median, double Step, UnitChange Unit)
    {
        public static Term? Create(EncodedColumn column, int position, int[] rows, EncodedColumn target)
        {
            UnitChange unit = UnitChange.Between(column.Time, target.Time);
            double[] values = Array.ConvertAll(column.Take(rows).Values!, unit.Of);
            double[] present = Array.FindAll(values, value => !double.IsNaN(value));
            if (present.Length < values.Length / 2)
            {
                return null;
            }
            Array.Sort(present);
            double median = present[present.Length / 2];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = double.IsNaN(values[i]) ? median : values[i];
            }
            return new Term(position, values, median, unit.IsNone ? column.Step : 1, unit);
        }
    }
}

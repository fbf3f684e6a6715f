namespace Semblance.Quality;

/// <summary>
/// How far pairs of columns move together otherwise than in the real table: mean over column pairs of |r_real - r_synthetic| / 2
/// (Pearson, two numeric columns) or of the total variation distance of the joint table (otherwise). 0 is perfect, 1 the worst.
/// </summary>
/// <remarks>
/// Beside a category, a numeric column is cut into 10 equal-width bins, with an eleventh for its maximum, as SDMetrics does. There each
/// table brings its own edges (<see cref="OwnEdges"/>), which compares unlike bins when the ranges differ; with
/// <see cref="SharedEdges"/> the real table's edges serve both. Missing values are a bin or level of their own in joint tables and left
/// out of Pearson's r. Pairs whose real r is undefined are left out; an undefined synthetic r counts as 0.
/// </remarks>
/// <param name="OwnEdges">The mean with each table's own edges.</param>
/// <param name="SharedEdges">The mean with the real table's edges.</param>
public sealed record TrendError(double OwnEdges, double SharedEdges)
{
    private const int Bins = 10;

    /// <summary>Computes the error of two aligned views. One pass over the rows per pair of columns.</summary>
    public static TrendError Compute(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        return MeanOf(ByPair(real, synthetic, ColumnPairs.All(real.Columns.Count), settings, cancellation));
    }

    /// <summary>The mean of the errors of some pairs; undefined ones (NaN) are left out, and without any it is 0.</summary>
    internal static TrendError MeanOf(TrendError[] pairs) => new(
        pairs.Select(pair => pair.OwnEdges).Where(error => !double.IsNaN(error)).DefaultIfEmpty(0).Average(),
        pairs.Select(pair => pair.SharedEdges).Where(error => !double.IsNaN(error)).DefaultIfEmpty(0).Average());

    /// <summary>The errors of some pairs of columns, in their order; NaN where undefined.</summary>
    internal static TrendError[] ByPair(TableView real, TableView synthetic, (int A, int B)[] pairs, MetricSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        int count = real.Columns.Count;
        var realCodes = new int[count][];
        var own = new int[count][];
        var shared = new int[count][];
        var slots = new int[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
        Parallel.For(0, count, parallel, i =>
        {
            ViewColumn r = real.Columns[i], s = synthetic.Columns[i];
            if (r.Values is { } realValues)
            {
                double[] realEdges = Edges(realValues);
                realCodes[i] = Digitize(realValues, realEdges);
                own[i] = Digitize(s.Values!, Edges(s.Values!));
                shared[i] = Digitize(s.Values!, realEdges);
                slots[i] = Bins + 3;
            }
            else
            {
                realCodes[i] = r.CodesWithMissing();
                own[i] = shared[i] = s.CodesWithMissing();
                slots[i] = r.Levels.Count + 1;
            }
        });
        var errors = new TrendError[pairs.Length];
        Parallel.For(0, pairs.Length, parallel, i =>
        {
            (int a, int b) = pairs[i];
            if (real.Columns[a].Values is { } x && real.Columns[b].Values is { } y)
            {
                double r = Correlation(x, y);
                double s = Correlation(synthetic.Columns[a].Values!, synthetic.Columns[b].Values!);
                double error = Math.Abs(r - (double.IsNaN(s) ? 0 : s)) / 2;
                errors[i] = new TrendError(error, error);
                return;
            }
            double sharedError = JointDistance(realCodes[a], realCodes[b], shared[a], shared[b], slots[a], slots[b]);
            double ownError = ReferenceEquals(own[a], shared[a]) && ReferenceEquals(own[b], shared[b])
                ? sharedError
                : JointDistance(realCodes[a], realCodes[b], own[a], own[b], slots[a], slots[b]);
            errors[i] = new TrendError(ownError, sharedError);
        });
        return errors;
    }

    /// <summary>Pearson's r over the rows in which both values are present; NaN if either is constant.</summary>
    internal static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double n = 0, meanX = 0, meanY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i]))
            {
                n++;
                meanX += x[i];
                meanY += y[i];
            }
        }
        meanX /= n;
        meanY /= n;
        double xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i]))
            {
                double dx = x[i] - meanX, dy = y[i] - meanY;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        // A constant column leaves rounding behind instead of an exact zero.
        double noise = 1e-24 * n;
        return !(n > 1) || xx <= noise * (1 + meanX * meanX) || yy <= noise * (1 + meanY * meanY) ? double.NaN : xy / Math.Sqrt(xx * yy);
    }

    private static double[] Edges(double[] values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        if (!(low < high))
        {
            // NumPy widens an empty range by one half to each side.
            (low, high) = double.IsFinite(low) ? (low - 0.5, low + 0.5) : (0, 1);
        }
        var edges = new double[Bins + 1];
        for (int i = 0; i <= Bins; i++)
        {
            edges[i] = low + (high - low) * i / Bins;
        }
        edges[Bins] = high;
        return edges;
    }

    /// <summary>0 below the first edge, i between edges i - 1 and i, 11 from the last edge on, 12 for missing.</summary>
    private static int[] Digitize(double[] values, double[] edges)
    {
        var codes = new int[values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            if (double.IsNaN(values[row]))
            {
                codes[row] = Bins + 2;
                continue;
            }
            int code = 0;
            foreach (double edge in edges)
            {
                code += edge <= values[row] ? 1 : 0;
            }
            codes[row] = code;
        }
        return codes;
    }

    private static double JointDistance(int[] realA, int[] realB, int[] otherA, int[] otherB, int slotsA, int slotsB)
    {
        if (realA.Length == 0 || otherA.Length == 0)
        {
            return double.NaN;
        }
        long cells = (long)slotsA * slotsB;
        double distance = 0;
        if (cells <= 1 << 20)
        {
            var real = new int[cells];
            var other = new int[cells];
            Count(realA, realB, slotsB, real);
            Count(otherA, otherB, slotsB, other);
            for (int cell = 0; cell < real.Length; cell++)
            {
                distance += Math.Abs((double)real[cell] / realA.Length - (double)other[cell] / otherA.Length);
            }
            return distance / 2;
        }
        long[] realKeys = SortedKeys(realA, realB, slotsB);
        long[] otherKeys = SortedKeys(otherA, otherB, slotsB);
        for (int r = 0, o = 0; r < realKeys.Length || o < otherKeys.Length;)
        {
            long key = r < realKeys.Length && (o == otherKeys.Length || realKeys[r] <= otherKeys[o]) ? realKeys[r] : otherKeys[o];
            int firstReal = r, firstOther = o;
            while (r < realKeys.Length && realKeys[r] == key)
            {
                r++;
            }
            while (o < otherKeys.Length && otherKeys[o] == key)
            {
                o++;
            }
            distance += Math.Abs((double)(r - firstReal) / realKeys.Length - (double)(o - firstOther) / otherKeys.Length);
        }
        return distance / 2;
    }

    private static void Count(int[] a, int[] b, int slotsB, int[] cells)
    {
        for (int row = 0; row < a.Length; row++)
        {
            cells[a[row] * slotsB + b[row]]++;
        }
    }

    private static long[] SortedKeys(int[] a, int[] b, int slotsB)
    {
        var keys = new long[a.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            keys[row] = (long)a[row] * slotsB + b[row];
        }
        Array.Sort(keys);
        return keys;
    }
}

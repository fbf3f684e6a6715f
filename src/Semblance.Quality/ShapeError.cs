namespace Semblance.Quality;

/// <summary>
/// How far single columns are distributed otherwise than in the real table: the Kolmogorov-Smirnov statistic of a numeric column, the
/// total variation distance of a categorical one, missing values left out. 0 is perfect, 1 the worst.
/// </summary>
public static class ShapeError
{
    /// <summary>The error of each column of two aligned views, in their order; NaN where a column has no values in one of them.</summary>
    public static double[] ByColumn(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(settings);
        var errors = new double[real.Columns.Count];
        Parallel.For(0, errors.Length, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation }, i =>
        {
            ViewColumn r = real.Columns[i], s = synthetic.Columns[i];
            errors[i] = r.IsCategorical ? TotalVariation(r, s) : KolmogorovSmirnov(Present(r.Values!), Present(s.Values!));
        });
        return errors;
    }

    /// <summary>The mean of <see cref="ByColumn"/> over the columns for which it is defined; 0 if there are none.</summary>
    public static double Compute(TableView real, TableView synthetic, MetricSettings settings, CancellationToken cancellation = default) =>
        ByColumn(real, synthetic, settings, cancellation).Where(error => !double.IsNaN(error)).DefaultIfEmpty(0).Average();

    private static double[] Present(double[] values)
    {
        double[] present = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(present);
        return present;
    }

    private static double KolmogorovSmirnov(double[] a, double[] b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return double.NaN;
        }
        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
            {
                i++;
            }
            while (j < b.Length && b[j] <= value)
            {
                j++;
            }
            largest = Math.Max(largest, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }
        return largest;
    }

    private static double TotalVariation(ViewColumn a, ViewColumn b)
    {
        double[] p = Shares(a), q = Shares(b);
        double sum = 0;
        for (int level = 0; level < p.Length; level++)
        {
            sum += Math.Abs(p[level] - q[level]);
        }
        return sum / 2;
    }

    private static double[] Shares(ViewColumn column)
    {
        var shares = new double[column.Levels.Count];
        double present = 0;
        foreach (int code in column.Codes!)
        {
            if (code >= 0)
            {
                shares[code]++;
                present++;
            }
        }
        for (int level = 0; level < shares.Length; level++)
        {
            // 0/0 makes the column's error NaN, which stands for undefined.
            shares[level] /= present;
        }
        return shares;
    }
}

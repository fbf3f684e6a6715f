namespace Semblance.Quality;

/// <summary>How strongly two columns go together: Pearson's r, Cramer's V, or the correlation ratio.</summary>
internal static class Association
{
    // What rounding to single precision leaves of the variance of a constant, relative to the square of its mean.
    private const double ConstantShare = 1e-12;

    /// <summary>The association of two columns of one table; 0 where one of them does not vary.</summary>
    public static double Between(KeptColumn a, KeptColumn b) => (a.Levels, b.Levels) switch
    {
        (0, 0) => Pearson(a.Numbers, b.Numbers),
        (0, _) => CorrelationRatio(a.Numbers, b.Codes, b.Levels),
        (_, 0) => CorrelationRatio(b.Numbers, a.Codes, a.Levels),
        _ => CramersV(a.Codes, a.Levels, b.Codes, b.Levels),
    };

    /// <summary>Pearson's r over the rows where both numbers are present.</summary>
    private static double Pearson(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double n = 0, sumX = 0, sumY = 0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double u = x[i], v = y[i];
            if (!double.IsNaN(u + v))
            {
                n++;
                sumX += u;
                sumY += v;
                xx += u * u;
                yy += v * v;
                xy += u * v;
            }
        }
        if (n < 2)
        {
            return 0;
        }
        double varianceX = xx - sumX * sumX / n, varianceY = yy - sumY * sumY / n;
        return varianceX <= ConstantShare * xx || varianceY <= ConstantShare * yy
            ? 0
            : Math.Clamp((xy - sumX * sumY / n) / Math.Sqrt(varianceX * varianceY), -1, 1);
    }

    /// <summary>The square root of the share of the variance that lies between the levels.</summary>
    private static double CorrelationRatio(ReadOnlySpan<float> x, ReadOnlySpan<byte> codes, int levels)
    {
        var sums = new double[levels];
        var counts = new double[levels];
        double n = 0, sum = 0, squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double u = x[i];
            if (!double.IsNaN(u))
            {
                sums[codes[i]] += u;
                counts[codes[i]]++;
                n++;
                sum += u;
                squares += u * u;
            }
        }
        if (n < 2)
        {
            return 0;
        }
        double total = squares - sum * sum / n, between = -sum * sum / n;
        for (int level = 0; level < levels; level++)
        {
            between += counts[level] == 0 ? 0 : sums[level] * sums[level] / counts[level];
        }
        return total <= ConstantShare * squares ? 0 : Math.Sqrt(Math.Clamp(between / total, 0, 1));
    }

    /// <summary>The square root of chi-squared over its largest possible value.</summary>
    private static double CramersV(ReadOnlySpan<byte> a, int levelsA, ReadOnlySpan<byte> b, int levelsB)
    {
        var joint = new int[levelsA * levelsB];
        for (int i = 0; i < a.Length; i++)
        {
            joint[a[i] * levelsB + b[i]]++;
        }
        var rows = new double[levelsA];
        var columns = new double[levelsB];
        for (int i = 0; i < joint.Length; i++)
        {
            rows[i / levelsB] += joint[i];
            columns[i % levelsB] += joint[i];
        }
        int smaller = Math.Min(rows.Count(count => count > 0), columns.Count(count => count > 0));
        if (smaller < 2)
        {
            return 0;
        }
        // Chi-squared / n = sum of joint^2 / (row x column) - 1.
        double phi = -1;
        for (int i = 0; i < joint.Length; i++)
        {
            if (joint[i] > 0)
            {
                phi += joint[i] / rows[i / levelsB] * (joint[i] / columns[i % levelsB]);
            }
        }
        return Math.Sqrt(Math.Clamp(phi / (smaller - 1), 0, 1));
    }
}

namespace Semblance.Quality;

/// <summary>The associations of pairs of columns of a view (see <see cref="Association"/>).</summary>
internal static class PairAssociations
{
    private const int MostLevels = 63;

    /// <summary>One association per pair.</summary>
    /// <param name="real">The view whose most frequent levels are told apart; the others count as one.</param>
    /// <param name="view">The view that is measured, aligned with it; at most <see cref="KeptRows.Maximum"/> rows.</param>
    /// <param name="pairs">Pairs of column numbers.</param>
    /// <param name="settings">Threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static double[] Of(TableView real, TableView view, (int A, int B)[] pairs, MetricSettings settings, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
        var columns = new KeptColumn[real.Columns.Count];
        Parallel.For(0, columns.Length, parallel, i => columns[i] = Keep(real.Columns[i], view.Columns[i]));
        var associations = new double[pairs.Length];
        Parallel.For(0, pairs.Length, parallel, i => associations[i] = Association.Between(columns[pairs[i].A], columns[pairs[i].B]));
        return associations;
    }

    private static KeptColumn Keep(ViewColumn real, ViewColumn column)
    {
        if (column.Values is { } values)
        {
            double mean = values.Where(double.IsFinite).DefaultIfEmpty(0).Average();
            double largest = values.Where(double.IsFinite).Select(value => Math.Abs(value - mean)).DefaultIfEmpty(0).Max();
            var numbers = new KeptColumn(0);
            numbers.Thin(1, values.Length);
            foreach (double value in values)
            {
                // Single precision holds what is left of a number when its mean and scale are taken away.
                numbers.Add(double.IsFinite(value) ? (float)((value - mean) / (largest > 0 ? largest : 1)) : float.NaN);
            }
            return numbers;
        }
        var counts = new int[real.Levels.Count];
        foreach (int code in real.Codes!)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }
        int named = Math.Min(counts.Length, MostLevels);
        var capped = new byte[counts.Length];
        capped.AsSpan().Fill((byte)named);
        int[] byCount = [.. Enumerable.Range(0, counts.Length).OrderByDescending(level => counts[level])];
        for (int i = 0; i < named; i++)
        {
            capped[byCount[i]] = (byte)i;
        }
        var codes = new KeptColumn(named + 2);
        codes.Thin(1, column.Codes!.Length);
        foreach (int code in column.Codes)
        {
            codes.Add(code < 0 ? (byte)(named + 1) : capped[code]);
        }
        return codes;
    }
}

using System.Globalization;

namespace Semblance.Cli.Bench;

/// <summary>What pandas takes for reading and writing a file.</summary>
/// <param name="Version">The version of pandas.</param>
/// <param name="Reads">The cost of read_csv, by round.</param>
/// <param name="Writes">The cost of to_csv, by round.</param>
internal sealed record PandasCosts(string Version, WorkCost[] Reads, WorkCost[] Writes)
{
    private const string Script =
        """
        import resource, sys, time
        import pandas
        print(pandas.__version__)
        def measure(work):
            wall, cpu = time.perf_counter(), time.process_time()
            result = work()
            print(time.process_time() - cpu, time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000.0 * 1.024, flush=True)
            return result
        for _ in range(int(sys.argv[3])):
            table = measure(lambda: pandas.read_csv(sys.argv[1]))
            measure(lambda: table.to_csv(sys.argv[2], index=False))
            del table
        """;

    /// <summary>Has pandas read and write a file some times; null if it is not installed.</summary>
    public static PandasCosts? Measure(string source, string target, int rounds, CancellationToken cancellation)
    {
        string? text = null;
        foreach (string python in (string[])["python3", "/usr/bin/python3"])
        {
            text ??= Machine.Output(python, ["-c", Script, source, target, rounds.ToString(CultureInfo.InvariantCulture)], cancellation);
        }
        if (text is null)
        {
            return null;
        }
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        WorkCost[] costs = [.. lines.Skip(1).Select(WorkCost.Parse)];
        return new PandasCosts(lines[0], [.. costs.Where((_, i) => i % 2 == 0)], [.. costs.Where((_, i) => i % 2 == 1)]);
    }
}

using System.Globalization;

namespace Semblance.Cli.Bench;

/// <summary>What a piece of work took.</summary>
/// <param name="CpuSeconds">Processor time of all threads, in seconds.</param>
/// <param name="WallSeconds">Time on the clock, in seconds.</param>
/// <param name="PeakMegabytes">The most memory that the process held meanwhile, in MB, with everything loaded before; NaN where the system does not say.</param>
internal readonly record struct WorkCost(double CpuSeconds, double WallSeconds, double PeakMegabytes)
{
    /// <summary>Reads what another program prints: the three numbers in this order, with spaces between them.</summary>
    public static WorkCost Parse(string line)
    {
        double[] numbers = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return new WorkCost(numbers[0], numbers[1], numbers[2]);
    }
}

/// <summary>Measures work in this process. Where the system can (Linux), the peak of memory is that of the work alone.</summary>
internal static class WorkMeter
{
    private const string Status = "/proc/self/status";
    private const string ClearReferences = "/proc/self/clear_refs";

    public static (T Result, WorkCost Cost) Measure<T>(Func<T> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        ResetPeak();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = TimeProvider.System.GetTimestamp();
        T result = work();
        var cost = new WorkCost((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, TimeProvider.System.GetElapsedTime(start).TotalSeconds, PeakMegabytes());
        return (result, cost);
    }

    private static void ResetPeak()
    {
        if (!File.Exists(ClearReferences))
        {
            return;
        }
        try
        {
            // "5" sets the peak resident size back to the present one.
            File.WriteAllText(ClearReferences, "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Some containers forbid it: the peak is then that since the start of the process.
        }
    }

    private static double PeakMegabytes()
    {
        if (!File.Exists(Status))
        {
            return double.NaN;
        }
        string? peak = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        string? kilobytes = peak?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return kilobytes is null ? double.NaN : long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}

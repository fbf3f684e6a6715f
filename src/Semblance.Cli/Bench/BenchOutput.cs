using System.Globalization;

namespace Semblance.Cli.Bench;

/// <summary>Where a benchmark's results go.</summary>
internal static class BenchOutput
{
    /// <summary>Lets a benchmark print its results, and keeps a copy.</summary>
    /// <param name="output">Where the results go as they come.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="bench">Prints the results.</param>
    public static void Write(TextWriter output, string? outFile, Action<TextWriter> bench)
    {
        using var copy = new StringWriter(CultureInfo.InvariantCulture);
        bench(new TeeWriter(output, copy));
        Keep(copy, outFile);
    }

    /// <summary>Lets a benchmark print its results, and keeps a copy.</summary>
    /// <param name="output">Where the results go as they come.</param>
    /// <param name="outFile">A file for the same results, put in place when all is done; null for none.</param>
    /// <param name="bench">Prints the results.</param>
    public static async Task WriteAsync(TextWriter output, string? outFile, Func<TextWriter, Task> bench)
    {
        using var copy = new StringWriter(CultureInfo.InvariantCulture);
        await bench(new TeeWriter(output, copy)).ConfigureAwait(false);
        Keep(copy, outFile);
    }

    private static void Keep(StringWriter copy, string? outFile)
    {
        if (outFile is not null)
        {
            string whole = outFile + ".tmp";
            File.WriteAllText(whole, copy.ToString());
            File.Move(whole, outFile, overwrite: true);
        }
    }
}

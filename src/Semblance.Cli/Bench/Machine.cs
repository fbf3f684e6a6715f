using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Semblance.Cli.Commands;

namespace Semblance.Cli.Bench;

/// <summary>What results depend on besides the program: where and at which commit it ran.</summary>
internal static class Machine
{
    /// <summary>The processor's name, as far as the system tells.</summary>
    public static string Processor()
    {
        const string Description = "/proc/cpuinfo";
        string? line = File.Exists(Description) ? File.ReadLines(Description).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    /// <summary>Runtime, system and processor in one line.</summary>
    public static string Description() =>
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {Processor()}, {Environment.ProcessorCount} processors";

    /// <summary>The line under a page's heading that says how to have its figures again.</summary>
    /// <param name="command">What was run.</param>
    public static string Provenance(string command) =>
        string.Create(CultureInfo.InvariantCulture, $"Command: `{command}`. Version {CommandLine.Version}, commit {Commit()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}.");

    /// <summary>The commit of the repository that the program is run in; "unknown" outside one.</summary>
    public static string Commit() => Output("git", ["rev-parse", "--short", "HEAD"], CancellationToken.None)?.Trim() ?? "unknown";

    /// <summary>What a program prints; null if it cannot be started or fails.</summary>
    public static string? Output(string program, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            using CancellationTokenRegistration stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return process.ExitCode == 0 ? text : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
